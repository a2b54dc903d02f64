"""A setting that is missing or malformed stops the start with one line that names it."""

import pytest

from shared.platform.config import MisconfiguredError, settings
from shared.platform.secrets import EnvironmentSecrets

GOOD = {
    "DATABASE_URL": "postgresql://localhost/app",
    "AzureWebJobsStorage": "UseDevelopmentStorage=true",
    "SECRETS_FROM": "environment",
    "CURRENCY": "EUR",
    "TOKEN_ISSUER": "https://shop.example",
    "TOKEN_AUDIENCE": "https://shop.example/api",
    "PUBLIC_URL": "https://shop.example",
}


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch):
    for name in (*GOOD, "BUSINESS_TIME_ZONE", "KEY_VAULT_URL", "SMTP_HOST", "MAIL_FROM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield
    settings.cache_clear()


def refusal() -> str:
    with pytest.raises(MisconfiguredError) as stopped:
        settings()
    message = str(stopped.value)
    assert "\n" not in message
    return message


def test_good_settings_are_read():
    assert settings().currency == "EUR"
    assert str(settings().zone) == "UTC"


@pytest.mark.parametrize("name", [name for name in GOOD if name != "AzureWebJobsStorage"])
def test_a_missing_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.delenv(name)

    assert refusal() == f"Cannot start: {name} is missing."


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("CURRENCY", "Euro", "ISO 4217"),
        ("BUSINESS_TIME_ZONE", "Mars/Olympus", "IANA"),
        ("DATABASE_URL", "mysql://x", "pattern"),
        ("SECRETS_FROM", "a file", "environment"),
        ("SECRETS_FROM", "key_vault", "KEY_VAULT_URL"),
        ("AzureWebJobsStorage", "", "AzureWebJobsStorage"),
        ("SMTP_HOST", "mail.shop.example", "MAIL_FROM"),
    ],
)
def test_a_malformed_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, why: str):
    monkeypatch.setenv(name, value)

    assert why in refusal()


def test_a_secret_has_no_default(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SECRET_ENCRYPTION_KEYS", raising=False)

    with pytest.raises(MisconfiguredError, match=r"^Cannot start: SECRET_ENCRYPTION_KEYS is missing\.$"):
        EnvironmentSecrets().get("encryption-keys")
