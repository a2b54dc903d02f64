"""No secret that a test used may be in what was logged while it ran (ASVS 16.2.5). A pytest plugin.

Secrets are noted where they come into being or pass by: requests and answers by the names of their fields, random
tokens, sealed values, password hashes, secrets of the store, keys of the storage account. What is searched at the end
are the log records of this process and the log files of every server that tests started. A hit fails the run; it is
told by its place and kind, never by its value.
"""

import json
import logging
import os
import re
import secrets
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

OURS = ("functions", "shared", "local", "commands")
# Their own lines at INFO quote what a test itself asked for; ours are kept at every level.
OF_TESTS = ("httpx", "httpcore", "asyncio", "hypothesis", "faker")
SHORTEST, HEAD, LEAST_VARIETY = 10, 8, 6
MAIL_ADDRESS = re.compile(r"[^@\s]+@[\w.-]+\.\w+")
NOT_LOGS = {"postgres", "azurite", "mail"}
LONGEST_SEALED = 500
TOLD = "secrets in logs"

KINDS = {
    "password": "a password",
    "new_password": "a password",
    "access_token": "an access token",
    "refresh_token": "a refresh token",
    "challenge": "a login challenge",
    "token": "a one-time token",
    "code": "a recovery code",
    "secret": "a TOTP secret",
    "otpauth_uri": "a TOTP secret",
    "recovery_codes": "a recovery code",
    "download_url": "a signed link",
    "upload_url": "a signed link",
    "key": "an encryption key",
    "d": "a private key",
}
# A field of such a name is a secret only beside another: a group of a table has a "key" too, a problem a "code".
BESIDE = {"key": "version", "d": "kty"}
NOT_BESIDE = {"code": "status"}
NAMED = re.compile(f'"(?:{"|".join(KINDS)})"'.encode())


@dataclass(frozen=True)
class Hit:
    place: str
    kind: str

    def __str__(self) -> str:
        return f"{self.place}: {self.kind}"


class Watch:
    """The secrets that were seen, and the search for them."""

    def __init__(self) -> None:
        self._kinds: dict[bytes, str] = {}

    def note(self, kind: str, value: str) -> None:
        """Remember a secret, unless it is so short or uniform that any text might hold it, or somebody's address."""
        if len(value) < SHORTEST or len(set(value)) < LEAST_VARIETY or MAIL_ADDRESS.fullmatch(value):
            return
        for form in {value, quote(value, safe=""), json.dumps(value)[1:-1]}:
            self._kinds[form.encode(errors="surrogatepass")] = kind

    def note_fields(self, content: object, name: str = "") -> None:
        """Remember the secrets of a JSON document by the names of its fields."""
        match content:
            case dict():
                for field, value in content.items():
                    if BESIDE.get(field, field) in content and NOT_BESIDE.get(field) not in content:
                        self.note_fields(value, field)
            case list():
                for value in content:
                    self.note_fields(value, name)
            case str() if name in KINDS:
                self._note_field(KINDS[name], content)

    def _note_field(self, kind: str, value: str) -> None:
        if kind == KINDS["access_token"]:
            value = value.rpartition(".")[2]  # what makes a JWT one is its signature
        if "://" in value:
            parameters = parse_qs(urlsplit(value).query)
            value = "".join(parameters.get("sig", []) + parameters.get("secret", []))
        self.note(kind, value)

    def note_json(self, *bodies: bytes) -> None:
        for body in bodies:
            if NAMED.search(body):
                try:
                    self.note_fields(json.loads(body))
                except (ValueError, RecursionError):
                    continue

    def note_headers(self, headers: Mapping[str, str]) -> None:
        given = {name.lower(): value for name, value in headers.items()}
        self._note_field(KINDS["access_token"], given.get("authorization", "").rpartition(" ")[2])
        for cookies in (given.get("set-cookie", ""), given.get("cookie", "")):
            for value in re.findall(r"refresh_token=([^;,\s]+)", cookies):
                self.note("a refresh token", value)

    def search(self, *files: Path) -> list[Hit]:
        """Return where in the files a secret stands, once for each line and kind."""
        heads = defaultdict[bytes, list[bytes]](list)
        for value in self._kinds:
            heads[value[:HEAD]].append(value)
        hits = (hit for file in files for hit in self._search(file, heads))
        return list(dict.fromkeys(hits))

    def _search(self, file: Path, heads: Mapping[bytes, list[bytes]]) -> Iterator[Hit]:
        seen = set[bytes]()
        for number, line in enumerate(file.read_bytes().splitlines(), 1):
            if line in seen:
                continue
            seen.add(line)
            for start in range(len(line) - HEAD + 1):
                for value in heads.get(line[start : start + HEAD], ()):
                    if line.startswith(value, start):
                        yield Hit(f"{file.parent.name}/{file.name}:{number}", self._kinds[value])


WATCH = Watch()
_hits: list[str] = []
_captured: list[Path] = []


@pytest.fixture(scope="session", autouse=True)
def _watched_logs(tmp_path_factory: pytest.TempPathFactory) -> Generator[None]:
    """Keep what is logged in a file, and note secrets as they come."""
    folder = tmp_path_factory.getbasetemp()
    handler = logging.FileHandler(folder / "captured.log")
    handler.addFilter(lambda record: record.name.partition(".")[0] not in OF_TESTS or record.levelno >= logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    _captured.append(folder)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.DEBUG)
    with pytest.MonkeyPatch.context() as patch:
        _note_at_the_source(patch)
        yield
        _note_environment()
    logging.getLogger().removeHandler(handler)
    handler.close()


def _note_at_the_source(patch: pytest.MonkeyPatch) -> None:
    import argon2
    import httpx

    from shared.platform import crypto
    from shared.platform.secrets import EnvironmentSecrets

    def results_of(owner: Any, name: str, note: Callable[[Any], None]) -> None:
        real = getattr(owner, name)

        @wraps(real)
        def noting(*arguments: Any, **named: Any) -> Any:
            result = real(*arguments, **named)
            note(result)
            return result

        patch.setattr(owner, name, noting)

    def note_answer(answer: httpx.Response) -> None:
        WATCH.note_headers(answer.request.headers)
        if answer.is_closed:
            WATCH.note_json(_content(answer.request), answer.content)

    def note_secret(value: str) -> None:
        WATCH.note_json(value.encode())
        WATCH.note("a secret of the store", value)

    results_of(secrets, "token_urlsafe", lambda value: WATCH.note("a random token", value))
    results_of(argon2.PasswordHasher, "hash", lambda value: WATCH.note("a password hash", value))
    results_of(EnvironmentSecrets, "get", note_secret)
    results_of(httpx.Client, "send", note_answer)
    encrypt = crypto._encrypted

    def encrypt_and_note(cipher: Any, plain: bytes, bound: bytes) -> bytes:
        WATCH.note_json(plain)
        if len(plain) <= LONGEST_SEALED and plain.isascii():
            WATCH.note("a sealed value", plain.decode())
        return encrypt(cipher, plain, bound)

    patch.setattr(crypto, "_encrypted", encrypt_and_note)


def _content(request: Any) -> bytes:
    try:
        return bytes(request.content)
    except Exception:  # noqa: BLE001 - a streamed body was sent and is gone
        return b""


def _note_environment() -> None:
    storage = os.environ.get("AzureWebJobsStorage", "")  # noqa: SIM112 - Azure's own spelling
    for key in re.findall(r"AccountKey=([^;]+)", storage):
        WATCH.note("a storage key", key)
    WATCH.note("the database's password", urlsplit(os.environ.get("DATABASE_URL", "")).password or "")


def logs_under(folder: Path) -> Iterator[Path]:
    """Yield the log files of this run's servers; the folders of their data are not looked into."""
    for path, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in NOT_LOGS]
        yield from (Path(path) / name for name in names if name.endswith(".log"))


def _note_host_keys(folder: Path) -> None:
    for path, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in NOT_LOGS]
        if "keys.json" in names:
            for key in re.findall(r'"[\w-]{20,}=*"', (Path(path) / "keys.json").read_text()):
                WATCH.note("a host key", key.strip('"'))


def pytest_sessionfinish(session: pytest.Session) -> None:
    for folder in _captured:
        _note_host_keys(folder)
        _hits.extend(map(str, WATCH.search(*logs_under(folder))))
    told = getattr(session.config, "workeroutput", None)  # of one worker of several; the run itself has none
    if told is not None:
        told[TOLD] = list(_hits)
    elif _hits:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker found; its own exit status counts for nothing."""
    _hits.extend(getattr(node, "workeroutput", {}).get(TOLD, []))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if _hits:
        terminalreporter.section("secrets in logs", red=True)
        for hit in _hits:
            terminalreporter.write_line(hit, red=True)
