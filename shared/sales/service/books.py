"""The check of the books: quantities that are kept up step by step, against the records they follow from."""

import logging
from collections.abc import Mapping

from sqlalchemy.orm import Session

from shared.sales import queries
from shared.sales.queries.books import BookCheck

log = logging.getLogger(__name__)

MOST_SHOWN = 100


def check_books(session: Session) -> dict[str, int]:
    """Recompute stock, sales and returned quantities; every difference is an error in the log, up to 100 of each.

    Returns how many differ, by book.
    """
    return told(sales_books(session))


def sales_books(session: Session) -> dict[str, BookCheck]:
    """Return what differs, by book."""
    return {
        "stock_quantity": queries.stock_differences(session, MOST_SHOWN),
        "sales_quantity": queries.sales_differences(session, MOST_SHOWN),
        "returned_quantity": queries.return_differences(session, MOST_SHOWN),
    }


def told(checks: Mapping[str, BookCheck]) -> dict[str, int]:
    """Log every difference that is shown as an error; return how many there are, by book."""
    for check in checks.values():
        for one in check.shown:
            log.error("%s of %s is %s, the records say %s", one.book, one.record, one.held, one.expected)
    return {book: check.differing for book, check in checks.items()}
