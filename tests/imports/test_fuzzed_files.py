"""Made-up files of every format through the real import: no failure of ours, no good row lost, no half of a run.

Good rows stand among lines that are torn, too long, of other bytes, ragged or no rows at all. Whatever becomes of
those, each good row lands, the counts add up, and a file that is refused leaves nothing.
"""

import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from shared.imports.formats import open_table
from shared.imports.mapping import Mapping
from shared.imports.rows import FileRefusedError
from shared.imports.states import RunState
from tests.imports.conftest import Shop

FIELDS = {"external_ref": "ref", "influencer_name": "name", "category": "note"}
EXTENSIONS = {"csv": "csv", "json": "json", "jsonl": "jsonl", "xlsx": "xlsx"}
TEN_MEGABYTES = b"x" * 10_000_000
# What a file may hold beside rows, none of it a row that could be taken for good.
CSV_TROUBLE = st.one_of(
    st.sampled_from(
        [b'"torn', b'x,"torn', b"a\0b,c,d", b"\xff\xfe,\x81,z", b",,", b"", b"one", b"1,2,3,4,5", b"a" * 40_000]
    ),
    st.binary(max_size=30).map(lambda raw: raw.translate(None, b'\r\n"') + b",,,,,"),
)
JSON_TROUBLE = st.sampled_from(
    [
        *(b"{", b'{"ref": tru}', b"[1]", b"null", b'"x', b'{"ref": "a\xff"}', rb'{"ref": "\u0000"}', b"NaN"),
        *(rb'{"ref": "\ud800"}', b'{"ref": "a", "ref": "b"}', b"[" * 3_000, b'{"name": "no ref"}', b'{"ref":{}{}'),
    ]
)
IN_LIST = st.sampled_from(
    [b'{"ref": tru}', b"[1]", b"null", b'{"ref": "a", "ref": "b"}', b'{"name": "no ref"}', b"NaN", b""]
)
QUICK = settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def good(number: int) -> dict[str, str]:
    return {"ref": f"good-{number}", "name": f"Demo influencer {number}", "note": "Sport"}


def mapping(form: str) -> dict[str, Any]:
    return {"target": "influencers", "format": form, "fields": FIELDS}


def as_csv(parts: list[bytes | int]) -> bytes:
    lines = [",".join(good(part).values()).encode() if isinstance(part, int) else part for part in parts]
    return b"\n".join([b"ref,name,note", *lines]) + b"\n"


def as_lines(parts: list[bytes | int]) -> bytes:
    return b"\n".join(json.dumps(good(part)).encode() if isinstance(part, int) else part for part in parts)


def as_list(parts: list[bytes | int]) -> bytes:
    values = [json.dumps(good(part)).encode() if isinstance(part, int) else part for part in parts]
    return b"[" + b",".join(values) + b"]"


def numbered(trouble: st.SearchStrategy[bytes]) -> st.SearchStrategy[list[bytes | int]]:
    """Return good rows, by their numbers, among trouble."""
    return st.lists(st.one_of(st.none(), trouble), max_size=12).map(
        lambda parts: [at if part is None else part for at, part in enumerate(parts)]
    )


@pytest.mark.parametrize(
    ("form", "written", "trouble"),
    [("csv", as_csv, CSV_TROUBLE), ("jsonl", as_lines, JSON_TROUBLE), ("json", as_list, IN_LIST)],
    ids=["csv", "jsonl", "json"],
)
def test_no_good_row_is_lost_among_bad_ones(shop: Shop, form: str, written: Any, trouble: st.SearchStrategy[bytes]):
    shop.source(mapping(form))
    tried = 0

    @QUICK
    @given(numbered(trouble))
    def check(parts: list[bytes | int]) -> None:
        nonlocal tried
        tried += 1
        shop.do("DELETE FROM influencers")
        run = shop.drop(written(parts), f"{tried}.{EXTENSIONS[form]}")
        landed = {ref for (ref,) in shop.rows("SELECT external_ref FROM influencers")}
        wanted = {f"good-{part}" for part in parts if isinstance(part, int)}
        if run.state is RunState.FAILED:
            assert (landed, wanted, run.rows_read) == (set(), set(), 0)
        else:
            assert run.state is RunState.DONE
            assert wanted <= landed
            assert run.rows_read == run.rows_inserted + run.rows_updated + run.rows_unchanged + run.rows_rejected
            assert run.rows_inserted == len(landed)

    check()


def zip_of(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


NASTY: dict[str, tuple[str, bytes]] = {
    "nothing": ("csv", b""),
    "a mark and nothing": ("csv", b"\xef\xbb\xbf"),
    "half a mark": ("csv", b"\xff"),
    "an odd number of bytes in UTF-16": ("csv", b"\xff\xfer\0e\0f\0,"),
    "only quotes": ("csv", b'"' * 5_000),
    "a cell of ten megabytes": ("csv", b"ref,name,note\n" + TEN_MEGABYTES + b",a,b\ni1,a,b\n"),
    "a header of ten megabytes": ("csv", TEN_MEGABYTES),
    "a header of 100,000 columns": ("csv", b"," * 100_000),
    "NULs": ("csv", b"\0" * 5_000),
    "a value of ten megabytes": ("json", b'[{"ref": "' + TEN_MEGABYTES + b'"}, {"ref": "i1"}]'),
    "a line of ten megabytes": ("jsonl", b'{"ref": "' + TEN_MEGABYTES + b'"}\n{"ref": "i1"}\n'),
    "brackets without end": ("json", b"[" * 200_000),
    "objects without end": ("json", b"[" + b'{"a":' * 20_000),
    "100,000 names": ("json", json.dumps([{"ref": "i1"} | {f"n{n}": n for n in range(60_000)}]).encode()),
    "a number of a million digits": ("json", b'[{"ref": "i1", "note": ' + b"9" * 1_000_000 + b"}]"),
    "names that cannot be stored": ("json", rb'[{"\u0000": 1, "\ud800": 2}]'),
    "a directory": ("xlsx", zip_of(folder__=b"")),
    "another zip": ("xlsx", zip_of(**{"a.txt": b"text"})),
    "a zip in a zip": ("xlsx", zip_of(**{"xl__workbook.xml": zip_of(a=b"b")})),
    "an empty zip": ("xlsx", zip_of()),
    "a torn zip": ("xlsx", zip_of(**{"xl__workbook.xml": b"<workbook/>" * 100})[:80]),
    "a bomb": ("xlsx", zip_of(**{"xl__worksheets__sheet1.xml": b"\0" * 50_000_000})),
}


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_file_ends_in_a_clear_state(shop: Shop, name: str):
    form, content = NASTY[name]
    shop.source(mapping(form))

    run = shop.drop(content, f"file.{EXTENSIONS[form]}")

    landed = shop.rows("SELECT count(*) FROM influencers")[0][0]
    assert run.attempts == 1
    if run.state is RunState.FAILED:
        assert run.error is not None
        assert run.error.startswith(("The ", "No item", "There is", "A part", '"file'))
        assert landed == 0
    else:
        assert run.state is RunState.DONE
        assert landed == run.rows_inserted


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["csv", "json", "jsonl"]), st.binary(max_size=300), st.sampled_from([b"", b"[{", b'{"ref":', b'"'])
)
def test_any_bytes_are_read_or_refused(form: str, content: bytes, head: bytes):
    declared = Mapping.model_validate(mapping(form))
    try:
        with open_table(io.BytesIO(head + content), declared, f"file.{form}") as table:
            batches = list(table.batches)
    except FileRefusedError:
        return
    for batch in batches:
        assert {len(column) for column in batch.columns} <= {len(batch.lines)}
        for cell in (cell for column in batch.columns for cell in column):
            assert "\0" not in cell
            cell.encode()
        for reject in batch.rejects:
            assert "\0" not in (reject.value or "") + reject.reason
            f"{reject.value}{reject.reason}".encode()
