"""Commands find their settings, or say in one line what is missing."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands import environment
from shared.platform.config import MisconfiguredError, settings

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, app_settings: dict[str, str]) -> Iterator[Path]:
    """An environment without settings, and the place of the file."""
    for name in app_settings:
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "local.settings.json"
    monkeypatch.setattr(environment, "FILE", file)
    settings.cache_clear()
    before = dict(os.environ)
    yield file
    os.environ.clear()
    os.environ.update(before)
    settings.cache_clear()


def write(file: Path, values: dict[str, str]) -> None:
    file.write_text(json.dumps({"IsEncrypted": False, "Values": values}), encoding="utf-8")


def test_the_files_values_become_the_environment(empty: Path, app_settings: dict[str, str]):
    write(empty, app_settings)

    environment.load_settings()

    assert settings().database_url == app_settings["DATABASE_URL"]
    assert os.environ["SECRET_ENCRYPTION_KEYS"] == app_settings["SECRET_ENCRYPTION_KEYS"]


def test_what_the_environment_says_wins(empty: Path, app_settings: dict[str, str], monkeypatch: pytest.MonkeyPatch):
    write(empty, app_settings)
    monkeypatch.setenv("CURRENCY", "CHF")

    environment.load_settings()

    assert settings().currency == "CHF"


def test_with_a_database_in_the_environment_the_file_is_left_alone(
    empty: Path, app_settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
):
    """A server's settings are not mixed with those of a developer's machine."""
    write(empty, app_settings)
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")

    with pytest.raises(MisconfiguredError, match=r"CURRENCY is missing.*SETTINGS=local\.settings\.json"):
        environment.load_settings()


@pytest.mark.parametrize("form", ["local.settings.json", "az functionapp config appsettings list"])
def test_a_file_that_is_named_is_read_also_beside_a_database(
    empty: Path, app_settings: dict[str, str], monkeypatch: pytest.MonkeyPatch, form: str
):
    named = empty.with_name("app.settings.json")
    write(named, app_settings)
    if form.startswith("az"):
        listed = [{"name": name, "slotSetting": False, "value": value} for name, value in app_settings.items()]
        named.write_text(json.dumps(listed), encoding="utf-8")
    monkeypatch.setenv("SETTINGS", str(named))
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")

    environment.load_settings()

    assert settings().database_url == "postgresql://somewhere/else"
    assert settings().currency == app_settings["CURRENCY"]


@pytest.mark.parametrize("content", [None, "", "{", "[]", "{}", '{"Values": []}', '{"Values": 7}', b"\xff\xfe"])
def test_a_missing_or_broken_file_is_one_line(empty: Path, content: str | bytes | None):
    if content is not None:
        empty.write_bytes(content.encode() if isinstance(content, str) else content)

    with pytest.raises(MisconfiguredError) as refused:
        environment.load_settings()

    assert str(refused.value).startswith("Cannot start: ")
    assert "local.settings.json" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/app"}, "The database does not answer: "),
        ({"CURRENCY": "euro"}, "Cannot start: CURRENCY "),
        ({"SECRET_ENCRYPTION_KEYS": "{"}, "The secret encryption-keys "),
        ({"SECRET_ENCRYPTION_KEYS": ""}, "Cannot start: SECRET_ENCRYPTION_KEYS "),
    ],
    ids=["no database", "malformed setting", "malformed secret", "missing secret"],
)
def test_a_command_that_cannot_do_its_work_says_why_in_one_line(
    app_settings: dict[str, str], wrong: dict[str, str], said: str
):
    done = subprocess.run(
        [sys.executable, "-m", "commands.rotate_signing_keys"],
        cwd=PROJECT, env=app_settings | wrong, check=False, capture_output=True, text=True,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1


def test_a_database_that_only_make_run_serves_is_told_so(app_settings: dict[str, str]):
    nowhere = f"postgresql://postgres@/app?host={PROJECT}/.local/run&port=1"
    done = subprocess.run(
        [sys.executable, "-m", "commands.compute_payments"],
        cwd=PROJECT, env=app_settings | {"DATABASE_URL": nowhere}, check=False, capture_output=True, text=True,
    )  # fmt: skip

    assert done.returncode == 1
    assert done.stderr.startswith("The database does not answer: ")
    assert done.stderr.endswith("start that first.\n")
