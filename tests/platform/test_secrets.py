"""Key Vault through Microsoft's own client, against a loopback server that speaks the documented REST calls."""

import json
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from azure.core.credentials import AccessToken
from azure.keyvault.secrets import SecretClient
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from shared.platform.config import MisconfiguredError
from shared.platform.secrets import KeyVaultSecrets, SecretsUnavailable


class Vault(ThreadingHTTPServer):
    """Asks for a token first, then answers GET /secrets/NAME."""

    secrets: dict[str, str]
    asked: int = 0
    away: bool = False

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Vault

    def do_GET(self) -> None:
        name = self.path.split("/")[2].partition("?")[0]
        if self.headers.get("Authorization") != "Bearer token-of-the-identity":
            challenge = 'Bearer authorization="https://login.invalid/tenant", resource="https://vault.invalid"'
            self._answer(401, {}, {"WWW-Authenticate": challenge})
            return
        self.server.asked += 1
        if self.server.away:
            self._answer(500, {"error": {"code": "InternalError", "message": "away"}})
        elif name in self.server.secrets:
            body = {"id": f"{self.server.url}/secrets/{name}/1", "value": self.server.secrets[name], "attributes": {}}
            self._answer(200, body)
        else:
            self._answer(404, {"error": {"code": "SecretNotFound", "message": name}})

    def _answer(self, status: int, body: object, headers: dict[str, str] | None = None) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        for header, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(header, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:  # silence
        return


class Credential:
    def get_token(self, *_: str, **__: object) -> AccessToken:
        return AccessToken("token-of-the-identity", int(datetime.now(UTC).timestamp()) + 3600)


def certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "vault.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    server = Vault(("127.0.0.1", 0), Handler)
    server.secrets = {"encryption-keys": "first"}
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def client(vault: Vault, tmp_path: Path) -> Iterator[SecretClient]:
    pem = str(tmp_path / "vault.pem")
    with SecretClient(
        vault.url, Credential(), connection_verify=pem, verify_challenge_resource=False, retry_total=0
    ) as opened:
        yield opened


def test_a_secret_is_read_once_within_its_time_to_live(vault: Vault, client: SecretClient):
    secrets = KeyVaultSecrets(client)

    assert [secrets.get("encryption-keys") for _ in range(3)] == ["first"] * 3
    assert vault.asked == 1


def test_a_rotated_secret_is_seen_without_a_restart(vault: Vault, client: SecretClient):
    secrets = KeyVaultSecrets(client, time_to_live=0)
    assert secrets.get("encryption-keys") == "first"

    vault.secrets["encryption-keys"] = "second"

    assert secrets.get("encryption-keys") == "second"


def test_the_last_known_value_is_served_while_the_vault_is_away(vault: Vault, client: SecretClient):
    secrets = KeyVaultSecrets(client, time_to_live=0)
    secrets.get("encryption-keys")
    vault.away = True

    assert secrets.get("encryption-keys") == "first"
    with pytest.raises(SecretsUnavailable):
        KeyVaultSecrets(client).get("encryption-keys")


def test_a_secret_the_vault_lacks_is_named(client: SecretClient):
    with pytest.raises(MisconfiguredError, match="no secret payout-key"):
        KeyVaultSecrets(client).get("payout-key")
