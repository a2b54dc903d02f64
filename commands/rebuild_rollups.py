"""`make rebuild-rollups`: make the roll-ups of sales, new customers and feeds anew from the facts, and compare them.

Nobody can write the facts meanwhile, one kind after the other (about 10 seconds per million purchases), everybody can
read. Exit code 0: the roll-ups are what the facts say; 1: they are not.
"""

import sys
from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from commands.environment import run
from shared.influencers import queries as influencers
from shared.influencers.service import rebuild_feed_rollups
from shared.platform import db
from shared.platform.rollups import RollupDifference
from shared.sales import queries, service

Compare = Callable[[Session], Sequence[RollupDifference]]

# Each in a transaction of its own: who deletes a customer locks the purchases after the customers.
KINDS: tuple[tuple[Compare, Callable[[Session], None]], ...] = (
    (queries.rollup_differences, service.rebuild_rollups),
    (queries.newcomer_differences, service.rebuild_newcomers),
    (influencers.feed_rollup_differences, rebuild_feed_rollups),
)


def rebuild() -> None:
    before: list[RollupDifference] = []
    left = 0
    for differences, make_anew in KINDS:
        with db.transaction() as session:
            before += differences(session)
            make_anew(session)
            left += len(differences(session))
    for one in before:
        sys.stdout.write(f"{one.rollup} {one.key} held {one.rolled_up}, the facts say {one.facts}\n")
    sys.stdout.write(f"The roll-ups are made anew; {len(before)} rows were wrong, {left} are.\n")
    if left:
        sys.exit(1)


if __name__ == "__main__":
    run(rebuild)
