"""Recomputations of what the books of finance hold. Each reads all payments, lines or batches.

Money is in cents, bases in millionths, `record` is what stands in front of the colon.
"""

from collections.abc import Sequence

from sqlalchemy import BigInteger, Numeric, column, delete, func, insert, select, text
from sqlalchemy.orm import Session

from shared.finance.models import BookBreach
from shared.platform.models import JobOutcome, JobRun
from shared.sales.queries.books import BookCheck, BookDifference, compared

BOOKS = {
    # Payment: a payment is the sum of its lines.
    "payment_amount": """
        SELECT payment_id AS record, payment.amount * 100 AS held, coalesce(sum(line.amount), 0) * 100 AS expected
        FROM payment LEFT JOIN payment_lines AS line USING (payment_id)
        WHERE is_computed AND status <> 'cancelled'
        GROUP BY payment_id""",
    # Payment: its lines are its influencer's, and neither a cancelled nor a recorded one has any.
    "payment_lines": """
        SELECT payment_id AS record, count(*) AS held, 0 AS expected
        FROM payment_lines AS line JOIN payment USING (payment_id)
        WHERE NOT is_computed OR status = 'cancelled' OR payment.influencer_id <> line.influencer_id
        GROUP BY payment_id""",
    # Line: only a cancelled payment let it go, so that one at most counts it.
    "released_lines": """
        SELECT line_id AS record, count(*) AS held, 0 AS expected
        FROM released_lines JOIN payment USING (payment_id)
        WHERE status <> 'cancelled'
        GROUP BY line_id""",
    # First line of a source (a purchase, a day of clicks, a fee): what was earned by it stands in one payment.
    "paid_once": """
        SELECT min(line_id) AS record, count(DISTINCT payment_id) AS held, 1 AS expected
        FROM payment_lines
        WHERE entry = 'earning' AND payment_id IS NOT NULL
        GROUP BY campaign_id, influencer_id, basis, purchase_id, part, reference,
                 CASE basis WHEN 'per_click' THEN occurred_on END
        HAVING min(payment_id) <> max(payment_id)""",
    # Purchase: each part of it is one campaign's and one influencer's, and all agree on how many parts there are.
    "shares": """
        SELECT purchase_id AS record, count(*) AS held,
               CASE WHEN min(parts) = max(parts) THEN count(DISTINCT part) ELSE 0 END AS expected
        FROM (
            SELECT purchase_id, basis, part, parts FROM payment_lines
            WHERE purchase_id IS NOT NULL AND entry <> 'tier_adjustment'
            GROUP BY purchase_id, basis, part, parts, campaign_id, influencer_id
            HAVING sum(base) > 0) AS share
        GROUP BY purchase_id, basis""",
    # Purchase: its shares are no more than the whole, and the whole where all are there and nothing was taken back.
    "shares_of_whole": """
        SELECT purchase_id AS record, base * 1000000 AS held,
               CASE WHEN base > whole OR all_there THEN whole ELSE base END * 1000000 AS expected
        FROM (
            SELECT purchase_id, basis, sum(base) AS base,
                   count(DISTINCT part) = min(parts) AND bool_and(entry = 'earning') AS all_there
            FROM payment_lines WHERE purchase_id IS NOT NULL AND entry <> 'tier_adjustment'
            GROUP BY purchase_id, basis) AS shared
        JOIN bought_by USING (purchase_id)
        CROSS JOIN LATERAL (
            SELECT CASE basis WHEN 'per_order' THEN 1 ELSE coalesce(quantity, 0) * unit_price END AS whole) AS facts""",
    # First line of a source: no more is taken back than was earned.
    "reversals": """
        SELECT min(line_id) AS record, sum(amount) * 100 AS held, 0 AS expected
        FROM payment_lines
        GROUP BY campaign_id, influencer_id, basis, purchase_id, part, reference,
                 CASE basis WHEN 'per_click' THEN occurred_on END
        HAVING sum(amount) < 0""",
    # Influencer: paid and open is what was earned less what was taken back.
    "balance": """
        SELECT influencer_id AS record, (coalesce(paid, 0) + coalesce(open, 0)) * 100 AS held,
               coalesce(earned, 0) * 100 AS expected
        FROM (
            SELECT influencer_id, sum(amount) AS earned, sum(amount) FILTER (WHERE payment_id IS NULL) AS open
            FROM payment_lines GROUP BY influencer_id) AS lines
        FULL JOIN (
            SELECT influencer_id, sum(amount) AS paid FROM payment
            WHERE is_computed AND status <> 'cancelled' GROUP BY influencer_id) AS payments USING (influencer_id)""",
    # Payment: whoever computed it did not approve it.
    "separate_duties": """
        SELECT payment_id AS record, 1 AS held, 0 AS expected FROM payment WHERE approved_by = computed_by""",
    # Payment: what is on its way or paid was approved by somebody.
    "approval": """
        SELECT payment_id AS record, 0 AS held, 1 AS expected FROM payment
        WHERE is_computed AND status IN ('approved', 'scheduled', 'paid') AND approved_by IS NULL""",
    # Payment: what is paid says when.
    "paid_day": """
        SELECT payment_id AS record, 0 AS held, 1 AS expected FROM payment
        WHERE is_computed AND status = 'paid' AND paid_on IS NULL""",
    # Batch: its total is that of its items.
    "batch_total": """
        SELECT batch_id AS record, total * 100 AS held, coalesce(sum(item.amount), 0) * 100 AS expected
        FROM payment_batches LEFT JOIN payment_batch_items AS item USING (batch_id)
        GROUP BY batch_id""",
    # Batch: so is its number of payments.
    "batch_payments": """
        SELECT batch_id AS record, payments AS held, count(item.payment_id) AS expected
        FROM payment_batches LEFT JOIN payment_batch_items AS item USING (batch_id)
        GROUP BY batch_id""",
    # Payment: the bank is told its amount.
    "batch_amount": """
        SELECT payment_id AS record, item.amount * 100 AS held, payment.amount * 100 AS expected
        FROM payment_batch_items AS item JOIN payment USING (payment_id)
        WHERE outcome IN ('waiting', 'paid')""",
    # Payment: what the bank paid is paid.
    "batch_paid": """
        SELECT payment_id AS record, 0 AS held, 1 AS expected
        FROM payment_batch_items JOIN payment USING (payment_id)
        WHERE outcome = 'paid' AND status <> 'paid'""",
}


def finance_books(session: Session, limit: int) -> dict[str, BookCheck]:
    """Return what differs, by book, `limit` of each shown."""
    columns = (column("record", BigInteger), column("held", Numeric), column("expected", Numeric))
    return {
        book: compared(session, book, text(statement).columns(*columns), limit) for book, statement in BOOKS.items()
    }


def replace_breaches(session: Session, found: Sequence[BookDifference]) -> None:
    """Keep what the last check found and nothing else."""
    session.execute(delete(BookBreach))
    rows = [
        {"book": one.book, "record": one.record, "held": one.held, "expected": one.expected}
        for one in dict.fromkeys(found)
    ]
    if rows:
        session.execute(insert(BookBreach), rows)


def breaches(session: Session) -> list[BookBreach]:
    return list(session.scalars(select(BookBreach).order_by(BookBreach.breach_id)))


def last_runs(session: Session, names: Sequence[str]) -> dict[str, JobRun]:
    """Return the last run of each job that ended well, by name."""
    latest = (
        select(func.max(JobRun.job_run_id))
        .where(JobRun.name.in_(names), JobRun.outcome == JobOutcome.DONE)
        .group_by(JobRun.name)
    )
    return {run.name: run for run in session.scalars(select(JobRun).where(JobRun.job_run_id.in_(latest)))}
