"""What `azd` knows of the environment: the outputs of main.bicep, as variables."""

import os
from dataclasses import dataclass, fields


class EnvironmentIncompleteError(Exception):
    """Variables are missing."""


@dataclass(frozen=True)
class Environment:
    resource_group: str
    identity_name: str
    database_host: str
    database_name: str
    function_app: str
    storage_account: str
    event_topic: str
    key_vault_url: str
    site_url: str

    @classmethod
    def read(cls) -> "Environment":
        """Return AZURE_RESOURCE_GROUP and so on.

        Raises:
            EnvironmentIncompleteError: some are missing; the message names them all.
        """
        variables = {field.name: f"AZURE_{field.name.upper()}" for field in fields(cls)}
        if missing := [name for name in variables.values() if not os.environ.get(name)]:
            raise EnvironmentIncompleteError(f"Missing: {', '.join(missing)}. `azd env get-values` has them.")
        return cls(**{field: os.environ[name] for field, name in variables.items()})
