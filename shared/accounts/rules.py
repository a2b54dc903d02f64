"""Rules of accounts that need no database."""

from enum import StrEnum


class Client(StrEnum):
    """Who keeps the refresh token: a browser in a cookie, another program itself."""

    BROWSER = "browser"
    NATIVE = "native"


class AccountState(StrEnum):
    INVITED = "invited"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"
    DELETED = "deleted"
