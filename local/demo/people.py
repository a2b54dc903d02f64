"""One account per role, with a random password and, where its role asks for two-factor, a TOTP secret.

Both are written into .local/demo.json and nowhere else. What the file holds is kept as long as the account is there. A
lost file cannot be made again, so then its accounts get new passwords and new secrets, and their sessions end.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy.orm import Session

from local.appsettings import write_privately
from shared.accounts import passwords, queries, service
from shared.accounts.models import User
from shared.accounts.service import codes, one_time_tokens, sessions, two_factor
from shared.permissions import Role
from shared.platform import audit, clock, db
from shared.platform.config import settings
from shared.platform.identity import SYSTEM

PASSWORD_BYTES = 16  # written in hexadecimal digits it can hold no part of a name


def ensure(path: Path, base_url: str, today: date) -> dict[str, Any]:
    """Return what the file holds: the address, an account per role, and the day the demo ends on.

    Accounts are made where they are missing. The file is written once they are there for good: were it the other way
    round, a crash in between could leave passwords in it that no account has.
    """
    known = json.loads(path.read_text()) if path.exists() else {}
    before = {user["role"]: user for user in known.get("users", [])}
    with db.transaction() as session:
        users = [_ensure_one(session, role, before.get(role.value)) for role in Role]
    demo = {"base_url": base_url, "users": users, "last_day": known.get("last_day", today.isoformat())}
    write_privately(path, demo)
    return demo


def _ensure_one(session: Session, role: Role, before: Mapping[str, str] | None) -> dict[str, str]:
    mail = f"{role.value.replace('_', '-')}@demo.example"
    user = queries.user_by_mail(session, mail)
    if user is None or before is None:
        password, known_secret = secrets.token_hex(PASSWORD_BYTES), None
        user = _with_password(session, user or mail, role, password)
    else:
        password, known_secret = before["password"], before.get("totp_secret")
    entry = {"mail": mail, "password": password, "role": role.value}
    secret = _second_factor(session, user, known_secret)
    return entry if secret is None else entry | {"totp_secret": secret}


def _with_password(session: Session, user: User | str, role: Role, password: str) -> User:
    """Return the account with this password, new where only its mail address is given."""
    if isinstance(user, str):
        name = f"Demo {role.value.replace('_', ' ')}"
        return service.create_user(
            session, SYSTEM, user_mail=user, user_name=name, user_role=role, password=SecretStr(password)
        )
    user.user_password = passwords.hash_password(password)
    session.flush()
    sessions.end_sessions(session, user.user_id, "the demo's file was lost")
    one_time_tokens.withdraw(session, user.user_id)
    audit.record(session, SYSTEM, "user.password_reset", user)
    return user


def _second_factor(session: Session, user: User, known_secret: str | None) -> str | None:
    """Return the secret of the second factor that is on: the known one or another, None where none is asked for."""
    if codes.is_on(session, user.user_id):
        if known_secret is not None:
            return known_secret
        two_factor.remove(session, user)
    elif user.user_role not in settings().two_factor_roles:
        return None
    return with_second_factor(session, user)


def with_second_factor(session: Session, user: User) -> str:
    """Switch the second factor of `user` on, as he would, and return its secret in base32."""
    secret = two_factor.begin(session, user)
    # A code is good once: the last one confirms, so that the present one is left for signing in.
    code = codes.totp(secret).at(clock.now(), counter_offset=-1)
    two_factor.confirm(session, sessions.as_user(SYSTEM, user), user, SecretStr(code))
    return secret
