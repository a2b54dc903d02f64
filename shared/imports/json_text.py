"""A cursor over JSON of any length: values are decoded one by one, so that a list of gigabytes is no matter.

A value that is broken is passed over by its brackets alone and costs itself only; what comes after is read on.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, DecimalException
from typing import Any

from shared.imports.rows import FileRefusedError, shorten

LONGEST_VALUE = 1 << 20  # characters
LONGEST_SHOWN = 200
MOST_DIGITS = 60  # a number with an exponent is written out up to here
BLANKS = re.compile(r"[ \t\r\n]*")
SIGNS = re.compile(r'["\[\]{},]')
IN_STRING = re.compile(r'["\\]')

NO_JSON = "is no JSON"
TOO_LONG = f"is longer than {LONGEST_VALUE:,} characters"
TOO_DEEP = "is nested too deep"
UNENDED = "does not end before the file does"


class BrokenValueError(Exception):
    """One value that cannot be decoded; the cursor is behind it. `shown` is how it begins."""

    def __init__(self, reason: str, shown: str) -> None:
        super().__init__(reason)
        self.shown = shown


class _AmbiguousError(Exception):
    """An object has a member twice; which is meant, nobody knows."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        (twice, _), *_ = Counter(name for name, _ in pairs).most_common(1)
        raise _AmbiguousError(f'has "{shorten(twice, 50)}" twice')
    return members


def _written_out(number: str) -> str:
    """Return a number as the file has it, 1.10 being 1.10, but without an exponent."""
    if "e" not in number and "E" not in number:
        return number
    try:
        value = Decimal(number)
    except DecimalException:
        return number
    return f"{value:f}" if abs(value.adjusted()) < MOST_DIGITS > len(number) else number


# Numbers stay text: no digit is lost, and none is too long to be converted.
DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_float=_written_out, parse_int=str, parse_constant=str, strict=False
)


def decoded(text: str) -> Any:
    """Return the value that is all of `text`; its numbers are texts.

    Raises:
        ValueError: it is none; the message says why.
    """
    try:
        return DECODER.decode(text)
    except json.JSONDecodeError:
        raise ValueError(NO_JSON) from None
    except RecursionError:
        raise ValueError(TOO_DEEP) from None
    except _AmbiguousError as twice:
        raise ValueError(str(twice)) from None


class JsonText:
    """Text that is read as far as it is needed."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._text = ""
        self._at = 0

    def peek(self) -> str:
        """Return the next sign that is not blank; "" at the end."""
        while True:
            found = BLANKS.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def take(self, sign: str) -> bool:
        """Pass over `sign` if it comes next."""
        if self.peek() != sign:
            return False
        self._at += 1
        return True

    def value(self) -> Any:
        """Decode the value that comes next; its numbers are texts.

        Raises:
            BrokenValueError: it cannot be; it is passed over.
        """
        self.peek()
        reason = NO_JSON
        while True:
            try:
                found, end = DECODER.raw_decode(self._text, self._at)
            except (RecursionError, _AmbiguousError) as failure:
                reason = str(failure) if isinstance(failure, _AmbiguousError) else TOO_DEEP
                break
            except json.JSONDecodeError:
                if len(self._text) - self._at > LONGEST_VALUE or not self._more():
                    break
            else:
                if end < len(self._text) or not self._more():  # a number may go on
                    self._at = end
                    return found
        raise self._broken(reason)

    def _broken(self, reason: str) -> BrokenValueError:
        shown = self._text[self._at : self._at + LONGEST_SHOWN + 1]
        length, ended = self.skip()
        if not ended:
            reason = UNENDED
        elif reason == NO_JSON and length > LONGEST_VALUE:
            reason = TOO_LONG
        return BrokenValueError(reason, shown[:length].rstrip())

    def skip(self) -> tuple[int, bool]:
        """Pass over the value that comes next, however long; return its length and whether it ended."""
        depth = length = 0
        while self.peek():
            found = SIGNS.search(self._text, self._at)
            if found is None:
                length += len(self._text) - self._at
                self._at = len(self._text)
                continue
            sign = found[0]
            if depth == 0 and sign in ",]}":
                length += found.start() - self._at
                self._at = found.start()
                return length, True
            length += found.end() - self._at
            self._at = found.end()
            if sign == '"':
                length += self._end_string()
            elif sign != ",":
                depth += 1 if sign in "[{" else -1
            if depth == 0:
                return length, True
        return length, depth == 0

    def _end_string(self) -> int:
        """Pass over the rest of a string; return its length."""
        length = 0
        while True:
            found = IN_STRING.search(self._text, self._at)
            end = found.end() + (found[0] == "\\") if found else len(self._text)
            length += end - self._at
            if end > len(self._text) or found is None:
                beyond = end - len(self._text)
                self._at = len(self._text)
                if not self._more():
                    return length
                self._at = beyond
            else:
                self._at = end
                if found[0] == '"':
                    return length

    def _more(self) -> bool:
        piece = next(self._pieces, None)
        if piece is None:
            return False
        self._text = self._text[self._at :] + piece
        self._at = 0
        return True


def enter(text: JsonText, path: str) -> None:
    """Move to the value at `path`, names with dots between them; "" is the whole.

    Raises:
        FileRefusedError: there is none.
    """
    for name in filter(None, path.split(".")):
        if not _reach(text, name):
            raise FileRefusedError(f'The file has no "{name}" where the source looks for "{path}".')


def _reach(text: JsonText, name: str) -> bool:
    for member in members(text):
        if member == name:
            return True
        text.skip()
    return False


def members(text: JsonText) -> Iterator[str]:
    """Yield the names of the object that comes next, the cursor being at the value of each, which has to be passed."""
    if not text.take("{"):
        return
    while text.peek() == '"':
        try:
            name = str(text.value())
        except BrokenValueError:
            return
        if not text.take(":"):
            return
        yield name
        text.take(",")
    text.take("}")


def items(text: JsonText) -> Iterator[Any]:
    """Yield the values of the list that comes next, a BrokenValueError in the place of a broken one."""
    if not text.take("["):
        raise FileRefusedError("There is no list where the source looks for one; its mapping's `items` says where.")
    while not text.take("]"):
        if not text.peek():
            yield BrokenValueError(UNENDED, "")
            return
        if text.take("}"):  # of nobody: what opened it was broken
            continue
        try:
            yield text.value()
        except BrokenValueError as broken:
            yield broken
            if str(broken) == UNENDED:
                return
        text.take(",")
    if text.peek() not in ("", ",", "}"):
        yield BrokenValueError("comes after the end of the list", text.peek())


def path_of_list(text: JsonText, depth: int = 5) -> str | None:
    """Return where the first list of objects is: "" for the whole, None if there is none."""
    if text.take("["):
        if text.peek() == "{":
            return ""
        _pass_list(text)
        return None
    if text.peek() != "{" or not depth:
        text.skip()
        return None
    for name in members(text):
        if (below := path_of_list(text, depth - 1)) is not None:
            return ".".join(filter(None, (name, below)))
    return None


def _pass_list(text: JsonText) -> None:
    """Pass over the rest of a list."""
    while text.peek() and not text.take("]"):
        text.skip()
        if not text.take(",") and text.peek() != "]":
            return
