"""How what was earned so far stands: lines summed up by what they are of."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from shared.finance.earning import MICRO, Sum
from shared.finance.kinds import Basis

type AccountKey = tuple[int, int]  # campaign_id, influencer_id
type Source = tuple[Basis, int, int]  # basis; purchase_id, or the day's ordinal of clicks; part


@dataclass(slots=True)
class Standing:
    """All lines of one purchase's part, or of one day's clicks, for one basis.

    Bases are in cents of revenue or millionths of a count, rates in millionths, days are ordinals. `earned` and
    `base` are what all lines but reversals say, `taken` and `base_taken` what reversals do (below zero). `nominal` is
    the sum of base times rate of the first lines, whose bases add up to `first_base`; `rate` is the greatest, to which
    tier adjustments have `raised` all of it.
    """

    campaign_id: int
    influencer_id: int
    term_id: int
    component: int
    basis: Basis
    key: int  # purchase_id, or 0
    part: int
    parts: int
    day: int
    payable: int
    sequence: int  # of the next line
    earned: int = 0
    taken: int = 0
    base: int = 0
    base_taken: int = 0
    first_base: int = 0
    nominal: int = 0
    rate: int = 0
    raised: bool = False
    lines: int = 1
    quantity: int = 1
    returned: int = 0
    returned_day: int = 0
    cancelled: bool = False

    @property
    def source(self) -> Source:
        return (self.basis, self.key or self.day, self.part)


# The columns of a Standing from lines `l`, grouped by all that names it; `scale` makes whole numbers of bases.
STANDING = """
    l.campaign_id, l.influencer_id, l.term_id, l.component, l.basis, coalesce(l.purchase_id, 0) AS key, l.part, l.parts,
    coalesce(min(l.occurred_on) FILTER (WHERE l.entry = 'earning'), min(l.occurred_on)) AS day,
    coalesce(min(l.payable_on) FILTER (WHERE l.entry = 'earning'), min(l.payable_on)) AS payable,
    max(l.sequence) + 1 AS sequence,
    (coalesce(sum(l.amount) FILTER (WHERE l.entry <> 'reversal'), 0) * 100)::bigint AS earned,
    (coalesce(sum(l.amount) FILTER (WHERE l.entry = 'reversal'), 0) * 100)::bigint AS taken,
    (coalesce(sum(l.base) FILTER (WHERE l.entry <> 'reversal'), 0) * {scale})::bigint AS base,
    (coalesce(sum(l.base) FILTER (WHERE l.entry = 'reversal'), 0) * {scale})::bigint AS base_taken,
    (coalesce(sum(l.base) FILTER (WHERE l.entry = 'earning'), 0) * {scale})::bigint AS first_base,
    coalesce(sum(l.base * l.rate) FILTER (WHERE l.entry = 'earning'), 0) * {scale} * 1000000 AS nominal,
    (coalesce(max(l.rate) FILTER (WHERE l.entry IN ('earning', 'tier_adjustment')), 0) * 1000000)::bigint AS rate,
    bool_or(l.entry = 'tier_adjustment') AS raised, count(*) FILTER (WHERE l.entry = 'earning') AS lines
""".replace("{scale}", "CASE l.basis WHEN 'revenue_share' THEN 100 ELSE 1000000 END")
NAMED = "l.campaign_id, l.influencer_id, l.term_id, l.component, l.basis, l.purchase_id, l.part, l.parts"

SUMS = text("""
    SELECT l.campaign_id, l.influencer_id, l.component, l.basis, date_trunc('month', l.occurred_on)::date AS month,
           (sum(l.base) * CASE l.basis WHEN 'revenue_share' THEN 100 ELSE 1000000 END)::bigint,
           (sum(l.amount) * 100)::bigint
    FROM (SELECT DISTINCT campaign_id, influencer_id FROM terms WHERE term_id = ANY (:terms)) AS asked
    JOIN terms t ON t.campaign_id = asked.campaign_id AND t.influencer_id = asked.influencer_id
    JOIN payment_lines l
         ON l.term_id = t.term_id
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
""")
# Lines of a purchase may be of several influencers, one after the other.
NEXT = """coalesce((SELECT max(x.sequence) + 1 FROM payment_lines x WHERE x.purchase_id = s.key AND x.basis = s.basis
    AND x.part = s.part), s.sequence) AS next_sequence"""
RAISABLE = text(f"""
    SELECT s.*, {NEXT}, coalesce(CASE WHEN b.status = 'cancelled' THEN 1 ELSE b.quantity END, 1) AS quantity,
           CASE WHEN b.status = 'cancelled' THEN 1 ELSE coalesce(b.returned_quantity, 0) END AS returned,
           b.returned_date, coalesce(b.status = 'cancelled', false) AS cancelled
    FROM (SELECT {STANDING} FROM payment_lines l WHERE l.term_id = ANY (:terms) AND l.basis <> 'fixed_fee'
          GROUP BY {NAMED}, CASE WHEN l.basis = 'per_click' THEN l.occurred_on END) AS s
    LEFT JOIN bought_by b ON b.purchase_id = s.key
    ORDER BY s.day, s.key
""")  # noqa: S608 - our own columns
# Purchases with lines that are not what they should be. Whose they are was settled with the first line; it is asked
# again where the day or the influencer is another one now.
OUTDATED = text(f"""
    WITH looked_at AS (
        SELECT purchase_id FROM looked_at_lines
        UNION
        SELECT l.purchase_id FROM looked_at_days d
        JOIN terms t ON t.influencer_id = d.influencer_id
        JOIN payment_lines l ON l.term_id = t.term_id AND l.occurred_on BETWEEN d.first_day AND d.last_day
        WHERE l.purchase_id IS NOT NULL AND l.purchase_id NOT IN (SELECT purchase_id FROM looked_at_lines)
    ), standing AS (
        SELECT {STANDING} FROM looked_at JOIN payment_lines l USING (purchase_id) GROUP BY {NAMED}
    ), due AS (
        SELECT s.*, b.returned_date, b.status = 'cancelled' AS cancelled,
               CASE WHEN b.status = 'cancelled' THEN 1 ELSE coalesce(b.quantity, 1) END AS quantity,
               CASE WHEN b.status = 'cancelled' THEN 1 ELSE b.returned_quantity END AS returned,
               CASE WHEN b.channel = s.influencer_id AND (b.bought_date = s.day OR EXISTS (
                        SELECT FROM looked_at_credits c WHERE c.campaign_id = s.campaign_id AND c.channel = b.channel
                               AND c.product_id = b.product_id AND b.bought_date BETWEEN c.first AND c.last))
                    THEN CASE s.basis WHEN 'revenue_share' THEN (coalesce(b.quantity, 0) * b.unit_price * 100)::bigint
                         ELSE 1000000 END END AS whole
        FROM standing s JOIN bought_by b ON b.purchase_id = s.key
    ), parted AS (
        SELECT *, coalesce((whole * part) / parts - (whole * (part - 1)) / parts, 0) AS due FROM due
    )
    SELECT s.*, {NEXT} FROM parted s
    WHERE due <> base
       OR whole IS NULL AND (earned <> 0 OR taken <> 0)
       OR earned + taken <> round(earned * (quantity - returned)::numeric / quantity)
    ORDER BY key, part, basis, sequence
""")  # noqa: S608 - our own columns


@dataclass(frozen=True, slots=True)
class Outdated:
    """A purchase whose part should be `due` now (cents or millionths); `is_theirs` says whether it is at all."""

    standing: Standing
    due: int
    is_theirs: bool


def outdated(session: Session) -> list[Outdated]:
    """Return parts of purchases looked at whose lines are not what they should be, in the order of purchases."""
    return [Outdated(standing_of(row), row.due, row.whole is not None) for row in session.execute(OUTDATED)]


def sums(session: Session, terms: Sequence[int]) -> dict[AccountKey, list[Sum]]:
    """Return what is stored of the accounts of these versions, by component and month, over all their versions."""
    found: defaultdict[AccountKey, list[Sum]] = defaultdict(list)
    for campaign_id, influencer_id, component, basis, month, base, cents in session.execute(SUMS, {"terms": [*terms]}):
        found[campaign_id, influencer_id].append(Sum(component, Basis(basis), month, base, cents))
    return found


def raisable(session: Session, terms: Sequence[int]) -> dict[AccountKey, list[Standing]]:
    """Return everything that these versions paid for, in the order of days and purchases."""
    found: defaultdict[AccountKey, list[Standing]] = defaultdict(list)
    for row in session.execute(RAISABLE, {"terms": [*terms]}) if terms else ():
        found[row.campaign_id, row.influencer_id].append(standing_of(row))
    return found


def standing_of(row: Row[Any]) -> Standing:
    """Return the Standing of a row that has the columns of STANDING and what became of the purchase."""
    return Standing(
        row.campaign_id, row.influencer_id, row.term_id, row.component, Basis(row.basis), row.key, row.part, row.parts,
        row.day.toordinal(), row.payable.toordinal(), row.next_sequence, row.earned, row.taken, row.base,
        row.base_taken, row.first_base, int(row.nominal), row.rate, row.raised, row.lines, row.quantity, row.returned,
        _ordinal(row.returned_date), row.cancelled,
    )  # fmt: skip


def _ordinal(day: date | None) -> int:
    return 0 if day is None else day.toordinal()


__all__ = ["MICRO", "Outdated", "Source", "Standing", "outdated", "raisable", "standing_of", "sums"]
