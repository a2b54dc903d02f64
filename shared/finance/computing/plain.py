"""Conversions under versions without tiers and caps: what they earn depends on nothing else, so SQL writes their lines.

Base times rate, rounded once half away from zero, as in shared.finance.earning. Only what has no line yet and of which
nothing came back; everything else of these versions goes through an account like the rest.
"""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.finance.computing.accounts import SALES, Version
from shared.finance.conversions.purchases import CENTS_OF_PART, MICROS_OF_PART, PLAIN, SOLD

MAKE = text("""
    CREATE TEMPORARY TABLE looked_at_plain (
        term_id bigint, holding_days integer, place smallint, component smallint, basis earning_basis_enum,
        rate numeric(12, 6)) ON COMMIT DROP
""")
FILL = text("""
    INSERT INTO looked_at_plain (term_id, holding_days, place, component, basis, rate)
    SELECT term_id, holding_days, place, component, basis::earning_basis_enum, micros * 0.000001
    FROM unnest(CAST(:terms AS bigint[]), CAST(:held AS integer[]), CAST(:places AS smallint[]),
                CAST(:components AS smallint[]), CAST(:bases AS text[]), CAST(:micros AS bigint[]))
         AS rate (term_id, holding_days, place, component, basis, micros)
""")
WRITE = f"""
    WITH written AS (
        INSERT INTO payment_lines (term_id, campaign_id, influencer_id, component, basis, entry, purchase_id, part,
                                   parts, occurred_on, payable_on, base, rate, amount)
        SELECT c.term_id, c.campaign_id, p.influencer_id, r.component, r.basis, 'earning', p.purchase_id, c.place + 1,
               c."of", p.bought_date, p.bought_date + r.holding_days, part.base, r.rate, round(part.base * r.rate, 2)
        FROM {SOLD}
        JOIN looked_at_plain r USING (term_id)
        CROSS JOIN LATERAL (
            SELECT CASE r.basis WHEN 'revenue_share' THEN ({CENTS_OF_PART}) * 0.01
                                ELSE ({MICROS_OF_PART}) * 0.000001 END AS base) AS part
        WHERE p.returned < p.quantity AND {PLAIN}
        ORDER BY c.campaign_id, p.influencer_id, p.bought_date, p.purchase_id, r.place
        RETURNING amount)
    SELECT count(*), (coalesce(sum(amount), 0) * 100)::bigint FROM written
"""  # noqa: S608 - our own columns


def note_plain(session: Session, versions: Collection[Version]) -> None:
    """Note the rates of plain versions in a table of this transaction; of an account all versions have to be plain."""
    counting = {version.account for version in versions if version.agreement.needs_sums}
    rates = [rate for version in versions if version.account not in counting for rate in _rates(version)]
    session.execute(text("DROP TABLE IF EXISTS looked_at_plain"))
    session.execute(MAKE)
    if rates:
        columns = zip(*rates, strict=True)
        names = ("terms", "held", "places", "components", "bases", "micros")
        session.execute(FILL, {name: list(column) for name, column in zip(names, columns, strict=True)})
    session.execute(text("ANALYZE looked_at_plain"))


def write_plain(cursor: Any) -> tuple[int, int]:
    """Write the lines of plain conversions; return how many, and their cents."""
    cursor.execute(WRITE)
    lines, cents = cursor.fetchone()
    return lines, cents


def _rates(version: Version) -> Iterator[tuple[int, int, int, int, str, int]]:
    """Yield what each basis of sales pays, or nothing where that depends on the product or the customer."""
    rates = []
    for place, basis in enumerate(SALES):
        rows = [component for component in version.agreement.components if component.basis is basis]
        if not rows:
            continue
        if not rows[0].fits_all:
            return
        micros = rows[0].tiers[0].rate_micros
        rates.append((version.term_id, version.holding_days, place, rows[0].place, basis.value, micros))
    yield from rates
