"""What the documentation says is so."""

import json
import re
from pathlib import Path

import pytest

from shared.platform import apidocs
from shared.platform.settings_model import Settings
from tests.client import functions

PROJECT = Path(__file__).resolve().parents[1]
PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path):
    links = re.findall(r"\]\((?!https?://)([^)#]+)\)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_make_targets_that_are_named_exist(page: Path):
    targets = set(re.findall(r"^(\w+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"`(?:[A-Z]+=\w+ )?make (\w+)`", page.read_text(encoding="utf-8")))

    assert named <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_paths_of_the_api_that_are_named_exist(page: Path):
    known = [re.sub(r"\{\w+\}", "[^/]+", path) for path in json.loads(apidocs.DOCUMENT.read_text())["paths"]]
    text = page.read_text(encoding="utf-8").replace("$BASE", "/api")
    named = {path.rstrip("/.") for path in re.findall(r"(?<![\w.])/api/[\w./$-]+", text)}

    assert [path for path in named if not any(re.fullmatch(pattern, path) for pattern in known)] == []


def test_the_table_of_jobs_is_complete():
    page = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
    triggered = {
        function.get_function_name()
        for function in functions()
        if function.get_trigger().get_dict_repr()["type"] != "httpTrigger"
    }
    section = page.partition("## Jobs")[2].partition("\n## ")[0]

    assert set(re.findall(r"^\| `(\w+)`", section, re.MULTILINE)) == triggered


def test_every_setting_is_explained():
    page = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
    names = {str(field.alias or name.upper()) for name, field in Settings.model_fields.items()}

    assert {name for name in names if f"`{name}`" not in page} == set()


def test_the_example_of_local_settings_names_every_setting_without_a_default():
    example = json.loads((PROJECT / "local.settings.example.json").read_text(encoding="utf-8"))["Values"]
    required = {name.upper() for name, field in Settings.model_fields.items() if field.is_required()}

    assert required <= example.keys()
    assert all(value == "" for name, value in example.items() if name.startswith("SECRET_"))
