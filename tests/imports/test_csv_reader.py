"""Delimited text: every make, every slip, and never a good row lost."""

import csv
import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.imports import text_lines
from shared.imports.csv_reader import read_csv
from shared.imports.rows import LONGEST_CELL, FileRefusedError, Reject, Rejoined
from tests.imports.conftest import rows_of


class Trickle(io.BytesIO):
    """A stream that gives less than it is asked for, as networks do."""

    def read(self, size=-1, /):
        return super().read(min(size, 7) if size > 0 else size)


def read(content: bytes, **options) -> tuple[list[str], list[tuple[int, list[str]]], list[Reject]]:
    table = read_csv(io.BytesIO(content), **options)
    rows, rejects = [], []
    for batch in table.batches:
        rows += [(line, list(row)) for line, row in zip(batch.lines, rows_of(batch), strict=True)]
        rejects += batch.rejects
    return table.header, rows, rejects


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("näme,zahl\nÄ,1\n".encode(), "UTF-8"),
        ("\ufeffnäme,zahl\nÄ,1\n".encode(), "UTF-8 with a mark"),
        ("näme,zahl\nÄ,1\n".encode("utf-16"), "UTF-16 with a mark"),
        ("näme,zahl\nÄ,1\n".encode("utf-16-le"), "UTF-16 without one"),
        ("näme,zahl\nÄ,1\n".encode("cp1252"), "Windows-1252"),
        ("näme;zahl\r\nÄ;1\r\n".encode(), "semicolons and CR LF"),
        ("näme\tzahl\nÄ\t1".encode(), "tabs and no last line end"),
        ("näme|zahl\rÄ|1\r".encode(), "bars and CR"),
        ('"näme","zahl"\n"Ä","1"\n'.encode(), "quotes"),
        ("\n\nnäme,zahl\n\nÄ,1\n,\n  \n".encode(), "blank lines"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_finds_out_how_a_file_is_written(content, encoding):
    header, rows, rejects = read(content)

    assert (header, [row for _, row in rows], rejects) == (["näme", "zahl"], [["Ä", "1"]], [])


def test_reads_a_declared_encoding_and_delimiter():
    header, rows, _ = read("a:b,c\nż:1,5\n".encode("cp1250"), encoding="cp1250", delimiter=":")

    assert (header, rows) == (["a", "b,c"], [(2, ["ż", "1,5"])])


def test_headers_and_cells_may_go_over_several_lines():
    header, rows, rejects = read(b'"a\nb",c\n"x\ny",1\nz,2\n')

    assert header == ["a\nb", "c"]
    assert rows == [(3, ["x\ny", "1"]), (5, ["z", "2"])]
    assert rejects == []


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ('x,"torn', "a quote that does not end"),
        ('"x,2', "a quote that does not end"),
        ("x\0,2", "a NUL byte"),
        ("x,2,3", "3 cells where the header has 2"),
        ("x", "1 cells where the header has 2"),
        ("x" * (LONGEST_CELL + 1) + ",2", "A cell is longer"),
    ],
)
def test_one_bad_line_costs_one_line(bad, reason):
    content = f'a,b\n1,2\n{bad}\n3,"4"\n"5, 6",7\n'.encode()

    _, rows, rejects = read(content)

    assert rows == [(2, ["1", "2"]), (4, ["3", "4"]), (5, ["5, 6", "7"])]
    assert [(reject.line, reason in reject.reason) for reject in rejects] == [(3, True)]


def test_a_line_that_cannot_be_decoded_is_refused_alone():
    content = "a,b\né,1\nü,2\n".encode() + b"\xff\xfe,3\n" + "ß,4\n".encode()

    _, rows, rejects = read(content)

    assert [row for _, row in rows] == [["é", "1"], ["ü", "2"], ["ß", "4"]]
    assert [(reject.line, reject.reason) for reject in rejects] == [
        (4, "The line holds bytes that are not text in UTF-8.")
    ]


def test_a_line_that_never_ends_is_refused_in_bounded_memory():
    class Endless(io.RawIOBase):
        left = 40

        def read(self, _size=-1, /):
            self.left -= 1
            return b"x" * (1 << 20) if self.left > 0 else b"\n1,2\n" if self.left == 0 else b""

    table = read_csv(Rejoined(b"a,b\n3,4\n", Endless()))
    tracemalloc.start()
    batches = list(table.batches)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [row for batch in batches for row in rows_of(batch)] == [["3", "4"], ["1", "2"]]
    assert [reject.reason for batch in batches for reject in batch.rejects] == [
        "The line holds a line longer than 1,048,576 bytes."
    ]
    assert peak < 16 << 20


def test_a_quote_that_does_not_end_is_found_however_long_the_file():
    lines = [f"{n},value {n}" for n in range(100_000)]
    lines[50] = '50,"value 50'
    content = ("a,b\n" + "\n".join(lines) + "\n").encode()

    _, rows, rejects = read(content)

    assert len(rows) == 99_999
    assert [reject.line for reject in rejects] == [52]


@pytest.mark.parametrize("content", [b"", b"\n \n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused_as_a_whole(content):
    with pytest.raises(FileRefusedError, match="empty"):
        read(content)


def test_an_unknown_encoding_is_refused():
    with pytest.raises(FileRefusedError, match='"klingon" is not known'):
        read(b"a,b\n", encoding="klingon")


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\ufeff"), min_size=1, max_size=20).filter(
    str.strip
)
TROUBLE = st.sampled_from(
    [b'1,"torn,3', b'"', b"a,b\0,c", b"1,2", b"1,2,3,4", b"\xff\xfe\xfa,2,3", b"\x81\x8d,1,2", b'x,"y"z,1', b"", b",,"]
)


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=30), st.sampled_from([",", ";", "\t", "|"]), st.data()
)
def test_reads_back_what_any_writer_wrote(records, delimiter, data):
    text = io.StringIO()
    quoting = data.draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    writer = csv.writer(
        text, delimiter=delimiter, quoting=quoting, lineterminator=data.draw(st.sampled_from(["\n", "\r\n"]))
    )
    writer.writerows([["first", "second", "third"], *records])
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))

    _, rows, rejects = read(text.getvalue().encode(encoding))

    assert [row for _, row in rows] == records
    assert rejects == []


GOOD = st.tuples(st.integers(0, 99), CELLS.map(lambda cell: cell.replace('"', "").replace("\n", "")).filter(str.strip))


@given(st.lists(st.one_of(TROUBLE, GOOD), max_size=40), st.sampled_from([7, 64, 1 << 18]))
def test_no_trouble_costs_a_good_row(lines, block):
    """A good row is one line of three cells without quotes; whatever lies between, it comes through."""
    encoded = [
        line if isinstance(line, bytes) else f"{line[0]},{line[1].replace(',', ' ')},!".encode() for line in lines
    ]
    wanted = [[str(line[0]), line[1].replace(",", " "), "!"] for line in lines if isinstance(line, tuple)]
    content = b"first,second,third\n" + "é,é,é\n".encode() * 50 + b"\n".join(encoded)

    before, text_lines.BLOCK = text_lines.BLOCK, block
    try:
        _, rows, _ = read(content)
    finally:
        text_lines.BLOCK = before

    assert [row for _, row in rows if row[2] == "!"] == wanted


@given(st.binary(max_size=400))
def test_any_bytes_end_in_rows_or_a_clear_refusal(content):
    try:
        header, rows, _ = read(content)
    except FileRefusedError:
        return
    assert all(len(row) == len(header) for _, row in rows)


def test_a_slow_stream_reads_the_same():
    content = b"a,b\n" + b"".join(f'"{n}\n",{n}\n'.encode() for n in range(500))

    table = read_csv(Trickle(content))

    assert [row for batch in table.batches for row in rows_of(batch)] == [[f"{n}\n", str(n)] for n in range(500)]
