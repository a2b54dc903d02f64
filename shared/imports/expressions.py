"""Expressions over the cells of a row: a small language of its own, of which nothing reaches Python.

    ({likes} + {comments}) / {followers}        upper(left({country}, 2))        coalesce({net}, {gross} * 0.81)

Columns stand in braces as in templates, texts in single quotes. A column without a value makes the whole have none,
unless `coalesce` or `concat` says otherwise. Numbers are decimals of 50 digits.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from shared.imports import values
from shared.imports.rows import LONGEST_CELL

type Value = str | Decimal | None
type Cells = Sequence[str | None]
type Compute = Callable[[Cells], Value]

MOST_LEVELS = 20
MOST_PLACES = 20
EXACT = Context(
    prec=50, Emax=999, Emin=-999, rounding=ROUND_HALF_UP, traps=[DivisionByZero, InvalidOperation, Overflow]
)
TOKEN = re.compile(
    r"\s*(?:(?P<column>\{[^{}#]+(?:#\d{1,3})?\})|(?P<number>\d{1,30}(?:\.\d{1,30})?)|'(?P<text>[^']*)'"
    r"|(?P<name>[a-z]+)|(?P<sign>[-+*/(),]))"
)


@dataclass(frozen=True)
class Expression:
    """A compiled expression.

    Attributes:
        columns: the columns it names, each once, as they are written in braces.
        compute: from the texts of these columns (None for no value) to text or nothing; raises ValueError.
    """

    columns: list[str]
    compute: Callable[[Cells], str | None]


def compiled(source: str, *, decimal_comma: bool = False) -> Expression:
    """Return the expression, ready to be computed row by row.

    Raises:
        ValueError: it is no expression; the message says where it goes wrong.
    """
    parser = _Parser(source, decimal_comma=decimal_comma)
    whole = parser.all()
    if not parser.columns:
        raise ValueError("the expression names no column; use constant")
    return Expression(list(parser.columns), lambda cells: _told(_safely(whole, cells), decimal_comma=decimal_comma))


def _safely(compute: Compute, cells: Cells) -> Value:
    try:
        return compute(cells)
    except DivisionByZero:
        raise ValueError("makes the expression divide by zero") from None
    except (InvalidOperation, Overflow):
        raise ValueError("makes the expression too large to compute") from None


def _told(value: Value, *, decimal_comma: bool) -> str | None:
    if not isinstance(value, Decimal):
        return value
    text = f"{EXACT.normalize(value):f}"
    return text.replace(".", ",") if decimal_comma else text


class _Parser:
    """Recursive descent, each level of which is counted."""

    def __init__(self, source: str, *, decimal_comma: bool) -> None:
        self._tokens = _tokens(source)
        self._at = 0
        self._levels = 0
        self._decimal_comma = decimal_comma
        self.columns: dict[str, int] = {}

    def all(self) -> Compute:
        found = self._sum()
        if self._at < len(self._tokens):
            raise ValueError(f"the expression cannot go on with {self._next()[1]!r}")
        return found

    def _next(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "its end")

    def _take(self, *signs: str) -> str | None:
        kind, text = self._next()
        if kind != "sign" or text not in signs:
            return None
        self._at += 1
        return text

    def _sum(self) -> Compute:
        self._levels += 1
        if self._levels > MOST_LEVELS:
            raise ValueError(f"the expression is nested more than {MOST_LEVELS} levels deep")
        left = self._product()
        while sign := self._take("+", "-"):
            left = self._both(EXACT.add if sign == "+" else EXACT.subtract, left, self._product())
        self._levels -= 1
        return left

    def _product(self) -> Compute:
        left = self._signed()
        while sign := self._take("*", "/"):
            left = self._both(EXACT.multiply if sign == "*" else EXACT.divide, left, self._signed())
        return left

    def _signed(self) -> Compute:
        if not self._take("-"):
            return self._single()
        of = self._single()
        return lambda cells: None if (number := self._number(of(cells))) is None else EXACT.minus(number)

    def _both(self, operate: Callable[[Decimal, Decimal], Decimal], left: Compute, right: Compute) -> Compute:
        def compute(cells: Cells) -> Value:
            one, other = self._number(left(cells)), self._number(right(cells))
            return None if one is None or other is None else operate(one, other)

        return compute

    def _single(self) -> Compute:
        kind, text = self._next()
        self._at += 1
        if kind == "number":
            number = Decimal(text)
            return lambda _: number
        if kind == "text":
            return lambda _: text
        if kind == "column":
            place = self.columns.setdefault(text[1:-1], len(self.columns))
            return lambda cells: cells[place]
        if kind == "name":
            return self._call(text)
        if (kind, text) != ("sign", "("):
            raise ValueError(f"the expression cannot go on with {text!r}")
        inner = self._sum()
        self._close()
        return inner

    def _close(self) -> None:
        if not self._take(")"):
            raise ValueError(f"the expression lacks a closing bracket before {self._next()[1]!r}")

    def _call(self, name: str) -> Compute:
        function = FUNCTIONS.get(name)
        if function is None or not self._take("("):
            raise ValueError(f"the expression knows no {name!r}, but {', '.join(FUNCTIONS)}")
        arguments = [self._sum()]
        while self._take(","):
            arguments.append(self._sum())
        self._close()
        if not function.least <= len(arguments) <= function.most:
            raise ValueError(f"{name} takes {function.least} to {function.most} arguments")
        return lambda cells: self._applied(function, [argument(cells) for argument in arguments])

    def _applied(self, function: "_Function", given: list[Value]) -> Value:
        if function.needs_all and None in given:
            return None
        if function.of_numbers:
            given = [self._number(value) for value in given]
        elif function.of_texts:
            given = [_plain(value) for value in given]
        result = function.apply(*given)
        if isinstance(result, str) and len(result) > LONGEST_CELL:
            raise ValueError(f"makes a text of more than {LONGEST_CELL:,} characters")
        return result

    def _number(self, value: Value) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        return values.number(value, decimal_comma=self._decimal_comma)


def _plain(value: Value) -> Value:
    return f"{EXACT.normalize(value):f}" if isinstance(value, Decimal) else value


def _tokens(source: str) -> list[tuple[str, str]]:
    found, at, end = [], 0, len(source.rstrip())
    while at < end:
        match = TOKEN.match(source, at)
        if match is None or match.lastgroup is None:
            raise ValueError(f"the expression cannot go on with {source[at:].strip()[:20]!r}")
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


@dataclass(frozen=True)
class _Function:
    """`needs_all`: nothing comes of it if an argument has no value."""

    apply: Callable[..., Value]
    least: int = 1
    most: int = 1
    needs_all: bool = True
    of_numbers: bool = False
    of_texts: bool = True


def _whole(text: str) -> int:
    number = values.number(text)
    if number != number.to_integral_value() or not 0 <= number <= LONGEST_CELL:
        raise ValueError("makes a place that is no whole number")
    return int(number)


def _replaced(text: str, old: str, new: str) -> str:
    if not old:
        return text
    if len(text) + text.count(old) * len(new) > 2 * LONGEST_CELL:
        raise ValueError(f"makes a text of more than {LONGEST_CELL:,} characters")
    return text.replace(old, new)


def _part(text: str, separator: str, place: str) -> str | None:
    parts = text.split(separator) if separator else [text]
    return parts[_whole(place) - 1].strip() if 1 <= _whole(place) <= len(parts) else None


def _rounded(number: Decimal, places: Decimal = Decimal(0)) -> Decimal:
    if places != places.to_integral_value() or not 0 <= places <= MOST_PLACES:
        raise ValueError(f"makes round ask for other than 0 to {MOST_PLACES} decimals")
    return number.quantize(Decimal(1).scaleb(-int(places)), context=EXACT)


FUNCTIONS: dict[str, _Function] = {
    "lower": _Function(str.lower),
    "upper": _Function(str.upper),
    "trim": _Function(str.strip),
    "left": _Function(lambda text, length: text[: _whole(length)], 2, 2),
    "right": _Function(lambda text, length: text[max(0, len(text) - _whole(length)) :], 2, 2),
    "replace": _Function(_replaced, 3, 3),
    "split": _Function(_part, 3, 3),
    "concat": _Function(lambda *texts: "".join(text or "" for text in texts), 1, 20, needs_all=False),
    "coalesce": _Function(
        lambda *given: next((one for one in given if one is not None), None), 1, 20, needs_all=False, of_texts=False
    ),
    "round": _Function(_rounded, 1, 2, of_numbers=True),
    "abs": _Function(EXACT.abs, of_numbers=True),
    "min": _Function(min, 1, 20, of_numbers=True),
    "max": _Function(max, 1, 20, of_numbers=True),
}
