"""docs/security.md answers for every requirement, with tests and files that are there."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
PAGE = PROJECT / "docs" / "security.md"

# OWASP ASVS 5.0.0: levels 1 and 2 of validation, authentication, sessions, authorization and tokens, and what else
# the design asks to be checked one by one.
ASVS = """
    1.2.4 1.2.10 1.3.6 1.3.11 1.5.1
    2.1.1 2.1.2 2.1.3 2.2.1 2.2.2 2.2.3 2.3.1 2.3.2 2.3.3 2.3.4 2.4.1
    4.1.1 4.1.3 4.1.4
    5.2.1 5.2.2 5.2.3 5.2.4 5.3.2 5.4.1 5.4.2
    6.1.1 6.1.2 6.1.3 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.2.9 6.2.10 6.2.11 6.2.12
    6.3.1 6.3.2 6.3.3 6.3.4 6.3.5 6.3.6 6.3.7 6.3.8 6.4.1 6.4.2 6.4.3 6.4.4 6.4.6
    6.5.1 6.5.2 6.5.3 6.5.4 6.5.5 6.6.2 6.6.3
    7.1.1 7.1.2 7.2.1 7.2.2 7.2.3 7.2.4 7.3.1 7.3.2 7.4.1 7.4.2 7.4.3 7.4.4 7.4.5 7.5.1 7.5.2 7.5.3
    8.1.1 8.1.2 8.2.1 8.2.2 8.2.3 8.3.1 8.3.2 8.4.1
    9.1.1 9.1.2 9.1.3 9.2.1 9.2.2 9.2.3 9.2.4
    10.4.5 10.4.8 10.4.9
    11.1.1 11.1.2 11.2.2 11.2.4 11.3.2 11.3.3 11.3.4 11.4.2 11.5.1
    13.1.2 13.1.4 13.2.2 13.2.6 13.3.1
    14.2.1 14.3.2
    15.1.2 15.2.2 15.3.1 15.3.2 15.3.3 15.3.4 15.3.7 15.4.2
    16.1.1 16.2.1 16.2.2 16.2.5 16.3.1 16.3.2 16.3.3 16.4.1 16.4.2 16.5.1 16.5.2 16.5.3 16.5.4
"""
# NIST SP 800-63B-4, by its sections.
NIST = "2.2.1 2.2.2 2.2.3 3.1.1.1 3.1.1.2 3.1.2 3.1.4 3.2.2 4.1 4.2 4.6 5.1 5.2"
# RFC 9700 (OAuth 2.0 security), RFC 8725 (JWT), RFC 6238 (TOTP), by their sections.
RFC_9700 = "2.2.1 2.2.2 2.3 2.4 4.3.2 4.14.2"
RFC_8725 = "3.1 3.2 3.3 3.5 3.8 3.9 3.10 3.11 3.12"
RFC_6238 = "3 5.1 5.2 6"
API_TOP_10 = " ".join(f"API{number}:2023" for number in range(1, 11))

SECTIONS = {
    "OWASP ASVS 5.0.0": ASVS,
    "NIST SP 800-63B-4": NIST,
    "RFC 9700": RFC_9700,
    "RFC 8725": RFC_8725,
    "RFC 6238": RFC_6238,
    "OWASP API Security Top 10": API_TOP_10,
}


def section(title: str) -> str:
    return PAGE.read_text(encoding="utf-8").partition(f"\n## {title}")[2].partition("\n## ")[0]


def rows(title: str) -> list[list[str]]:
    """Return the cells of each row: number, requirement, how, shown by."""
    lines = [line for line in section(title).splitlines() if re.match(r"\| (?:API)?\d", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@cache
def names_in(path: str) -> frozenset[str]:
    """Return every name that a test file defines."""
    tree = ast.parse((PROJECT / path).read_text(encoding="utf-8"))
    defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    names = {node.name for node in ast.walk(tree) if isinstance(node, defined)}
    assigned = (target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets)
    return frozenset(names | {target.id for target in assigned if isinstance(target, ast.Name)})


@pytest.mark.parametrize("title", SECTIONS)
def test_every_requirement_is_answered_once(title: str):
    counted = Counter(row[0] for row in rows(title))

    assert set(SECTIONS[title].split()) - counted.keys() == set(), "not answered"
    assert counted.keys() - set(SECTIONS[title].split()) == set(), "not in the list"
    assert [number for number, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("title", SECTIONS)
def test_every_answer_says_how_and_what_shows_it(title: str):
    shown = re.compile(r"`tests/[\w/]+\.py::\w+`|this page|does not apply")

    incomplete = [row[0] for row in rows(title) if len(row) != 4 or not all(row) or not shown.search(row[3])]

    assert incomplete == []


def test_every_named_test_exists():
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE.read_text(encoding="utf-8"))

    assert named
    assert [f"{path}::{name}" for path, name in named if name not in names_in(path)] == []


def test_every_named_file_exists():
    named = re.findall(r"`((?:\w[\w-]*/)+[\w.-]+\.\w+)(?:::\w+)?`", PAGE.read_text(encoding="utf-8"))

    assert sorted({path for path in named if not (PROJECT / path).is_file()}) == []
