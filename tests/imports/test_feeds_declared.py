"""Feeds over the API: declared, changed, tried out."""

import time
from threading import BoundedSemaphore
from typing import Any

import pytest

from shared.imports import pulling, trial
from shared.imports.states import SourceKind
from tests.client import Client
from tests.imports.conftest import Shop
from tests.imports.feed_server import CSV, FeedServer, Says, declare, feed_server
from tests.imports.lists import LIST

__all__ = ["feed_server"]

BRIEF = {"timeout_seconds": 1}


def declared(api: Client, **more: Any) -> Any:
    body = {"slug": "feed", "kind": "https_feed", "mapping": LIST, "feed": {"url": "https://shop.example/feed.csv"}}
    return api.as_role("data_analyst").post("imports/sources", body | more)


def test_a_feed_is_declared_and_shown_with_its_state_and_only_the_name_of_its_secret(
    api: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SECRET_FEED_SHOP", "never-to-be-seen")
    feed = {"url": "https://shop.example/feed.csv", "authorization": {"kind": "bearer", "secret_name": "feed-shop"}}

    made = declared(api, feed=feed)

    assert made.status == 201, made.body
    assert made.json["feed"] == feed | {"paging": None, "timeout_seconds": 120, "most_megabytes": 200}
    assert (made.json["failures"], made.json["last_error"]) == (0, None)
    assert made.json["next_due_at"] == made.json["created_at"]
    listed = api.as_role("admin").get("imports/sources", kind="https_feed", failing="false")
    assert listed.json["items"] == [made.json]
    assert b"never-to-be-seen" not in made.body + listed.body


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"feed": None}, "/feed"),
        ({"kind": SourceKind.UPLOAD.value}, "/feed"),
        ({"feed": {"url": "ftp://shop.example/"}}, "/feed/url"),
        ({"feed": {"url": "https://me:word@shop.example/"}}, "/feed/url"),
        ({"feed": {"url": "https://shop.example/{tomorrow}"}}, "/feed/url"),
        ({"feed": {"url": "https://shop.example/", "timeout_seconds": 601}}, "/feed/timeout_seconds"),
        ({"schedule": "0 0 0 30 2 *"}, "/schedule"),
        ({"feed": {"url": "https://shop.example/", "paging": {"kind": "cursor", "next": "a"}}}, "/feed/paging"),
        (
            {
                "feed": {"url": "https://shop.example/", "paging": {"kind": "link"}},
                "mapping": LIST | {"format": "xlsx"},
            },
            "/feed/paging",
        ),
    ],
)
def test_a_malformed_feed_is_refused_with_a_pointer(api: Client, change: dict[str, Any], pointer: str):
    refused = declared(api, **change)

    assert refused.status == 422
    assert pointer in [error["pointer"] for error in refused.json["errors"]]


@pytest.mark.parametrize("secret", ["encryption-keys", "feed-", "feed-Shop"])
def test_no_secret_of_the_system_is_sent_anywhere(api: Client, secret: str):
    bearer = {"kind": "bearer", "secret_name": secret}

    assert declared(api, feed={"url": "https://shop.example/", "authorization": bearer}).status == 422
    header = {"kind": "header", "name": "Host", "secret_name": "feed-shop"}
    assert declared(api, feed={"url": "https://shop.example/", "authorization": header}).status == 422


def test_a_feed_is_changed_and_fetched_when_asked(shop: Shop, feed_server: FeedServer, api: Client):
    source = declare(shop, {"url": feed_server.says(Says(b"", 500))})
    client, path = api.as_role("data_analyst"), f"imports/sources/{source.source_id}"
    assert pulling.pull_sources(shop.blobs) == {"shop": -1}
    assert client.get(path).json["last_error"] == "The feed answered 500."

    changed = client.patch(path, {"feed": {"url": feed_server.says(Says(), path="/moved")}}, {"If-Match": "*"})
    assert (changed.status, changed.json["next_due_at"]) == (200, changed.json["created_at"])
    assert pulling.pull_sources(shop.blobs) == {"shop": 1}
    assert client.get(path).json["next_due_at"] is None  # it has no schedule
    assert pulling.pull_sources(shop.blobs) == {}
    assert client.post(f"{path}/run").status == 202
    assert pulling.pull_sources(shop.blobs) == {"shop": 1}
    assert client.patch(path, {"feed": None}, {"If-Match": "*"}).json["feed"] is not None


def test_trying_a_feed_shows_its_first_page_and_keeps_nothing(shop: Shop, feed_server: FeedServer, api: Client):
    link = {"Link": '</two>; rel="next"', "Content-Type": "text/csv"}
    answers = [Says(headers=link), Says(b"a;b\n1;2\n"), Says(b"", 401), Says(b"{}")]
    source = declare(shop, {"url": feed_server.says(*answers), "paging": {"kind": "link"}}, enabled=False)
    client, path = api.as_role("data_analyst"), f"imports/sources/{source.source_id}"

    good, other, closed = (client.post(f"{path}/test").json for _ in range(3))

    assert good == good | {"ok": True, "problem": None, "status": 200, "content_type": "text/csv", "size": len(CSV)}
    assert (good["columns"], good["has_next_page"]) == (["ref", "category"], True)
    assert (other["ok"], other["columns"], other["has_next_page"]) == (False, ["a", "b"], False)
    assert "no column" in other["problem"]
    assert (closed["status"], closed["problem"]) == (401, "The feed answered 401: it asks for a secret.")
    assert feed_server.paths == ["/feed"] * 3
    assert shop.rows("SELECT FROM import_runs") == []
    assert list(shop.blobs.list("imports", "shop/")) == []
    assert client.get(path).json["failures"] == 0


def test_trying_a_large_feed_reads_its_beginning_only(shop: Shop, feed_server: FeedServer, api: Client):
    content = CSV + b"i3,Sport\n" * 1_000_000
    source = declare(shop, {"url": feed_server.says(Says(content))})
    began = time.monotonic()

    seen = api.as_role("admin").post(f"imports/sources/{source.source_id}/test").json

    assert (seen["ok"], seen["size"] < 2_000_000) == (True, True)
    assert time.monotonic() - began < 20


def test_as_many_feeds_are_tried_at_once_as_leave_room_for_others(
    shop: Shop, feed_server: FeedServer, api: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(trial, "SLOTS", BoundedSemaphore(1))
    source = declare(shop, BRIEF | {"url": feed_server.says(Says(CSV, pause=0.2))})
    client, path = api.as_role("admin"), f"imports/sources/{source.source_id}/test"

    with trial.SLOTS:
        busy = client.post(path)
    assert (busy.status, feed_server.asked) == (429, [])
    assert [client.post(path).status for _ in range(2)] == [200, 200]  # a failure gives its place back, too


def test_only_feeds_can_be_tried(shop: Shop, api: Client):
    source = shop.source(LIST)

    refused = api.as_role("admin").post(f"imports/sources/{source.source_id}/test")

    assert (refused.status, refused.json["code"]) == (409, "import_source_has_no_feed")
