"""Which page comes next: pure."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from shared.imports.feeds.declared import CursorPaging, Feed, LinkPaging, NumberPaging
from shared.imports.feeds.failures import FeedFailedError
from shared.imports.feeds.json_pages import JsonPage

NO_ADDRESS = "The feed leads to an address that is not of the web."


@dataclass(frozen=True)
class Seen:
    """A page that was read: its address, how many records it holds, its body, and what its Link header calls next."""

    url: str
    count: int
    content: bytes
    link: str | None


def first(feed: Feed, url: str) -> str:
    """Return the address of the first page."""
    paging = feed.paging
    return with_parameter(url, paging.parameter, paging.first) if isinstance(paging, NumberPaging) else url


def following(feed: Feed, page: Seen, number: int) -> str | None:
    """Return the address of the page after `page`, which was the number-th, the first being 0; None at the end."""
    match feed.paging:
        case LinkPaging():
            return led_to(page.url, page.link) if page.link else None
        case NumberPaging(parameter=parameter, first=begin, step=step):
            return with_parameter(page.url, parameter, begin + step * (number + 1)) if page.count else None
        case CursorPaging(next=path, parameter=parameter):
            return _at_cursor(page, parameter, JsonPage(page.content).value(path))
        case None:
            return None


def _at_cursor(page: Seen, parameter: str | None, cursor: object) -> str | None:
    if isinstance(cursor, bool) or not isinstance(cursor, str | int) or cursor == "":
        return None
    return with_parameter(page.url, parameter, cursor) if parameter else led_to(page.url, str(cursor))


def led_to(url: str, target: str) -> str:
    """Return the address that `url` leads to: whole, or as seen from there.

    Raises:
        FeedFailedError: it is none.
    """
    try:
        whole = urljoin(url, target)
        if urlsplit(whole).port == 0:
            raise FeedFailedError(NO_ADDRESS)
    except ValueError:
        raise FeedFailedError(NO_ADDRESS) from None
    return whole


def with_parameter(url: str, name: str, value: object) -> str:
    """Return `url` with this parameter instead of any of the same name."""
    parts = urlsplit(url)
    others = [(key, text) for key, text in parse_qsl(parts.query, keep_blank_values=True) if key != name]
    return parts._replace(query=urlencode([*others, (name, str(value))])).geturl()
