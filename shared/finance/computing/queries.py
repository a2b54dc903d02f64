"""What is open, due and carried forward."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select, text
from sqlalchemy.orm import Session

from shared.finance.computing.rules import Balance, plan
from shared.finance.computing.schemas import BalanceOut, BalanceQuery, CampaignBalanceOut
from shared.finance.models import PaymentLine
from shared.influencers.models import Influencer
from shared.platform.contract import Out
from shared.platform.paging import Page, page_of
from shared.sales.queries.conditions import among

CENT = Decimal("0.01")

OPEN = text("""
    SELECT o.*, coalesce((
        SELECT minimum_payout FROM terms t
        WHERE t.campaign_id = o.campaign_id AND t.influencer_id = o.influencer_id AND t.valid_from <= :as_of
        ORDER BY valid_from DESC LIMIT 1), 0) AS minimum
    FROM (
        SELECT influencer_id, campaign_id, (sum(amount) * 100)::bigint AS open,
               coalesce((sum(amount) FILTER (WHERE payable_on <= :as_of) * 100)::bigint, 0) AS due,
               count(*) FILTER (WHERE payable_on <= :as_of) AS lines,
               min(payable_on) FILTER (WHERE payable_on > :as_of) AS next_payable_on
        FROM payment_lines
        WHERE payment_id IS NULL AND (:everybody OR influencer_id = ANY (:influencers))
        GROUP BY influencer_id, campaign_id
    ) AS o ORDER BY influencer_id, campaign_id
""")
TAKERS = text("""
    SELECT influencer_id FROM terms
    WHERE (:every_campaign OR campaign_id = ANY (:campaigns)) AND (:everybody OR influencer_id = ANY (:influencers))
    GROUP BY influencer_id ORDER BY influencer_id
""")


@dataclass(frozen=True)
class Open:
    """The open lines of an influencer in a campaign, in cents; so much, of so many lines, is due."""

    influencer_id: int
    campaign_id: int
    open: int
    due: int
    lines: int
    next_payable_on: date | None
    minimum: int

    @property
    def balance(self) -> Balance:
        return Balance(self.campaign_id, self.due, self.minimum)


def open_balances(session: Session, as_of: date, influencers: Sequence[int] | None) -> dict[int, list[Open]]:
    """Return what is open, by influencer (None: of all)."""
    asked = {"as_of": as_of, "everybody": influencers is None, "influencers": list(influencers or ())}
    found: defaultdict[int, list[Open]] = defaultdict(list)
    for row in session.execute(OPEN, asked):
        minimum = int(row.minimum * 100)
        found[row.influencer_id].append(
            Open(row.influencer_id, row.campaign_id, row.open, row.due, row.lines, row.next_payable_on, minimum)
        )
    return found


def influencers_with_terms(
    session: Session, influencers: Sequence[int] | None, campaigns: Sequence[int] | None
) -> list[int]:
    """Return the influencers among these (None: all) who have terms in one of these campaigns."""
    asked = {"everybody": influencers is None, "influencers": list(influencers or ())}
    asked |= {"every_campaign": campaigns is None, "campaigns": list(campaigns or ())}
    return list(session.scalars(TAKERS, asked))


class _Named(Out):
    influencer_id: int
    influencer_name: str


def balances(session: Session, query: BalanceQuery, today: date) -> Page[BalanceOut]:
    """List influencers with open lines, and what they are, by campaign."""
    statement: Select[*tuple[Any, ...]] = select(Influencer.influencer_id, Influencer.influencer_name).where(
        *among(Influencer.influencer_id, query.influencer_id),
        Influencer.influencer_id.in_(
            select(PaymentLine.influencer_id).where(
                PaymentLine.payment_id.is_(None), *among(PaymentLine.campaign_id, query.campaign_id)
            )
        ),
    )
    sorts = {"influencer_id": Influencer.influencer_id}
    page = page_of(session, statement, query, sorts=sorts, key=Influencer.influencer_id, make=_Named)
    found = open_balances(session, today, [one.influencer_id for one in page.items])
    items = [_balance(one, found[one.influencer_id]) for one in page.items]
    return Page(items=items, next_cursor=page.next_cursor, total=page.total)


def _balance(of: _Named, campaigns: Sequence[Open]) -> BalanceOut:
    paid = {campaign_id for planned in plan(one.balance for one in campaigns) for campaign_id in planned.campaigns}
    carried = [one for one in campaigns if one.campaign_id not in paid]
    return BalanceOut(
        influencer_id=of.influencer_id,
        influencer_name=of.influencer_name,
        open=_money(sum(one.open for one in campaigns)),
        due=_money(sum(one.due for one in campaigns)),
        carried=_money(sum(one.due for one in carried)),
        campaigns=[_of_campaign(one, 0 if one.campaign_id in paid else one.due) for one in campaigns],
    )


def _of_campaign(one: Open, carried: int) -> CampaignBalanceOut:
    return CampaignBalanceOut(
        campaign_id=one.campaign_id,
        open=_money(one.open),
        due=_money(one.due),
        carried=_money(carried),
        minimum_payout=_money(one.minimum),
        next_payable_on=one.next_payable_on,
    )


def _money(cents: int) -> str:
    return str(cents * CENT)
