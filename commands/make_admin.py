"""Make an account with the role admin: the very first one, as the others are invited.

    make admin
    make admin MAIL=somebody@shop.example NAME="Some Body" < a-file-that-holds-the-password

On a terminal it asks for what is missing, and for the password twice, unseen. Otherwise the first line of standard
input is the password. A password is never an argument: those stand in the list of processes and in the shell's history.
"""

import os
import sys
from getpass import getpass
from typing import Any

from pydantic import SecretStr, TypeAdapter, ValidationError

from commands.environment import run
from shared.accounts import service
from shared.accounts.schemas import LONGEST_PASSWORD, Mail, UserName
from shared.permissions import Role
from shared.platform import db
from shared.platform.config import settings
from shared.platform.errors import Malformed, Refusal
from shared.platform.identity import SYSTEM


def make_admin() -> None:
    mail = _well_formed(Mail, _mail_given() or _asked("Mail address: ", "MAIL"), "The mail address")
    name = _well_formed(UserName, os.environ.get("NAME", "").strip() or _asked("Name: ", "NAME"), "The name")
    password = _password()
    try:
        with db.transaction() as session:
            service.create_user(
                session, SYSTEM, user_mail=mail, user_name=name, user_role=Role.ADMIN, password=password
            )
    except Refusal as refusal:
        sys.exit(f"No account was made. {_in_one_line(refusal)}")
    sys.stdout.write(f"{mail} is an admin now and can sign in.\n{_about_second_factor()}")


def _mail_given() -> str:
    """MAIL is also where a login shell keeps the path of the mailbox."""
    given = os.environ.get("MAIL", "")
    return given if not given.startswith("/") else ""


def _asked(question: str, name: str) -> str:
    if not sys.stdin.isatty():
        sys.exit(f"No account was made. {name} is missing: make admin MAIL=… NAME=…")
    return input(question).strip()


def _well_formed(kind: Any, value: str, what: str) -> str:
    try:
        return str(TypeAdapter(kind).validate_python(value))
    except ValidationError as invalid:
        sys.exit(f"No account was made. {what} is not well-formed: {invalid.errors()[0]['msg'].rstrip('.')}.")


def _password() -> SecretStr:
    if not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = getpass("Password: ")
        if getpass("Password again: ") != password:
            sys.exit("No account was made. The two passwords differ.")
    if not 0 < len(password) <= LONGEST_PASSWORD:
        sys.exit(f"No account was made. The password must have 1 to {LONGEST_PASSWORD} characters.")
    return SecretStr(password)


def _in_one_line(refusal: Refusal) -> str:
    faults = [error["message"] for error in refusal.errors] if isinstance(refusal, Malformed) else []
    return refusal.detail + "".join(f" It {fault}." for fault in faults)


def _about_second_factor() -> str:
    if Role.ADMIN in settings().two_factor_roles:
        return "The second factor is set up at the first sign-in; nothing else is allowed before.\n"
    return "Set up a second factor after signing in: TWO_FACTOR_ROLES does not ask admins for it.\n"


if __name__ == "__main__":
    run(make_admin)
