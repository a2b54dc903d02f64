"""The settings of a command: the environment as it is, or on one machine what `make run` wrote."""

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

    Raises:
        MisconfiguredError: a setting is missing or malformed, or the file is; the message is one line.
    """
    if not os.environ.get("DATABASE_URL"):
        os.environ.update({name: value for name, value in _values().items() if not os.environ.get(name)})
    settings()


def run(command: Callable[[], None]) -> None:
    """Do what the operator asked for; end with one line when settings or database do not let us."""
    load_settings()
    try:
        command()
    except OperationalError as failure:
        sys.exit("The database does not answer: " + str(failure.orig).partition("\n")[0])


def _values() -> dict[str, str]:
    try:
        values = json.loads(FILE.read_text(encoding="utf-8"))["Values"]
        return {str(name): str(value) for name, value in values.items()}
    except FileNotFoundError:
        raise MisconfiguredError(
            f"Cannot start: DATABASE_URL is missing and there is no {FILE.name}; `make run` writes one."
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as failure:
        raise MisconfiguredError(f"Cannot start: {FILE.name} cannot be read ({type(failure).__name__}).") from None
