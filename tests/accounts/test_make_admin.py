"""`make admin`: the very first account."""

import io
import json
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import select as sql_select

from commands import environment, make_admin
from shared.accounts.models import User
from shared.permissions import Role
from shared.platform import db
from shared.platform.config import settings
from tests.accounts.outbox import OTHER_PASSWORD, PASSWORD
from tests.client import Client

PROJECT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "commands.make_admin"]
MAIL, NAME = "first@shop.example", "First Admin"
pytestmark = pytest.mark.usefixtures("database")


def surroundings(app_settings: Mapping[str, str], **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"MAIL", "NAME"}}
    return kept | dict(app_settings) | more


def run(app_settings: Mapping[str, str], password: str = PASSWORD, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command with the password on standard input, as a script does."""
    given = {"MAIL": MAIL, "NAME": NAME} | more
    return subprocess.run(
        COMMAND, cwd=PROJECT, env=surroundings(app_settings, **given), input=f"{password}\n", text=True,
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip


def in_process(monkeypatch: pytest.MonkeyPatch, password: str, **more: str) -> pytest.ExceptionInfo[SystemExit]:
    """Run the command here, which is faster, and return how it ends."""
    for name, value in ({"MAIL": MAIL, "NAME": NAME} | more).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
    with pytest.raises(SystemExit) as ended:
        environment.run(make_admin.make_admin)
    return ended


def users() -> list[User]:
    with db.transaction() as session:
        return list(session.scalars(sql_select(User)))


def test_an_active_admin_is_made_who_sets_the_second_factor_up_first(api: Client, app_settings: dict[str, str]):
    done = run(app_settings)

    assert (done.returncode, done.stderr) == (0, "")
    assert f"{MAIL} is an admin now" in done.stdout
    assert "second factor is set up at the first sign-in" in done.stdout
    assert PASSWORD not in done.stdout
    [user] = users()
    assert (user.user_mail, user.user_name, user.user_role, user.is_active) == (MAIL, NAME, Role.ADMIN, True)
    signed_in = api.post("auth/login", {"mail": MAIL, "password": PASSWORD}).json
    assert signed_in["two_factor_enrolment_required"] is True
    caller = api.with_token(signed_in["access_token"])
    assert caller.get("users").json["code"] == "two_factor_enrolment_required"
    assert caller.post("me/two-factor", {"password": PASSWORD}).status == 200


def test_where_admins_need_no_second_factor_it_is_recommended(app_settings: dict[str, str]):
    assert "Set up a second factor after signing in" in run(app_settings, TWO_FACTOR_ROLES="finance_manager").stdout


def test_it_leaves_an_audit_row_without_personal_data(api: Client, app_settings: dict[str, str]):
    run(app_settings)

    rows = api.as_role("admin").get("audit", action="user.created")
    assert [(row["actor_id"], row["entity_id"]) for row in rows.json["items"]] == [(None, "1")]
    assert MAIL not in rows.body.decode()


@pytest.mark.parametrize(
    ("password", "more", "line"),
    [
        ("x" * 14, {}, "This password is too easy to guess. It must have at least 15 characters."),
        ("passwordpassword", {}, "This password is too easy to guess. It is one of the first that anybody would try."),
        (f"{MAIL} is mine", {}, "contains your name, your mail address or the name of this system."),
        ("", {}, "The password must have 1 to 128 characters."),
        ("x" * 129, {}, "The password must have 1 to 128 characters."),
        (PASSWORD, {"MAIL": "no address"}, "The mail address is not well-formed"),
        (PASSWORD, {"MAIL": ""}, "MAIL is missing"),
        (PASSWORD, {"MAIL": "/var/mail/somebody"}, "MAIL is missing"),
        (PASSWORD, {"NAME": "  "}, "NAME is missing"),
        (PASSWORD, {"NAME": "x" * 51}, "The name is not well-formed"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, password: str, more: dict[str, str], line: str
):
    said = str(in_process(monkeypatch, password, **more).value.code)

    assert said.startswith("No account was made. ")
    assert line in said
    assert "\n" not in said
    assert users() == []


def test_a_taken_address_is_refused(app_settings: dict[str, str]):
    run(app_settings)

    done = run(app_settings, OTHER_PASSWORD, MAIL=MAIL.upper())

    assert done.returncode == 1
    assert done.stderr == "No account was made. Another account has this mail address.\n"
    assert len(users()) == 1


def test_a_setting_that_is_missing_is_named(app_settings: dict[str, str]):
    done = run(app_settings, PUBLIC_URL="not an address")

    assert done.returncode == 1
    assert done.stderr.startswith("Cannot start: PUBLIC_URL")
    assert done.stderr.count("\n") == 1


def test_without_settings_those_of_make_run_are_taken(
    app_settings: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "local.settings.json"
    file.write_text(json.dumps({"IsEncrypted": False, "Values": app_settings}))
    monkeypatch.setattr(environment, "FILE", file)
    for name in app_settings:
        monkeypatch.delenv(name)
    settings.cache_clear()
    monkeypatch.setenv("MAIL", MAIL)
    monkeypatch.setenv("NAME", NAME)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\r\n"))

    environment.run(make_admin.make_admin)

    assert [user.user_mail for user in users()] == [MAIL]
    assert MAIL in capsys.readouterr().out


class Terminal:
    """The command at a terminal: what it shows, and what a person types when asked."""

    def __init__(self, app_settings: Mapping[str, str], **more: str) -> None:
        ours, theirs = pty.openpty()
        self._ours = ours
        self.shown = ""
        self.process = subprocess.Popen(
            COMMAND, cwd=PROJECT, env=surroundings(app_settings, **more), start_new_session=True,
            stdin=theirs, stdout=theirs, stderr=theirs,
        )  # fmt: skip
        os.close(theirs)

    def answer(self, question: str, typed: str) -> None:
        begin, deadline = len(self.shown), time.monotonic() + 30
        while question not in self.shown[begin:]:
            assert time.monotonic() < deadline, f"{question} was not asked: {self.shown}"
            self._read()
        os.write(self._ours, f"{typed}\n".encode())

    def end(self) -> int:
        while self._read():
            pass
        os.close(self._ours)
        return self.process.wait(30)

    def _read(self) -> bool:
        if not select.select([self._ours], [], [], 1)[0]:
            return self.process.poll() is None
        try:
            self.shown += os.read(self._ours, 4096).decode()
        except OSError:  # the other end is closed
            return False
        return True


def test_at_a_terminal_it_asks_for_everything_and_does_not_show_the_password(app_settings: dict[str, str]):
    terminal = Terminal(app_settings)
    terminal.answer("Mail address: ", MAIL)
    terminal.answer("Name: ", NAME)
    terminal.answer("Password: ", PASSWORD)
    terminal.answer("Password again: ", PASSWORD)

    assert terminal.end() == 0, terminal.shown
    assert PASSWORD not in terminal.shown
    assert [(user.user_mail, user.user_name) for user in users()] == [(MAIL, NAME)]


def test_at_a_terminal_two_passwords_that_differ_make_no_account(app_settings: dict[str, str]):
    terminal = Terminal(app_settings, MAIL=MAIL, NAME=NAME)
    terminal.answer("Password: ", PASSWORD)
    terminal.answer("Password again: ", OTHER_PASSWORD)

    assert terminal.end() == 1
    assert "The two passwords differ." in terminal.shown
    assert users() == []


def test_make_hands_its_variables_on():
    shown = subprocess.run(
        ["make", "-n", "admin", f"MAIL={MAIL}"], cwd=PROJECT, capture_output=True, text=True, check=True
    )

    assert "-m commands.make_admin" in shown.stdout
    assert MAIL not in shown.stdout  # in the environment, not among the arguments
