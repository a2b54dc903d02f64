"""JSON that two readers could understand differently, or that the database cannot keep, is refused (RFC 8259, I-JSON).

What parsers leave open is closed here: a field given twice, NaN and infinities, numbers beyond a float, NUL characters,
"1" for 1 and "yes" for true.
Broken syntax, broken UTF-8, lone surrogates and deep nesting are left to pydantic's parser, which refuses them.
"""

import json
import math
import re
from typing import Any

from pydantic import BaseModel

from shared.platform.errors import Malformed

LONGEST_NAME_SHOWN = 50
# Pairs of backslashes go first, so that a backslash that is text is not taken for the start of an escape.
_PAIR_OF_BACKSLASHES = re.compile(rb"\\\\")


def check(body: bytes) -> Any:
    """Return what a document, parsed by pydantic before, holds; refuse one that is not plain.

    Raises:
        Malformed: it is ambiguous, or holds what cannot be kept.
    """
    if rb"\u0000" in _PAIR_OF_BACKSLASHES.sub(b"", body):
        refuse_nul("\0")
    return json.loads(body, object_pairs_hook=_unique, parse_constant=_no_number, parse_float=_finite)


def refuse_other_types(given: Any, read: Any, place: str = "") -> None:
    """Refuse numbers and truths written as text or as one another, which pydantic reads all the same.

    Args:
        given: the document.
        read: what pydantic made of it.
        place: JSON pointer to both.

    Raises:
        Malformed: the schema says integer or boolean, and the document has another type there.
    """
    match read:
        case bool():
            if not isinstance(given, bool):
                raise _of_another_type(place, "boolean")
        case int() if isinstance(given, (str, bool)):
            raise _of_another_type(place, "integer")
        case BaseModel() if isinstance(given, dict):
            for name, value in given.items():
                refuse_other_types(value, getattr(read, name, None), f"{place}/{name}")
        case list() | tuple() if isinstance(given, list) and len(given) == len(read):
            for number, (value, one) in enumerate(zip(given, read, strict=True)):
                refuse_other_types(value, one, f"{place}/{number}")


def _of_another_type(place: str, kind: str) -> Malformed:
    return Malformed("The body is malformed.", [(place, f"Input should be a valid {kind}")])


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
