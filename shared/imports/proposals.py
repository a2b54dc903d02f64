"""Proposes a mapping for a file nobody has described: by the words of its header and by what its values look like.

Each field is scored against each column, the best pairs are taken first, and a pair counts only if the values can be
read as the field wants them. The target is the one whose fields are filled best. A person has the last word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from shared.imports.fields import AMOUNTS, COUNTS, FIELDS, Field, Kind, Target
from shared.imports.header_words import PLATFORMS, words_for
from shared.imports.mapping import FITTING, SLOT, FieldMapping
from shared.imports.profiles import Profile, Reading, profiles
from shared.imports.rows import normalised

EXACT, LATER_WORD, PART, ALIKE, BY_VALUES = 1.0, 0.02, 0.7, 0.6, 0.3
MOST_COLUMNS = 200  # more are not looked at
LEAST_ALIKE = 0.86
LONGEST_HEADER = 200  # as mapping.ColumnRef has it
MISSING_COSTS = 1.0
REQUIRED_COUNTS = 1.5
ENDINGS = re.compile(r"[^\W\d_]+|\d+")
WHOLE = re.compile(r"\d+\.0")  # what spreadsheets make of numbers of customers
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class Match:
    """A column that seems to hold a field: how sure that is (0 to 1) and why."""

    field: str
    column: Profile
    score: float
    reason: str
    reading: Reading


@dataclass(frozen=True)
class Proposal:
    """A mapping as it would be declared, what it rests on, and what is left.

    Attributes:
        target: what the rows seem to be.
        fields: the declaration's fields.
        matches: why each column was chosen.
        missing: required fields without a column; with any, the mapping cannot be declared as it is.
        unused: headers of columns that fill nothing.
    """

    target: Target
    fields: dict[str, Any]
    matches: list[Match]
    missing: list[str]
    unused: list[str]


def propose(
    header: Sequence[str], columns: Sequence[Sequence[str]], file_name: str, target: Target | None = None
) -> Proposal:
    """Return the mapping that fits best.

    Args:
        header: the file's.
        columns: the texts of some rows, by column.
        file_name: may name a platform.
        target: what the rows are; None to find out.
    """
    found = [column for column in profiles(header[:MOST_COLUMNS], columns) if _can_be_named(column.header)]
    chosen = {each: _matches(each, found) for each in ([target] if target else Target)}
    best = max(chosen, key=lambda each: _worth(each, chosen[each]))
    return _proposal(best, chosen[best], found, file_name)


def _can_be_named(header: str) -> bool:
    return bool(normalised(header)) and len(header) <= LONGEST_HEADER


def words_of(header: str) -> str:
    """Return the words of a header in lower case: InvoiceNo, invoice_no and "Invoice No." are "invoice no"."""
    return " ".join(ENDINGS.findall(HUMP.sub(" ", header))).lower()


def _worth(target: Target, matches: Sequence[Match]) -> float:
    fields = FIELDS[target]
    filled = sum(match.score * (REQUIRED_COUNTS if fields[match.field].required else 1.0) for match in matches)
    return filled - MISSING_COSTS * len(_missing(target, matches))


def _missing(target: Target, matches: Sequence[Match]) -> list[str]:
    filled = {match.field for match in matches}
    needed = [name for name, field in FIELDS[target].items() if field.required]
    if target is Target.DAILY_METRICS:  # which asks for a day, or to be spread, and for one figure at least
        needed += ["day", *([] if filled.intersection((*COUNTS, *AMOUNTS)) else COUNTS[:1])]
    return [name for name in needed if name not in filled]


def _matches(target: Target, columns: Sequence[Profile]) -> list[Match]:
    pairs = sorted(_pairs(target, columns), key=lambda match: -match.score)
    taken: dict[str, Match] = {}
    used: set[int] = set()
    for match in (*pairs, *_by_values(target, columns)):
        if match.field not in taken and match.column.place not in used:
            taken[match.field] = match
            used.add(match.column.place)
    left = [column for column in columns if column.place not in used]
    for match in sorted(_attributes(target, taken, left), key=lambda match: -match.score):
        if match.field not in taken and match.column.place not in used:
            taken[match.field] = match
            used.add(match.column.place)
    return [taken[name] for name in FIELDS[target] if name in taken]


def _attributes(target: Target, taken: dict[str, Match], columns: Sequence[Profile]) -> Iterator[Match]:
    """Yield what columns that are left may say of a record that is referred to: its title, a customer's address."""
    for name, field in FIELDS[target].items():
        entity, _, attribute = name.rpartition(".")
        if entity and (entity in taken or (entity == "influencer" and "channel" in taken)):
            own = tuple(f"{entity} {word}" for word in words_for(target, attribute))
            words = (*own, *words_for(target, attribute)) if attribute == "title" else own
            yield from _pairs_of(name, field, words, columns)


def _pairs(target: Target, columns: Sequence[Profile]) -> Iterator[Match]:
    for name, field in _own_fields(target):
        yield from _pairs_of(name, field, words_for(target, name), columns)


def _pairs_of(name: str, field: Field, words: Sequence[str], columns: Sequence[Profile]) -> Iterator[Match]:
    for column in columns:
        score, word = _alike(words_of(column.header), words)
        reading = _reading(field, column)
        if score and reading:
            plain = 0.01 * (reading.type == "integer")  # of two columns alike, the one of plain numbers
            yield Match(name, column, score + plain, f'the header says "{word}"', reading)


def _own_fields(target: Target) -> Iterator[tuple[str, Field]]:
    """Yield the target's fields, without those of records that it only refers to."""
    return ((name, field) for name, field in FIELDS[target].items() if "." not in name)


def _alike(header: str, words: Sequence[str]) -> tuple[float, str]:
    """Return how well a header is met by the best of the words, the first of them meeting best."""
    best, by = 0.0, ""
    for place, word in enumerate(words):
        score = _alike_one(header, word) - place * LATER_WORD
        if score > best:
            best, by = score, word
    return best, by


@lru_cache(maxsize=50_000)
def _alike_one(header: str, word: str) -> float:
    if header.replace(" ", "") == word.replace(" ", ""):
        return EXACT
    if set(word.split()) <= set(header.split()):
        return PART
    return ALIKE if len(word) > len("date") and _nearly_same(header, word) else 0.0


def _nearly_same(header: str, word: str) -> bool:
    """Tell whether a slip of the pen makes one of the other; the dear comparison is for the few that may be."""
    if abs(len(header) - len(word)) > len(word) // 3:
        return False
    both = SequenceMatcher(None, header, word)
    return both.quick_ratio() >= LEAST_ALIKE and both.ratio() >= LEAST_ALIKE


def _reading(field: Field, column: Profile) -> Reading | None:
    """Return how the column is read for the field; None if its values do not fit."""
    if field.kind is Kind.REFERENCE:
        return Reading("integer" if column.texts and all(map(WHOLE.fullmatch, column.texts)) else "text")
    return column.reading(FITTING[field.kind]) if column.texts else Reading(FITTING[field.kind][0])


def _by_values(target: Target, columns: Sequence[Profile]) -> Iterator[Match]:
    """Yield what only the values suggest: mail addresses, the one column of dates, references that never repeat."""
    fields = dict(_own_fields(target))
    dates = [column for column in columns if column.reading(("date",))]
    for name, field in fields.items():
        for column in columns:
            if field.kind is Kind.MAIL and (reading := column.reading(("mail",))):
                yield Match(name, column, BY_VALUES, "the values are mail addresses", reading)
            elif field.kind is Kind.DATE and field.required and dates == [column]:
                reading = column.reading(("date",)) or Reading("date")
                yield Match(name, column, BY_VALUES, "it is the only column of dates", reading)
            elif name == "external_ref" and field.required and column.unique and not column.reading(("date",)):
                yield Match(name, column, BY_VALUES, "no value comes twice", Reading("text"))


def _proposal(target: Target, matches: list[Match], columns: Sequence[Profile], file_name: str) -> Proposal:
    fields = {match.field: _declared(target, match, columns) for match in matches}
    used = {match.column.place for match in matches} | {_twin(match, columns) for match in matches}
    if target is Target.ORDERS:
        _tell_lines_apart(fields, matches)
    if "platform" in FIELDS[target] and "platform" not in fields and (platform := _platform(file_name, columns)):
        fields["platform"] = {"constant": platform}
    unused = [column.header for column in columns if column.place not in used]
    return Proposal(target, fields, matches, _missing(target, matches), unused)


def _tell_lines_apart(fields: dict[str, Any], matches: list[Match]) -> None:
    """Make references of order lines of an order's number and the product, where the number repeats."""
    by_field = {match.field: match for match in matches}
    order, product = by_field.get("external_ref"), by_field.get("product")
    if order is None or order.column.unique or product is None:
        return
    slots = [f"{{{column.header}#{column.nth}}}" for column in (order.column, product.column)]
    if all(SLOT.fullmatch(slot) for slot in slots):
        fields["external_ref"] = {"template": "/".join(slots).replace("#1}", "}"), "numbered": True}


def _declared(target: Target, match: Match, columns: Sequence[Profile]) -> dict[str, Any]:
    """Return the field's declaration, only what is not the default anyway."""
    field, column, reading = FIELDS[target][match.field], match.column, match.reading
    told: dict[str, Any] = {"column": column.header}
    if column.nth > 1:
        told["nth"] = column.nth
    if reading.type not in ("text", FITTING[field.kind][0]):
        told["type"] = reading.type
    if reading.decimal_comma:
        told["decimal_comma"] = True
    if reading.formats:
        told["formats"] = list(reading.formats)
    if field.kind is Kind.TEXT and field.longest and column.longest > field.longest:
        told["truncate"] = True
    if (twin := _twin(match, columns)) is not None:
        told |= {"type": "count", "agrees_with": {"column": column.header, "nth": columns[twin].nth}}
    return FieldMapping.model_validate(told).model_dump(exclude_unset=True)


def _twin(match: Match, columns: Sequence[Profile]) -> int | None:
    """Return the column of the same header that says the same in another way: 409.8M beside 409800000."""
    if match.reading.type not in ("integer", "count"):
        return None
    alike = (column for column in columns if column.header == match.column.header)
    return next((each.place for each in alike if each != match.column and each.reading(("integer", "count"))), None)


def _platform(file_name: str, columns: Sequence[Profile]) -> str | None:
    told = words_of(PurePosixPath(file_name).stem).split()
    told += [word for column in columns for word in words_of(column.header).split()]
    return next((PLATFORMS[word] for word in told if word in PLATFORMS), None)
