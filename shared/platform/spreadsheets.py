"""Comma-separated text (RFC 4180) that people open in Excel and programs read, and in which no text is calculated.

A byte order mark is there, unless nobody wants it, because Excel reads UTF-8 only with it, and pandas skips it.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

MEDIA_TYPE = "text/csv"

# Control characters and what XML 1.0 forbids. Tab and line breaks stay; lone surrogates are not UTF-8 either.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# What a spreadsheet takes for the start of a formula, with the full-width forms that East Asian versions accept. Where
# the list separator is a semicolon, Excel sees no quotes around a cell in the middle of our lines: there a semicolon,
# a tab or a line break inside a text begins a cell of its own.
_CALCULATED = re.compile(r"^(?=[\t\r\n])|(?:^|(?<=[;\t\r\n]))(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")


def clean(text: object) -> str:
    """Text without the characters that XML and PDF cannot hold."""
    return _FORBIDDEN.sub("", str(text))


def neutral(text: object) -> str:
    """Text that no spreadsheet will calculate: an apostrophe goes before whatever looks like a formula."""
    return _CALCULATED.sub("'", clean(text))


def csv_file(header: Sequence[str], rows: Iterable[Sequence[str]], *, bom: bool = True) -> bytes:
    """Return the file: the header and a line for each row.

    Args:
        header: keys of the columns.
        rows: cells as they are to be written. Numbers are plain; any text must have gone through `neutral`.
        bom: whether it begins with the mark that Excel wants.
    """
    buffer = io.StringIO(newline="")
    if bom:
        buffer.write("\ufeff")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([neutral(key) for key in header])
    writer.writerows(rows)
    return buffer.getvalue().encode()
