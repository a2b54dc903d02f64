"""What the steps of a deployment ask Azure's command line for, recorded by one that only answers."""

import http.server
import json
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

from deploy import deployed, provisioned
from deploy.azure_cli import AzureCli, AzureError
from deploy.environment import Environment, EnvironmentIncompleteError
from shared.platform.config import settings

VALUES = {
    "AZURE_RESOURCE_GROUP": "rg",
    "AZURE_IDENTITY_NAME": "id-app",
    "AZURE_DATABASE_HOST": "db.example",
    "AZURE_DATABASE_NAME": "app",
    "AZURE_FUNCTION_APP": "func",
    "AZURE_STORAGE_ACCOUNT": "st",
    "AZURE_EVENT_TOPIC": "topic",
    "AZURE_KEY_VAULT_URL": "https://kv-one.vault.azure.net/",
    "AZURE_SITE_URL": "https://site.example",
}
RECORDER = """#!{python}
import json, pathlib, sys
folder = pathlib.Path(__file__).parent
with (folder / "calls").open("a") as calls:
    calls.write(json.dumps(sys.argv[1:]) + "\\n")
answers = json.loads((folder / "answers").read_text())
for words, answer in answers.items():
    if " ".join(sys.argv[1:]).startswith(words):
        print(json.dumps(answer))
"""


class Azure:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.answers({})

    def answers(self, answers: dict[str, Any]) -> None:
        (self.folder / "answers").write_text(json.dumps(answers))

    @property
    def calls(self) -> list[list[str]]:
        file = self.folder / "calls"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


@pytest.fixture
def azure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Azure:
    recorder = tmp_path / "az"
    recorder.write_text(RECORDER.format(python=sys.executable))
    recorder.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    for name, value in VALUES.items():
        monkeypatch.setenv(name, value)
    return Azure(tmp_path)


def test_everything_that_is_missing_is_named_at_once(azure: Azure, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("AZURE_FUNCTION_APP")
    monkeypatch.delenv("AZURE_SITE_URL")
    with pytest.raises(EnvironmentIncompleteError, match="AZURE_FUNCTION_APP, AZURE_SITE_URL"):
        Environment.read()


def test_each_watched_container_gets_its_subscription(azure: Azure):
    azure.answers({"functionapp keys list": {"systemKeys": {"blobs_extension": "k3y"}}})

    deployed.subscribe(AzureCli(), Environment.read())

    first, *created = azure.calls
    assert first[:3] == ["functionapp", "keys", "list"]
    found = {call[call.index("--subject-begins-with") + 1]: call[call.index("--endpoint") + 1] for call in created}
    hook = "https://func.azurewebsites.net/runtime/webhooks/blobs?functionName=Host.Functions"
    assert found == {
        "/blobServices/default/containers/imports/": f"{hook}.import_blob&code=k3y",
        "/blobServices/default/containers/report-requests/": f"{hook}.render_report&code=k3y",
    }


def test_watched_functions_and_containers_are_those_of_the_app():
    from tests.client import functions

    triggers = [one.get_trigger().get_dict_repr() for one in functions()]
    names = [one.get_function_name() for one in functions()]
    paths = {name: one["path"] for name, one in zip(names, triggers, strict=True) if one["type"] == "blobTrigger"}
    assert {name: path.partition("/")[0] for name, path in paths.items()} == deployed.WATCHED


def test_an_app_without_its_key_says_that_it_is_not_indexed(azure: Azure):
    azure.answers({"functionapp keys list": {"systemKeys": {}}})
    with pytest.raises(AzureError, match="not indexed"):
        deployed.subscribe(AzureCli(), Environment.read())


@pytest.mark.parametrize("step", [deployed, provisioned])
def test_a_dry_run_calls_nobody_and_shows_no_secret(
    step: Any, azure: Azure, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(sys, "argv", ["step", "--dry-run"])

    assert step.main() == 0

    said = capsys.readouterr().out
    assert "would run: az" in said
    assert "***" in said
    assert "code=" not in said
    assert azure.calls == []


def test_encryption_keys_are_written_once_and_never_shown(azure: Azure, capsys: pytest.CaptureFixture[str]):
    azure.answers({"keyvault secret list": []})
    provisioned.ensure_keys(AzureCli(), Environment.read())
    azure.answers({"keyvault secret list": [{"name": "encryption-keys"}]})
    provisioned.ensure_keys(AzureCli(), Environment.read())

    written = [call for call in azure.calls if call[:3] == ["keyvault", "secret", "set"]]
    assert len(written) == 1
    assert written[0][written[0].index("--vault-name") + 1] == "kv-one"
    assert json.loads(written[0][written[0].index("--value") + 1])["keys"][0]["version"] == "1"
    assert capsys.readouterr().out == ""


def test_the_role_of_the_identity_is_made_once(database: None):
    """Entra's function is not in an ordinary server: one of its name and arguments stands for it here."""
    engine = create_engine(make_url(settings().database_url).set(drivername="postgresql+psycopg2"))
    with engine.connect() as connection:
        connection.execute(
            text("""
            CREATE FUNCTION pgaadauth_create_principal(name text, is_admin boolean, is_mfa boolean) RETURNS text
            LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('CREATE ROLE %I LOGIN', name); RETURN name; END $$""")
        )
        for _ in range(2):
            provisioned.ensure_role(connection, "id-app")
        assert connection.execute(provisioned.KNOWN, {"name": "id-app"}).scalar() == 1
        connection.rollback()
    engine.dispose()


@pytest.fixture
def waking() -> Iterator[str]:
    """A server that is not ready the first two times."""
    left = [503, 503]

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status = left.pop() if left else 200
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b'{"database": "does not answer"}')

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_the_look_is_patient_and_then_says_what_is_wrong(waking: str):
    waited: list[float] = []
    with pytest.raises(deployed.NotReadyError, match="database"):
        deployed.look(waking, patience=0)
    deployed.look(waking, sleep=waited.append)
    assert len(waited) == 1
