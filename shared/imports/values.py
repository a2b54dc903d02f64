"""From the text of a cell to the text PostgreSQL's COPY reads: one pure function per type.

Each takes stripped, non-empty text and returns the canonical form, or raises ValueError whose message finishes
the sentence "This value …" for the person who looks at the quarantine.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

type Convert = Callable[[str], str]

CENT = Decimal("0.01")
MOST_INTEGER = Decimal(2) ** 63
MOST_MONEY = Decimal(10) ** 10
CURRENCY_SIGNS = "€$£¥₺₹"
SCALES = {"": 1, "k": 10**3, "m": 10**6, "b": 10**9}
ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?", re.ASCII)
BEFORE_OFFSET = re.compile(r" (?=[Z+-])")
ISO_FORMAT = "%Y-%m-%d"
TRUE, FALSE = {"true", "t", "yes", "y", "1"}, {"false", "f", "no", "n", "0"}

# Digits, or digits in groups of three. What separates the groups is filled in.
PLAIN = r"(?:\d+|\d{{1,3}}(?:{group}\d{{3}})+)"


@cache
def _number(*, decimal_comma: bool) -> re.Pattern[str]:
    spaces = r"\u00a0\u202f\u2009 '\u2019"
    group, point = (rf"[.{spaces}]", ",") if decimal_comma else (rf"[,{spaces}]", r"\.")
    return re.compile(rf"([+-]?)({PLAIN.format(group=group)})(?:{point}(\d*))?|([+-]?){point}(\d+)", re.ASCII)


def decimal_of(text: str, *, decimal_comma: bool = False) -> Decimal:
    """Return the number written in `text`, with or without separators between groups of three digits."""
    found = _number(decimal_comma=decimal_comma).fullmatch(text.replace("\u2212", "-"))
    if found is None:
        raise ValueError("is not a number")
    sign, whole, part, bare_sign, bare_part = found.groups()
    if whole is None:
        return Decimal(f"{bare_sign}0.{bare_part}")
    return Decimal(f"{sign}{re.sub(r'\D', '', whole)}.{part or 0}")


def number(text: str, *, decimal_comma: bool = False) -> Decimal:
    """Return any number as files write them: "409.8M", "12%" (0.12), "€1,234.5"."""
    text = text.strip().strip(CURRENCY_SIGNS).strip()
    if text.endswith("%"):
        return decimal_of(text[:-1].rstrip(), decimal_comma=decimal_comma).scaleb(-2)
    scale = SCALES.get(text[-1:].lower())
    if scale is None or not text:
        return decimal_of(text, decimal_comma=decimal_comma)
    return decimal_of(text[:-1].rstrip(), decimal_comma=decimal_comma) * scale


def integer(text: str, *, decimal_comma: bool = False) -> str:
    """Return a whole number: "6", "-6", "1,234" and "17850.0" are."""
    number = decimal_of(text, decimal_comma=decimal_comma)
    if number != number.to_integral_value():
        raise ValueError("is not a whole number")
    return _whole(number)


def _whole(number: Decimal) -> str:
    return str(int(number)) if abs(number) < MOST_INTEGER else _too_large()


def _too_large() -> str:
    raise ValueError("is too large")


def count(text: str, *, decimal_comma: bool = False) -> str:
    """Return a count that may be abbreviated: "409.8M", "12.3K", "1,234", "409800000"."""
    scale = text[-1:].lower()
    if scale not in SCALES:
        return integer(text, decimal_comma=decimal_comma)
    number = decimal_of(text[:-1].rstrip(), decimal_comma=decimal_comma) * SCALES[scale]
    return _whole(number.to_integral_value(ROUND_HALF_UP))


def money(text: str, *, decimal_comma: bool = False) -> str:
    """Return an amount rounded half up to the cent."""
    amount = _amount(text, decimal_comma=decimal_comma)
    return str(amount.quantize(CENT, ROUND_HALF_UP))


def exact_money(text: str, *, decimal_comma: bool = False) -> str:
    """Return an amount that has no more than two decimals to begin with."""
    amount = _amount(text, decimal_comma=decimal_comma)
    if amount != amount.quantize(CENT, ROUND_HALF_UP):
        raise ValueError("has parts of a cent")
    return str(amount.quantize(CENT))


def _amount(text: str, *, decimal_comma: bool) -> Decimal:
    amount = decimal_of(text.strip(CURRENCY_SIGNS).strip(), decimal_comma=decimal_comma)
    if abs(amount) >= MOST_MONEY:
        _too_large()
    return amount


def ratio(text: str, *, decimal_comma: bool = False) -> str:
    """Return a part of a whole: "0.12" and "12%" are the same; what is above 1 needs the sign, lest 12 be 1200 %."""
    if text.endswith("%"):
        return percent(text, decimal_comma=decimal_comma)
    part = decimal_of(text, decimal_comma=decimal_comma)
    if part > 1:
        raise ValueError("is above 1: is it a percentage? Then declare the type percent")
    return _written(part)


def percent(text: str, *, decimal_comma: bool = False) -> str:
    """Return a percentage, with or without its sign, as a part of a whole: "12" is 0.12."""
    number = decimal_of(text.removesuffix("%").rstrip(), decimal_comma=decimal_comma)
    return _written(number.scaleb(-2)) if abs(number) < MOST_MONEY else _too_large()


def _written(part: Decimal) -> str:
    text = f"{part:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _utc() -> tzinfo:
    return UTC


def day(text: str, formats: Sequence[str] = (), zone: Callable[[], tzinfo] = _utc) -> str:
    """Return the day of a date or of a date and time, by the first format that fits, else by ISO 8601.

    An instant that names its offset is of its day in `zone`, which is asked for only then.
    """
    for form in formats:
        try:
            return _day_of(datetime.strptime(text, form), zone)  # noqa: DTZ007 - most files name no zone
        except (ValueError, OverflowError):
            continue
    try:
        if ISO.fullmatch(text):
            return _day_of(datetime.fromisoformat(BEFORE_OFFSET.sub("", text)), zone)
    except (ValueError, OverflowError):
        pass
    example = date(2010, 12, 31).strftime(formats[0] if formats else ISO_FORMAT)
    raise ValueError(f"is not a date like {example}")


def _day_of(moment: datetime, zone: Callable[[], tzinfo]) -> str:
    return (moment.astimezone(zone()) if moment.tzinfo else moment).date().isoformat()


def boolean(text: str) -> str:
    word = text.casefold()
    if word in TRUE:
        return "true"
    if word in FALSE:
        return "false"
    raise ValueError("is neither yes nor no")


def mail(text: str) -> str:
    """Return a mail address as RFC 5321 has it; whether anybody reads it is not asked."""
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - slow to import

    try:
        return validate_email(text, check_deliverability=False, globally_deliverable=False).normalized
    except EmailNotValidError:
        raise ValueError("is not a mail address") from None
