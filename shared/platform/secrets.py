"""Where secrets come from: Key Vault on Azure, the environment on one machine. No secret has a default."""

import logging
import os
import threading
import time
from functools import cache
from typing import TYPE_CHECKING, Protocol

from shared.platform.config import MisconfiguredError, settings
from shared.platform.errors import Unavailable

if TYPE_CHECKING:
    from azure.keyvault.secrets import SecretClient

# Whoever asks holds up everybody who asks after him, so not for as long as the SDK would by itself.
QUICK: dict[str, float] = {"retry_total": 2, "retry_backoff_factor": 0.2, "connection_timeout": 3, "read_timeout": 5}
ASKED_AGAIN_SECONDS = 1.0  # a vault that did not answer

log = logging.getLogger(__name__)


class SecretsUnavailable(Unavailable):
    code = "secrets_unavailable"


class SecretStore(Protocol):
    def get(self, name: str) -> str:
        """Return the secret called `name` (lower case, words joined by hyphens).

        Raises:
            SecretsUnavailable: the store does not answer, and what it said before is not known.
        """
        ...


class EnvironmentSecrets:
    """`encryption-keys` is read from SECRET_ENCRYPTION_KEYS."""

    def get(self, name: str) -> str:
        variable = "SECRET_" + name.upper().replace("-", "_")
        value = os.environ.get(variable, "")
        if not value:
            raise MisconfiguredError(f"Cannot start: {variable} is missing.")
        return value


class KeyVaultSecrets:
    """Secrets of a vault, kept for `time_to_live` seconds, so that a rotation is seen without a restart.

    While the vault does not answer, the last known value goes on being served.
    """

    def __init__(self, client: "SecretClient", time_to_live: float = 300) -> None:
        self._client = client
        self._time_to_live = time_to_live
        self._known: dict[str, tuple[str, float]] = {}
        self._failed_at = float("-inf")
        self._lock = threading.Lock()

    def get(self, name: str) -> str:
        with self._lock:
            value, read_at = self._known.get(name, ("", float("-inf")))
            if time.monotonic() - read_at > self._time_to_live:
                value = self._read(name, fallback=value)
                self._known[name] = (value, time.monotonic())
            return value

    def _read(self, name: str, fallback: str) -> str:
        from azure.core.exceptions import AzureError, ResourceNotFoundError  # noqa: PLC0415 - slow to import

        if not fallback and time.monotonic() - self._failed_at < ASKED_AGAIN_SECONDS:
            raise _unavailable()  # whoever waited for it need not wait for it once more
        try:
            return self._client.get_secret(name).value or ""
        except ResourceNotFoundError:
            raise MisconfiguredError(f"Key Vault has no secret {name}.") from None
        except AzureError as failure:
            self._failed_at = time.monotonic()
            log.warning("Key Vault does not answer: %s", type(failure).__name__)
            if fallback:
                return fallback
            raise _unavailable() from None


def _unavailable() -> SecretsUnavailable:
    return SecretsUnavailable("The secret store does not answer; try again shortly.")


@cache
def secrets() -> SecretStore:
    if settings().secrets_from == "environment":
        return EnvironmentSecrets()
    from azure.keyvault.secrets import SecretClient  # noqa: PLC0415 - slow to import

    from shared.platform.azure_identity import credential  # noqa: PLC0415 - the same

    return KeyVaultSecrets(SecretClient(settings().key_vault_url, credential(), **QUICK))
