"""The check of all books, of sales and of finance, and what it found last."""

from sqlalchemy.orm import Session

from shared.finance.books import queries
from shared.finance.books.schemas import BookBreachOut, BooksOut, CheckOut
from shared.sales.service.books import MOST_SHOWN, sales_books, told

# The jobs that check, and what each compares.
CHECKS = {
    "check_books": "stock, sales, returns, payments, lines, balances and batches with what they follow from",
    "check_sales_rollups": "roll-ups of sales and new customers with the facts",
    "check_feed_rollups": "roll-ups of feeds with the reports",
}


def check_books(session: Session) -> dict[str, int]:
    """Recompute every book; each difference is an error in the log and kept for admins, up to 100 of a book.

    Returns how many differ, by book.
    """
    checks = sales_books(session) | queries.finance_books(session, MOST_SHOWN)
    queries.replace_breaches(session, [one for check in checks.values() for one in check.shown])
    return told(checks)


def books(session: Session) -> BooksOut:
    """Return when the books were checked last and what was wrong then."""
    runs = queries.last_runs(session, list(CHECKS))
    return BooksOut(
        checks=[
            CheckOut(
                check=name,
                compares=compares,
                checked_at=runs[name].finished_at if name in runs else None,
                differing=_counts(runs[name].detail.get("result")) if name in runs else None,
            )
            for name, compares in CHECKS.items()
        ],
        breaches=[BookBreachOut.model_validate(one) for one in queries.breaches(session)],
    )


def _counts(result: object) -> dict[str, int]:
    """Return how many differ by book; jobs with one book say a number alone."""
    return (
        {str(key): int(value) for key, value in result.items()}
        if isinstance(result, dict)
        else {"all": int(str(result))}
    )
