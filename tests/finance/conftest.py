import pytest

from tests.client import Client
from tests.finance.accounts import Accounts
from tests.finance.agreeing import Terms
from tests.finance.books import Books


@pytest.fixture
def accounts(api: Client) -> Accounts:
    return Accounts(api.as_role("finance_manager"))


@pytest.fixture
def books(api: Client) -> Books:
    return Books(api.as_role("finance_manager"))


@pytest.fixture
def terms(api: Client) -> Terms:
    return Terms(api.as_role("finance_manager"), api.as_role("marketing_manager"))
