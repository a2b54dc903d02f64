"""Who is calling: access tokens, and the user behind one.

Tokens are JWTs signed with Ed25519 (RFC 8037), checked as RFC 8725 asks: the algorithm is fixed, the key is
found by `kid`, issuer, audience and times are verified. The key set is the secret `jwt-signing-keys`, a JWK Set
with private keys: the first signs, all verify, so that a key can be rotated with overlap.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.permissions import Role
from shared.platform import clock
from shared.platform.config import settings
from shared.platform.errors import Unauthenticated
from shared.platform.secrets import secrets

if TYPE_CHECKING:
    from jwt import PyJWK

ACCESS_TOKEN_LIFETIME = timedelta(minutes=15)
ALGORITHM = "EdDSA"


@dataclass(frozen=True)
class Actor:
    """Who does something. A job acts as nobody: user_id None."""

    user_id: int | None
    role: Role | None
    request_id: str = ""
    address: str = ""
    agent: str = ""


SYSTEM = Actor(user_id=None, role=None)


@lru_cache(maxsize=4)
def _keys(jwk_set: str) -> "dict[str, PyJWK]":
    import jwt  # noqa: PLC0415 - brings cryptography, slow to import

    return {key["kid"]: jwt.PyJWK(key, algorithm=ALGORITHM) for key in json.loads(jwk_set)["keys"]}


def signing_keys() -> "dict[str, PyJWK]":
    """Return the keys by their `kid`, the signing one first."""
    return _keys(secrets().get("jwt-signing-keys"))


def new_signing_key() -> dict[str, str]:
    """Return a fresh Ed25519 key as a private JWK."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - slow to import
    from jwt.algorithms import OKPAlgorithm  # noqa: PLC0415 - the same

    jwk = OKPAlgorithm.to_jwk(Ed25519PrivateKey.generate(), as_dict=True)
    return {**jwk, "kid": uuid.uuid4().hex, "alg": ALGORITHM, "use": "sig"}


def public_keys() -> dict[str, Any]:
    """Return the JWK Set of RFC 7517 without private parts."""
    private = json.loads(secrets().get("jwt-signing-keys"))["keys"]
    return {"keys": [{name: value for name, value in key.items() if name != "d"} for key in private]}


def issue_access_token(user_id: int) -> str:
    import jwt  # noqa: PLC0415 - brings cryptography, slow to import

    kid, key = next(iter(signing_keys().items()))
    issued = clock.now()
    claims = {
        "iss": settings().token_issuer,
        "aud": settings().token_audience,
        "sub": str(user_id),
        "iat": issued,
        "exp": issued + ACCESS_TOKEN_LIFETIME,
        "jti": uuid.uuid4().hex,
    }
    return jwt.encode(claims, key, algorithm=ALGORITHM, headers={"kid": kid, "typ": "at+jwt"})


def verify_access_token(token: str) -> int:
    """Return the user_id the token was issued for.

    Raises:
        Unauthenticated: the token is malformed, expired, not ours or not for us.
    """
    import jwt  # noqa: PLC0415 - brings cryptography, slow to import

    try:
        key = signing_keys()[jwt.get_unverified_header(token)["kid"]]
        claims = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            issuer=settings().token_issuer,
            audience=settings().token_audience,
            options={"require": ["exp", "iat", "iss", "aud", "sub", "jti"]},
        )
        return int(claims["sub"])
    except (jwt.InvalidTokenError, KeyError, ValueError):
        raise Unauthenticated("The access token is not valid or has expired.", reason="invalid_token") from None


ROLE_OF_USER = text("SELECT user_role::text FROM users WHERE user_id = :user_id AND is_active")


def role_of(session: Session, user_id: int) -> Role:
    """Return the user's role as it is now, whatever it was when the token was issued."""
    role = session.execute(ROLE_OF_USER, {"user_id": user_id}).scalar_one_or_none()
    if role is None:
        raise Unauthenticated("This account is not active.", reason="account_inactive")
    return Role(role)
