"""Sealed values: envelope encryption with AES-256-GCM for what must not be read in the database.

Each value is encrypted under a data key of its own, the data key under a key-encryption key (KEK). The KEKs are the
secret `encryption-keys`, `{"keys": [{"version": "…", "key": "<32 bytes in base64>"}, …]}`: the first seals, all open.
KEK version, table, column and row are associated data (NIST SP 800-38D) of both layers, so that a ciphertext which was
moved to another place does not open there.

A sealed value is text: `s1.<KEK version>.<wrapped data key>.<ciphertext>`, each part in URL-safe base64 with its
96-bit nonce in front.
"""

import base64
import json
import logging
import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Text, TypeDecorator

from shared.platform.config import MisconfiguredError
from shared.platform.errors import Unavailable
from shared.platform.secrets import secrets

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SECRET_NAME = "encryption-keys"  # noqa: S105 - a name
FORMAT = "s1"
VERSION = re.compile(r"[A-Za-z0-9_-]{1,40}")
KEY_BYTES, NONCE_BYTES = 32, 12

log = logging.getLogger(__name__)


class EncryptionKeyMissing(Unavailable):
    """The KEK that sealed a value is no longer in the secret store."""

    code = "encryption_key_missing"


class SealBrokenError(Exception):
    """A sealed value was damaged, or belongs to another place."""


class Place(NamedTuple):
    """Where a sealed value lives. It opens nowhere else."""

    table: str
    column: str
    row: object

    def __str__(self) -> str:
        return f"{self.table}.{self.column} of {self.row!r}"

    @property
    def associated_data(self) -> bytes:
        return json.dumps([self.table, self.column, str(self.row)]).encode()


class SealedText(TypeDecorator[str]):
    """A column of sealed values. The type only marks it, so that the job that re-encrypts finds it."""

    impl = Text
    cache_ok = True


def new_key(version: str) -> dict[str, str]:
    """Return a fresh KEK as an entry of the secret."""
    return {"version": version, "key": base64.b64encode(os.urandom(KEY_BYTES)).decode()}


def seal(value: str, place: Place) -> str:
    """Encrypt `value` for `place` under the current KEK."""
    version, kek = next(iter(_keys().items()))
    data_key = os.urandom(KEY_BYTES)
    bound = _bound(version, place)
    parts = (_encrypted(kek, data_key, bound), _encrypted(_cipher(data_key), value.encode(), bound))
    return ".".join((FORMAT, version, *(base64.urlsafe_b64encode(part).decode() for part in parts)))


def unseal(sealed: str, place: Place) -> str:
    """Return the value that was sealed for `place`.

    Raises:
        EncryptionKeyMissing: the secret store no longer holds the KEK of this value's version.
        SealBrokenError: the value was damaged or moved.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - slow to import

    version = version_of(sealed)
    kek = _keys().get(version)
    if kek is None:
        log.error("%s cannot be opened: the secret %s has no key of version %s.", place, SECRET_NAME, version)
        raise EncryptionKeyMissing(f"The encryption key of version {version} is not in the secret store.")
    bound = _bound(version, place)
    try:
        _, _, wrapped, ciphertext = sealed.split(".")
        data_key = _decrypted(kek, wrapped, bound)
        return _decrypted(_cipher(data_key), ciphertext, bound).decode()
    except (InvalidTag, ValueError):
        raise SealBrokenError(
            f"{place} was damaged or moved, or its key of version {version} was another one."
        ) from None


def version_of(sealed: str) -> str:
    """Return the version of the KEK that sealed this value.

    Raises:
        SealBrokenError: it is no sealed value.
    """
    form, _, rest = sealed.partition(".")
    version = rest.partition(".")[0]
    if form != FORMAT or not VERSION.fullmatch(version):
        raise SealBrokenError("This is no sealed value.")
    return version


def current_version() -> str:
    return next(iter(_keys()))


def sealed_under(version: str) -> str:
    """Return how every value sealed under the KEK of this version begins."""
    return f"{FORMAT}.{version}."


def _bound(version: str, place: Place) -> bytes:
    return sealed_under(version).encode() + place.associated_data


def _encrypted(cipher: "AESGCM", plain: bytes, bound: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plain, bound)


def _decrypted(cipher: "AESGCM", part: str, bound: bytes) -> bytes:
    sealed = base64.urlsafe_b64decode(part)
    if base64.urlsafe_b64encode(sealed).decode() != part:
        raise ValueError  # base64 has other spellings of the same bytes, and passes over what it does not know
    return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)


def _cipher(key: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - slow to import

    return AESGCM(key)


_last_good: "dict[str, AESGCM]" = {}


def _keys() -> "dict[str, AESGCM]":
    """Return the KEKs; a secret that was spoilt while we run must not stop us, so those read before go on."""
    global _last_good  # noqa: PLW0603 - one per process, as the secret is
    try:
        _last_good = keys = _parsed(secrets().get(SECRET_NAME))
    except MisconfiguredError as problem:
        if not _last_good:
            raise
        log.error("%s The keys read before go on being used.", problem)  # noqa: TRY400 - the message says it all
        keys = _last_good
    return keys


@lru_cache(maxsize=4)
def _parsed(secret: str) -> "dict[str, AESGCM]":
    try:
        entries = [(str(entry["version"]), _key(entry["key"])) for entry in json.loads(secret)["keys"]]
    except (ValueError, KeyError, TypeError):
        raise MisconfiguredError(f"The secret {SECRET_NAME} has not the form docs/operations.md describes.") from None
    if not entries or any(len(key) != KEY_BYTES or not VERSION.fullmatch(version) for version, key in entries):
        raise MisconfiguredError(
            f"The secret {SECRET_NAME} needs keys of 32 bytes, each with a version as A-Z a-z 0-9 _ -."
        )
    if len({version for version, _ in entries}) < len(entries):
        raise MisconfiguredError(f"The secret {SECRET_NAME} names a version twice.")
    return {version: _cipher(key) for version, key in entries}


def _key(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
