"""Settings: read once from the environment, checked before anything else starts.

On Azure they are app settings, on one machine `local.settings.json` is put into the environment by the host.
Secrets are not settings: they come from the secret store (`secrets.py`).
"""

import os
from functools import cache
from typing import TYPE_CHECKING

from pydantic import ValidationError

if TYPE_CHECKING:
    from shared.platform.settings_model import Settings


class MisconfiguredError(SystemExit):
    """A setting is missing or malformed; the message is one line that names it."""


@cache
def settings() -> "Settings":
    """Return the settings of this process.

    Raises:
        MisconfiguredError: a setting is missing or malformed.
    """
    if unresolved := [name for name, value in os.environ.items() if value.startswith("@Microsoft.KeyVault(")]:
        raise MisconfiguredError(_unresolved(unresolved))
    from shared.platform.settings_model import Settings  # noqa: PLC0415 - slow to import

    try:
        return Settings()
    except ValidationError as invalid:
        raise MisconfiguredError(_one_line(invalid)) from None


def _unresolved(names: list[str]) -> str:
    """Azure puts the value in place of the reference; where it cannot, it leaves the reference."""
    said = ", ".join(sorted(names))
    why = "is the secret there, and has the app's identity the role Key Vault Secrets User?"
    return f"Cannot start: {said} is a Key Vault reference that was not resolved: {why}"


def _one_line(invalid: ValidationError) -> str:
    problems = []
    for error in invalid.errors(include_input=False, include_url=False):
        name = _environment_name(str(error["loc"][0])) if error["loc"] else ""
        what = "is missing" if error["type"] == "missing" else error["msg"].removeprefix("Value error, ")
        problems.append(f"{name} {what}".strip())
    return "Cannot start: " + "; ".join(problems) + "."


def _environment_name(field: str) -> str:
    return field if field.startswith("AzureWebJobs") else field.upper()
