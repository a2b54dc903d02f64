"""Feeds are fetched whole or not at all, and say why not; against real servers on the loopback interface."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shared.imports.feeds.declared import Feed
from shared.imports.feeds.failures import FeedFailedError, asked_to_wait
from tests.imports.feed_server import CSV, TOO_LATE, FeedServer, Says, feed_server, fetched, linked, refused

__all__ = ["feed_server"]

HIDDEN = "hidden-from-everybody"


def test_what_has_not_changed_is_not_fetched_again(feed_server: FeedServer):
    validators = {"ETag": '"one"', "Last-Modified": "Mon, 23 Nov 2026 07:00:00 GMT"}
    url = feed_server.says(Says(headers=validators), Says(b"", 304), Says(CSV), Says(b"ref\ni3\n"))

    content, known = fetched(url)
    assert content == CSV
    assert known is not None
    assert fetched(url, known)[0] is None
    asked = feed_server.asked[-1][1]
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('"one"', validators["Last-Modified"])
    assert fetched(url, known)[0] is None  # told nothing, but the same
    assert fetched(url, known)[0] == b"ref\ni3\n"
    assert "if-none-match" not in feed_server.asked[0][1]
    assert known.conditions(f"{url}?day=2026-11-24") == {}


@pytest.mark.parametrize(
    ("authorization", "sent"),
    [
        ({"kind": "bearer"}, ("authorization", f"Bearer {HIDDEN}")),
        ({"kind": "basic", "user": "shop"}, ("authorization", "Basic c2hvcDpoaWRkZW4tZnJvbS1ldmVyeWJvZHk=")),
        ({"kind": "header", "name": "X-Api-Key"}, ("x-api-key", HIDDEN)),
    ],
)
def test_a_secret_goes_to_the_server_of_the_feed_and_to_no_other(
    feed_server: FeedServer,
    monkeypatch: pytest.MonkeyPatch,
    authorization: dict[str, str],
    sent: tuple[str, str],
):
    header, value = sent
    monkeypatch.setenv("SECRET_FEED_SHOP", HIDDEN)
    authorization |= {"secret_name": "feed-shop"}
    here, moved = Says(b"", 307, {"Location": "/moved"}), Says(headers=linked(feed_server.url("/more", "localhost")))
    url = feed_server.says(here)
    feed_server.says(moved, path="/moved")
    feed_server.says(Says(b"ref,category\ni3,Art\n"), path="/more")

    content, _ = fetched(url, authorization=authorization, paging={"kind": "link"})

    assert content == CSV + b"i3,Art\n"
    assert [(path, asked.get(header)) for path, asked in feed_server.asked] == [
        ("/feed", value),
        ("/moved", value),
        ("/more", None),
    ]


def test_a_secret_that_is_not_there_or_for_others_is_not_sent(feed_server: FeedServer, monkeypatch: pytest.MonkeyPatch):
    def bearer(secret: str) -> dict[str, Any]:
        return {"authorization": {"kind": "bearer", "secret_name": secret}}

    url = feed_server.says(Says(b"", 401))
    monkeypatch.setenv("SECRET_FEED_OTHER", json.dumps({"value": HIDDEN, "hosts": ["shop.example"]}))
    monkeypatch.setenv("SECRET_FEED_OURS", json.dumps({"value": HIDDEN, "hosts": ["127.0.0.1"]}))
    monkeypatch.setenv("SECRET_FEED_TORN", f"{HIDDEN}\r\nHost: elsewhere")

    assert refused(url, **bearer("feed-none")) == 'The secret store has no secret "feed-none".'
    assert refused(url, **bearer("feed-other")) == 'The secret "feed-other" is not for this server.'
    assert refused(url, **bearer("feed-torn")) == 'The secret "feed-torn" holds characters that cannot be sent.'
    assert feed_server.asked == []
    ours = refused(url, **bearer("feed-ours"))
    assert ours == 'The feed answered 401: the secret "feed-ours" may be wrong or have expired.'


def test_the_business_day_is_part_of_an_address():
    feed = Feed(url="https://shop.example/{today-7}..{today}?day={today-0}")

    assert feed.address(date(2026, 3, 2)) == "https://shop.example/2026-02-23..2026-03-02?day=2026-03-02"


BROKEN = "The connection to the feed broke off before its answer was complete."
NO_ADDRESS = "The feed leads to an address that is not of the web."


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Says(b"", 500), "The feed answered 500."),
        (Says(b"", 403), "The feed answered 403: it asks for a secret."),
        (Says(b"", 404), "The feed answered 404: there is nothing at its address."),
        (Says(b"<html>", headers={"Content-Type": "text/html"}), "The feed answered with a web page instead of data."),
        (Says(CSV, pause=0.2), TOO_LATE),
        (Says(CSV, headers={"Content-Length": "1000"}), BROKEN),
        (Says(b"x" * 1_200_000), "The feed is larger than 1 MB."),
        (Says(CSV, headers={"Content-Encoding": "gzip"}), "What was fetched is compressed."),
        (Says(b"", 302), "The feed answered 302."),
        (Says(b"", 302, {"Location": "/feed"}), "The feed sends from one address to the next without end."),
        (
            Says(b"", 302, {"Location": "http://169.254.169.254/latest"}),
            "This address cannot be fetched. It leads to the platform itself.",
        ),
        (
            Says(b"", 301, {"Location": "https://10.0.0.1/feed"}),
            "This address cannot be fetched. It leads to an address that is not public.",
        ),
        (Says(b"", 301, {"Location": "file:///etc/passwd"}), NO_ADDRESS),
        (Says(b"", 301, {"Location": "https://shop.example:99999/"}), NO_ADDRESS),
        (Says(b"", 301, {"Location": "//[::1"}), BROKEN),
    ],
)
def test_a_feed_that_fails_says_why(feed_server: FeedServer, said: Says, why: str):
    assert refused(feed_server.says(said), most_megabytes=1) == why


def test_a_feed_that_says_nothing_or_is_not_there_fails(feed_server: FeedServer):
    silent = feed_server.says(Says(b"x", headers={"Content-Length": "1"}, pause=3))

    assert refused(silent) == TOO_LATE
    assert refused("http://127.0.0.1:1/") == "The feed cannot be reached: its server does not answer."
    assert refused("https://127.0.0.2/") == "This address cannot be fetched. It leads to an address that is not public."


def test_a_server_that_asks_for_patience_gets_it(feed_server: FeedServer):
    url = feed_server.says(Says(b"", 429, {"Retry-After": "90"}))
    with pytest.raises(FeedFailedError) as failure:
        fetched(url)

    assert failure.value.retry_after == timedelta(seconds=90)
    now = datetime(2026, 11, 23, 7, tzinfo=UTC)
    assert asked_to_wait("Mon, 23 Nov 2026 07:02:00 GMT", now) == timedelta(minutes=2)
    assert asked_to_wait("9" * 30, now) in (None, timedelta(days=1))
    assert asked_to_wait("soon", now) is None
