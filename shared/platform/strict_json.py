"""JSON that two readers could understand differently, or that the database cannot keep, is refused (RFC 8259, I-JSON).

What parsers leave open is closed here: a field given twice, NaN and infinities, numbers beyond a float, NUL characters.
Broken syntax, broken UTF-8, lone surrogates and deep nesting are left to pydantic's parser, which refuses them.
"""

import json
import math
import re
from typing import Any

from shared.platform.errors import Malformed

LONGEST_NAME_SHOWN = 50
# Pairs of backslashes go first, so that a backslash that is text is not taken for the start of an escape.
_PAIR_OF_BACKSLASHES = re.compile(rb"\\\\")


def check(body: bytes) -> None:
    """Refuse a document, parsed by pydantic before, that is not plain.

    Raises:
        Malformed: it is ambiguous, or holds what cannot be kept.
    """
    if rb"\u0000" in _PAIR_OF_BACKSLASHES.sub(b"", body):
        refuse_nul("\0")
    json.loads(body, object_pairs_hook=_unique, parse_constant=_no_number, parse_float=_finite)


def refuse_nul(text: str) -> None:
    if "\0" in text:
        raise Malformed("NUL characters cannot be stored.", [("", "contains a NUL character")])


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise Malformed("A field was given twice.", [("", f"{twice[:LONGEST_NAME_SHOWN]!r} may be given once only")])
    return fields


def _no_number(constant: str) -> float:
    raise Malformed("The body is malformed.", [("", f"{constant} is no JSON number")])


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise Malformed("The body is malformed.", [("", "holds a number that is too large")])
    return value
