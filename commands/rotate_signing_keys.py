"""`python -m commands.rotate_signing_keys`: after a leak, replace the keys that access tokens are signed with, at once.

Every access token given out so far is refused within seconds; clients get new ones by their refresh tokens.
"""

import sys

from commands.environment import run
from shared.platform import audit, db, signing_keys
from shared.platform.identity import SYSTEM


def replace_keys() -> None:
    with db.transaction() as session:
        done = signing_keys.rotate(session, at_once=True)
        audit.record(session, SYSTEM, "signing_keys.replaced", ("signing_keys", "all"), changes=done)
    sys.stdout.write(f"One signing key was made, {done['removed']} removed.\n")


if __name__ == "__main__":
    run(replace_keys)
