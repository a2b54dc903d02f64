"""Which collaborations and influencers earn more than they cost, how sure that is, and whether to go on."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from shared.analytics.answers import window_of
from shared.analytics.finance import prospects
from shared.analytics.finance.queries import profitability as queries
from shared.analytics.finance.schemas.profitability import (
    Level,
    ProfitabilityItem,
    ProfitabilityOut,
    ProfitabilityQuery,
    TrendOut,
)
from shared.analytics.finance.verdicts import Case, Halves, Prospect, Recommendation, reasons, recommend
from shared.analytics.offsets import cursor_at, offset_of
from shared.analytics.queries import performance
from shared.analytics.ranking import placing
from shared.analytics.ranking.states import State
from shared.analytics.schemas import Filters, RoiOut
from shared.analytics.service.numbers import money, ratio
from shared.analytics.windows import DAY, Window
from shared.platform import clock

TREND_DAYS = 90


@dataclass(frozen=True)
class Judged:
    """A collaboration or an influencer, whose campaign is 0; `row` says the names of both."""

    key: tuple[int, int]
    row: Any
    gross_cents: int
    returned_cents: int
    unpaid_cents: int
    case: Case
    word: Recommendation

    def place(self, sort: str) -> Any:
        """Return what is sorted by; None where it is unknown."""
        return PLACES[sort](self)


PLACES: dict[str, Callable[[Judged], Any]] = {
    "net_contribution": lambda one: one.case.net_cents - one.case.cost_cents,
    "net_revenue": lambda one: one.case.net_cents,
    "cost": lambda one: one.case.cost_cents,
    "orders": lambda one: one.case.orders,
    "roi": lambda one: _roi(one.case),
    "probability_positive": lambda one: one.case.prospect.positive,
    "campaign_id": lambda one: one.key[0],
    "influencer_id": lambda one: one.key[1],
}


def profitability(session: Session, query: ProfitabilityQuery) -> ProfitabilityOut:
    """Return what each collaboration or influencer brought and cost, and whether to go on.

    Raises:
        Malformed, WindowMalformed: the cursor is of another question, or the window makes no sense.
    """
    offset, window = offset_of(query, "cursor"), window_of(query)
    of_collaborations = query.by is Level.COLLABORATION
    at, judged = _collaborations(session, query) if of_collaborations else _influencers(session, query, window)
    chosen = [one for one in judged if not query.recommendation or one.word in query.recommendation]
    ordered = _ordered(chosen, query.sort)
    return ProfitabilityOut(
        by=query.by,
        as_of=clock.today(),
        window=None if of_collaborations else window.label,
        reckoned_at=at,
        recommendations={word: number for word, number in Counter(one.word for one in judged).items() if number},
        items=[_item(one) for one in ordered[offset : offset + query.limit]],
        next_cursor=cursor_at(query, offset + query.limit) if len(ordered) > offset + query.limit else None,
    )


def _ordered(judged: Iterable[Judged], sort: str) -> list[Judged]:
    by = sort.removeprefix("-")
    ordered = sorted(judged, key=lambda one: one.key)
    places = [(one.place(by), one) for one in ordered]
    known = [each for each in places if each[0] is not None]
    known.sort(key=lambda each: each[0], reverse=sort.startswith("-"))
    return [one for _, one in known] + [one for place, one in places if place is None]


def _collaborations(session: Session, query: ProfitabilityQuery) -> tuple[datetime | None, list[Judged]]:
    rows, costs = queries.collaborations(session, query), queries.costs(session, query.campaign_id)
    owed = [costs.get((row.campaign_id, row.influencer_id), (0, 0)) for row in rows]
    cost = [row.spend_cents + cents for row, (cents, _) in zip(rows, owed, strict=True)]
    judged = []
    for row, (_, unpaid), cents, prospect in zip(rows, owed, cost, prospects.prospects(rows, cost), strict=True):
        gross, returned = row.gross_cents, row.returned_cents
        case = Case(gross - returned, cents, float(row.orders), prospect, _halves(row))
        key = (row.campaign_id, row.influencer_id)
        judged.append(Judged(key, row, gross, returned, unpaid, case, recommend(case)))
    return max((row.computed_at for row in rows), default=None), judged


def _halves(row: Any) -> Halves:
    days = (row.recent_first - row.earlier_first).days if row.recent_first else 0
    return Halves(days, float(row.recent_orders), float(row.earlier_orders), row.recent_cents, row.earlier_cents)


def _influencers(session: Session, query: ProfitabilityQuery, window: Window) -> tuple[datetime | None, list[Judged]]:
    filters = Filters(influencer_id=query.influencer_id, platform=query.platform)
    at, scores = _scores(session, window)
    unpaid = queries.unpaid_of_influencers(session, window)
    recent, earlier = _trend_windows()
    late, early = (queries.sales_of_influencers(session, each, filters) for each in (recent, earlier))
    judged = []
    for row in performance(session, window, filters=filters):
        who, values = row.influencer_id, row.values
        gross, returned, cost = (_cents(values[slug]) for slug in ("gross_revenue", "returned_revenue", "cost"))
        halves = _halves_of(late.get(who), early.get(who))
        case = Case(gross - returned, cost, int(values["orders"] or 0), _prospect(scores.get(who)), halves)
        judged.append(Judged((0, who), row, gross, returned, unpaid.get(who, 0), case, recommend(case)))
    return at, judged


def _scores(session: Session, window: Window) -> tuple[datetime | None, dict[int, Any]]:
    """Return the ranking by score: of a named window as it was stored, else reckoned now."""
    if window.slug is not None:
        at, stored = queries.scores(session, window.slug, window.last)
        if stored:
            return at, stored
    live = placing.placed(placing.listed(session, window, placing.read_blocks(session, window)))
    return None, {one.performance.influencer_id: one.row for one in live}


def _trend_windows() -> tuple[Window, Window]:
    today = clock.today()
    reach = TREND_DAYS * DAY
    return Window(today - reach, today - DAY), Window(today - 2 * reach, today - reach - DAY)


def _halves_of(late: Any, early: Any) -> Halves:
    def sums(row: Any) -> tuple[float, int]:
        return (float(row.orders), row.gross_cents - row.returned_cents) if row else (0.0, 0)

    (recent, recent_cents), (before, before_cents) = sums(late), sums(early)
    return Halves(TREND_DAYS, recent, before, recent_cents, before_cents)


def _prospect(row: Any) -> Prospect:
    if row is None:
        return Prospect(None, None, None, None, enough=False)
    enough = row.state != State.NOT_ENOUGH_DATA
    return Prospect(row.roi, row.roi_low, row.roi_high, row.probability_positive, enough=enough)


def _cents(amount: Any) -> int:
    return int((amount or Decimal(0)) * 100)


def _roi(case: Case) -> float | None:
    return ratio(case.net_cents - case.cost_cents, case.cost_cents) if case.cost_cents > 0 else None


def _names(one: Judged) -> dict[str, Any]:
    of_campaign = ("campaign_id", "campaign_name", "campaign_status")
    return {
        **{name: getattr(one.row, name) if one.key[0] else None for name in of_campaign},
        **{name: getattr(one.row, name) for name in ("influencer_id", "influencer_name", "platform")},
    }


def _item(one: Judged) -> ProfitabilityItem:
    case, of, halves = one.case, one.case.prospect, one.case.halves
    return ProfitabilityItem(
        **_names(one),
        orders=case.orders,
        gross_revenue=money(one.gross_cents),
        returned_revenue=money(one.returned_cents),
        net_revenue=money(case.net_cents),
        paid=money(case.cost_cents - one.unpaid_cents),
        committed=money(one.unpaid_cents),
        cost=money(case.cost_cents),
        net_contribution=money(case.net_cents - case.cost_cents),
        roi=_roi(case),
        expected_roi=RoiOut(value=of.value, low=of.low, high=of.high, probability_positive=of.positive),
        trend=TrendOut(
            word=halves.trend,
            days=halves.days,
            recent_orders=halves.recent_orders,
            earlier_orders=halves.earlier_orders,
            recent_net_revenue=money(halves.recent_cents),
            earlier_net_revenue=money(halves.earlier_cents),
            change=halves.change,
        ),
        recommendation=one.word,
        reasons=reasons(case),
    )
