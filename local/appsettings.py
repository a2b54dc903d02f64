"""local.settings.json: made at the first start, never committed; `func start` reads the same file."""

import json
import os
from pathlib import Path
from typing import Any

from shared.platform.crypto import new_key

KEPT = (
    "SECRET_ENCRYPTION_KEYS",
    "CURRENCY",
    "BUSINESS_TIME_ZONE",
    "PYTHON_THREADPOOL_THREAD_COUNT",
    "RANKING_SCHEDULE",
    "MAIL_FROM",
    "REGISTRATION",
    "TWO_FACTOR_ROLES",
    "SESSION_IDLE_HOURS",
    "SESSION_LIFETIME_HOURS",
    "PAYOUT_ACCOUNT_HOLD_DAYS",
    "FEED_ADDRESSES_ALLOWED",
    "COMPANY_NAME",
    "COMPANY_IBAN",
    "COMPANY_BIC",
    "PAYMENT_APPROVAL_LIMIT",
)
DASHBOARD_IN_DEVELOPMENT = {"CORS": "http://localhost:5173"}


def write(path: Path, *, database_url: str, storage: str, smtp_port: int, base_url: str) -> dict[str, str]:
    """Write the file for the parts as they run now and return its values; secrets and choices stay."""
    old: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    before: dict[str, str] = old.get("Values", {})
    values = {
        "FUNCTIONS_WORKER_RUNTIME": "python",
        "PYTHON_THREADPOOL_THREAD_COUNT": "32",
        "AzureWebJobsStorage": storage,
        "DATABASE_URL": database_url,
        "SECRETS_FROM": "environment",
        "SECRET_ENCRYPTION_KEYS": json.dumps({"keys": [new_key("1")]}),
        "TOKEN_ISSUER": base_url,
        "TOKEN_AUDIENCE": f"{base_url}/api",
        "PUBLIC_URL": base_url,
        "CURRENCY": "EUR",
        "BUSINESS_TIME_ZONE": "UTC",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(smtp_port),
        "MAIL_FROM": "influencer-marketing@shop.example",
        "RANKING_SCHEDULE": "0 0 2 * * *",
        "COMPANY_NAME": "Demo shop",
        "COMPANY_IBAN": "DE89370400440532013000",  # the example of ISO 13616's registry; nobody's account
    } | {name: before[name] for name in KEPT if name in before}
    host = old.get("Host", DASHBOARD_IN_DEVELOPMENT)
    write_privately(path, {"IsEncrypted": False, "Values": values, "Host": host})
    return values


def write_privately(path: Path, content: Any) -> None:
    """Write JSON that only its owner may read, whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(content, file, indent=2)
    fresh.replace(path)
