"""The secret store goes away and comes back, seen by a process that knows its secrets and by one that does not."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from azure.keyvault.secrets import SecretClient

from shared.permissions import Role
from shared.platform import crypto, secrets, signing_keys
from shared.platform.secrets import KeyVaultSecrets
from tests.campaigns.shop import influencer
from tests.client import Client, Reply
from tests.faults.conftest import Say
from tests.platform.test_secrets import Credential, Vault
from tests.platform.test_secrets import vault as vault
from tests.sales.shop import rows

ACCOUNT = {"account_holder": "Demo", "iban": "DE89370400440532013000"}
REFUSED = (503, "secrets_unavailable", "application/problem+json")
SLOWEST_SECONDS = 8


@pytest.fixture
def begin_process(vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Called: from now on this process knows no secret, and asks the vault."""
    vault.secrets[crypto.SECRET_NAME] = os.environ["SECRET_ENCRYPTION_KEYS"]
    monkeypatch.setattr(secrets, "ASKED_AGAIN_SECONDS", 0.2)

    def begin() -> None:
        pem = str(tmp_path / "vault.pem")
        client = SecretClient(
            vault.url, Credential(), connection_verify=pem, verify_challenge_resource=False, **secrets.QUICK
        )
        store = KeyVaultSecrets(client, time_to_live=0)
        monkeypatch.setattr(crypto, "secrets", lambda: store)
        signing_keys.forget()

    return begin


def test_away_and_back(api: Client, vault: Vault, begin_process: Callable[[], None], say: Say):
    finance, payees = api.as_role(Role.FINANCE_MANAGER), [influencer(), influencer()]

    def put(payee: int) -> Reply:
        return finance.put(f"payout-accounts/{payee}", ACCOUNT, headers={"If-Match": "*"})

    begin_process()
    assert put(payees[0]).status == 200
    vault.away = True
    knowing = finance.get(f"payout-accounts/{payees[0]}/full")
    begin_process()
    began = time.monotonic()
    refused = [put(payees[1]), finance.get("me")]
    longest = time.monotonic() - began
    assert api.get("health").status == 200
    stored = rows("SELECT influencer_id FROM payout_accounts")
    vault.away = False
    time.sleep(1.1)  # signing keys are asked for once a second
    recovered = put(payees[1])

    assert (knowing.status, knowing.json["iban"]) == (200, ACCOUNT["iban"])
    assert [(one.status, one.json["code"], one.headers["Content-Type"]) for one in refused] == [
        REFUSED,
        (503, "unavailable", "application/problem+json"),  # who waited for the keys need not wait once more
    ]
    assert longest < SLOWEST_SECONDS
    assert (stored, recovered.status) == ([(payees[0],)], 200)
    say(f"who knew its secrets went on, who did not answered 503 within {longest:.1f} s and went on by itself")
