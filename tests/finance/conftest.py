import pytest

from tests.client import Client
from tests.finance.accounts import Accounts
from tests.finance.books import Books


@pytest.fixture
def accounts(api: Client) -> Accounts:
    return Accounts(api.as_role("finance_manager"))


@pytest.fixture
def books(api: Client) -> Books:
    return Books(api.as_role("finance_manager"))
