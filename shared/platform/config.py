"""Settings: read once from the environment, checked before anything else starts.

On Azure they are app settings, on one machine `local.settings.json` is put into the environment by the host.
Secrets are not settings: they come from the secret store (`secrets.py`).
"""

import re
from functools import cache
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class MisconfiguredError(SystemExit):
    """A setting is missing or malformed; the message is one line that names it."""


def _time_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("is not an IANA time zone name such as Europe/Berlin")
    return name


def _currency(code: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise ValueError("is not an ISO 4217 code such as EUR")
    return code


class Settings(BaseSettings):
    model_config = SettingsConfigDict(extra="ignore", frozen=True, case_sensitive=False)

    database_url: Annotated[str, Field(pattern=r"^postgresql(\+psycopg2)?://")]
    database_auth: Literal["password", "entra"] = "password"
    database_pool_size: Annotated[int, Field(ge=1, le=100)] = 10

    storage: Annotated[str, Field(alias="AzureWebJobsStorage")] = ""
    storage_blob_uri: Annotated[str, Field(alias="AzureWebJobsStorage__blobServiceUri")] = ""

    secrets_from: Literal["environment", "key_vault"]
    key_vault_url: str = ""

    currency: Annotated[str, AfterValidator(_currency)]
    business_time_zone: Annotated[str, AfterValidator(_time_zone)] = "UTC"

    token_issuer: str
    token_audience: str

    smtp_host: str = ""
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 587
    mail_from: str = ""

    @model_validator(mode="after")
    def _parts_that_need_each_other(self) -> Self:
        if not (self.storage or self.storage_blob_uri):
            raise ValueError("AzureWebJobsStorage or AzureWebJobsStorage__blobServiceUri must be set")
        if self.secrets_from == "key_vault" and not self.key_vault_url:
            raise ValueError("KEY_VAULT_URL must be set when SECRETS_FROM is key_vault")
        if self.smtp_host and not self.mail_from:
            raise ValueError("MAIL_FROM must be set when SMTP_HOST is")
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.business_time_zone)


@cache
def settings() -> Settings:
    """Return the settings of this process.

    Raises:
        MisconfiguredError: a setting is missing or malformed.
    """
    try:
        return Settings()
    except ValidationError as invalid:
        raise MisconfiguredError(_one_line(invalid)) from None


def _one_line(invalid: ValidationError) -> str:
    problems = []
    for error in invalid.errors(include_input=False, include_url=False):
        name = _environment_name(str(error["loc"][0])) if error["loc"] else ""
        what = "is missing" if error["type"] == "missing" else error["msg"].removeprefix("Value error, ")
        problems.append(f"{name} {what}".strip())
    return "Cannot start: " + "; ".join(problems) + "."


def _environment_name(field: str) -> str:
    return field if field.startswith("AzureWebJobs") else field.upper()
