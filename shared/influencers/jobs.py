"""What the timers of influencers set off."""

import logging

from sqlalchemy.orm import Session

from shared.influencers import queries
from shared.influencers.models import FEED
from shared.platform import rollups

log = logging.getLogger(__name__)


def fold_feed() -> int:
    """Fold the reported changes noted so far into the roll-ups; return how many."""
    return rollups.fold_all(FEED)


def check_feed_rollups(session: Session) -> int:
    """Compare roll-ups and reports; every difference is an error in the log. Return how many there are."""
    differences = queries.feed_rollup_differences(session)
    for one in differences:
        log.error("%s %s holds %s, the reports say %s", one.rollup, one.key, one.rolled_up, one.facts)
    return len(differences)
