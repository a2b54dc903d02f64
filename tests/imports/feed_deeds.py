"""Every trigger of feeds that changes something or reaches out, brought to do so."""

from shared.permissions import Role
from tests.audit_deeds import Deed, Done, by
from tests.client import Client, Reply, make_user
from tests.imports.lists import LIST

NOWHERE = {"url": "https://127.0.0.1:1/feed.csv", "timeout_seconds": 1}


def try_source() -> Done:
    def call(api: Client) -> Reply:
        body = {"slug": "feed", "kind": "https_feed", "mapping": LIST, "feed": NOWHERE}
        return api.post(f"imports/sources/{api.post('imports/sources', body).json['source_id']}/test")

    return by(make_user(Role.DATA_ANALYST), call)


FEED_DEEDS: dict[str, tuple[str, Deed]] = {"test_source": ("import_source.tested", try_source)}
