"""All of a feed into one file: asked whether there is anything new, page after page, put together."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import IO, Any

import httpx

from shared.imports.feeds.declared import Feed, NumberPaging
from shared.imports.feeds.exchange import Exchange, check, exchange
from shared.imports.feeds.failures import GONE, FeedFailedError
from shared.imports.feeds.following import Seen, first, following
from shared.imports.feeds.joining import CsvPages, JsonPages, LinePages, Pages
from shared.platform import clock

MOST_PAGES = 5_000
LARGEST_PAGE = 32_000_000
LONGEST_VALIDATOR = 500
AT_ONCE = 1 << 20
NOTHING_NEW = {httpx.codes.NOT_MODIFIED, httpx.codes.NO_CONTENT}
EXTENSIONS = {"csv": ".csv", "xlsx": ".xlsx", "json": ".json", "jsonl": ".jsonl"}


@dataclass(frozen=True)
class Shape:
    """What a source says of its files: their format, and for JSON where the list is."""

    format: str
    items: str

    @classmethod
    def of(cls, mapping: dict[str, Any]) -> "Shape":
        """Read it off a stored mapping."""
        return cls(str(mapping.get("format", "csv")), str(mapping.get("items") or ""))

    def extension(self, feed: Feed) -> str:
        """Return how the name of the file ends: pages of JSON become JSON lines."""
        return ".jsonl" if self.format == "json" and feed.paging else EXTENSIONS[self.format]


@dataclass(frozen=True)
class Known:
    """What was fetched last, to ask whether there is anything else: validators (RFC 9110, 8.8) and a hash."""

    url: str = ""
    etag: str | None = None
    last_modified: str | None = None
    sha256: str = ""

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "Known":
        return cls(**stored)

    def as_stored(self) -> dict[str, Any]:
        return asdict(self)

    def conditions(self, url: str) -> dict[str, str]:
        """Return the headers that ask for what is new only; of an address they were not given for there are none."""
        if url != self.url:
            return {}
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value}


def fetch(feed: Feed, shape: Shape, known: Known, into: IO[bytes]) -> Known | None:
    """Write what the feed has to `into`, which is at its beginning again then.

    Args:
        feed: where it is.
        shape: of what the source expects.
        known: what was fetched last.
        into: an empty file.

    Returns:
        What to know next time; None if there is nothing new, and `into` is of no use.

    Raises:
        FeedFailedError: it cannot be fetched as a whole.
    """
    url = feed.address(clock.today())
    with exchange(feed) as opened:
        fetched = _all_pages(opened, feed, shape, into) if feed.paging else _whole(opened, feed, known, into)
    into.seek(0)
    if fetched is None:
        return None
    digest = _digest(into)
    into.seek(0)
    return None if digest == known.sha256 else Known(url, *fetched, digest)


def _digest(file: IO[bytes]) -> str:
    digest = sha256()
    while piece := file.read(AT_ONCE):
        digest.update(piece)
    return digest.hexdigest()


def _whole(opened: Exchange, feed: Feed, known: Known, into: IO[bytes]) -> tuple[str | None, str | None] | None:
    """Write a feed of one page piece by piece; return its validators, None if it has not changed."""
    url = feed.address(clock.today())
    with opened.get(url, known.conditions(url)) as response:
        if response.status_code in NOTHING_NEW:
            return None
        check(response, feed)
        for piece in opened.pieces(response):
            into.write(piece)
        return _validator(response, "etag"), _validator(response, "last-modified")


def _validator(response: httpx.Response, name: str) -> str | None:
    value = response.headers.get(name, "")
    return value if value and value.isascii() and value.isprintable() and len(value) <= LONGEST_VALIDATOR else None


def _all_pages(opened: Exchange, feed: Feed, shape: Shape, into: IO[bytes]) -> tuple[None, None] | None:
    """Write all pages; None if they hold nothing. The first one's validators say nothing of the others."""
    records = sum(page.count for page in _pages(opened, feed, pages_of(shape, into)))
    return (None, None) if records else None


def _pages(opened: Exchange, feed: Feed, pages: Pages) -> Iterator[Seen]:
    url = first(feed, feed.address(clock.today()))
    before = set()
    for number in range(MOST_PAGES):
        seen = read_page(opened, feed, pages, (url, number))
        if seen is None:
            return
        yield seen
        following_url = following(feed, seen, number)
        if following_url is None:
            return
        digest = sha256(seen.content).digest()
        if seen.count and digest in before:
            raise FeedFailedError("The feed gives the same page again and again: its paging is declared wrongly.")
        before.add(digest)
        url = following_url
    raise FeedFailedError(f"The feed has more than {MOST_PAGES:,} pages.")


def pages_of(shape: Shape, into: IO[bytes]) -> Pages:
    """Return what puts together pages of this format."""
    if shape.format == "json":
        return JsonPages(into, shape.items)
    return LinePages(into) if shape.format == "jsonl" else CsvPages(into)


def read_page(opened: Exchange, feed: Feed, pages: Pages, place: tuple[str, int]) -> Seen | None:
    """Fetch the page at an address, the number-th from 0, and hand it on; None if there is none behind the last."""
    url, number = place
    with opened.get(url) as response:
        behind_the_last = GONE if number and isinstance(feed.paging, NumberPaging) else set[int]()
        if response.status_code in {httpx.codes.NO_CONTENT, *behind_the_last}:
            return None
        check(response, feed)
        content = bytearray()
        for piece in opened.pieces(response):
            content += piece
            if len(content) > LARGEST_PAGE:
                raise FeedFailedError(f"A page of the feed is larger than {LARGEST_PAGE // 1_000_000} MB.")
        link = response.links.get("next", {}).get("url")
    return Seen(url, pages.add(bytes(content)), bytes(content), link)
