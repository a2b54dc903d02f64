"""Feeds of JSON and of JSON lines, in one piece and in many, up to the rows that land."""

from typing import Any

import pytest

from shared.imports import pulling
from shared.imports.states import SourceKind
from tests.client import Client
from tests.imports.conftest import Shop
from tests.imports.feed_server import FeedServer, Says, feed_server
from tests.imports.lists import LIST, names

__all__ = ["feed_server"]


FIRST = b'{"next": "b", "data": {"rows": [{"ref": "i1", "category": "Art"}, {"ref": "i2"}]}}'
SECOND = b'{"next": null, "data": {"rows": [{"ref": "i3"}]}}'


@pytest.mark.parametrize("paging", [None, {"kind": "cursor", "next": "next", "parameter": "after"}])
def test_json_is_read_at_its_path_page_after_page(shop: Shop, feed_server: FeedServer, api: Client, paging: Any):
    feed = {"url": feed_server.says(Says(FIRST)), "paging": paging}
    feed_server.says(Says(SECOND), path="/feed?after=b")
    mapping = LIST | {"format": "json", "items": "data.rows"}
    source = shop.source(mapping, kind=SourceKind.HTTPS_FEED, feed=feed)

    seen = api.as_role("admin").post(f"imports/sources/{source.source_id}/test").json
    pulled = pulling.pull_sources(shop.blobs)

    assert (seen["problem"], seen["columns"], seen["has_next_page"]) == (None, ["ref", "category"], paging is not None)
    assert (pulled, names(shop)) == ({"shop": 1}, ["i1", "i2", "i3"] if paging else ["i1", "i2"])


def test_lines_are_read_page_after_page(shop: Shop, feed_server: FeedServer):
    url = feed_server.says(Says(b'{"ref": "i1", "category": "Art"}\n{"ref": "i2"}'), Says(b'{"ref": "i3"}'), Says(b""))
    feed = {"url": url, "paging": {"kind": "number"}}
    shop.source(LIST | {"format": "jsonl"}, kind=SourceKind.HTTPS_FEED, feed=feed)

    assert (pulling.pull_sources(shop.blobs), names(shop)) == ({"shop": 1}, ["i1", "i2", "i3"])
