import pytest

from tests.client import Client
from tests.finance.agreeing import Terms


@pytest.fixture
def terms(api: Client) -> Terms:
    return Terms(api.as_role("finance_manager"), api.as_role("marketing_manager"))
