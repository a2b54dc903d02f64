"""One cell's text becomes one value, or the reason why not."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.imports import values


@pytest.mark.parametrize(
    ("convert", "text", "wanted"),
    [
        (values.integer, "6", "6"),
        (values.integer, "+6", "6"),
        (values.integer, "-6", "-6"),
        (values.integer, "\u22126", "-6"),
        (values.integer, "007", "7"),
        (values.integer, "17850.0", "17850"),
        (values.integer, "1,234,567", "1234567"),
        (values.count, "409.8M", "409800000"),
        (values.count, "409800000", "409800000"),
        (values.count, "12.3k", "12300"),
        (values.count, "1.5 B", "1500000000"),
        (values.count, "1,234", "1234"),
        (values.money, "1.429999948", "1.43"),
        (values.money, "0.125", "0.13"),
        (values.money, "0.0049", "0.00"),
        (values.money, "€1,234.5", "1234.50"),
        (values.money, ".5", "0.50"),
        (values.money, "7.", "7.00"),
        (values.exact_money, "1.50", "1.50"),
        (values.day, "2010-12-01 08:26:00", "2010-12-01"),
        (values.boolean, "Yes", "true"),
        (values.boolean, "0", "false"),
        (values.mail, "One@Shop.Example", "One@shop.example"),
        (values.money, "1 234.5", "1234.50"),
        (values.money, "1\u202f234\u202f567.5", "1234567.50"),
        (values.money, "1\u2019234.5", "1234.50"),
        (values.ratio, "0.12", "0.12"),
        (values.ratio, "12%", "0.12"),
        (values.ratio, "350 %", "3.5"),
        (values.percent, "12", "0.12"),
        (values.percent, "0.5 %", "0.005"),
        (values.day, "2010-12-01T23:30:00.123Z", "2010-12-01"),
        (values.day, "2010-12-01T23:30:00-02:00", "2010-12-02"),
    ],
)
def test_is_read(convert: Callable[[str], str], text: str, wanted: str):
    assert convert(text) == wanted


@pytest.mark.parametrize(
    ("convert", "text", "reason"),
    [
        (values.integer, "six", "is not a number"),
        (values.integer, "1.5", "is not a whole number"),
        (values.integer, "12,34", "is not a number"),
        (values.integer, "1e3", "is not a number"),
        (values.integer, "٦", "is not a number"),
        (values.integer, "9" * 5_000, "is too large"),
        (values.count, "M", "is not a number"),
        (values.count, "9" * 30 + "B", "is too large"),
        (values.money, "NaN", "is not a number"),
        (values.money, "Infinity", "is not a number"),
        (values.money, "10000000000", "is too large"),
        (values.ratio, "12", "declare the type percent"),
        (values.percent, "9" * 40, "is too large"),
        (values.integer, "12%", "is not a number"),
        (values.money, "1.234,5", "is not a number"),
        (values.day, "0001-01-01T00:00:00+14:00", "is not a date"),
        (values.exact_money, "1.005", "has parts of a cent"),
        (values.day, "31.12.2010", "is not a date like 2010-12-31"),
        (values.day, "2010-02-30", "is not a date like 2010-12-31"),
        (values.boolean, "perhaps", "is neither yes nor no"),
        (values.mail, "nobody", "is not a mail address"),
    ],
)
def test_is_refused_with_a_reason(convert: Callable[[str], str], text: str, reason: str):
    with pytest.raises(ValueError, match=reason):
        convert(text)


def test_a_decimal_comma_swaps_the_separators():
    assert values.money("1.234,5", decimal_comma=True) == "1234.50"
    with pytest.raises(ValueError, match="is not a number"):
        values.money("1,234.5", decimal_comma=True)


def test_dates_by_declared_formats():
    assert values.day("31/12/2010", ("%d.%m.%Y", "%d/%m/%Y")) == "2010-12-31"


@given(st.decimals(-(10**9), 10**9, places=6))
def test_money_rounds_half_up_to_the_cent(amount: Decimal):
    wanted = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)

    assert Decimal(values.money(f"{amount:f}")) == wanted
    assert Decimal(values.money(f"{amount:,f}")) == wanted


@given(st.text(max_size=40))
def test_no_text_breaks_a_conversion(text: str):
    numbers = (values.integer, values.count, values.money, values.exact_money, values.ratio, values.percent)
    for convert in (*numbers, values.day, values.boolean):
        assert outcome(convert, text).startswith(("is ", "has ", "value"))


def outcome(convert: Callable[[str], str], text: str) -> str:
    try:
        return f"value {convert(text)}"
    except ValueError as reason:
        return str(reason)
