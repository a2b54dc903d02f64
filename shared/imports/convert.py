"""Converters of whole columns: from the texts of a batch to what COPY reads, remembering what was seen before.

Values of a column repeat (products, days, prices), so a bounded memory of them makes most conversions one look-up.
docs/decisions/0002-imports-convert-in-python.md has the measurements.
"""

import re
from collections.abc import Callable, Sequence
from datetime import tzinfo
from functools import partial

from shared.imports import values
from shared.imports.expressions import Expression, compiled
from shared.imports.fields import UNKNOWN_CUSTOMER, Field, Kind
from shared.imports.mapping import FieldMapping, Mapping
from shared.platform import clock
from shared.platform.config import settings

NULL = r"\N"
SEPARATOR = "\x1f"  # between the texts that an expression is made of
MOST_REMEMBERED = 50_000
LONGEST_REMEMBERED = 100
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})

PARSERS: dict[str, Callable[..., str]] = {
    "mail": values.mail,
    "integer": values.integer,
    "count": values.count,
    "decimal": values.exact_money,
    "money": values.money,
    "ratio": values.ratio,
    "percent": values.percent,
    "date": values.day,
    "boolean": values.boolean,
}
# What a column of numbers may hold to be stored as it is: no fewer and no more signs than the canonical form has, and
# all of it between 0 and MOST_PLAIN. A pattern looks through a whole column in the time of one look-up for each.
WHOLE = r"(?:[1-9][0-9]{0,8}+|0)"
MOST_PLAIN = 10**9 - 1
PLAIN = {"integer": WHOLE, "count": WHOLE, "decimal": rf"{WHOLE}\.[0-9][0-9]", "money": rf"{WHOLE}\.[0-9][0-9]"}
WITH_DECIMALS = {"integer", "count", "decimal", "money", "ratio", "percent"}

type Unchanged = Callable[[Sequence[str]], Sequence[str] | None]


def _business_zone() -> tzinfo:
    return settings().zone


class Memory(dict[str, str | None]):
    """What each text became; None for one that is refused. Forgets all when it grows too large."""

    def __init__(self, convert: Callable[[str], str]) -> None:
        super().__init__()
        self._convert = convert
        self.any_refused = False

    def __missing__(self, raw: str) -> str | None:
        try:
            value: str | None = self._convert(raw)
        except ValueError:
            value, self.any_refused = None, True
        if len(raw) <= LONGEST_REMEMBERED:
            if len(self) >= MOST_REMEMBERED:
                self.clear()
            self[raw] = value
        return value


class Converter:
    """Converts the texts of one field. `one` gives COPY's text for one of them or says what is wrong with it."""

    def __init__(self, name: str, mapping: Mapping, field: Field) -> None:
        self.field = field
        self.mapped: FieldMapping = mapping.fields[name]
        self.type = mapping.type_of(name)
        self.nulls = null_texts(mapping)
        self._parse = self._parser()
        self._memory = Memory(self.one)
        self._expression = self._compiled()
        changes = self._expression or self.mapped.values or self.mapped.truncate or field.choices
        self._at_one_go = None if changes else self._unchanged()
        self._varied = False  # few values come twice, so remembering them is no use
        self._default = self._what_blank_means(name)

    def many(self, texts: Sequence[str]) -> Sequence[str | None]:
        """Return COPY's text for each; None where a text is refused."""
        if self._varied and self._at_one_go and (unchanged := self._at_one_go(texts)) is not None:
            return unchanged
        converted = list(map(self._memory.__getitem__, texts))
        self._varied = len(self._memory) * 2 > len(texts)
        return converted

    @property
    def any_refused(self) -> bool:
        """Tell whether any text was refused so far; looking for None in every column would cost more."""
        return self._memory.any_refused

    def one(self, raw: str) -> str:
        """Return COPY's text for one.

        Raises:
            ValueError: it is refused; the message goes on from "This value".
        """
        text: str | None = self._computed(raw) if self._expression else raw.strip()
        if text in self.mapped.values:
            text = self.mapped.values[text]
        elif self.mapped.values and self.mapped.other_values == "reject" and text not in self.nulls:
            raise ValueError("is not one of the values declared for this column")
        if text is None or text in self.nulls:
            if self._default == NULL and self.field.required:
                raise ValueError("is missing")
            return self._default
        return self._checked(text)

    def _compiled(self) -> Expression | None:
        source = self.mapped.expression
        return None if source is None else compiled(source, decimal_comma=self.mapped.decimal_comma)

    def _computed(self, raw: str) -> str:
        """Return what the expression makes of its columns' texts, which stand in `raw` with separators between."""
        expression = self._expression
        if expression is None:
            return raw
        texts = raw.split(SEPARATOR) if len(expression.columns) > 1 else [raw]
        cells = [None if cell in self.nulls else cell for cell in map(str.strip, texts)]
        if len(cells) != len(expression.columns):
            raise ValueError("holds a control character")
        return (expression.compute(cells) or "").strip()

    def _unchanged(self) -> Unchanged | None:
        """Return what gives the texts of a column if all of them can be stored as they are, if anything can."""
        if self.type == "text":
            return self._plain_texts
        field, form = self.field, PLAIN.get(self.type)
        if form is None or (self.mapped.decimal_comma and form != WHOLE) or field.least is None or field.most is None:
            return None
        if field.least > 0 or field.most < MOST_PLAIN:
            return None
        return partial(self._plain_numbers, re.compile(rf"(?:{form}\n)*+").fullmatch)

    def _plain_texts(self, texts: Sequence[str]) -> Sequence[str] | None:
        stripped = list(map(str.strip, texts))
        longest = self.field.longest
        if not self.nulls.isdisjoint(stripped) or (longest and max(map(len, stripped), default=0) > longest):
            return None
        joined = "".join(stripped)
        return None if any(sign in joined for sign in "\\\t\n\r") else stripped

    def _plain_numbers(self, fits: Callable[[str], object], texts: Sequence[str]) -> Sequence[str] | None:
        joined = "\n".join([*texts, ""])
        plain = fits(joined) and joined.count("\n") == len(texts) and self.nulls.isdisjoint(texts)
        return texts if plain else None

    def _what_blank_means(self, name: str) -> str:
        if self.mapped.default is not None:
            return self._checked(self.mapped.default)
        return UNKNOWN_CUSTOMER if name == "customer" and not self.field.required else NULL

    def constant(self) -> str:
        """Return the canonical text of the field's constant.

        Raises:
            ValueError: the constant does not fit the field.
        """
        given = self.mapped.constant
        return self._valid(str(given).lower() if isinstance(given, bool) else str(given))

    def _checked(self, text: str) -> str:
        return self._valid(text).translate(ESCAPES)

    def _valid(self, text: str) -> str:
        value = self._parse(text)
        field = self.field
        if field.kind in (Kind.INTEGER, Kind.MONEY, Kind.RATIO):
            self._check_range(value)
        elif field.not_in_future and value > clock.today().isoformat():
            raise ValueError("lies in the future")
        elif field.choices and value not in field.choices:
            raise ValueError(f"must be one of {', '.join(field.choices)}")
        elif field.longest is not None and len(value) > field.longest:
            if not self.mapped.truncate:
                raise ValueError(f"is longer than {field.longest} characters")
            value = value[: field.longest].rstrip()
        return value

    def _check_range(self, value: str) -> None:
        number = float(value) if "." in value else int(value)
        if self.field.least is not None and number < self.field.least:
            raise ValueError(f"must not be below {self.field.least}")
        if self.field.most is not None and number > self.field.most:
            raise ValueError(f"must not be above {self.field.most}")

    def _parser(self) -> Callable[[str], str]:
        if self.type == "text":
            return str
        parser = PARSERS[self.type]
        if self.type in WITH_DECIMALS:
            return partial(parser, decimal_comma=self.mapped.decimal_comma)
        if self.type == "date":
            return partial(parser, formats=tuple(self.mapped.formats), zone=_business_zone)
        return parser


def null_texts(mapping: Mapping) -> frozenset[str]:
    """Return the texts that stand for no value, in any case; a blank cell always does."""
    return frozenset(form for text in (*mapping.nulls, "") for form in (text, text.lower(), text.upper()))
