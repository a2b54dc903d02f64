"""Pages of feeds: how the next one is found, and how they are put together."""

import json
import time
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.imports.feeds.declared import Feed
from shared.imports.feeds.failures import FeedFailedError
from shared.imports.feeds.fetching import Shape
from shared.imports.feeds.following import Seen, following
from shared.imports.feeds.joining import CsvPages, JsonPages
from shared.imports.feeds.secret import origin
from tests.imports.feed_server import TABLE, TOO_LATE, FeedServer, Says, feed_server, fetched, linked, refused

__all__ = ["feed_server"]


def test_pages_of_csv_repeat_their_header_and_it_is_kept_once(feed_server: FeedServer):
    url = feed_server.says(Says(b'\xef\xbb\xbf"a\nb",c\r\n1,2\r\n', headers=linked("?page=b")))
    feed_server.says(Says(b'\xef\xbb\xbf"a\nb",c\r\n3,4', headers=linked("/c")), path="/feed?page=b")
    feed_server.says(Says(b'"a\nb",c\r\n'), path="/c")

    assert fetched(url, paging={"kind": "link"})[0] == b'\xef\xbb\xbf"a\nb",c\n1,2\r\n3,4\n'


@pytest.mark.parametrize("end", [Says(b'{"rows":[]}'), Says(b"", 404), Says(b"", 204)])
def test_pages_are_counted_until_one_has_nothing(feed_server: FeedServer, end: Says):
    url = feed_server.says(Says(b'{"rows":[{"a": 1.10},\n{"a":[2,{}]}]}'), Says(b'{"x":{},"rows":[{"a":"\\n]"}]}'), end)
    counted = {"kind": "number", "parameter": "offset", "first": 0, "step": 2}

    content, _ = fetched(f"{url}?offset=9&size=2", shape=Shape("json", "rows"), paging=counted)

    assert content == b'{"a": 1.10}\n{"a":[2,{}]}\n{"a":"\\n]"}\n'
    assert feed_server.paths == [f"/feed?size=2&offset={n}" for n in (0, 2, 4)]


@pytest.mark.parametrize(
    ("parameter", "cursor", "path"), [("after", "c/2", "/feed?n=1&after=c%2F2"), (None, "/next?p=2", "/next?p=2")]
)
def test_a_cursor_is_a_value_or_an_address(feed_server: FeedServer, parameter: str | None, cursor: str, path: str):
    url = feed_server.says(Says(json.dumps({"meta": {"next": cursor}, "rows": [{"a": 1}]}).encode()), path="/feed?n=1")
    feed_server.says(Says(b'{"meta": {"next": null}, "rows": [{"a": 2}]}'), path=path)

    paging = {"kind": "cursor", "next": "meta.next", "parameter": parameter}
    content, _ = fetched(url, shape=Shape("json", "rows"), paging=paging)

    assert content == b'{"a": 1}\n{"a": 2}\n'
    assert feed_server.paths == ["/feed?n=1", path]


def test_lines_of_json_are_put_together(feed_server: FeedServer):
    url = feed_server.says(Says(b'{"a":1}\r\n\n{"a":2}'), Says(b'\xef\xbb\xbf{"a":3}\n'), Says(b""))

    content, _ = fetched(url, shape=Shape("jsonl", ""), paging={"kind": "number"})

    assert content == b'{"a":1}\r\n{"a":2}\n{"a":3}\n'


def test_pages_with_nothing_in_them_are_nothing_new(feed_server: FeedServer):
    assert fetched(feed_server.says(Says(b"[]")), shape=Shape("json", ""), paging={"kind": "link"}) == (None, None)
    assert fetched(feed_server.says(Says(b"", 204))) == (None, None)


NO_JSON = "A page of the feed is no JSON, or it was cut off."


@pytest.mark.parametrize(
    ("pages", "shape", "why"),
    [
        ([b"a,b\n1,2\n", b"a,c\n1,2\n"], TABLE, "A page of the feed has another header than the first."),
        ([b"a,b\n1,2\n"], TABLE, "The feed gives the same page again and again: its paging is declared wrongly."),
        ([b"\xff\xfea\0"], TABLE, "Pages of CSV can be put together in UTF-8 and Windows-1252, not in UTF-16."),
        ([b'[{"a":1},{"a":'], Shape("json", ""), NO_JSON),
        ([b'[{"a":1} {"a":2}]'], Shape("json", ""), NO_JSON),
        ([b"[" * 100_000], Shape("json", ""), NO_JSON),
        ([b'{"rows":{}}'], Shape("json", "rows"), 'A page of the feed has no list at "rows".'),
        ([b'{"data":{"a":1}}'], Shape("json", "data.rows"), 'A page of the feed has no list at "data.rows".'),
    ],
)
def test_pages_that_cannot_be_put_together_fail(feed_server: FeedServer, pages: list[bytes], shape: Shape, why: str):
    url = feed_server.says(*map(Says, pages))

    assert refused(url, shape=shape, paging={"kind": "number"}) == why


def test_time_and_size_are_those_of_all_pages_together(feed_server: FeedServer):
    lines = Shape("jsonl", "")
    slow = feed_server.says(*[Says(b"{}%d" % n, pause=0.15) for n in range(10)], path="/slow")
    large = feed_server.says(*[Says(b"{}%0300000d" % n) for n in range(10)], path="/large")

    assert refused(slow, shape=lines, paging={"kind": "number"}) == TOO_LATE
    assert len(feed_server.asked) < 5
    more = refused(large, shape=lines, paging={"kind": "number"}, most_megabytes=1, timeout_seconds=20)
    assert more == "The feed is larger than 1 MB."


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=25)
@given(st.lists(VALUES, max_size=5), st.sampled_from([None, 2]))
def test_items_of_any_page_come_out_as_they_were(items: list[Any], indent: int | None):
    file = BytesIO()
    page = {"before": [{"rows": 0}], "data": {"x": "]", "rows": items}, "after": 1}

    count = JsonPages(file, "data.rows").add(json.dumps(page, indent=indent, ensure_ascii=indent is None).encode())

    lines = file.getvalue().split(b"\n")
    assert count == len(items)
    assert [json.loads(line) for line in lines[:-1]] == items


@settings(max_examples=50)
@given(st.binary(max_size=200))
def test_whatever_a_page_is_it_is_taken_or_refused(content: bytes):
    for pages in (CsvPages(BytesIO()), JsonPages(BytesIO(), "a")):
        try:
            pages.add(content)
            pages.add(content)
        except FeedFailedError:
            continue


@settings(max_examples=100)
@given(st.text(max_size=30) | st.from_regex(r"(https?:)?//[\[\]:@0-9a-z./?#]{0,20}", fullmatch=True))
def test_whatever_a_page_calls_next_is_an_address_or_refused(text: str):
    page = json.dumps({"next": text}).encode()
    for paging, seen in (
        ({"kind": "link"}, Seen("https://shop.example/a", 1, b"", text)),
        ({"kind": "cursor", "next": "next"}, Seen("https://shop.example/a", 1, page, None)),
        ({"kind": "cursor", "next": "next", "parameter": "p"}, Seen("https://shop.example/a", 1, page, None)),
    ):
        feed = Feed.model_validate({"url": "https://shop.example/a", "paging": paging})
        try:
            following_url = following(feed, seen, 0)
        except FeedFailedError:
            continue
        assert following_url is None or origin(following_url)


def test_the_end_of_a_header_is_found_in_no_time():
    began = time.monotonic()

    CsvPages(BytesIO()).add(b'"' + b"\n" * 10_000_000)

    assert time.monotonic() - began < 5
