"""How a campaign does: by itself, against its targets, the days before, past campaigns and other products."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import mean
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.analytics.campaigns import queries
from shared.analytics.campaigns.difference import Counts, effect, spread_of, telling
from shared.analytics.campaigns.queries import Level, Measured, ProductUnits
from shared.analytics.campaigns.queries.success import EVER, METRICS
from shared.analytics.campaigns.schemas import (
    Against,
    DayFigures,
    InfluencerFigures,
    LiftOut,
    PastOut,
    PreviousOut,
    ProductFigures,
    SuccessOut,
    SuccessQuery,
    TargetOut,
)
from shared.analytics.metrics import BY_SLUG, Better, JsonValue, Unit, Value, to_json
from shared.analytics.windows import DAY, Window, chosen_window
from shared.campaigns.models import Arrangement, Campaign
from shared.campaigns.queries import get_campaign
from shared.influencers.models import Influencer
from shared.platform import clock
from shared.platform.errors import Malformed
from shared.sales.models import Product

LEAST_DAYS_BEFORE, MOST_DAYS_BEFORE = 28, 180
CENT = Decimal("0.01")


class WindowExcludesAgainst(Malformed):
    code = "window_excludes_against"


def success(session: Session, campaign_id: int, query: SuccessQuery) -> SuccessOut:
    """Return what the campaign brought and cost so far.

    Raises:
        CampaignMissing: there is no such campaign.
        WindowMalformed: the days that are asked for make no sense.
        WindowExcludesAgainst: past campaigns or lift are asked for beside days.
    """
    campaign, asked = get_campaign(session, campaign_id), days_asked(query)
    window = _within(days_of(campaign), asked)
    rows = queries.measured(session, [campaign_id], window=asked or EVER)
    whole = _whole(rows)
    return SuccessOut(
        campaign_id=campaign_id,
        campaign_name=campaign.campaign_name,
        status=campaign.status,
        start_date=campaign.start_date,
        end_date=campaign.end_date,
        as_of=min(last_day_of(campaign), clock.today(), *([asked.last] if asked else [])),
        first=query.first,
        last=query.last,
        **_figures(whole),
        targets=[] if asked else _targets(queries.targets_of(session, campaign_id), whole.values),
        influencers=_influencers(session, campaign_id, rows),
        products=_products(session, rows),
        days=[DayFigures(day=row.key, **_figures(row)) for row in rows if row.level is Level.DAY],
        previous=_previous(session, campaign, window, whole.values) if Against.PREVIOUS in query.against else None,
        past=_past(session, campaign, whole.values) if Against.PAST in query.against else None,
        lift=_lift(session, campaign_id, window) if Against.LIFT in query.against else None,
    )


def days_asked(query: SuccessQuery) -> Window | None:
    """Return the days that are asked for, None for all of them.

    Raises:
        WindowMalformed: they make no sense.
        WindowExcludesAgainst: past campaigns or lift are asked for beside days.
    """
    if query.first is None and query.last is None:
        return None
    if set(query.against) - {Against.PREVIOUS}:
        raise WindowExcludesAgainst(
            "Past campaigns and lift are of the whole campaign.", [("against", "excludes from")]
        )
    return chosen_window(None, query.first, query.last, clock.today())


def _within(days: Window | None, asked: Window | None) -> Window | None:
    """Return the days that are in both; those alone where no others are asked for."""
    if days is None or asked is None:
        return days
    first, last = max(days.first, asked.first), min(days.last, asked.last)
    return Window(first, last) if first <= last else None


def last_day_of(campaign: Campaign) -> date:
    """Return the last day whose sales count: the planned one, or the one on which it was ended by hand."""
    return min(campaign.end_date, campaign.ended_on or campaign.end_date)


def days_of(campaign: Campaign) -> Window | None:
    """Return the campaign's days up to today, None before its first."""
    last = min(last_day_of(campaign), clock.today())
    return Window(campaign.start_date, last) if campaign.start_date <= last else None


def _whole(rows: Sequence[Measured]) -> Measured:
    """Return the row of the campaign itself; zeros where nothing happened yet."""
    for row in rows:
        if row.level is Level.CAMPAIGN:
            return row
    return _zeros(Level.CAMPAIGN)


def _zeros(level: Level, key: int | None = None) -> Measured:
    nothing = {metric.slug: _nothing(metric.unit, metric.sql) for metric in METRICS}
    return Measured(level, 0, key, nothing, [])


def _nothing(unit: Unit, sql: str) -> Value:
    return None if unit in (Unit.RATIO, Unit.RATING) or "nullif" in sql else 0


def _figures(row: Measured) -> dict[str, Any]:
    return {"metrics": _json(row.values), "flags": row.flags}


def _json(values: Mapping[str, Value]) -> dict[str, JsonValue]:
    return {slug: to_json(BY_SLUG[slug], value) for slug, value in values.items()}


def _influencers(session: Session, campaign_id: int, rows: Sequence[Measured]) -> list[InfluencerFigures]:
    """Return everybody who is arranged, also if nothing happened, and whoever was."""
    arranged = select(Arrangement.influencer_id).where(Arrangement.campaign_id == campaign_id).distinct()
    of = {key: _zeros(Level.INFLUENCER, key) for key in session.scalars(arranged)}
    of |= {row.key: row for row in rows if row.level is Level.INFLUENCER}
    named = select(Influencer.influencer_id, Influencer.influencer_name).where(Influencer.influencer_id.in_(of))
    names = dict(session.execute(named).all())
    return [InfluencerFigures(influencer_id=key, influencer_name=names[key], **_figures(of[key])) for key in sorted(of)]


def _products(session: Session, rows: Sequence[Measured]) -> list[ProductFigures]:
    of = {row.key: row for row in rows if row.level is Level.PRODUCT}
    named = select(Product.product_id, Product.title).where(Product.product_id.in_(of))
    titles = dict(session.execute(named).all())
    return [ProductFigures(product_id=key, title=titles[key], **_figures(of[key])) for key in of]


def _targets(targets: Mapping[str, Decimal], values: Mapping[str, Value]) -> list[TargetOut]:
    return [_target(slug, target, values.get(slug)) for slug, target in sorted(targets.items())]


def _target(slug: str, target: Decimal, value: Value) -> TargetOut:
    low = BY_SLUG[slug].better is Better.LOW
    return TargetOut(
        metric=slug,
        target=float(target),
        value=None if value is None else float(value),
        reached=None if value is None else value <= target if low else value >= target,
        share=None if value is None or not target else float(Decimal(value) / target),
    )


def _previous(
    session: Session, campaign: Campaign, window: Window | None, now: Mapping[str, Value]
) -> PreviousOut | None:
    if window is None:
        return None
    before = _before(window, window.days)
    then = queries.sold_before(session, campaign.campaign_id, before)
    return PreviousOut(first=before.first, last=before.last, metrics=_json(then), change=_change(now, then))


def _before(window: Window, days: int) -> Window:
    reach = min(timedelta(days=days), window.first - DAY - date.min)
    return Window(window.first - reach, window.first - DAY)


def _past(session: Session, campaign: Campaign, now: Mapping[str, Value]) -> PastOut:
    alike = queries.past_alike(session, campaign)
    found = queries.measured(session, alike, (Level.CAMPAIGN,)) if alike else []
    means = {metric.slug: _mean(metric.slug, found) for metric in METRICS}
    return PastOut(campaigns=alike, metrics=_json(means), change=_change(now, means))


def _mean(slug: str, rows: Sequence[Measured]) -> Value:
    """Return the mean over the campaigns of which the metric is known."""
    known = [Decimal(value) for row in rows if (value := row.values[slug]) is not None]
    if not known:
        return None
    return mean(known).quantize(CENT, ROUND_HALF_UP) if BY_SLUG[slug].unit is Unit.MONEY else mean(known)


def _change(now: Mapping[str, Value], then: Mapping[str, Value]) -> dict[str, float | None]:
    return {slug: _growth(now[slug], value) for slug, value in then.items()}


def _growth(now: Value, then: Value) -> float | None:
    return None if now is None or not then else float((Decimal(now) - Decimal(then)) / abs(Decimal(then)))


def _lift(session: Session, campaign_id: int, window: Window | None) -> LiftOut:
    if window is None:
        return _no_lift("not_started")
    before = _before(window, min(max(window.days, LEAST_DAYS_BEFORE), MOST_DAYS_BEFORE))
    found = queries.units_around(session, campaign_id, before, window)
    sides = [(each.before, each.squares_before, before.days) for each in found]
    sides += [(each.during, each.squares_during, window.days) for each in found]
    treated, comparable = (_counts(found, treated=which) for which in (True, False))
    told = effect(treated, comparable, spread_of(sides))
    return LiftOut(
        effect=told and told.value,
        low=told and told.low,
        high=told and told.high,
        reason=None if told else "too_few_products",
        first=before.first,
        units_before=sum(each.before for each in treated),
        units_during=sum(each.during for each in treated),
        products=len(telling(treated)),
        comparable_products=len(telling(comparable)),
    )


def _counts(found: Sequence[ProductUnits], *, treated: bool) -> list[Counts]:
    return [Counts(max(0, each.before), max(0, each.during)) for each in found if each.treated is treated]


def _no_lift(reason: str) -> LiftOut:
    return LiftOut(
        effect=None,
        low=None,
        high=None,
        reason=reason,
        first=None,
        units_before=0,
        units_during=0,
        products=0,
        comparable_products=0,
    )
