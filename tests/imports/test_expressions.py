"""Expressions compute what they say, refuse what they cannot, and reach nothing else."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.imports.expressions import compiled
from shared.imports.mapping import FieldMapping
from tests.imports.conftest import Shop, counts, csv_of


def compute(source: str, *cells: str | None, comma: bool = False) -> str | None:
    return compiled(source, decimal_comma=comma).compute(cells)


@pytest.mark.parametrize(
    ("source", "cells", "wanted"),
    [
        ("{a} + {b} * 2", ["1", "2"], "5"),
        ("({a} + {b}) * 2", ["1", "2"], "6"),
        ("-{a} - -{a}", ["3"], "0"),
        ("{a} / {b}", ["1", "4"], "0.25"),
        ("{a} * 1.10", ["1,000.50"], "1100.55"),
        ("{a} + {b}", ["1.5K", "€2"], "1502"),
        ("{a} * {b}", ["50", "12%"], "6"),
        ("{a} + 1", [None], None),
        ("coalesce({a}, {b} * 2)", [None, "4"], "8"),
        ("concat({a}, '-', {b}, 7)", ["x", None], "x-7"),
        ("upper(left({a}, 2))", ["germany"], "GE"),
        ("right({a}, 3)", ["ab"], "ab"),
        ("right({a}, 0)", ["ab"], ""),
        ("split({a}, '/', 2)", ["x / y / z"], "y"),
        ("split({a}, '/', 9)", ["x"], None),
        ("replace(trim({a}), ' ', '_')", [" a b "], "a_b"),
        ("round({a}, 1)", ["0.25"], "0.3"),
        ("round({a})", ["-2.5"], "-3"),
        ("max({a}, 0)", ["-2"], "0"),
        ("min({a}, {b#2}, abs({a}))", ["-2", "-3"], "-3"),
        ("{a b}", ["x"], "x"),
    ],
)
def test_computes(source: str, cells: list[str | None], wanted: str | None):
    assert compute(source, *cells) == wanted


def test_a_decimal_comma_counts_on_the_way_in_and_out():
    assert compute("{a} * 0.5", "1.234,5", comma=True) == "617,25"


@pytest.mark.parametrize(
    ("source", "cells", "reason"),
    [
        ("{a} / {b}", ["1", "0"], "divide by zero"),
        ("{a} + 1", ["x"], "is not a number"),
        ("{a} * {a}", ["9" * 600], "too large"),
        ("replace({a}, 'x', {a})", ["x" * 1_000], "more than 32,767"),
        ("left({a}, 1.5)", ["x"], "no whole number"),
        ("round({a}, 21)", ["1"], "0 to 20 decimals"),
    ],
)
def test_a_row_it_cannot_compute_is_refused(source: str, cells: list[str], reason: str):
    with pytest.raises(ValueError, match=reason):
        compute(source, *cells)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("1 + 2", "names no column"),
        ("", "cannot go on with"),
        ("{a} +", "cannot go on with 'its end'"),
        ("{a} {b}", "cannot go on with '{b}'"),
        ("({a}", "closing bracket"),
        ("__import__('os')", "cannot go on"),
        ("eval({a})", "knows no 'eval', but lower"),
        ("{a}.upper()", "cannot go on with '.upper"),
        ("{a} ** 2", "cannot go on with '*'"),
        ("lower({a}, {a})", "lower takes 1 to 1"),
        ("(" * 200 + "{a}" + ")" * 200, "nested more than 20"),
    ],
)
def test_says_what_is_wrong_when_it_is_declared(source: str, message: str):
    with pytest.raises(ValidationError, match=message.replace("(", r"\(").replace("*", r"\*")):
        FieldMapping(expression=source)


@given(st.text(alphabet="{}ab+-*/(),'19. \x00lowerminspt", max_size=60), st.text(max_size=8))
def test_no_expression_does_anything_but_compute_or_refuse(source: str, cell: str):
    try:
        expression = compiled(source)
        made = expression.compute([cell] * len(expression.columns))
    except ValueError:
        return
    assert made is None or isinstance(made, str)


@given(st.decimals(-(10**9), 10**9, places=3), st.decimals(-(10**9), 10**9, places=3))
def test_sums_are_exact(one: Decimal, other: Decimal):
    assert Decimal(compute("{a} + {b}", f"{one:f}", f"{other:f}") or "") == one + other


def test_expressions_fill_fields_of_a_file(shop: Shop):
    fields: dict[str, Any] = {
        "external_ref": {"expression": "lower({handle})"},
        "follower_count": {"expression": "{male} + {female}", "type": "count"},
        "platform": {"expression": "split({handle}, ':', 1)", "values": {"ig": "Instagram"}},
    }
    shop.source({"target": "influencers", "fields": fields})

    run = shop.drop(csv_of("handle,male,female", "ig:Demo,1.5K,200", "tt:Two,,5", "ig:Bad,x,1", "ig:a\x1fb,1,1"))

    assert counts(run) == (3, 0, 0, 1)
    assert shop.rejects(run) == [(4, "follower_count", "x | 1", "is not a number")]
    assert shop.rows("SELECT external_ref, follower_count, platform FROM influencers ORDER BY 1") == [
        ("ig:a\x1fb", 2, "Instagram"),
        ("ig:demo", 1700, "Instagram"),
        ("tt:two", 0, "tt"),
    ]
