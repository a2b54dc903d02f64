"""Shapes of accounts that cross the API."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    EmailStr,
    Field,
    SecretStr,
    StringConstraints,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from shared.accounts.rules import AccountState, Client
from shared.permissions import Permission, Role
from shared.platform.contract import Body, Day, Out, Query
from shared.platform.paging import PageQuery

LONGEST_PASSWORD = 128


def _as_typed(value: object, validate: ValidatorFunctionWrapHandler) -> object:
    """Keep a password's blanks, which `str_strip_whitespace` would take away inside a SecretStr, too."""
    return SecretStr(value) if isinstance(value, str) else validate(value)


# What was typed is compared as it is, so the shape only bounds it; whether a new one is good enough is for the rules.
Secret = Annotated[SecretStr, WrapValidator(_as_typed), Field(min_length=1, max_length=LONGEST_PASSWORD)]
UserName = Annotated[str, StringConstraints(min_length=1, max_length=50)]
Mail = Annotated[EmailStr, Field(max_length=255), AfterValidator(str.lower)]
AnyMail = Annotated[str, StringConstraints(min_length=1, max_length=255, to_lower=True)]
Token = Annotated[SecretStr, Field(min_length=20, max_length=200)]
Code = Annotated[SecretStr, Field(min_length=6, max_length=40, description="A one-time code or a recovery code.")]


class LoginIn(Body):
    mail: AnyMail
    password: Secret
    client: Client = Client.BROWSER


class LoginCodeIn(Body):
    challenge: Token
    code: Code


class RefreshIn(Body):
    refresh_token: Annotated[Token | None, Field(description="Of native clients; browsers send their cookie.")] = None


class RegisterIn(Body):
    user_mail: Mail
    user_name: UserName
    password: Secret


class AcceptInvitationIn(Body):
    token: Token
    password: Secret
    user_name: UserName | None = None


class TokenIn(Body):
    token: Token


class ForgotPasswordIn(Body):
    mail: Mail


class ResetPasswordIn(Body):
    token: Token
    password: Secret


class PasswordIn(Body):
    password: Secret


class CodeIn(Body):
    code: Code


class ReauthenticationIn(Body):
    """Password and, where a second factor is on, a code: asked again before what cannot be undone."""

    password: Secret
    code: Code | None = None


class ChangePasswordIn(Body):
    password: Annotated[Secret, Field(description="The present one.")]
    new_password: Secret


class ChangeMailIn(ReauthenticationIn):
    user_mail: Mail


class AcceptedOut(Out):
    """The same whatever follows, so that nobody learns from it who has an account."""

    detail: Literal["Look into your mail."] = "Look into your mail."


class UserOut(Out):
    user_id: int
    user_mail: str
    user_name: str
    user_role: Role
    is_active: bool
    state: AccountState
    member_since: date


class TwoFactorStateOut(Out):
    enabled: bool
    required: Annotated[bool, Field(description="The role demands a second factor.")]
    fresh_until: datetime | None
    recovery_codes_left: int


class MeOut(UserOut):
    two_factor: TwoFactorStateOut
    session_id: UUID
    permissions: Annotated[list[Permission], Field(description="What the role may do.")]
    currency: Annotated[str, Field(description="ISO 4217; of every amount of money.")]
    business_day: Annotated[date, Field(description="Today, in the shop's time zone.")]


class LoginOut(Out):
    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - a kind of token
    expires_in: Annotated[int, Field(description="Seconds.")]
    refresh_token: Annotated[str | None, Field(description="For native clients; browsers get a cookie.")] = None
    two_factor_enrolment_required: Annotated[
        bool, Field(description="The role demands a second factor: until it is set up, nothing else is allowed.")
    ] = False
    user: UserOut


class TwoFactorChallengeOut(Out):
    two_factor_required: Literal[True] = True
    challenge: Annotated[str, Field(description="Good for five minutes and five codes.")]


class SessionOut(Out):
    session_id: UUID
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    client: Client
    address: str | None
    agent: str | None
    current: bool


class SessionsOut(Out):
    items: list[SessionOut]


class EndSessionsQuery(Query):
    keep_current: Annotated[bool, Field(description="Leave the session that asks.")] = False


class TwoFactorOut(Out):
    secret: Annotated[str, Field(description="Base32, for typing into an authenticator app.")]
    otpauth_uri: str
    qr_svg: Annotated[str, Field(description="The same as a QR code, an SVG document.")]


class RecoveryCodesOut(Out):
    recovery_codes: Annotated[list[str], Field(description="Each good for one sign-in; shown this once.")]


class FreshOut(Out):
    fresh_until: datetime


class UserIn(Body):
    user_mail: Mail
    user_name: UserName
    user_role: Role


class UserPatch(Body):
    user_name: UserName | None = None
    user_role: Role | None = None
    is_active: bool | None = None


class MePatch(Body):
    user_name: UserName


class UserQuery(PageQuery):
    q: Annotated[str | None, Field(max_length=100, description="Part of a name or mail address.")] = None
    user_role: Role | None = None
    is_active: bool | None = None


class AuditFilters(Query):
    actor_id: int | None = None
    action: Annotated[str | None, Field(max_length=100)] = None
    entity: Annotated[str | None, Field(max_length=100)] = None
    entity_id: Annotated[str | None, Field(max_length=100)] = None
    request_id: Annotated[str | None, Field(max_length=64)] = None
    address: Annotated[str | None, Field(max_length=64)] = None
    first: Annotated[Day | None, Field(alias="from", description="First business day.")] = None
    last: Annotated[Day | None, Field(alias="to", description="Last business day.")] = None


class AuditQuery(AuditFilters, PageQuery):
    pass
