"""What the documentation says is so."""

import importlib
import json
import pkgutil
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import functions as triggers
import shared
from local import openapi
from shared.permissions import Permission
from shared.platform import apidocs, db
from shared.platform.errors import Refusal
from shared.platform.settings_model import Settings
from shared.privacy.inventory import PERSONAL
from tests.client import Client, functions

PROJECT = Path(__file__).resolve().parents[1]
PAGES = [*sorted(PROJECT.glob("*.md")), *sorted((PROJECT / "docs").rglob("*.md"))]
CODE = [*sorted((PROJECT / "shared").rglob("*.py")), *sorted((PROJECT / "deploy").rglob("*.py"))]
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")
# What a page names in backticks as a path begins in one of our folders.
FOLDERS = {path.name for path in PROJECT.iterdir() if path.is_dir() and not path.name.startswith(".")}
# Variables of the tools we use, of the bindings of triggers, and of the examples.
OF_OTHERS = {
    "UV_PYTHON", "RANKING_SCHEDULE", "PYTHON_THREADPOOL_THREAD_COUNT", "SECRET_FEED_SHOP", "DRY_RUN",
    "APPLICATIONINSIGHTS_CONNECTION_STRING", "OTEL_TRACES_SAMPLER", "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_HEADERS", "MALLOC_ARENA_MAX",
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path):
    links = re.findall(r"\]\((?!https?://)([^)#]+)\)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_make_targets_that_are_named_exist(page: Path):
    targets = set(re.findall(r"^([\w-]+):", MAKEFILE, re.MULTILINE))
    named = set(re.findall(r"(?:`|^)(?:[A-Z]+=[^` ]+ )*make ([\w-]+)", page.read_text(encoding="utf-8"), re.MULTILINE))

    assert named <= targets


def test_make_help_names_every_target():
    targets = set(re.findall(r"^([\w-]+):", MAKEFILE, re.MULTILINE)) - {"help", "setup"}

    told = "\n".join(re.findall(r"@echo (.*)", MAKEFILE))

    assert targets - set(re.findall(r"make ([\w-]+)", told)) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_and_commands_that_are_named_exist(page: Path):
    text = page.read_text(encoding="utf-8")
    paths = {path for path in re.findall(r"`([\w.-]+/[\w./-]*)`", text) if path.partition("/")[0] in FOLDERS}
    modules = {
        PROJECT / module.replace(".", "/")
        for module in re.findall(r"python -m ([\w.]+)", text)
        if module.partition(".")[0] in FOLDERS
    }

    assert [path for path in paths if not (PROJECT / path).exists()] == []
    assert [
        path for path in modules if not any((PROJECT / path).with_suffix(end).exists() for end in ("", ".py"))
    ] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_settings_and_permissions_that_are_named_exist(page: Path):
    text = page.read_text(encoding="utf-8")
    settings = {str(field.alias or name.upper()) for name, field in Settings.model_fields.items()}
    first_words = {permission.partition(".")[0] for permission in Permission}
    columns = {str(column) for table in db.Base.metadata.tables.values() for column in table.columns}
    named = {word for word in re.findall(r"`([a-z_]+\.[a-z_]+)`", text) if word.partition(".")[0] in first_words}

    assert set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)`", text)) - settings - OF_OTHERS == set()
    assert named - columns - set(Permission) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_paths_of_the_api_that_are_named_exist(page: Path):
    known = [re.sub(r"\{\w+\}", "[^/]+", path) for path in json.loads(apidocs.DOCUMENT.read_text())["paths"]]
    text = page.read_text(encoding="utf-8").replace("$BASE", "/api")
    named = {path.rstrip("/.") for path in re.findall(r"(?<![\w.])/api/[\w./$-]+", text)}

    assert [path for path in named if not any(re.fullmatch(pattern, path) for pattern in known)] == []


def test_every_refusal_is_explained_and_no_other():
    for package in (shared, triggers):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    statuses = defaultdict[str, set[int]](set, {"internal": {500}})
    for refusal in _below(Refusal):
        statuses[refusal.code].add(refusal.status)

    assert {code: set(about["status"]) for code, about in openapi.refusals().items()} == statuses


def _below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    """Yield the refusals of the program; tests make some of their own."""
    for derived in kind.__subclasses__():
        if not derived.__module__.startswith("tests."):
            yield derived
            yield from _below(derived)


def test_the_type_of_a_problem_leads_to_its_row(api: Client):
    problem = api.get("campaigns").json
    page = api.get("docs").body.decode()

    assert problem["type"].startswith("/docs#")
    assert f'id="{problem["type"].partition("#")[2]}"' in page


def test_jobs_tables_and_settings_of_the_runbooks_exist():
    page = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
    words = set(re.findall(r"`([a-z]+(?:_[a-z]+)+)`", page.partition("## Jobs")[0].partition("## Scaling")[2]))
    words |= set(re.findall(r"`([a-z]+(?:_[a-z]+)+)`", page.partition("## Keys and secrets")[2]))
    tables = set(db.Base.metadata.tables)
    columns = {column.name for table in db.Base.metadata.tables.values() for column in table.columns}
    names = {function.get_function_name() for function in functions()}
    codes = set(re.findall(r'"([a-z]+(?:_[a-z]+)+)"', "".join(path.read_text() for path in CODE)))

    of_postgresql = {"session_replication_role"}
    assert sorted(words - tables - columns - names - codes - of_postgresql) == []


def test_every_table_has_its_place_in_an_elastic_cluster():
    page = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = page.partition("| tables | kind |")[2].partition("\n\n")[0]
    first = " ".join(line.split("|")[1] for line in section.splitlines() if line.startswith("| `"))
    placed = Counter(re.findall(r"`(\w+)`", first))

    assert placed.keys() == set(db.Base.metadata.tables) | {"alembic_version"}
    assert [name for name, times in placed.items() if times > 1] == []


def test_tables_with_personal_data_are_told_of():
    page = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = page.partition("## Personal data")[2].partition("\n## ")[0]

    assert {table for table in PERSONAL if f"`{table}`" not in section} == set()


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


def field_name(name: str) -> str:
    """Return what the settings class takes a variable by: its alias, or the field's own name."""
    return name if name.startswith("AzureWebJobs") else name.lower()


def test_the_example_of_local_settings_names_every_setting_without_a_default():
    example = json.loads((PROJECT / "local.settings.example.json").read_text(encoding="utf-8"))["Values"]
    known = {str(field.alias or name.upper()): field for name, field in Settings.model_fields.items()}
    hosts = {"FUNCTIONS_WORKER_RUNTIME", "RANKING_SCHEDULE"}  # read by the host
    secrets = {name for name in example if name.startswith("SECRET_")}

    assert {name for name, field in known.items() if field.is_required()} <= example.keys()
    assert example.keys() - known.keys() - hosts == secrets
    made = Settings.model_validate({(field_name(name)): value for name, value in example.items() if name in known})
    assert made.secrets_from == "environment"
    assert all(value == "" for name, value in example.items() if name.startswith("SECRET_"))
