"""Attribution: stored each night for the usual windows, computed at once for everything else."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, delete, insert, text
from sqlalchemy.orm import Session

from shared.analytics.answers import filters_of, window_of
from shared.analytics.attribution import engine
from shared.analytics.attribution.catalogue import DESCRIBED, AttributionModel
from shared.analytics.attribution.results import Attributed, Channel, Credit, Results, added
from shared.analytics.attribution.scope import Scope
from shared.analytics.attribution_schemas import (
    AttributionItem,
    AttributionOut,
    AttributionQuery,
    CreditOut,
    CreditsOut,
    ModelOut,
    Origin,
)
from shared.analytics.models import AttributionResult
from shared.analytics.queries import attributed as queries
from shared.analytics.service.numbers import money
from shared.analytics.windows import DAY, SLUGS, Window, named_window
from shared.platform import clock
from shared.platform.columns import NO_CHANNEL
from shared.platform.errors import Malformed

ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('attribution_results'))")
NOTHING = Credit()


class SortedByNoModel(Malformed):
    code = "sorted_by_no_model"


def attribution(session: Session, query: AttributionQuery) -> AttributionOut:
    """Share out the conversions of a window among channels, under several models side by side.

    Raises:
        WindowMalformed, SortedByNoModel: it makes no sense.
    """
    models = [each.model for each in DESCRIBED if each.model in (query.models or AttributionModel)]
    if query.sort is not None and query.sort not in models:
        raise SortedByNoModel("Sort by a model that you ask for.", [("sort", "is not among the models")])
    found = _found(session, query, models)
    chosen = queries.influencers(session, filters_of(query))
    listed = _listed(found.results, query, chosen, models)
    return AttributionOut(
        as_of=found.as_of,
        window=window_of(query).label,
        lookback=query.lookback,
        computed_at=found.computed_at,
        total=_credit(added(found.results[models[0]].values())),
        models=[ModelOut.model_validate(each) for each in DESCRIBED if each.model in models],
        items=[_item(channel, chosen, found.results) for channel in listed],
        others={model: _credit(_rest(credits_, listed)) for model, credits_ in found.results.items()},
    )


def store_attribution(session: Session, as_of: date) -> dict[str, float]:
    """Store every model for every usual window that ends on `as_of`, in place of what was stored before.

    Returns the conversions per window. Running it twice changes nothing but `computed_at`.
    """
    session.execute(ONE_AT_A_TIME)
    return {slug: _store(session, named_window(slug, as_of), slug) for slug in SLUGS}


def _store(session: Session, window: Window, slug: str) -> float:
    results = _compute(session, Scope(window), list(AttributionModel))
    session.execute(delete(AttributionResult).where(AttributionResult.window_slug == slug))
    rows = [
        _row(window, model, channel, credit)
        for model, credits_ in results.items()
        for channel, credit in credits_.items()
    ]
    if rows:
        session.execute(insert(AttributionResult), rows)
    return float(added(results[AttributionModel.LAST_TOUCH].values()).conversions)


def _row(window: Window, model: AttributionModel, channel: Channel, credit: Credit) -> dict[str, Any]:
    values = {"conversions": credit.conversions, "revenue": credit.revenue}
    return {"as_of": window.last, "window_slug": window.slug, "model": model, "channel": channel, **values}


def _found(session: Session, query: AttributionQuery, models: Sequence[AttributionModel]) -> Attributed:
    scope = Scope(window_of(query), query.lookback, filters_of(query))
    if scope.is_usual and not query.live:
        stored = queries.stored(session, str(scope.window.slug), models, scope.window.last - DAY)
        if stored is not None:
            return stored
    return Attributed(scope.window.last, clock.now(), _compute(session, scope, models))


def _compute(session: Session, scope: Scope, models: Sequence[AttributionModel]) -> Results:
    return engine.compute(session, scope, models)


def _listed(
    results: Results, query: AttributionQuery, chosen: Mapping[int, Any], models: Sequence[AttributionModel]
) -> list[Channel]:
    """Return whom to list: those with any credit, the highest first, then by id."""
    by = results[query.sort or models[0]]
    credited = {channel for credits_ in results.values() for channel in credits_}
    wanted = [channel for channel in credited if channel in chosen or (not query.by_influencer and _no_name(channel))]
    wanted.sort(key=lambda channel: (-by.get(channel, NOTHING).micro, channel is None, channel or 0))
    return wanted[: query.limit]


def _no_name(channel: Channel) -> bool:
    return channel in (NO_CHANNEL, None)


def _rest(credits_: Mapping[Channel, Credit], listed: Sequence[Channel]) -> Credit:
    shown = set(listed)
    return added(credit for channel, credit in credits_.items() if channel not in shown)


def _item(channel: Channel, known: Mapping[int, Row[Any]], results: Results) -> AttributionItem:
    influencer = None if channel is None else known.get(channel)
    origin = Origin.UNKNOWN if channel is None else Origin.DIRECT if channel == NO_CHANNEL else Origin.INFLUENCER
    return AttributionItem(
        origin=origin,
        influencer_id=channel,
        influencer_name=influencer and influencer.influencer_name,
        platform=influencer and influencer.platform,
        credits=_credits(channel, results),
    )


def _credits(channel: Channel, results: Results) -> CreditsOut:
    return {model: _credit(credits_.get(channel, NOTHING)) for model, credits_ in results.items()}


def _credit(credit: Credit) -> CreditOut:
    return CreditOut(conversions=float(credit.conversions), revenue=money(credit.cents))
