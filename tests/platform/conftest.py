"""What tests of the platform share."""

from collections.abc import Iterator

import pytest

from tests.platform.feed_server import certificate, feed, names, other_feed, secure_feed
from tests.platform.keys import forget_all
from tests.platform.smtp_server import configure, later, serve, slow_catcher

__all__ = [
    "certificate",
    "configure",
    "feed",
    "later",
    "names",
    "other_feed",
    "secure_feed",
    "serve",
    "slow_catcher",
]  # fmt: skip - fixtures


@pytest.fixture
def no_keys(_configured: None) -> Iterator[None]:
    """No signing keys: tables are emptied after each test but this one is not, since processes remember it."""
    forget_all()
    yield
    forget_all()
