"""The programs that files are opened with, and what each has to find in them; what is not installed is not asked."""

import csv
import io
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pypdf

TOOLS = ("qpdf", "pdftoppm", "pdftotext", "soffice")
_LONG = 600  # seconds
_PAGES = 40  # whose words are looked at; the tables of more of them go on as they began
_AROUND = 3000  # points
_PAGE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
_WORD = re.compile(r'<word xMin="(-?[\d.]+)" yMin="(-?[\d.]+)" xMax="(-?[\d.]+)" yMax="(-?[\d.]+)">([^<]*)<')

type _Box = tuple[float, float, float, float, str]


def missing() -> list[str]:
    return [tool for tool in TOOLS if shutil.which(tool) is None]


def faults(file: Path) -> Iterator[str]:
    """What is wrong with a file, a sentence each."""
    yield from {".pdf": _of_pdf, ".xlsx": _of_workbook, ".csv": _of_csv}[file.suffix](file)


def _of_csv(file: Path) -> Iterator[str]:
    text = file.read_bytes().decode()
    if text.replace("\r\n", "").count("\r") or not text.endswith("\r\n"):
        yield "its lines do not end as RFC 4180 has it"
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if len({len(row) for row in rows}) != 1:
        yield "its rows differ in length"
    if len(pd.read_csv(file)) != len(rows) - 1:
        yield "pandas finds another number of rows"


def _of_workbook(file: Path) -> Iterator[str]:
    book = openpyxl.load_workbook(file)
    frames = pd.read_excel(file, sheet_name=None, engine="openpyxl")
    if list(frames) != book.sheetnames or book.sheetnames[-1] != "About":
        yield f"its sheets are {book.sheetnames}"
    for sheet in book:
        formulas = sum(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
        if formulas:
            yield f"{sheet.title} has {formulas} formulas"


def _of_pdf(file: Path) -> Iterator[str]:
    reader = pypdf.PdfReader(file)
    root = reader.root_object
    if not root.get("/MarkInfo", {}).get("/Marked") or "/StructTreeRoot" not in root or "/Lang" not in root:
        yield "it is not tagged"
    if b"pdfuaid" not in (reader.xmp_metadata.stream.get_data() if reader.xmp_metadata else b""):
        yield "it does not claim PDF/UA"
    if shutil.which("pdftotext"):
        yield from _misplaced(file)
    if shutil.which("qpdf"):
        done = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
        if done.returncode:
            yield f"qpdf: {done.stdout}{done.stderr}"


def _misplaced(file: Path) -> Iterator[str]:
    """Words that begin or end beyond their page, as in a table that is cut, and words that lie on each other."""
    command = ["pdftotext", "-bbox", "-l", str(_PAGES), "-", "-"]
    told = subprocess.run(command, input=_widened(file), capture_output=True, check=True).stdout.decode()
    for number, page in enumerate(told.split("<page ")[1:], 1):
        width, height = (float(found) - 2 * _AROUND for found in _PAGE.findall(page)[0])
        words = [(*(float(end) - _AROUND for end in word[:4]), word[4]) for word in _WORD.findall(page)]
        beyond = [word[4] for word in words if not (0 <= word[0] <= word[2] <= width and 0 <= word[1] <= height)]
        if beyond:
            yield f"page {number} has {beyond[:3]} beyond its edge"
        if both := _on_each_other(words):
            yield f"page {number} has words on each other: {both[:3]}"


def _widened(file: Path) -> bytes:
    """The file with wider pages, since pdftotext leaves out what lies beyond them."""
    writer, buffer = pypdf.PdfWriter(clone_from=file), io.BytesIO()
    for page in writer.pages:
        left, bottom, right, top = page.mediabox
        ends = (left - _AROUND, bottom - _AROUND, right + _AROUND, top + _AROUND)
        page.mediabox = page.cropbox = pypdf.generic.RectangleObject(ends)
    writer.write(buffer)
    return buffer.getvalue()


def _on_each_other(words: list[_Box]) -> list[tuple[str, str]]:
    """Pairs of words whose middles lie in each other's boxes."""
    found = []
    for place, one in enumerate(words):
        for other in words[place + 1 : place + 400]:
            across, up = (one[0] + one[2]) / 2, (one[1] + one[3]) / 2
            if other[0] < across < other[2] and other[1] < up < other[3]:
                found.append((one[4], other[4]))
    return found


def in_office(files: Iterable[Path], folder: Path) -> dict[Path, int]:
    """How many rows LibreOffice finds on the first sheet of each workbook, header included."""
    files = list(files)
    command = ["soffice", f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--convert-to", "csv"]
    subprocess.run(
        [*command, "--outdir", str(folder), *map(str, files)], capture_output=True, check=True, timeout=_LONG
    )
    return {file: _rows(folder / f"{file.stem}.csv") for file in files}


def _rows(file: Path) -> int:
    with file.open(encoding="utf-8", newline="") as lines:
        return sum(any(row) for row in csv.reader(lines))


def pictures(file: Path, folder: Path, most: int = 40) -> None:
    """Each page as a small picture."""
    command = ["pdftoppm", "-r", "50", "-l", str(most), "-png", str(file), str(folder / file.stem)]
    subprocess.run(command, check=True, capture_output=True, timeout=_LONG)
