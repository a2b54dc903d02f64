"""docs/imports.md says what the code does."""

import html
import json
import re
from pathlib import Path

from shared.imports.fields import FIELDS
from shared.imports.mapping import ORIGINS, FieldMapping, Mapping
from shared.imports.placeholders import PLACEHOLDERS
from shared.imports.schemas import SourceIn

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "imports.md").read_text(encoding="utf-8")


def table_after(heading: str) -> list[list[str]]:
    section = PAGE.partition(f"{heading}\n")[2]
    lines = re.search(r"(?:^\|.*\n)+", section, re.MULTILINE)
    assert lines is not None
    return [[cell.strip() for cell in line.strip("|\n").split("|")] for line in lines[0].splitlines()[2:]]


def test_every_placeholder_is_in_the_table():
    shown = [(table, column, html.unescape(text)) for table, column, text in table_after("## Placeholders")]

    assert shown == [
        (table, column, placeholder.shown)
        for table, columns in PLACEHOLDERS.items()
        for column, placeholder in columns.items()
    ]


def test_every_field_is_in_the_table_and_required_ones_are_bold():
    for target, listed in table_after("### Fields"):
        fields = {name: field for name, field in FIELDS[target].items() if "." not in name}  # type: ignore[index]

        assert listed.split(", ") == [f"**{name}**" if field.required else name for name, field in fields.items()]


def test_every_option_is_explained():
    of_mapping = set(re.findall(r"`(\w+)`", "".join(row[0] for row in table_after("## Declaring a source"))))
    of_field = set(re.findall(r"`(\w+)`", "".join(row[0] for row in table_after("### How it becomes a value"))))

    assert of_mapping == set(Mapping.model_fields)
    assert of_field | {"nth", *ORIGINS} == set(FieldMapping.model_fields)


def test_the_example_is_a_valid_source():
    example = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)

    assert example is not None
    assert SourceIn.model_validate(json.loads(example[1])).slug == "web-shop"
