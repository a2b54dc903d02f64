"""What is owed to influencers: outstanding, overdue, on hold, and what will fall due."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from shared.analytics.finance.ageing import OVERDUE, Bucket, periods_ahead
from shared.analytics.finance.forecast import Run, burn, expected, runs_of, window_behind
from shared.analytics.finance.queries import payables as queries
from shared.analytics.finance.schemas.payables import (
    AgeingOut,
    ForecastOut,
    HoldOut,
    OutstandingOut,
    PayableItem,
    PayablesOut,
    PayablesQuery,
    UndatedOut,
)
from shared.analytics.offsets import cursor_at, offset_of
from shared.analytics.pacing import Burn, Range
from shared.analytics.pacing_schemas import MoneyRange
from shared.analytics.service.numbers import money, ratio
from shared.finance.payout_accounts.queries import Standing, standings
from shared.platform import clock

UNDATED = {Bucket.CARRIED_FORWARD, Bucket.NEGATIVE_BALANCE}


@dataclass(frozen=True)
class Owed:
    """Cents by influencer and bucket, by state of payments, and by the day on which they are to be paid."""

    of: dict[int, Counter[Bucket]] = field(default_factory=lambda: defaultdict(Counter))
    states: Counter[str] = field(default_factory=Counter)
    payments: Counter[date] = field(default_factory=Counter)
    lines: Counter[date] = field(default_factory=Counter)

    @property
    def buckets(self) -> Counter[Bucket]:
        total: Counter[Bucket] = Counter()
        for own in self.of.values():
            total.update(own)
        return total


def payables(session: Session, query: PayablesQuery) -> PayablesOut:
    """Return what is owed to influencers today, and what falls due in the periods to come.

    Raises:
        Malformed: the cursor is of another question.
    """
    today, offset = clock.today(), offset_of(query, "cursor")
    owed = _owed(session, query, today)
    accounts = standings(session, owed.of.keys())
    ordered = sorted(owed.of, key=lambda who: _place(query.sort, who, owed.of[who]))
    shown = ordered[offset : offset + query.limit]
    names, buckets = queries.names(session, shown), owed.buckets
    fees = {row.payable_on: row.cents for row in queries.fees_ahead(session, query, today)}
    return PayablesOut(
        as_of=today,
        outstanding=_outstanding(owed),
        ageing=[_ageing(bucket, buckets) for bucket in Bucket],
        overdue=money(_overdue(buckets)),
        held=money(sum(own.total() for who, own in owed.of.items() if _hold(accounts.get(who), today))),
        influencers=sum(any(own.values()) for own in owed.of.values()),
        negative_balances=sum(own[Bucket.NEGATIVE_BALANCE] < 0 for own in owed.of.values()),
        forecast=_forecast(session, query, owed, fees),
        undated=UndatedOut(
            deliverables=money(fees.get(None, 0)),
            carried_forward=money(buckets[Bucket.CARRIED_FORWARD]),
            negative_balances=money(buckets[Bucket.NEGATIVE_BALANCE]),
        ),
        items=[_item(who, names[who], owed.of[who], _hold(accounts.get(who), today)) for who in shown],
        next_cursor=cursor_at(query, offset + query.limit) if len(ordered) > offset + query.limit else None,
    )


def _owed(session: Session, query: PayablesQuery, today: date) -> Owed:
    owed = Owed()
    for row in queries.unsettled(session, query, today):
        owed.of[row.influencer_id][Bucket(row.bucket)] += row.cents
        owed.states[row.status] += row.cents
        owed.payments[row.pays_on] += row.cents
    for row in queries.open_lines(session, query, today):
        if row.influencer_id is not None:
            owed.of[row.influencer_id][Bucket(row.bucket)] += row.cents
        elif row.bucket not in UNDATED:
            owed.lines[max(row.payable_on, today)] += row.cents
    return owed


def _place(sort: str, who: int, own: Counter[Bucket]) -> tuple[int, int]:
    values = {"outstanding": own.total(), "overdue": _overdue(own), "influencer_id": who}
    value = values[sort.removeprefix("-")]
    return (-value if sort.startswith("-") else value, who)


def _overdue(own: Counter[Bucket]) -> int:
    return sum(own[bucket] for bucket in OVERDUE)


def _outstanding(owed: Owed) -> OutstandingOut:
    total = owed.buckets.total()
    states = {state: money(owed.states[state]) for state in ("pending", "approved", "scheduled", "failed")}
    return OutstandingOut(total=money(total), open_lines=money(total - owed.states.total()), **states)


def _ageing(bucket: Bucket, buckets: Counter[Bucket]) -> AgeingOut:
    return AgeingOut(bucket=bucket, amount=money(buckets[bucket]), share=ratio(buckets[bucket], buckets.total()))


def _hold(account: Standing | None, today: date) -> HoldOut | None:
    if account is None:
        return HoldOut(no_account=True, until=None)
    if account.held_until is not None and account.held_until > today:
        return HoldOut(no_account=False, until=account.held_until)
    return None


def _item(who: int, name: str, own: Counter[Bucket], hold: HoldOut | None) -> PayableItem:
    return PayableItem(
        influencer_id=who,
        influencer_name=name,
        outstanding=money(own.total()),
        overdue=money(_overdue(own)),
        ageing={bucket: money(own[bucket]) for bucket in Bucket if own[bucket]},
        hold=hold,
    )


def _forecast(session: Session, query: PayablesQuery, owed: Owed, fees: dict[Any, int]) -> list[ForecastOut]:
    today = clock.today()
    # What one influencer will earn in a campaign is not kept day by day.
    runs, of = [], None
    if not query.influencer_id:
        earned, by_day = queries.earned(session, query, window_behind(today)[0])
        days_of = queries.days_of_campaigns(session, {campaign_id for campaign_id, _ in earned})
        runs, of = runs_of(earned, days_of, today), burn(by_day, today)
    return [
        _period(days, today, [owed.payments, owed.lines, fees], (runs, of))
        for days in periods_ahead(today, query.unit, query.periods)
    ]


def _period(
    days: tuple[date, date], today: date, known: list[Any], ahead: tuple[list[Run], Burn | None]
) -> ForecastOut:
    payments, lines, fees = (_within(days, each.items()) for each in known)
    certain, still = payments + lines + fees, expected(*ahead, days, today)
    return ForecastOut(
        first=days[0],
        last=days[1],
        payments=money(payments),
        open_lines=money(lines),
        fees=money(fees),
        known=money(certain),
        to_be_earned=_range(still, 0),
        expected=_range(still, certain),
    )


def _within(days: tuple[date, date], amounts: Iterable[tuple[date | None, int]]) -> int:
    return sum(cents for day, cents in amounts if day is not None and days[0] <= day <= days[1])


def _range(of: Range | None, more: int) -> MoneyRange | None:
    if of is None:
        return None
    return MoneyRange(value=money(of.value + more), low=money(of.low + more), high=money(of.high + more))
