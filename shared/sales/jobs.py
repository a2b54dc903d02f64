"""What the timers of sales set off."""

import logging

from sqlalchemy.orm import Session

from shared.platform import rollups
from shared.sales import queries
from shared.sales.models import NEW_CUSTOMERS, SALES_OF_CHANNELS, SALES_OF_PRODUCTS

log = logging.getLogger(__name__)


def fold_channel_sales() -> int:
    """Fold the changes of sales noted so far into the roll-up of channels; return how many."""
    return rollups.fold_all(SALES_OF_CHANNELS)


def fold_product_sales() -> int:
    """Fold the changes of sales noted so far into the roll-up of products; return how many."""
    return rollups.fold_all(SALES_OF_PRODUCTS)


def fold_newcomers() -> int:
    """Fold the customers who came or went into the roll-up; return how many changes."""
    return rollups.fold_all(NEW_CUSTOMERS)


def check_sales_rollups(session: Session) -> int:
    """Compare roll-ups and facts; every difference is an error in the log. Return how many there are."""
    differences = queries.rollup_differences(session)
    for one in differences:
        log.error("%s %s holds %s, the purchases say %s", one.rollup, one.key, one.rolled_up, one.facts)
    newcomers = queries.newcomer_differences(session)
    for one in newcomers:
        log.error("%s %s holds %s, the customers say %s", one.rollup, one.key, one.rolled_up, one.facts)
    return len(differences) + len(newcomers)
