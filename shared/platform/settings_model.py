"""The settings and what makes each well-formed. Apart from `config.py`: pydantic-settings is slow to import."""

import re
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


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
