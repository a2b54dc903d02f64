"""What the timers of sales set off."""

import logging

from sqlalchemy.orm import Session

from shared.sales import queries, service

log = logging.getLogger(__name__)


def fold_sales(session: Session) -> int:
    """Fold the changes noted so far into the roll-ups; return how many."""
    return service.fold_sales_deltas(session)


def check_sales_rollups(session: Session) -> int:
    """Compare roll-ups and facts; every difference is an error in the log. Return how many there are."""
    differences = queries.rollup_differences(session)
    for one in differences:
        log.error("%s %s holds %s, the purchases say %s", one.rollup, one.key, one.rolled_up, one.facts)
    return len(differences)
