import pytest

from tests.client import Client
from tests.finance.accounts import Accounts


@pytest.fixture
def accounts(api: Client) -> Accounts:
    return Accounts(api.as_role("finance_manager"))
