"""What the values of a column look like: by which types they can be read, how dates are written, what repeats."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shared.imports.convert import PARSERS, WITH_DECIMALS
from shared.imports.mapping import NULLS
from shared.imports.rows import normalised

MOST_LOOKED_AT = 100
FEW = 10
NEARLY_ALL = 0.9  # of the values; a file may have a few bad cells
NO_VALUE = frozenset(form for text in NULLS for form in (text, text.lower(), text.upper()))
DAYS = ("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y%m%d", "%d.%m.%y", "%d/%m/%y", "%m/%d/%y")
LIKE_A_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?:19|20)\d{6}$")
TIMES = ("", " %H:%M", " %H:%M:%S")
FORMATS = tuple(day + time for day in DAYS for time in TIMES)


@dataclass(frozen=True)
class Reading:
    """One way to read a column: a type of a mapping with its options."""

    type: str
    decimal_comma: bool = False
    formats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Profile:
    """A column by its place, header and values.

    Attributes:
        place: its index, from 0.
        header: as the file has it.
        nth: which of several columns of this header it is, from 1.
        texts: some of its values, without blanks.
        readings: the ways in which nearly all of them can be read, the plainest first.
        unique: no value comes twice, and none is missing.
    """

    place: int
    header: str
    nth: int
    texts: tuple[str, ...]
    readings: tuple[Reading, ...]
    unique: bool

    def reading(self, types: Sequence[str]) -> Reading | None:
        """Return the first way to read it as one of `types`."""
        return next((each for type_ in types for each in self.readings if each.type == type_), None)

    @property
    def longest(self) -> int:
        return max(map(len, self.texts), default=0)


def profiles(header: Sequence[str], columns: Sequence[Sequence[str]]) -> list[Profile]:
    """Look at each column; `columns` holds the texts of some rows."""
    seen: dict[str, int] = {}
    found = []
    for place, name in enumerate(header):
        nth = seen[normalised(name)] = seen.get(normalised(name), 0) + 1
        cells = [cell.strip() for cell in (columns[place] if columns else ())][:MOST_LOOKED_AT]
        texts = tuple(cell for cell in cells if cell not in NO_VALUE)
        unique = bool(texts) and len(set(texts)) == len(cells)
        found.append(Profile(place, name, nth, texts, tuple(_readings(tuple(dict.fromkeys(texts)))), unique))
    return found


def _readings(texts: tuple[str, ...]) -> list[Reading]:
    found = [Reading("text")]
    if not texts:
        return found
    found += [Reading("boolean")] if _share(texts, "boolean") >= NEARLY_ALL else []
    found += [Reading("mail")] if "@" in texts[0] and _share(texts, "mail") >= NEARLY_ALL else []
    for type_ in ("integer", "count", "money", "ratio", "percent"):
        comma = _comma_in(texts, type_)
        if comma is not None:
            found.append(Reading(type_, comma))
    if formats := _formats_of(texts):
        found.append(Reading("date", formats=() if formats == ("",) else formats))
    return found


def _share(texts: Sequence[str], type_: str, **options: object) -> float:
    return sum(_can_be_read(text, type_, options) for text in texts) / len(texts)


def _can_be_read(text: str, type_: str, options: dict[str, object]) -> bool:
    try:
        PARSERS[type_](text, **options)
    except ValueError:
        return False
    return True


def _comma_in(texts: Sequence[str], type_: str) -> bool | None:
    """Tell whether decimals stand behind a comma, None if these are no such numbers.

    What reads both ways, such as 1.234, is taken for thousands: amounts have two decimals, counts none.
    """
    assert type_ in WITH_DECIMALS  # noqa: S101 - a slip of ours
    point, comma = (_share(texts, type_, decimal_comma=each) for each in (False, True))
    if max(point, comma) < NEARLY_ALL:
        return None
    if point == comma and type_ not in ("ratio", "percent"):
        return _thousands_behind_points(texts)
    return comma > point


def _thousands_behind_points(texts: Sequence[str]) -> bool:
    parted = [text for text in texts if "." in text]
    return bool(parted) and all(len(part) == len("000") for text in parted for part in text.split(".")[1:])


def _formats_of(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the format of nearly all dates; ("",) for ISO 8601, () for none. Where both fit, the day is first."""
    if sum(bool(LIKE_A_DATE.match(text)) for text in texts) < NEARLY_ALL * len(texts):
        return ()
    if _share(texts, "date") >= NEARLY_ALL:
        return ("",)
    some = texts[:FEW]
    likely = [form for form in FORMATS if _share(some, "date", formats=(form,)) > 1 - NEARLY_ALL]
    shares = {form: _share(texts, "date", formats=(form,)) for form in likely}
    best = max(shares, key=shares.__getitem__, default="")
    return (best,) if best and shares[best] >= NEARLY_ALL else ()
