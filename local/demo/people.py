"""One account per role, with a random password that is written into .local/demo.json and nowhere else."""

import json
import secrets
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy.orm import Session

from local.appsettings import write_privately
from shared.accounts import queries, service
from shared.accounts.schemas import UserIn
from shared.permissions import Role
from shared.platform.identity import SYSTEM


def ensure(session: Session, path: Path, base_url: str, today: date) -> dict[str, Any]:
    """Return what the file holds: the address, an account per role, and the day the demo ends on.

    Accounts are made where they are missing; a lost file cannot be made again, so then they get new passwords.
    """
    known = json.loads(path.read_text()) if path.exists() else {}
    before = {user["role"]: user for user in known.get("users", [])}
    users = [_ensure_one(session, role, before.get(role.value)) for role in Role]
    demo = {"base_url": base_url, "users": users, "last_day": known.get("last_day", today.isoformat())}
    write_privately(path, demo)
    return demo


def _ensure_one(session: Session, role: Role, before: dict[str, str] | None) -> dict[str, str]:
    mail = f"{role.value.replace('_', '-')}@demo.example"
    user = queries.user_by_mail(session, mail)
    if user is not None and before is not None:
        return before
    password = secrets.token_urlsafe(18)
    if user is None:
        name = f"Demo {role.value.replace('_', ' ')}"
        body = UserIn(user_mail=mail, user_name=name, user_role=role, password=SecretStr(password))
        service.create_user(session, SYSTEM, body)
    else:
        service.set_password(session, SYSTEM, user, password)
    return {"mail": mail, "password": password, "role": role.value}
