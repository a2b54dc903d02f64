"""Tokens of the app's managed identity. Imported only where Azure is."""

import logging
import threading
import time
from dataclasses import dataclass, replace
from functools import cache

from azure.core.credentials import TokenCredential
from azure.core.exceptions import AzureError
from azure.identity import DefaultAzureCredential

from shared.platform import clock

log = logging.getLogger(__name__)

# Whoever asks holds up a request, so not for as long as the SDK would by itself.
QUICK: dict[str, float] = {"retry_total": 1, "retry_backoff_factor": 0.2, "connection_timeout": 3, "read_timeout": 5}
ASKED_AGAIN_SECONDS = 1.0  # a token service that did not answer
LEAST_SECONDS = 1.0  # of a token's life, for the sign-in that is done with it


class NoTokenError(Exception):
    """The token service does not answer, and the last token it gave is over."""


@dataclass(frozen=True)
class Token:
    value: str
    expires_at: float  # seconds since the epoch, as renew_at
    renew_at: float

    @property
    def is_fresh(self) -> bool:
        return _now() < self.renew_at

    @property
    def is_good(self) -> bool:
        return _now() < self.expires_at - LEAST_SECONDS


class Tokens:
    """A token by scope, kept until half of its life is over; then another one is asked for.

    While the token service does not answer, the last token goes on being used to its very end: the SDK by itself throws
    it away five minutes before.
    """

    def __init__(self, credential: TokenCredential) -> None:
        self._credential = credential
        self._known: dict[str, Token] = {}
        self._failed_at = float("-inf")
        self._asking = threading.Lock()

    def get(self, scope: str) -> str:
        """Return a bearer token; one thread asks for another one, and only those who have none wait for it.

        Raises:
            NoTokenError: there is none.
        """
        known = self._known.get(scope)
        if known and known.is_fresh:
            return known.value
        if known and known.is_good and self._asking.locked():
            return known.value
        with self._asking:
            known = self._known.get(scope)
            if known is None or not known.is_fresh:
                known = self._known[scope] = self._another(scope, known)
        return known.value

    def _another(self, scope: str, known: Token | None) -> Token:
        last = known if known and known.is_good else None
        if last is None and time.monotonic() - self._failed_at < ASKED_AGAIN_SECONDS:
            raise NoTokenError  # whoever waited for it need not wait for it once more
        try:
            given = self._credential.get_token(scope)
        except (AzureError, ValueError) as failure:  # a ValueError where the answer is not JSON
            self._failed_at = time.monotonic()
            log.warning("there is no new token for the app's identity: %s", type(failure).__name__)
            if last is None:
                raise NoTokenError from None
            return replace(last, renew_at=_now() + ASKED_AGAIN_SECONDS)
        return Token(given.token, given.expires_on, (_now() + given.expires_on) / 2)


def _now() -> float:
    return clock.now().timestamp()


@cache
def credential() -> DefaultAzureCredential:
    return DefaultAzureCredential(**QUICK)


@cache
def _tokens() -> Tokens:
    return Tokens(credential())


def token(scope: str) -> str:
    """Return a bearer token for `scope`.

    Raises:
        NoTokenError: there is none.
    """
    return _tokens().get(scope)
