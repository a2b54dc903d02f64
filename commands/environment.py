"""The settings of a command: the environment as it is, what `make run` wrote, or a file that SETTINGS names.

    SETTINGS=app.settings.json DATABASE_URL=postgresql://… make admin

That file has the form of local.settings.json, or the one in which `az functionapp config appsettings list` tells an
app's settings.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.exc import OperationalError

from shared.platform.config import MisconfiguredError, settings

FILE = Path(__file__).parent.parent / "local.settings.json"


def load_settings() -> None:
    """Make the settings known to this process; what the environment says already wins over the file.

    A server's settings are never mixed with those of a developer's machine: with a database in the environment only a
    file that SETTINGS names is read.

    Raises:
        MisconfiguredError: a setting is missing or malformed, or the file is; the message is one line.
    """
    named = os.environ.get("SETTINGS")
    if named or not os.environ.get("DATABASE_URL"):
        values = _values(Path(named) if named else FILE)
        os.environ.update({name: value for name, value in values.items() if not os.environ.get(name)})
    try:
        settings()
    except MisconfiguredError as unset:
        raise MisconfiguredError(f"{unset}{_why_not_from_a_file(named)}") from None


def run(command: Callable[[], None]) -> None:
    """Do what the operator asked for; end with one line when settings or database do not let us."""
    load_settings()
    try:
        command()
    except OperationalError as failure:
        sys.exit(silent_database(str(failure.orig)))


def silent_database(why: str) -> str:
    """Return one line about a database that does not answer, with what to do where `make run` is to serve it."""
    hint = " It runs while `make run` does: start that first." if f"{FILE.parent}/.local/run" in why else ""
    return f"The database does not answer: {why.strip().partition('\n')[0]}.{hint}"


def _why_not_from_a_file(named: str | None) -> str:
    if named or not FILE.exists():
        return ""
    return f" (With DATABASE_URL in the environment {FILE.name} is read only if SETTINGS={FILE.name} says so.)"


def _values(file: Path) -> dict[str, str]:
    try:
        written = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(written, list):
            return {str(one["name"]): str(one["value"]) for one in written}
        return {str(name): str(value) for name, value in written["Values"].items()}
    except FileNotFoundError:
        how = "`make run` writes one" if file == FILE else "SETTINGS names it"
        raise MisconfiguredError(f"Cannot start: DATABASE_URL is missing and there is no {file.name}; {how}.") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as failure:
        raise MisconfiguredError(f"Cannot start: {file.name} cannot be read ({type(failure).__name__}).") from None
