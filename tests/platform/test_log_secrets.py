"""The run's own search for secrets in logs finds them; and texts of strangers stay on the line they were logged on."""

import ast
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError

from local.host.logs import ForgeryProof
from local.stack import Stack
from shared.platform import db
from tests.client import Client
from tests.log_secrets import Watch

PROJECT = Path(__file__).parents[2]
SECRET = "Zk3-not-for-the-logs_91"
TOKEN = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg"
LINK = "https://store.example/reports/1.pdf?sv=1&sig=a%2Bb%2Fc3dEfGh1jKlMn%3D"

LEAKING_TEST = """
import logging
from tests.log_secrets import WATCH

def test_something():
    WATCH.note_fields({"refresh_token": "%(secret)s"})
    logging.getLogger("shared.leaky").debug("the token is %%s", "%(logged)s")
"""


# --- the search


def noted(fields: object) -> Watch:
    watch = Watch()
    watch.note_fields(fields)
    return watch


def found(watch: Watch, tmp_path: Path, *lines: str) -> list[str]:
    file = tmp_path / "logs" / "app.log"
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(["2026-01-01 INFO a line", *lines]))
    return [str(hit) for hit in watch.search(file)]


@pytest.mark.parametrize(
    ("fields", "logged", "kind"),
    [
        ({"password": SECRET}, SECRET, "a password"),
        ({"a": [{"new_password": SECRET}]}, f"x{SECRET}y", "a password"),
        ({"recovery_codes": ["abcd-efgh-ijkl", SECRET]}, SECRET, "a recovery code"),
        ({"access_token": TOKEN}, TOKEN, "an access token"),
        ({"access_token": TOKEN}, TOKEN.rpartition(".")[2], "an access token"),
        ({"otpauth_uri": f"otpauth://totp/a?secret={SECRET}&issuer=b"}, SECRET, "a TOTP secret"),
        ({"download_url": LINK}, LINK, "a signed link"),
        ({"upload_url": LINK}, "sig=a+b/c3dEfGh1jKlMn=", "a signed link"),
        ({"keys": [{"version": "1", "key": SECRET}]}, SECRET, "an encryption key"),
        ({"keys": [{"kty": "OKP", "d": SECRET}]}, SECRET, "a private key"),
        ({"code": SECRET}, SECRET, "a recovery code"),
        ({"token": "ä/b c&defghij"}, quote("ä/b c&defghij", safe=""), "a one-time token"),
        ({"token": 'with "quotes"\n'}, json.dumps('with "quotes"\n'), "a one-time token"),
    ],
)
def test_a_secret_is_found_by_the_name_of_its_field(fields: object, logged: str, kind: str, tmp_path: Path):
    hits = found(noted(fields), tmp_path, "nothing here", f"before {logged} after")

    assert hits == [f"logs/app.log:3: {kind}"]


def test_a_secret_of_a_header_is_found(tmp_path: Path):
    watch = Watch()
    watch.note_headers({"Authorization": f"Bearer {TOKEN}"})
    watch.note_headers({"Set-Cookie": f"__Secure-refresh_token={SECRET}; Path=/api/auth"})

    assert found(watch, tmp_path, TOKEN, SECRET) == [
        "logs/app.log:2: an access token",
        "logs/app.log:3: a refresh token",
    ]


def test_what_any_text_might_hold_is_no_secret(tmp_path: Path):
    watch = noted({"password": "password", "token": "a" * 40, "code": "123456", "secret": None, "user_name": SECRET})

    assert found(watch, tmp_path, "password", "a" * 50, "123456", SECRET) == []


@pytest.mark.parametrize("fields", [{"key": "2026-11-23", "name": None}, {"status": 404, "code": "campaign_not_found"}])
def test_the_key_of_a_group_and_the_code_of_a_problem_are_no_secrets(fields: dict[str, object], tmp_path: Path):
    assert found(noted(fields), tmp_path, *map(str, fields.values())) == []


@pytest.mark.parametrize(("logged", "workers", "code"), [(SECRET, [], 1), (SECRET, ["-n1"], 1), ("nothing", [], 0)])
def test_a_run_that_logs_a_secret_fails_and_does_not_repeat_it(
    logged: str, workers: list[str], code: int, tmp_path: Path
):
    (tmp_path / "test_leaking.py").write_text(LEAKING_TEST % {"secret": SECRET, "logged": logged})
    options = ["-p", "tests.log_secrets", "-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", str(tmp_path)]
    # Without a folder of its own it would close this run's to the database server, which is another user.
    options += ["--basetemp", str(tmp_path / "inner")]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *options, *workers, str(tmp_path)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == code, done.stdout + done.stderr
    assert "1 passed" in done.stdout
    assert ("captured.log:1: a refresh token" in done.stdout) == bool(code)
    assert SECRET not in done.stdout + done.stderr


def test_this_run_is_watched(api: Client, caplog: pytest.LogCaptureFixture):
    assert logging.getLogger("shared.platform").isEnabledFor(logging.DEBUG)
    assert any(getattr(one, "baseFilename", "").endswith("captured.log") for one in logging.getLogger().handlers)


def test_an_error_of_the_database_quotes_no_values(database: None, stack: Stack):
    with pytest.raises(DataError) as failure, db.transaction() as session:
        session.execute(text("SELECT length(:secret) / CAST(:zero AS integer)"), {"secret": SECRET, "zero": 0})

    server_log = stack.postgres.child.log.read_text()
    assert "division by zero" in server_log
    assert SECRET not in f"{failure.value}{server_log}"


# --- one record, one line


def test_a_line_cannot_be_forged():
    forged = "x\n2026-01-01T00:00:00.000Z ERROR shared.accounts user 1 became admin\r\x1b[2K\x85\u2028\ud800\tü"
    record = logging.LogRecord("shared", logging.INFO, "", 0, "got %s", (forged,), None)

    first, *more = ForgeryProof().format(record).splitlines()

    assert first.endswith("INFO shared got x")
    forged_no_more = r"2026-01-01T00:00:00.000Z ERROR shared.accounts user 1 became admin\r\x1b[2K\x85\u2028\ud800"
    assert more == [f"    {forged_no_more}\tü"]


def _fail(words: str) -> None:
    raise ValueError(words)


def test_a_traceback_stays_readable_and_apart():
    try:
        _fail("a\nb")
    except ValueError:
        record = logging.LogRecord("shared", logging.ERROR, "", 0, "failed", (), sys.exc_info())

    first, *more = ForgeryProof().format(record).splitlines()

    assert first.endswith("ERROR shared failed")
    assert all(line.startswith("    ") for line in more)
    assert more[-2:] == ["    ValueError: a", "    b"]


# Texts that are logged as they are: none of them is written by strangers.
PLAIN = {
    "caller.request_id",  # letters, digits and hyphens, else it is ours
    "contract.handler.__name__",
    "getattr(getattr(deed, 'func', deed), '__qualname__', 'a deed')",
    "type(failure).__name__",
    "document.report_id",
    *("slug", "source.slug"),  # letters, digits and hyphens
    "INTERRUPTED",
    "place",  # table, column and key
    "SECRET_NAME",
    "version",  # of a key, from the secret store
    "problem",
    "failure",
    "head",
    "', '.join(blocked)",  # kinds of subjects
    "seconds",
    "one.rollup",
    "one.key",
    "part.name",  # of what the app depends on
    "name",  # of a job
    "one.rolled_up",
    "one.facts",
    *("one.book", "one.record", "one.held", "one.expected"),  # our words and numbers
}


def log_calls() -> Iterator[tuple[Path, ast.Call]]:
    for package in ("shared", "functions", "commands"):
        for file in (PROJECT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func).startswith(("log.", "_log.")):
                    yield file, node


def test_texts_of_strangers_are_logged_as_literals():
    """%r escapes line breaks and control characters; %s does not."""
    raw = []
    for file, call in log_calls():
        assert isinstance(call.args[0], ast.Constant), file
        kinds = [part[0] for part in str(call.args[0].value).replace("%%", "").split("%")[1:]]
        for kind, argument in zip(kinds, call.args[1:], strict=True):
            if kind == "s" and ast.unparse(argument) not in PLAIN:
                raw.append(f"{file.relative_to(PROJECT)}: {ast.unparse(argument)}")

    assert raw == []


@pytest.mark.parametrize("request_id", ["ok-request-1\nFAKE", "\x1b[31mred-alert", "a" * 65])
def test_a_failing_request_leaves_one_record_that_begins_with_our_words(
    api: Client, request_id: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def explode(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("shared.accounts.queries.list_users", explode)
    headers = {"X-Request-Id": request_id, "User-Agent": "a\nFAKE", "X-Forwarded-For": "a\nFAKE"}
    assert api.as_role("admin").get("users", headers=headers).status == 500

    (record,) = [record for record in caplog.records if record.name.startswith("shared.")]
    assert record.getMessage().isprintable()
    assert "FAKE" not in caplog.text
