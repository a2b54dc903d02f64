"""Who is calling: access tokens, and the user and session behind one.

Tokens are JWTs signed with Ed25519 (RFC 8037), checked as RFC 8725 and RFC 9068 ask: the algorithm and the type are
fixed, the key is found by `kid`, issuer, audience and times are verified. A token is good only while its session is:
whatever ends a session (a sign-out, another role, another password, deactivation) ends the token with it.
"""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from shared.permissions import Role
from shared.platform import clock, signing_keys
from shared.platform.config import settings
from shared.platform.errors import Unauthenticated

TOKEN_TYPE = "at+jwt"  # noqa: S105 - a kind of token
FRESH_FOR = timedelta(minutes=5)
MOST_VERIFIED = 10_000  # tokens remembered at once
CLAIMS = ["exp", "iat", "iss", "aud", "sub", "sid", "jti"]


@dataclass(frozen=True)
class Actor:
    """Who does something. A job acts as nobody: user_id None."""

    user_id: int | None
    role: Role | None
    request_id: str = ""
    address: str = ""
    agent: str = ""
    session_id: UUID | None = None
    two_factor_at: datetime | None = None  # when this session last showed its second factor

    @property
    def known_user_id(self) -> int:
        """Return the user_id; only what needs a token may ask.

        Raises:
            Unauthenticated: nobody knows who is calling.
        """
        if self.user_id is None:
            raise Unauthenticated("This needs an access token.")
        return self.user_id

    @property
    def must_enrol(self) -> bool:
        """Whether the role demands a second factor that this session has not shown."""
        return self.role in settings().two_factor_roles and self.two_factor_at is None

    @property
    def has_fresh_two_factor(self) -> bool:
        return self.two_factor_at is not None and self.two_factor_at > clock.now() - FRESH_FOR


SYSTEM = Actor(user_id=None, role=None)


@dataclass(frozen=True)
class Claims:
    user_id: int
    session_id: UUID


def issue_access_token(user_id: int, session_id: UUID) -> str:
    import jwt  # noqa: PLC0415 - brings cryptography, slow to import

    key = signing_keys.signing_key()
    issued = clock.now()
    claims = {
        "iss": settings().token_issuer,
        "aud": settings().token_audience,
        "sub": str(user_id),
        "sid": str(session_id),
        "iat": issued,
        "exp": issued + signing_keys.ACCESS_TOKEN_LIFETIME,
        "jti": uuid.uuid4().hex,
    }
    return jwt.encode(
        claims, key.signing, algorithm=signing_keys.ALGORITHM, headers={"kid": key.kid, "typ": TOKEN_TYPE}
    )


def bearer_token(authorization: str) -> str | None:
    """Return the token of an `Authorization` header, None where it carries none."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def verify_access_token(token: str) -> Claims:
    """Return for whom and for which session the token was issued.

    A signature is checked once: what a token says never changes, while its end, its key and the settings are looked at
    each time. The session behind it is `identify`'s.

    Raises:
        Unauthenticated: the token is malformed, expired, not ours or not for us.
    """
    digest = hashlib.sha256(token.encode(errors="surrogatepass")).digest()
    known = _verified.get(digest)
    if known is None or not known.holds():
        known = _verify(token)
        _verified[digest] = known
        _forget_some()
    if not clock.now().timestamp() < known.expires:
        raise _invalid_token()
    return known.claims


@dataclass(frozen=True)
class _Verified:
    """A token whose signature and claims were found good, by this key, under these settings."""

    claims: Claims
    expires: float
    kid: str
    public_key: str
    meant: tuple[str, str]

    def holds(self) -> bool:
        key = signing_keys.verifying_key(self.kid)
        return key is not None and key.jwk["x"] == self.public_key and self.meant == _issuer_and_audience()


# By the token's digest: who reads this process's memory or a dump of it finds no token here.
_verified: dict[bytes, _Verified] = {}


def _forget_some() -> None:
    """Keep as many as fit: dictionaries remember the order, so the oldest go first."""
    for digest in list(_verified)[: max(0, len(_verified) - MOST_VERIFIED)]:
        _verified.pop(digest, None)


def _issuer_and_audience() -> tuple[str, str]:
    return settings().token_issuer, settings().token_audience


def _verify(token: str) -> _Verified:
    import jwt  # noqa: PLC0415 - brings cryptography, slow to import

    try:
        header = jwt.get_unverified_header(token)
        key = signing_keys.verifying_key(str(header["kid"]))
        if key is None or header.get("typ") != TOKEN_TYPE:
            raise _invalid_token()
        meant = issuer, audience = _issuer_and_audience()
        claims = jwt.decode(
            token,
            key.signing,
            algorithms=[signing_keys.ALGORITHM],
            issuer=issuer,
            audience=audience,
            # The library would ask its own clock; and a token is no worse for coming from a machine that is ahead.
            options={"require": CLAIMS, "verify_exp": False, "verify_iat": False},
        )
        found = Claims(int(claims["sub"]), UUID(claims["sid"]))
        if not isinstance(claims["exp"], int | float):
            raise _invalid_token()
        return _Verified(found, claims["exp"], key.kid, key.jwk["x"], meant)
    except (jwt.InvalidTokenError, KeyError, ValueError, TypeError, AttributeError):
        raise _invalid_token() from None


def _invalid_token() -> Unauthenticated:
    return Unauthenticated("The access token is not valid or has expired.", reason="invalid_token")


# In the driver's own form: every call asks this, and composing it costs more than asking.
CALLER = """
    SELECT users.user_role::text, sessions.two_factor_at
    FROM sessions JOIN users USING (user_id)
    WHERE session_id = %(session_id)s AND user_id = %(user_id)s
      AND is_active AND ended_at IS NULL AND expires_at > clock_timestamp()"""


def identify(session: Session, claims: Claims, caller: Actor) -> Actor:
    """Return `caller` as the user he is now, whatever he was when the token was issued.

    Raises:
        Unauthenticated: the session has ended, or the account is no longer active.
    """
    asked = {"user_id": claims.user_id, "session_id": str(claims.session_id)}
    found = session.connection().exec_driver_sql(CALLER, asked).one_or_none()
    if found is None:
        raise Unauthenticated("This session has ended; sign in again.", reason="session_ended")
    return Actor(
        user_id=claims.user_id,
        role=Role(found.user_role),
        request_id=caller.request_id,
        address=caller.address,
        agent=caller.agent,
        session_id=claims.session_id,
        two_factor_at=found.two_factor_at,
    )
