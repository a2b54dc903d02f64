"""What an error of a part we depend on means, in a word for anybody and a sentence for whoever can mend it.

The sentence names what is missing: a role, a grant, an extension, a container. Neither holds a secret.
"""

import re
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from shared.platform.config import MisconfiguredError

STORAGE_ROLE = "Storage Blob Data Owner"
VAULT_ROLE = "Key Vault Secrets User"
PROVISION = "run `python -m deploy.provisioned`"


@dataclass(frozen=True)
class Fault:
    code: str
    detail: str


# What libpq says before there is a session; then there is no SQLSTATE either.
REFUSED = (
    (
        r"no token of the app's identity",
        "identity_unavailable",
        "There is no token for the app's identity: AZURE_CLIENT_ID, its assignment, or Azure's token service is away.",
    ),
    (r'role "([^"]+)" does not exist', "database_role_missing", rf'The database has no role "\1": {PROVISION}.'),
    (r'database "([^"]+)" does not exist', "database_missing", r'There is no database "\1".'),
    (
        r"password authentication failed|no password supplied|token",
        "database_login_refused",
        "The database refuses the login: with DATABASE_AUTH=entra, whether its role belongs to the app's identity.",
    ),
    (
        r"remaining connection slots|too many clients|too many connections",
        "database_full",
        "No connection is left: instances times pool exceed max_connections (docs/operations.md, Sizing).",
    ),
    (
        r"certificate|SSL",
        "certificate_refused",
        "The database's certificate is not trusted: sslrootcert of DATABASE_URL.",
    ),
    (r"could not translate host name", "unreachable", "The name of the database's host is not known: its DNS zone."),
)
BY_SQLSTATE = {
    "42501": ("grant_missing", f"The app's role lacks a grant (migrations/grants.sql): {PROVISION}."),
    "42P01": ("not_migrated", f"The database has no tables: {PROVISION}."),
    "28000": ("database_login_refused", "The database refuses the role."),
    "53300": ("database_full", "The database has no connection left."),
}


def of_database(error: BaseException) -> Fault:
    """Return what an error of the driver or the server means."""
    cause = getattr(error, "orig", error) if isinstance(error, DBAPIError) else error
    if known := BY_SQLSTATE.get(getattr(cause, "pgcode", None) or ""):
        return Fault(*known)
    said = str(cause)
    for pattern, code, detail in REFUSED:
        if found := re.search(pattern, said):
            return Fault(code, found.expand(detail))
    return Fault("unreachable", "The database does not answer.")


def of_azure(error: BaseException, part: str, role: str) -> Fault:
    """Return what an error of one of Azure's SDKs means; `role` is the one that `part` asks of the app's identity."""
    from azure.core.exceptions import (  # noqa: PLC0415 - slow to import
        ClientAuthenticationError,
        HttpResponseError,
        ResourceNotFoundError,
    )

    if isinstance(error, MisconfiguredError):
        return Fault("secret_missing", str(error))
    if isinstance(error, ResourceNotFoundError):
        return Fault("not_there", f"{part} has not what is asked for.")
    if isinstance(error, ClientAuthenticationError):
        return Fault(
            "identity_refused", "There is no token for the app's identity: AZURE_CLIENT_ID, and its assignment."
        )
    status = error.status_code if isinstance(error, HttpResponseError) else None
    if status == 403:  # noqa: PLR2004 - HTTP's
        return _forbidden(str(error), part, role)
    return Fault("unreachable", f"{part} does not answer.")


def _forbidden(said: str, part: str, role: str) -> Fault:
    if re.search("ForbiddenByConnection|ForbiddenByFirewall|AuthorizationFailure", said):
        return Fault("network_refused", f"{part} refuses where the call comes from: its network rules.")
    return Fault("role_not_granted", f'{part} refuses the app\'s identity: it lacks the role "{role}".')


def of_migration(error: BaseException) -> Fault | None:
    """Return what a migration asks of Azure's server that is not allowed there, None for any other error."""
    found = re.search(r'extension "(\w+)" is not allow-listed', str(error))
    if found is None:
        return None
    extension = found[1].upper()
    return Fault("extension_not_allowed", f"The server parameter azure.extensions must name {extension}.")
