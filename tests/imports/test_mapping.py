"""A mapping says what is wrong with it before any file comes."""

import re
from typing import Any

import pytest
from pydantic import ValidationError

from shared.imports.binding import Header, Plan
from shared.imports.mapping import ColumnRef, Mapping, json_schema
from shared.imports.rows import Batch, FileRefusedError
from tests.imports.conftest import PRESETS, preset

ORDERS: dict[str, Any] = {
    "target": "orders",
    "fields": {"external_ref": "a", "product": "b", "quantity": "c", "bought_date": "d", "unit_price": "e"},
}
METRICS: dict[str, Any] = {"target": "daily_metrics", "fields": {"influencer": "a", "day": "b", "clicks": "c"}}
LIST: dict[str, Any] = {"target": "influencers", "fields": {"external_ref": "a"}}


def changed(base: dict[str, Any], more: dict[str, Any], *without: str) -> dict[str, Any]:
    fields = {name: field for name, field in (base["fields"] | more).items() if name not in without}
    return base | {"fields": fields}


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        (changed(ORDERS, {"colour": "x"}), "orders has no field colour; it has external_ref, product"),
        (changed(ORDERS, {}, "product"), "orders needs product"),
        (changed(ORDERS, {"quantity": {}}), "exactly one of column, first_of, template, constant and expression"),
        (changed(ORDERS, {"quantity": {"column": "a", "constant": 1}}), "exactly one of"),
        (
            changed(ORDERS, {"quantity": {"column": "a", "type": "date"}}),
            "quantity cannot be of type date",
        ),
        (changed(ORDERS, {"quantity": {"column": "a", "typ": "count"}}), "Extra inputs are not permitted"),
        (changed(ORDERS, {"quantity": {"column": "a", "lookup": {}}}), "no reference to another record"),
        (changed(ORDERS, {"product": {"column": "a", "lookup": {"missing": "none"}}}), "product cannot be left out"),
        (changed(ORDERS, {"product": {"template": "constant"}}), "names no column; use constant"),
        (changed(ORDERS, {"product": {"column": "a", "numbered": True}}), "only the external_ref of orders"),
        (changed(ORDERS, {"quantity": {"column": "a", "formats": ["%Y"]}}), "quantity is no date"),
        (ORDERS | {"delimiter": '"'}, "must be one character"),
        (ORDERS | {"spread": "campaign_days"}, "spread is for daily_metrics only"),
        (
            changed(ORDERS, {}, "unit_price") | {"cancellation": {"column": "a", "prefix": "C"}},
            "cancellation needs unit_price",
        ),
        (LIST | {"cancellation": {"column": "a", "prefix": "C"}}, "cancellation is for orders only"),
        (changed(METRICS, {}, "day"), "daily_metrics needs day, or spread"),
        (changed(METRICS, {}, "clicks"), "needs at least one of impressions, clicks"),
        (METRICS | {"spread": "campaign_days"}, "give either day or spread"),
        (changed(METRICS, {}, "day") | {"spread": "campaign_days"}, "spread needs campaign and external_ref"),
        (
            changed(METRICS, {"campaign": "x", "external_ref": "y"}, "day") | {"spread": "campaign_days"},
            "spread needs campaign.start_date and campaign.end_date",
        ),
        ({"target": "weather", "fields": {"a": "b"}}, "Input should be 'influencers', 'products'"),
    ],
)
def test_says_what_is_wrong(mapping: dict[str, Any], message: str):
    with pytest.raises(ValidationError, match=re.escape(message)):
        Mapping.model_validate(mapping)


def test_the_presets_are_valid_and_a_schema_can_be_shown():
    names = sorted(path.stem for path in PRESETS.glob("*.json"))

    assert names == ["instagram_list", "kag_ads", "online_retail", "youtube_list"]
    for name in names:
        Mapping.model_validate(preset(name))
    assert json_schema()["required"] == ["target", "fields"]


def test_headers_match_whatever_their_case_blanks_and_line_breaks():
    header = Header(["\ufeffOrder\n Number", "FOLLOWERS", "followers "])

    assert header.place(ColumnRef(column="order number")) == 0
    assert header.place(ColumnRef(column="Followers", nth=2)) == 2


@pytest.mark.parametrize("ref", [ColumnRef(column="price"), ColumnRef(column="Order", nth=2)])
def test_a_column_that_is_not_there_is_named_with_those_that_are(ref: ColumnRef):
    with pytest.raises(
        FileRefusedError, match=f'no column "{ref}". It has "Order".'.replace("(", r"\(").replace(")", r"\)")
    ):
        Header(["Order"]).place(ref)


def copied(
    fields: dict[str, Any], rows: list[list[str]], **more: Any
) -> tuple[list[str], list[tuple[str | None, str]]]:
    """Return what a column of influencer names becomes, and the refusals."""
    declared = Mapping.model_validate(LIST | {"fields": LIST["fields"] | fields} | more)
    text, rejects = Plan(declared, ["a", "b", "c"]).copy_text(Batch.of_rows(range(2, 2 + len(rows)), rows, []))
    return [line.split("\t")[2] for line in text.splitlines()], [(reject.value, reject.reason) for reject in rejects]


@pytest.mark.parametrize(
    ("field", "row", "wanted"),
    [
        ({"column": "b"}, ["r", " x ", ""], "x"),
        ({"column": "b"}, ["r", "n/a", ""], r"\N"),
        ({"column": "b", "default": "none"}, ["r", "", ""], "none"),
        ({"column": "b", "values": {"x": "y"}}, ["r", "x", ""], "y"),
        ({"column": "b", "values": {"x": None}}, ["r", "x", ""], r"\N"),
        ({"column": "b", "values": {"": "blank"}}, ["r", "", ""], "blank"),
        ({"column": "b", "truncate": True}, ["r", "x" * 60, ""], "x" * 50),
        ({"column": "b", "type": "integer"}, ["r", "17850.0", ""], "17850"),
        ({"template": "{b}/{c}"}, ["r", "x", "y"], "x/y"),
        ({"template": "{b}/{c}"}, ["r", "x", "N/A"], r"\N"),
        ({"first_of": ["b", "c"]}, ["r", "#NOMBRE?", "y"], "y"),
        ({"first_of": ["b", "c"]}, ["r", "x", "y"], "x"),
        ({"column": "b"}, ["r", "a\tb\\", ""], r"a\tb\\"),
    ],
)
def test_a_field_is_made_as_declared(field: dict[str, Any], row: list[str], wanted: str):
    assert copied({"influencer_name": field}, [row]) == ([wanted], [])


def test_other_values_than_the_declared_ones_can_be_refused():
    field = {"column": "b", "values": {"x": "y"}, "other_values": "reject"}

    assert copied({"influencer_name": field}, [["r", "z", ""], ["r", "", ""]]) == (
        [r"\N"],
        [("z", "is not one of the values declared for this column")],
    )


def test_text_that_is_too_long_is_refused():
    assert copied({"influencer_name": "b"}, [["r", "x" * 51, ""]]) == ([], [("x" * 51, "is longer than 50 characters")])


def test_own_nulls_replace_the_usual_ones_and_a_blank_is_always_one():
    rows = [["r", "nil", ""], ["r", "N/A", ""], ["r", " ", ""]]

    assert copied({"influencer_name": "b"}, rows, nulls=["nil"])[0] == [r"\N", "N/A", r"\N"]
