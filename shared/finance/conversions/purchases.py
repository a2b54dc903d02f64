"""Purchases of the days looked at: those that have not earned anything yet, and all those that have."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

MEMORY = 16 << 20  # bytes of conversions kept in memory; more go to a temporary file
SEPARATOR = b"\t"

# What came back of a cancelled purchase is all of it; of one whose quantity is unknown nothing can.
MAKE_PURCHASES = text("""
    CREATE TEMPORARY TABLE looked_at_purchases ON COMMIT DROP AS
    SELECT b.purchase_id, b.channel AS influencer_id, b.product_id, b.customer_id, b.bought_date,
           (coalesce(b.quantity, 0) * b.unit_price * 100)::bigint AS cents,
           CASE WHEN b.status = 'cancelled' THEN 1 ELSE coalesce(b.quantity, 1) END AS quantity,
           CASE WHEN b.status = 'cancelled' THEN 1 ELSE b.returned_quantity END AS returned,
           b.returned_date
    FROM looked_at_days d
    JOIN bought_by b ON b.channel = d.influencer_id AND b.bought_date BETWEEN d.first_day AND d.last_day
""")
# Of one that earned for somebody else before it was moved, the lines go on counting.
MAKE_LINES = text("""
    CREATE TEMPORARY TABLE looked_at_lines ON COMMIT DROP AS
    SELECT purchase_id, array_agg(DISTINCT influencer_id) AS earned_by, max(sequence) + 1 AS next_sequence
    FROM payment_lines WHERE purchase_id IN (SELECT purchase_id FROM looked_at_purchases)
    GROUP BY purchase_id
""")
# What campaigns are credited for of purchases, under which version, and what there is of lines of them.
SOLD = """
    looked_at_purchases p
    JOIN looked_at_credits c ON c.channel = p.influencer_id AND c.product_id = p.product_id
         AND p.bought_date BETWEEN c.first AND c.last
    LEFT JOIN looked_at_lines mine USING (purchase_id)
"""
CENTS_OF_PART = """(p.cents * (c.place + 1)) / c."of" - (p.cents * c.place) / c."of" """
MICROS_OF_PART = """(1000000 * (c.place + 1)) / c."of" - (1000000 * c.place) / c."of" """
# Neither came anything back nor has it any line: of versions that shared.finance.computing.plain noted, SQL writes it.
PLAIN = "p.returned = 0 AND mine.purchase_id IS NULL"
# A customer's first purchase is any of the first day on which he bought and did not cancel. Whether somebody would
# need the answer is asked first: it costs a look into an index for each purchase.
NEW = f"""
    COPY (
        SELECT c.campaign_id, p.influencer_id, c.term_id, p.bought_date - DATE '2000-01-01', p.purchase_id,
               {CENTS_OF_PART}, {MICROS_OF_PART},
               c.place + 1, c."of", p.quantity, p.returned,
               coalesce(p.returned_date - DATE '2000-01-01', 0), coalesce(mine.next_sequence, 0),
               CASE WHEN v.asks_first THEN (NOT EXISTS (
                   SELECT FROM bought_by o WHERE o.customer_id = p.customer_id AND o.bought_date < p.bought_date
                          AND o.status <> 'cancelled'))::integer ELSE 0 END,
               p.product_id
        FROM {SOLD}
        JOIN (SELECT term_id, jsonb_path_exists(rules, '$.components[*].customers ? (@ <> "all")') AS asks_first
              FROM looked_at_versions
              WHERE jsonb_path_exists(rules, '$.components[*].basis ? (@ == "per_order" || @ == "revenue_share")')
             ) AS v USING (term_id)
        WHERE p.returned < p.quantity AND (p.influencer_id = ANY (mine.earned_by)) IS NOT TRUE
              AND NOT ({PLAIN} AND c.term_id IN (SELECT term_id FROM looked_at_plain))
        ORDER BY 1, 2, 4, 5
    ) TO STDOUT
"""  # noqa: S608 - our own columns
CATEGORIES = text("""
    SELECT product_id, category FROM products WHERE product_id IN (SELECT product_id FROM looked_at_credits)
""")
EPOCH = date(2000, 1, 1).toordinal()


class Sold(NamedTuple):
    """A campaign's part of a purchase that has earned nothing yet.

    `cents` and `micros` are the part of the revenue and of the order; days are ordinals, `returned_day` is before all
    others where nothing came back. `sequence` is that of its first line.
    """

    campaign_id: int
    influencer_id: int
    term_id: int
    day: int
    purchase_id: int
    cents: int
    micros: int
    part: int
    parts: int
    quantity: int
    returned: int
    returned_day: int
    sequence: int
    first: int
    product_id: int


def look_at_purchases(session: Session) -> int:
    """Find the purchases of the days looked at, and which of them have lines; return how many there are."""
    session.execute(MAKE_PURCHASES)
    session.execute(text("ANALYZE looked_at_purchases"))
    session.execute(MAKE_LINES)
    # How many purchases somebody is credited for is guessed far too low: without an index, each would read all of it.
    session.execute(text("CREATE INDEX ON looked_at_lines (purchase_id)"))
    session.execute(text("ANALYZE looked_at_lines"))
    return int(session.scalars(text("SELECT count(*) FROM looked_at_purchases")).one())


@contextmanager
def new_purchases(session: Session) -> Iterator[Iterator[Sold]]:
    """Give the parts of purchases without lines that terms may pay for, by campaign, influencer, day, purchase.

    Those that are plain are left out.

    All are read before the first is given: whoever takes them can use the connection meanwhile.
    """
    with SpooledTemporaryFile(max_size=MEMORY) as kept:
        with closing(session.connection().connection.cursor()) as cursor:
            cursor.copy_expert(NEW, kept)
        kept.seek(0)
        yield map(_sold, kept)


def categories(session: Session) -> dict[int, str]:
    """Return the category of each product that somebody is credited for."""
    return {row.product_id: row.category for row in session.execute(CATEGORIES)}


def _sold(line: bytes) -> Sold:
    campaign, influencer, term, day, purchase, cents, micros, part, of, bought, back, back_day, at, first, product = (
        map(int, line.split(SEPARATOR))
    )
    return Sold(
        campaign, influencer, term, day + EPOCH, purchase, cents, micros, part, of, bought, back, back_day + EPOCH,
        at, first, product,
    )  # fmt: skip
