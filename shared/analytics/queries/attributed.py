"""Stored attribution, and the names of whom it credits."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, case, exists, or_, select
from sqlalchemy.orm import Session

from shared.analytics.attribution.catalogue import MICRO, AttributionModel
from shared.analytics.attribution.results import Attributed, Channel, Credit, Results, added
from shared.analytics.models import AttributionResult
from shared.analytics.queries.sums import influencer_conditions
from shared.analytics.schemas import Filters
from shared.influencers.models import Influencer
from shared.platform.columns import NO_CHANNEL


def stored(session: Session, slug: str, models: Collection[AttributionModel], since: date) -> Attributed | None:
    """Return what was stored last for a window, if that was on `since` or later.

    The credit of influencers who are no more counts as that of an unknown channel.
    """
    of = AttributionResult
    rows = session.execute(
        select(of.as_of, of.computed_at, of.model, _still_known().label("channel"), of.conversions, of.revenue).where(
            of.window_slug == slug, of.as_of >= since, of.model.in_(models)
        )
    ).all()
    return Attributed(rows[0].as_of, rows[0].computed_at, _results(rows, models)) if rows else None


def _still_known() -> ColumnElement[Any]:
    of = AttributionResult
    known = exists().where(Influencer.influencer_id == of.channel)
    return case((or_(of.channel == NO_CHANNEL, known), of.channel))


def _results(rows: Collection[Row[Any]], models: Collection[AttributionModel]) -> Results:
    found: dict[AttributionModel, dict[Channel, list[Credit]]] = {model: defaultdict(list) for model in models}
    for row in rows:
        credit = Credit(int(row.conversions * MICRO), int(row.revenue * 100))
        found[AttributionModel(row.model)][row.channel].append(credit)
    return {
        model: {channel: added(parts) for channel, parts in by_channel.items()} for model, by_channel in found.items()
    }


def influencers(session: Session, filters: Filters) -> dict[int, Row[Any]]:
    """Return name and platform of the influencers that `filters` choose, by id."""
    statement = select(Influencer.influencer_id, Influencer.influencer_name, Influencer.platform)
    rows: Iterable[Row[Any]] = session.execute(statement.where(*influencer_conditions(filters)))
    return {row.influencer_id: row for row in rows}
