"""Verify the audit log's hash chain.

    make verify-audit
    make verify-audit EXPECT="1200:9f86… 1500:6030…"

EXPECT holds heads that the app's log once told ("the audit log is sealed up to POSITION:HASH"); a chain that does not
contain one of them was cut off or made anew. One line per breach. Exit code 0: sound; 1: breached; 2: not verified
(make itself turns 1 into 2).
"""

import argparse
import os
import sys
from collections.abc import Sequence

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from commands.environment import load_settings, silent_database
from shared.platform import db
from shared.platform.audit_chain import Head, Verification
from shared.platform.config import MisconfiguredError

SOUND, BREACHED, UNVERIFIED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify and return the exit code; `arguments` are those of the command line unless given."""
    anchors = _anchors(sys.argv[1:] if arguments is None else arguments)
    try:
        load_settings()
        return verify(anchors)
    except MisconfiguredError as unset:
        return _failed(str(unset))
    except OperationalError as failure:
        return _failed(silent_database(str(failure.orig)))
    except SQLAlchemyError as failure:
        return _failed(f"The audit log cannot be read: {_first_line(failure)}")


def verify(anchors: Sequence[Head]) -> int:
    """Print each breach and then the figures; return the exit code."""
    breaches = 0
    with db.snapshot() as session:
        verification = Verification(session, anchors)
        for breach in verification.breaches():
            breaches += 1
            sys.stdout.write(f"BREACH    {breach}\n")
    found = f"sealed    {verification.sealed}\nunsealed  {verification.unsealed}\nhead      {verification.head}\n"
    sys.stdout.write(f"{found}breaches  {breaches}\n")
    return BREACHED if breaches else SOUND


def _anchors(arguments: Sequence[str]) -> list[Head]:
    parser = argparse.ArgumentParser(prog="verify-audit", description="Verify the audit log's hash chain.")
    about = "a head that the chain must contain; may be given many times"
    parser.add_argument("--expect", help=about, metavar="POSITION:HASH", type=_head, action="append", default=[])
    from_environment = [part for head in os.environ.get("EXPECT", "").split() for part in ("--expect", head)]
    anchors: list[Head] = parser.parse_args([*from_environment, *arguments]).expect
    return anchors


def _head(written: str) -> Head:
    try:
        return Head.parse(written)
    except ValueError as malformed:
        raise argparse.ArgumentTypeError(f"{written!r}: {malformed}") from None


def _first_line(failure: SQLAlchemyError) -> str:
    cause = getattr(failure, "orig", None) or failure
    return str(cause).strip().splitlines()[0]


def _failed(why: str) -> int:
    sys.stderr.write(f"{why}\n")
    return UNVERIFIED


if __name__ == "__main__":
    sys.exit(main())
