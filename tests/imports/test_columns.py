"""A column at one go becomes what its texts would become one by one."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.imports.convert import Converter
from shared.imports.fields import FIELDS, Target
from shared.imports.mapping import Mapping

NUMBERS = st.one_of(
    st.integers(0, 10**10).map(str),
    st.decimals(0, 10**9, places=2).map(str),
    st.sampled_from(
        ("0", "00", "007", "0.00", "-1", "+1", " 5", "5 ", "1,234", "9.9", "9.999", ".50", "1.", "12", "7.00")
    ),
    st.sampled_from(("", "1\n2", "3\n", "\n", "1.00\n2.00", "409.8M", "x", "-", "99", "٣", "1e3", "2147483648")),
)
PLAIN = st.lists(st.integers(0, 10**9 - 1), min_size=4, max_size=30, unique=True)


def converter(type_of: str, **mapped: Any) -> Converter:
    field = "follower_count" if type_of in ("integer", "count") else "amount"
    target = Target.INFLUENCERS if field == "follower_count" else Target.EXPENSES
    required = {name: "r" for name, known in FIELDS[target].items() if known.required}
    fields = required | {field: {"column": "n", "type": type_of} | mapped}
    mapping = Mapping.model_validate({"target": target, "fields": fields, "nulls": ["99"]})
    return Converter(field, mapping, FIELDS[target][field])


def one_by_one(of: Converter, texts: list[str]) -> list[str | None]:
    found: list[str | None] = []
    for text in texts:
        try:
            found.append(of.one(text))
        except ValueError:
            found.append(None)
    return found


@pytest.mark.parametrize("decimal_comma", [False, True])
@pytest.mark.parametrize("type_of", ["integer", "count", "decimal", "money"])
@given(plain=PLAIN, more=st.lists(NUMBERS, max_size=3))
@settings(max_examples=40)
def test_numbers_become_the_same(plain: list[int], more: list[str], type_of: str, *, decimal_comma: bool):
    of = converter(type_of, decimal_comma=decimal_comma)
    whole = type_of in ("integer", "count")
    first = [str(number) if whole else f"{number}.{number % 100:02d}" for number in plain]
    of.many(first)  # of which none came twice: from here on at one go, where that is possible

    for texts in (first, first + more, more):
        assert list(of.many(texts)) == one_by_one(of, texts)


def test_plain_numbers_are_not_looked_at_one_by_one(monkeypatch: pytest.MonkeyPatch):
    of = converter("decimal")
    of.many(["1.00", "2.00"])
    monkeypatch.setattr(of, "_memory", None)

    assert of.many(["3.00", "12345.67"]) == ["3.00", "12345.67"]
