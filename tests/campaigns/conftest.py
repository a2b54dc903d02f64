import pytest

from tests.campaigns.shop import Campaigns
from tests.client import Client


@pytest.fixture
def campaigns(api: Client) -> Campaigns:
    return Campaigns(api.as_role("marketing_manager"))
