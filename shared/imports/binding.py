"""A mapping meets a file's header: which column fills which field, and how a batch becomes what COPY reads."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import Any

from shared.imports.convert import ESCAPES, NULL, SEPARATOR, Converter
from shared.imports.fields import FIELDS, MOST_INT4, UNKNOWN_CUSTOMER, Field, Target
from shared.imports.mapping import SLOT, ColumnRef, Mapping
from shared.imports.rows import Batch, FileRefusedError, Reject, normalised, shorten

type Columns = Sequence[Sequence[str]]
type Gather = Callable[[Columns], Sequence[str]]

IS_CANCELLATION = "is_cancellation"
ESCAPED = re.compile(r"\\[\\tnr]")
UNESCAPED = {escape: chr(sign) for sign, escape in ESCAPES.items()}


class Header:
    """The file's header, for finding columns in it."""

    def __init__(self, cells: Sequence[str]) -> None:
        self.cells = [" ".join(cell.replace("\ufeff", "").split()) for cell in cells]
        self._places: dict[str, list[int]] = {}
        for place, cell in enumerate(cells):
            self._places.setdefault(normalised(cell), []).append(place)

    def place(self, ref: ColumnRef) -> int:
        """Return the index of the column.

        Raises:
            FileRefusedError: there is no such column; the message lists those that are there.
        """
        places = self._places.get(normalised(ref.column), [])
        if len(places) < ref.nth:
            there = ", ".join(f'"{cell}"' for cell in self.cells)
            raise FileRefusedError(shorten(f'The file has no column "{ref}". It has {there}.', 2000))
        return places[ref.nth - 1]


@dataclass(slots=True)
class Bound:
    """One field of the target bound to columns of the file."""

    name: str
    label: str
    gather: Gather
    converter: Converter
    other: int | None = None


class Plan:
    """What to do with each batch of one file.

    `fields` maps every field that is filled to its declaration, `constants` those that are the same on every
    line to their text, `labels` each to what the file calls it.
    """

    def __init__(self, mapping: Mapping, cells: Sequence[str]) -> None:
        self.mapping = mapping
        self._header = Header(cells)
        self.header = list(cells)
        self.fields: dict[str, Field] = {}
        self.constants: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self._bound: list[Bound] = []
        for name in mapping.fields:
            self._bind(name)
        if mapping.target is Target.ORDERS and "customer" not in mapping.fields:
            self._everybody_is_unknown()
        self._cancelling = self._bind_cancellation()

    @property
    def copied(self) -> list[str]:
        """Return the staging table's columns in the order of a batch's text."""
        names = ["line", *(bound.name for bound in self._bound)]
        return [*names, IS_CANCELLATION] if self._cancelling else names

    @property
    def staged(self) -> dict[str, Field]:
        """Return the fields of the staging table: those that are filled, and a price that is found later."""
        later = {} if self.mapping.target is not Target.ORDERS else {"unit_price": FIELDS[Target.ORDERS]["unit_price"]}
        return later | self.fields

    def _bind(self, name: str) -> None:
        mapped, field = self.mapping.fields[name], self._field(name)
        converter = Converter(name, self.mapping, field)
        self.fields[name] = field
        self.labels[name] = name
        if mapped.constant is not None:
            self.constants[name] = converter.constant()
            return
        places = [self._header.place(ref) for ref in mapped.columns]
        if len(places) == 1 and mapped.template is None:
            self.labels[name] = self._header.cells[places[0]]
        other = None if mapped.agrees_with is None else self._header.place(mapped.agrees_with)
        gather = self._gatherer(name, places, converter.nulls)
        self._bound.append(Bound(name, self.labels[name], gather, converter, other))

    def _everybody_is_unknown(self) -> None:
        self.fields["customer"] = FIELDS[Target.ORDERS]["customer"]
        self.constants["customer"] = self.labels["customer"] = UNKNOWN_CUSTOMER

    def _field(self, name: str) -> Field:
        field = FIELDS[self.mapping.target][name]
        # The quantity of a cancellation is negative; which lines may be, the staging table knows.
        return replace(field, least=-MOST_INT4) if name == "quantity" and self.mapping.cancellation else field

    def _gatherer(self, name: str, places: list[int], nulls: frozenset[str]) -> Gather:
        mapped = self.mapping.fields[name]
        if mapped.template is not None:
            pattern = SLOT.sub("{}", mapped.template)
            return lambda columns: _joined(pattern, [columns[place] for place in places], nulls)
        if mapped.expression is not None:
            return lambda columns: list(map(SEPARATOR.join, zip(*(columns[place] for place in places), strict=True)))
        if mapped.first_of is not None:
            return lambda columns: _first_filled([columns[place] for place in places], nulls)
        (place,) = places
        return lambda columns: columns[place]

    def _bind_cancellation(self) -> tuple[int, str] | None:
        cancellation = self.mapping.cancellation
        if cancellation is None:
            return None
        return self._header.place(ColumnRef(column=cancellation.column)), cancellation.prefix

    def copy_text(self, batch: Batch) -> tuple[str, list[Reject]]:
        """Return the batch as COPY's text format, and the lines of it that are refused."""
        if not batch.lines:
            return "", batch.rejects
        refused: dict[int, Reject] = {}
        converted: list[Sequence[str | None]] = [list(map(str, batch.lines))]
        converted.extend(self._convert(bound, batch, refused) for bound in self._bound)
        if self._cancelling:
            converted.append(_starting(batch.columns[self._cancelling[0]], self._cancelling[1]))
        rows: Iterable[tuple[Any, ...]] = zip(*converted, strict=True)
        if refused:
            rows = compress(rows, [i not in refused for i in range(len(batch.lines))])
        text = "\n".join(map("\t".join, rows))
        return f"{text}\n" if text else "", sorted((*batch.rejects, *refused.values()))

    def values(self, batch: Batch) -> dict[int, dict[str, str | None]]:
        """Return what each line's fields become, by line; without those that are refused."""
        text, _ = self.copy_text(batch)
        names = self.copied
        found: dict[int, dict[str, str | None]] = {}
        for line in text.split("\n")[:-1]:
            cells = [None if cell == NULL else _unescaped(cell) for cell in line.split("\t")]
            told = dict(zip(names, cells, strict=True))
            number = int(told.pop("line") or 0)
            told.pop(IS_CANCELLATION, None)
            found[number] = {name: told.get(name, self.constants.get(name)) for name in self.fields}
        return found

    def _convert(self, bound: Bound, batch: Batch, refused: dict[int, Reject]) -> Sequence[str | None]:
        texts = bound.gather(batch.columns)
        converted = bound.converter.many(texts)
        if bound.converter.any_refused and None in converted:
            for i, value in enumerate(converted):
                if value is None and i not in refused:
                    shown = shorten(texts[i].replace(SEPARATOR, " | "))
                    refused[i] = Reject(batch.lines[i], bound.label, shown, _reason(bound, texts[i]))
        if bound.other is not None:
            others = batch.columns[bound.other]
            for i in _disagreeing(converted, bound.converter.many(others)):
                reason = f'does not agree with "{others[i]}" in {bound.converter.mapped.agrees_with}'
                refused.setdefault(i, Reject(batch.lines[i], bound.label, shorten(texts[i]), shorten(reason)))
        return converted


def _disagreeing(values: Sequence[str | None], others: Sequence[str | None]) -> list[int]:
    """Return where both columns have a value and it is not the same."""
    if values == others:
        return []
    pairs = enumerate(zip(values, others, strict=True))
    return [i for i, (value, other) in pairs if value != other and NULL not in (value, other)]


def _reason(bound: Bound, text: str) -> str:
    try:
        bound.converter.one(text)
    except ValueError as reason:
        return str(reason)
    raise AssertionError


def _joined(pattern: str, parts: list[Sequence[str]], nulls: frozenset[str]) -> list[str]:
    stripped = [list(map(str.strip, part)) for part in parts]
    joined = list(map(pattern.format, *stripped))
    if all(map(nulls.isdisjoint, stripped)):
        return joined
    return ["" if not nulls.isdisjoint(cells) else text for text, *cells in zip(joined, *stripped, strict=True)]


def _first_filled(parts: list[Sequence[str]], nulls: frozenset[str]) -> list[str]:
    return [next((cell for cell in cells if cell.strip() not in nulls), "") for cells in zip(*parts, strict=True)]


def _starting(texts: Sequence[str], prefix: str) -> list[str]:
    return ["t" if text.lstrip().startswith(prefix) else "f" for text in texts]


def _unescaped(cell: str) -> str:
    """Undo what convert.ESCAPES does."""
    return ESCAPED.sub(lambda found: UNESCAPED[found[0]], cell) if "\\" in cell else cell
