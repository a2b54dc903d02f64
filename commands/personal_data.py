"""Export or erase one person, as the law lets him ask.

    make export-person KIND=customer ID=17 > person.json
    make erase-person KIND=influencer ID=5 DRY_RUN=1

KIND is customer, influencer or user. A dry run does all of it and takes it back. Both leave an audit row. Exit code 1:
refused; the message says why.
"""

import argparse
import json
import sys
from collections.abc import Sequence

from commands.environment import run
from shared.platform import db
from shared.platform.errors import Refusal
from shared.privacy import people


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="personal_data", description="Export or erase one person.")
    parser.add_argument("what", choices=("export", "erase"))
    parser.add_argument("kind", choices=people.KINDS)
    parser.add_argument("id", type=int)
    parser.add_argument("--dry-run", action="store_true", help="erase, say what was changed, and take it back")
    asked = parser.parse_args(arguments)
    try:
        if asked.what == "export":
            export(asked.kind, asked.id)
        else:
            erase(asked.kind, asked.id, dry_run=asked.dry_run)
    except Refusal as refusal:
        sys.exit(f"Refused: {refusal.detail}")


def export(kind: people.Kind, person_id: int) -> None:
    with db.transaction() as session:
        found = people.export(session, kind, person_id)
    json.dump(found, sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")


def erase(kind: people.Kind, person_id: int, *, dry_run: bool) -> None:
    with db.transaction() as session:
        changed = people.erase(session, kind, person_id)
        if dry_run:
            session.rollback()
    said = ", ".join(f"{count} rows of {table}" for table, count in changed.items())
    done = "would be erased; nothing was changed" if dry_run else "is erased"
    sys.stdout.write(f"The {kind} {person_id} {done}. Around: {said}.\n")


if __name__ == "__main__":
    run(main)
