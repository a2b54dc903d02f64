"""Values as people read them: cleaned text, and numbers with the separators of a language."""

import math
import unicodedata
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from shared.analytics.figures_told import HARDLY, NEARLY
from shared.platform.spreadsheets import clean as clean
from shared.reporting.document import Column, Format

ABSENT = "–"  # noqa: RUF001 - an en dash is meant
_MINUS = "−"  # noqa: RUF001 - a minus as wide as a digit, so that columns stay aligned
_THIN = "\u202f"

# (thousands, decimal point) by primary language; anything else is written as English is.
_SEPARATORS = {
    "en": (",", "."),
    "de": (".", ","),
    "es": (".", ","),
    "it": (".", ","),
    "nl": (".", ","),
    "fr": (_THIN, ","),
}

_SHARED_COUNT = 2
_PRECISION = 27  # of the default decimal context; larger figures have no cents worth rounding


def one_line(text: object) -> str:
    """The same on one line."""
    return " ".join(clean(text).split())


def in_sentence(label: str) -> str:
    """A label inside a sentence: "net revenue", but "ROI"."""
    return label[0].lower() + label[1:] if label[1:2].islower() else label


def counted(number: int, one: str, many: str) -> str:
    """How many of what: "1 campaign is" or "1,200 campaigns are"."""
    return f"{number:,} {one if number == 1 else many}"


def shortened(text: str, most: int) -> str:
    """The text in at most so many columns, where an East Asian character takes two."""
    wide = [2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text]
    if sum(wide) <= most:
        return text
    kept = sum(1 for total in accumulate(wide) if total < most)
    return f"{text[:kept]}…"


def is_absent(value: object) -> bool:
    """Whether there is nothing to show: None, or a quotient that is no number."""
    if isinstance(value, Decimal):
        return not value.is_finite()
    return value is None or (isinstance(value, float) and not math.isfinite(value))


def exact(value: object) -> Decimal:
    """A number as a Decimal; a float as the digits that it prints, not as its binary neighbour."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def rounded(value: object, digits: int) -> Decimal:
    """Half up, as bookkeepers do, and never minus zero."""
    number = exact(value)
    step = Decimal(1).scaleb(-digits)
    if number.adjusted() + digits < _PRECISION:
        number = number.quantize(step, ROUND_HALF_UP)
    return number + 0 if number else Decimal(0).quantize(step)


def separators(language: str) -> tuple[str, str]:
    """Thousands separator and decimal point of a language tag such as "en" or "de-AT"."""
    return _SEPARATORS.get(language.split("-", maxsplit=1)[0].lower(), _SEPARATORS["en"])


def number_text(value: object, digits: int, language: str = "en") -> str:
    """A number with separators and a true minus: 1,234.50."""
    thousands, point = separators(language)
    plain = f"{rounded(value, digits):,.{digits}f}"
    return plain.translate({ord(","): thousands, ord("."): point, ord("-"): _MINUS})


def ratio_text(value: object, digits: int = 1, language: str = "en") -> str:
    """A ratio as per cent: 0.125 is 12.5%, with the gap that the language asks for."""
    gap = "" if separators(language)[1] == "." else "\u00a0"
    return f"{number_text(exact(value) * 100, digits, language)}{gap}%"


def chance_text(value: object, digits: int = 1, language: str = "en") -> str:
    """A probability as per cent: 0.9999 is > 99.9%."""
    if exact(value) > exact(NEARLY):
        return f"> {ratio_text(NEARLY, 1, language)}"
    if exact(value) < exact(HARDLY):
        return f"< {ratio_text(HARDLY, 1, language)}"
    return ratio_text(value, digits, language)


def decimals_of(value: object, column: Column) -> int:
    """How many decimals are shown; a count that campaigns share has two."""
    shared = column.format is Format.INTEGER and exact(value) % 1
    return _SHARED_COUNT if shared else column.decimals


def instant_text(value: datetime) -> str:
    return f"{_utc(value):%Y-%m-%d %H:%M} UTC"


def _utc(value: datetime) -> datetime:
    """Instants without a zone are UTC already."""
    return value.astimezone(UTC) if value.tzinfo else value


def naive_utc(value: datetime) -> datetime:
    """The instant as workbooks hold it: UTC, without saying so."""
    return _utc(value).replace(tzinfo=None)


def as_text(value: object, column: Column, language: str = "en") -> str:
    """A value as a printed table shows it; what is absent is a dash."""
    if is_absent(value):
        return ABSENT
    if column.is_chance:
        return chance_text(value, column.decimals, language)
    if column.format is Format.RATIO:
        return ratio_text(value, column.decimals, language)
    if column.is_numeric:
        return number_text(value, decimals_of(value, column), language)
    if isinstance(value, datetime):
        return instant_text(value)
    return value.isoformat() if isinstance(value, date) else clean(value)


def with_unit(value: object, column: Column, currency: str, language: str = "en") -> str:
    """The value and its unit: 1,234.50 EUR."""
    unit = column.unit_in(currency)
    shown = as_text(value, column, language)
    return f"{shown} {unit}" if unit and not is_absent(value) else shown


def change(value: object, previous: object) -> Decimal | None:
    """How far a figure moved from the period before, as a ratio; nothing where that has no meaning."""
    if is_absent(value) or is_absent(previous) or exact(previous) <= 0:
        return None
    return rounded(exact(value) / exact(previous) - 1, 6)


def change_text(value: object, previous: object, language: str = "en") -> str:
    """The same as signed per cent: +12.5%."""
    moved = change(value, previous)
    if moved is None:
        return ""
    return ("+" if moved > 0 else "") + ratio_text(moved, 1, language)
