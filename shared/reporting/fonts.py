"""The fonts of PDF files, and which characters they hold.

A fresh machine has no fonts, and PDF/UA forbids a character without a shape, so the fonts come from packages of font
files, found without importing it: weblate-fonts (Source Sans 3 for the text, Kurinto Sans for nearly every script).
What it lacks, emoji above all, is spelled out by name; without it typst's own Libertinus is used.
"""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_FAMILIES = (
    "Source Sans 3",
    "Kurinto Sans",
    "Kurinto Sans SC",
    "Kurinto Sans KR",
    "Kurinto Sans JP",
    "Kurinto Sans TC",
    "Libertinus Serif",
)

# Package, folder inside it, and the file names that hold one upright weight of every family used.
_SOURCES = (
    ("weblate_fonts", "static/weblate_fonts/source-sans/ttf", "SourceSans3-Regular.ttf"),
    ("weblate_fonts", "static/weblate_fonts/kurinto/ttf", "*-Rg.ttf"),
)

# What Libertinus Serif certainly holds: Latin with its accents, Greek, Cyrillic, common punctuation, currency signs.
_BUILT_IN = frozenset(
    code
    for first, last in ((0x20, 0x7E), (0xA0, 0x17F), (0x391, 0x3A1), (0x3A3, 0x3C9), (0x410, 0x44F))
    for code in range(first, last + 1)
) | {0x0A, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x20AC, 0x2212, 0xAD}


@cache
def families() -> tuple[str, ...]:
    """The families to ask for, best first; typst warns about those that are not there, so they are left out."""
    import typst  # noqa: PLC0415 - 80 MB that only a rendering process needs

    there = set(typst.Fonts(include_system_fonts=False, font_paths=list(folders())).families())
    return tuple(family for family in _FAMILIES if family in there)


@cache
def folders() -> tuple[str, ...]:
    """Folders of font files that are installed."""
    return tuple(dict.fromkeys(str(folder) for folder, _ in _installed()))


@cache
def covered() -> frozenset[int]:
    """The code points that can be shown."""
    found = (_code_points(file.read_bytes()) for folder, pattern in _installed() for file in folder.glob(pattern))
    return _BUILT_IN.union(*found)


@cache
def spelled(character: str) -> str:
    """What to print for a character that no font holds: its name, or nothing where it has no shape anyway."""
    if unicodedata.category(character) in {"Cf", "Mn", "Me", "Cc"}:
        return ""
    name = unicodedata.name(character, f"U+{ord(character):04X}")
    return f"[{name.lower() if ' ' in name else name}]"


def showable(text: str) -> str:
    """The text with every character either in a font or spelled out; composed, as shaping wants it."""
    if text.isascii():
        return text
    known = covered()
    composed = unicodedata.normalize("NFC", text)
    return "".join(char if ord(char) in known else spelled(char) for char in composed)


def _installed() -> Iterator[tuple[Path, str]]:
    for package, folder, pattern in _SOURCES:
        spec = find_spec(package)
        if spec and spec.origin:
            yield Path(spec.origin).parent / folder, pattern


def _code_points(font: bytes) -> frozenset[int]:
    """The code points of a TrueType font, from the formats 4 and 12 of its table `cmap`."""
    start = _table(font, b"cmap")
    count = struct.unpack_from(">H", font, start + 2)[0]
    offsets = {struct.unpack_from(">I", font, start + 8 + 8 * index)[0] for index in range(count)}
    return frozenset().union(*(_subtable(font, start + offset) for offset in offsets))


def _table(font: bytes, name: bytes) -> int:
    count = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * index) for index in range(count))
    return next(int(offset) for tag, _, offset, _ in records if tag == name)


def _subtable(font: bytes, at: int) -> set[int]:
    kind = struct.unpack_from(">H", font, at)[0]
    if kind == 12:  # noqa: PLR2004 - the number of the format
        groups = struct.unpack_from(">I", font, at + 12)[0]
        flat = struct.unpack_from(f">{3 * groups}I", font, at + 16)
        starts, ends = flat[0::3], flat[1::3]
    elif kind == 4:  # noqa: PLR2004 - the number of the format
        segments = struct.unpack_from(">H", font, at + 6)[0] // 2
        ends = struct.unpack_from(f">{segments}H", font, at + 14)
        starts = struct.unpack_from(f">{segments}H", font, at + 16 + 2 * segments)
    else:
        return set()
    return {code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1)} - {0xFFFF}
