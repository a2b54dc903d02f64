"""Pages of JSON, cut into their items as they are written: no number is read, so none is changed."""

import json
import re
from collections.abc import Iterator
from typing import Any

from shared.imports.feeds.failures import FeedFailedError

DECODER = json.JSONDecoder(strict=False)
BLANKS = re.compile(r"[ \t\r\n]*")
NO_JSON = "A page of the feed is no JSON, or it was cut off."


class JsonPage:
    """One page as text."""

    def __init__(self, content: bytes) -> None:
        try:
            self._text = content.decode(json.detect_encoding(content))
        except UnicodeDecodeError:
            raise FeedFailedError("A page of the feed is no JSON: it is not UTF-8.") from None

    def value(self, path: str) -> Any:
        """Return the value at `path`, names with dots between them; None if there is none."""
        place = self._find(path)
        return None if place is None else self._decode(place)[0]

    def items(self, path: str) -> Iterator[str]:
        """Yield the elements of the list at `path` as they are written, each on one line.

        Raises:
            FeedFailedError: there is no list, or the page is no JSON.
        """
        place = self._find(path)
        if place is None or self._sign(place) != "[":
            raise FeedFailedError(f'A page of the feed has no list at "{path}".')
        place = self._after_blanks(place + 1)
        while self._sign(place) != "]":
            _, end = self._decode(place)
            # Between values line ends are blanks, and within a text JSON allows none.
            yield self._text[place:end].replace("\n", " ").replace("\r", " ")
            place = self._behind_comma(end, "]")

    def _find(self, path: str) -> int | None:
        """Return where the value at `path` begins."""
        place = self._after_blanks(0)
        for name in filter(None, path.split(".")):
            if self._sign(place) != "{":
                return None
            found = self._member(place, name)
            if found is None:
                return None
            place = found
        return place

    def _member(self, place: int, wanted: str) -> int | None:
        place = self._after_blanks(place + 1)
        while self._sign(place) != "}":
            name, end = self._decode(place)
            end = self._after_blanks(end)
            if self._sign(end) != ":":
                raise FeedFailedError(NO_JSON)
            place = self._after_blanks(end + 1)
            if name == wanted:
                return place
            _, end = self._decode(place)
            place = self._behind_comma(end, "}")
        return None

    def _behind_comma(self, end: int, closing: str) -> int:
        place = self._after_blanks(end)
        if self._sign(place) == ",":
            return self._after_blanks(place + 1)
        if self._sign(place) != closing:
            raise FeedFailedError(NO_JSON)
        return place

    def _decode(self, place: int) -> tuple[Any, int]:
        try:
            return DECODER.raw_decode(self._text, place)
        except (ValueError, RecursionError):
            raise FeedFailedError(NO_JSON) from None

    def _after_blanks(self, place: int) -> int:
        found = BLANKS.match(self._text, place)
        return found.end() if found else place

    def _sign(self, place: int) -> str:
        return self._text[place : place + 1]
