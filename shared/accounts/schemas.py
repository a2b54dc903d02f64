"""Shapes of accounts that cross the API."""

from datetime import date
from typing import Annotated, Literal

from pydantic import EmailStr, Field, SecretStr, StringConstraints

from shared.permissions import Role
from shared.platform.contract import Body, Out
from shared.platform.paging import PageQuery

# NIST SP 800-63B-4: at least 15 characters where the password is the only factor.
Password = Annotated[SecretStr, Field(min_length=15, max_length=128)]
UserName = Annotated[str, StringConstraints(min_length=1, max_length=50)]
Mail = Annotated[EmailStr, Field(max_length=255)]


class LoginIn(Body):
    mail: Annotated[str, StringConstraints(min_length=1, max_length=255)]
    password: Annotated[SecretStr, Field(min_length=1, max_length=128)]
    client: Literal["browser", "native"] = "browser"


class UserOut(Out):
    user_id: int
    user_mail: str
    user_name: str
    user_role: Role
    is_active: bool
    member_since: date


class LoginOut(Out):
    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - a kind of token
    expires_in: Annotated[int, Field(description="Seconds.")]
    user: UserOut


class UserIn(Body):
    user_mail: Mail
    user_name: UserName
    user_role: Role
    password: Password


class UserPatch(Body):
    user_name: UserName | None = None
    user_role: Role | None = None
    is_active: bool | None = None


class UserQuery(PageQuery):
    q: Annotated[str | None, Field(max_length=100, description="Part of a name or mail address.")] = None
    user_role: Role | None = None
    is_active: bool | None = None


class AuditQuery(PageQuery):
    actor_id: int | None = None
    action: Annotated[str | None, Field(max_length=100)] = None
    entity: Annotated[str | None, Field(max_length=100)] = None
    entity_id: Annotated[str | None, Field(max_length=100)] = None
