"""The settings and what makes each well-formed. Apart from `config.py`: pydantic-settings is slow to import."""

import os
import re
from decimal import Decimal
from ipaddress import IPv4Network, IPv6Network
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from shared.permissions import Role


def _time_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("is not an IANA time zone name such as Europe/Berlin")
    return name


def _currency(code: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise ValueError("is not an ISO 4217 code such as EUR")
    return code


def _iban(number: str) -> str:
    """Take an IBAN (ISO 13616) with or without spaces; the check is ISO 7064 MOD 97-10."""
    plain = number.replace(" ", "").upper()
    digits = "".join(str(int(char, 36)) for char in plain[4:] + plain[:4] if char.isalnum() and char.isascii())
    if plain and (not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", plain) or int(digits) % 97 != 1):
        raise ValueError("is not an IBAN")
    return plain


def _without_last_slash(address: str) -> str:
    return address.rstrip("/")


def _listed(names: object) -> object:
    """Take names parted by commas; an empty text is an empty set."""
    return [name.strip() for name in names.split(",") if name.strip()] if isinstance(names, str) else names


class Settings(BaseSettings):
    model_config = SettingsConfigDict(extra="ignore", frozen=True, case_sensitive=False)

    database_url: Annotated[str, Field(pattern=r"^postgresql(\+psycopg2)?://")]
    database_auth: Literal["password", "entra"] = "password"
    database_pool_size: Annotated[int, Field(ge=1, le=100)] = 10
    database_replica_url: Annotated[str, Field(pattern=r"^(postgresql(\+psycopg2)?://.*)?$")] = ""
    database_replica_max_lag_seconds: Annotated[float, Field(ge=0, le=600)] = 5

    # How many processes make reports beside the one that answers calls; none: it makes them itself.
    render_processes: Annotated[int, Field(ge=0, le=8)] = 1

    # Azure's worker reads it, too, and has this default; too few threads, and sign-ins keep everybody else waiting.
    python_threadpool_thread_count: Annotated[int, Field(ge=1, le=1000)] = min(32, (os.process_cpu_count() or 1) + 4)

    storage: Annotated[str, Field(alias="AzureWebJobsStorage")] = ""
    storage_blob_uri: Annotated[str, Field(alias="AzureWebJobsStorage__blobServiceUri")] = ""

    secrets_from: Literal["environment", "key_vault"]
    key_vault_url: str = ""

    currency: Annotated[str, AfterValidator(_currency)]
    business_time_zone: Annotated[str, AfterValidator(_time_zone)] = "UTC"

    token_issuer: str
    token_audience: str
    public_url: Annotated[str, Field(pattern=r"^https?://[^/?#]+(/[^?#]*)?$"), AfterValidator(_without_last_slash)]

    registration: Literal["invitation", "open"] = "invitation"
    two_factor_roles: Annotated[frozenset[Role], NoDecode, BeforeValidator(_listed)] = frozenset(
        {Role.ADMIN, Role.FINANCE_MANAGER}
    )
    session_idle_hours: Annotated[int, Field(ge=1, le=24 * 30)] = 8
    session_lifetime_hours: Annotated[int, Field(ge=1, le=24 * 30)] = 24

    uploads_per_day: Annotated[int, Field(ge=1)] = 500

    payout_account_hold_days: Annotated[int, Field(ge=0, le=90)] = 7

    proxies_in_front: Annotated[int, Field(ge=1, le=5)] = 1

    smtp_host: str = ""
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 587
    smtp_security: Literal["none", "starttls", "tls"] | None = None
    smtp_user: str = ""
    mail_from: Annotated[str, Field(pattern=r"^([^@\s,]+@[^@\s,]+)?$")] = ""

    # Who pays: what batches for the bank name as the debtor.
    company_name: Annotated[str, Field(max_length=70)] = ""
    company_iban: Annotated[str, AfterValidator(_iban)] = ""
    company_bic: Annotated[str, Field(pattern=r"^([A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?)?$")] = ""
    payment_approval_limit: Annotated[Decimal, Field(ge=0)] = Decimal(1000)

    feed_addresses_allowed: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_listed)] = ()

    @model_validator(mode="after")
    def _parts_that_need_each_other(self) -> Self:
        if not (self.storage or self.storage_blob_uri):
            raise ValueError("AzureWebJobsStorage or AzureWebJobsStorage__blobServiceUri must be set")
        if self.secrets_from == "key_vault" and not self.key_vault_url:
            raise ValueError("KEY_VAULT_URL must be set when SECRETS_FROM is key_vault")
        if self.smtp_host and not self.mail_from:
            raise ValueError("MAIL_FROM must be set when SMTP_HOST is")
        if self.smtp_user and self.smtp_security == "none":
            raise ValueError("SMTP_SECURITY must not be none when SMTP_USER is set: the password would go unencrypted")
        return self

    @property
    def mail_encryption(self) -> Literal["none", "starttls", "tls"]:
        return self.smtp_security or ("starttls" if self.smtp_user else "none")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.business_time_zone)
