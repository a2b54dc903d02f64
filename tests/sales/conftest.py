import pytest

from tests.client import Client
from tests.sales.shop import Shop


@pytest.fixture
def shop(api: Client) -> Shop:
    return Shop(api.as_role("marketing_manager"))
