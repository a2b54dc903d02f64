"""Who asks for reports of money."""

import pytest

from shared.platform import clock
from tests.client import Client
from tests.reporting.money import TODAY, spend


@pytest.fixture
def manager(api: Client, blob_store: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    spend()
    return api.as_role("marketing_manager")
