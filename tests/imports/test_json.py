"""JSON with a declared path and JSON lines: a broken value costs itself only, and no number loses a digit."""

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.imports.json_reader import read_json, read_json_lines
from shared.imports.json_text import JsonText, path_of_list
from shared.imports.mapping import Columns
from shared.imports.rows import FileRefusedError, Table
from tests.imports.conftest import Shop, counts, rows_of

NONE = Columns([], [])
LIST: dict[str, Any] = {
    "target": "influencers",
    "format": "json",
    "items": "data.people",
    "fields": {"external_ref": "id", "influencer_name": "profile.name", "category": "category"},
}


def read(content: bytes, path: str = "", columns: Columns = NONE) -> Table:
    return read_json(io.BytesIO(content), None, path, columns)


def read_all(table: Table) -> tuple[list[tuple[int, dict[str, str]]], list[tuple[int, str]]]:
    """Return what each item holds that is not blank, by its number, and the refusals."""
    good, refused = [], []
    for batch in table.batches:
        for place, row in zip(batch.lines, rows_of(batch), strict=True):
            good.append((place, {name: cell for name, cell in zip(table.header, row, strict=True) if cell}))
        refused += [(reject.line, reject.reason) for reject in batch.rejects]
    return good, refused


def test_what_is_nested_is_a_column_and_numbers_keep_their_digits():
    good, refused = read_all(
        read(b'[{"a": {"b": 1.10, "c": [true, null, "x"]}, "d": 1.5e3, "e": 12345678901234567890}, {"d": -0, "e": {}}]')
    )

    assert refused == []
    assert good == [
        (1, {"a.b": "1.10", "a.c.0": "true", "a.c.2": "x", "d": "1500", "e": "12345678901234567890"}),
        (2, {"d": "-0"}),
    ]


@pytest.mark.parametrize(
    ("content", "good", "refused"),
    [
        (b'[{"a":1},{"a":tru},{"a":2}]', [1, 3], [(2, "The item is no JSON.")]),
        (b'[{"a":1},{"a":1,"a":2}]', [1], [(2, 'The item has "a" twice.')]),
        (b'[{"a":1} {"a":2},,{"a":3},]', [1, 2, 4], [(3, "The item is no JSON.")]),
        (b'[{"a":1},{"a":"x', [1], [(2, "The item does not end before the file does.")]),
        (b'[{"a":1}', [1], [(2, "The item does not end before the file does.")]),
        (b'[{"a":1},7,[2]]', [1], [(2, "This is no object."), (3, "This is no object.")]),
        (b'[{"a":1}][{"a":2}]', [1], [(2, "The item comes after the end of the list.")]),
        (rb'[{"a":"\u0000"},{"a":1}]', [2], [(1, "A value holds a NUL.")]),
        (rb'[{"a":"\ud800"},{"a":1}]', [2], [(1, "A value holds what is not text in the file's encoding.")]),
        (b'[{"a":"' + b"x" * 32_768 + b'"},{"a":1}]', [2], [(1, "A value is longer than 32,767 characters.")]),
        (
            b'[{"a":"' + b"x" * 3_000_000 + b'"},{"a":1}]',
            [2],
            [(1, "The item is longer than 1,048,576 characters.")],
        ),
        (b'[{"a":' + b"[" * 100_000 + b"]" * 100_000 + b'},{"a":1}]', [2], [(1, "The item is nested too deep.")]),
        ('[{"a":"é"},{"a":"ü"},{"a":"'.encode() + b'\xe9"}]', [1, 2], None),
    ],
)
def test_a_broken_item_costs_itself_only(content: bytes, good: list[int], refused: list[tuple[int, str]] | None):
    found = read_all(read(content))

    assert [place for place, _ in found[0]] == good
    assert refused is None or found[1] == refused


def test_a_list_is_found_behind_other_members_by_its_path():
    content = b'{"meta": {"rows": ["]", {"x": "\\""}], "next": null}, "data": {"rows": [{"a": 1}]}, "more": 1}'

    assert read_all(read(content, "data.rows"))[0] == [(1, {"a": "1"})]
    with pytest.raises(FileRefusedError, match='has no "lines"'):
        read(content, "data.lines")
    with pytest.raises(FileRefusedError, match="There is no list"):
        read(content)


@pytest.mark.parametrize(
    ("content", "path"),
    [
        ('[{"a": 1}]', ""),
        ('{"ids": [1, [2]], "next": "x", "result": {"n": 1, "orders": [{"a": 1}]}}', "result.orders"),
        ('{"ids": [1, 2]}', None),
        ('"text"', None),
        ("", None),
    ],
)
def test_the_first_list_of_objects_is_found(content: str, path: str | None):
    assert path_of_list(JsonText(iter(content))) == path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_found_out(encoding: str):
    content = '[{"naïve": "café", "a": "ü"}]'.encode(encoding)

    assert read_all(read(content))[0] == [(1, {"naïve": "café", "a": "ü"})]


def test_lines_are_objects_of_their_own():
    content = b'{"a": 1}\n\n{"a": 2\n[3]\n{"a": "\xff"}\r\n{"a": 5}'

    table = read_json_lines(io.BytesIO(content), "utf-8", NONE)

    assert read_all(table) == (
        [(1, {"a": "1"}), (6, {"a": "5"})],
        [
            (3, "The line is no JSON."),
            (4, "This is no object."),
            (5, "The line holds bytes that are not text in UTF-8."),
        ],
    )


def test_optional_columns_may_be_left_out_everywhere_and_names_differ_in_case():
    table = read(b'[{"ID": 1}, {"id": 2, "Note ": "x"}]', columns=Columns(["id"], ["note", "gone"]))

    assert table.header == ["ID", "id", "Note ", "gone"]
    assert read(b"[]", columns=Columns(["id"], ["note"])).header == ["id", "note"]


def test_a_feed_of_json_lands_and_its_bad_items_are_told_by_number(shop: Shop):
    shop.source(LIST)
    people = [{"id": "i1", "profile": {"name": "Demo influencer 1"}}, {"profile": {}}, {"id": 3, "category": "Sport"}]

    run = shop.drop(json.dumps({"data": {"people": people}}).encode(), "people.json")
    again = shop.drop("\n".join(map(json.dumps, people)).encode(), "pages.jsonl")
    nothing = shop.drop(b'{"data": {"people": []}}', "nothing.json")

    assert (counts(run), counts(again), counts(nothing)) == ((2, 0, 0, 1), (0, 0, 2, 1), (0, 0, 0, 0))
    assert shop.rejects(run) == [(2, "id", "", "is missing")]
    assert shop.rows("SELECT external_ref, influencer_name, category FROM influencers ORDER BY 1") == [
        ("3", "unnamed 3", "Sport"),
        ("i1", "Demo influencer 1", "uncategorised"),
    ]


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.json", "The file is empty."),
        (b"a,b\n1,2\n", "a.json", "There is no list where"),
        (b"[1]", "a.csv", "should end in .json or .jsonl or .ndjson"),
        (b"PK\x03\x04", "a.json", "is a zip file"),
        (b'{"data": {"people": [{"name": "x"}]}}', "a.json", 'No item of the file has "id". They have "name".'),
    ],
)
def test_a_file_that_is_something_else_is_refused(shop: Shop, content: bytes, name: str, reason: str):
    shop.source(LIST | {"items": "data.people"} if content.startswith(b"{") else LIST | {"items": None})

    run = shop.drop(content, name)

    assert run.error is not None
    assert reason in run.error


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(st.text(max_size=4), JSON_VALUES, max_size=4), max_size=6), st.integers(1, 9))
def test_any_list_is_read_whole_however_it_is_cut_into_pieces(objects: list[dict[str, Any]], width: int):
    text = json.dumps(objects)
    stream = _Dripping(text.encode(), width)

    good, refused = read_all(read_json(stream, None, "", NONE))

    assert len(good) + len(refused) == len(objects)


@settings(max_examples=120, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 200))
def test_bytes_put_anywhere_lose_no_item_but_those_they_touch(noise: bytes, at: int):
    content = b'[{"a": "one"}, {"a": "two"}, {"a": "three"}, {"a": "four"}]'
    at = min(at, len(content))
    try:
        good, _ = read_all(read(content[:at] + noise + content[at:]))
    except FileRefusedError:
        assert at == 0
        return
    before = sum(content[: at + 1].count(word) for word in (b'one"}', b'two"}', b'three"}', b'four"}'))
    assert len(good) >= max(0, before - 1)


class _Dripping:
    """A stream of which each read gives a few bytes only."""

    def __init__(self, content: bytes, width: int) -> None:
        self._stream, self._width = io.BytesIO(content), width

    def read(self, _size: int = -1, /) -> bytes:
        return self._stream.read(self._width)
