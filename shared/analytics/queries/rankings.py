"""Rankings by any metric of the catalogue, live, with the positions of the ranking stored before."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Numeric, Row, Select, cast, func, null, select
from sqlalchemy.orm import Session

from shared.analytics.metrics import BY_SLUG, Better, Metric, metric, to_json
from shared.analytics.models import InfluencerRanking
from shared.analytics.queries.measured import EVERYTHING, InfluencerRow, influencer_row, per_influencer
from shared.analytics.queries.sums import influencer_conditions
from shared.analytics.schemas import Filters, Ranking, RankingItem, RoiOut
from shared.analytics.slices import Order, Slice
from shared.analytics.windows import Window
from shared.influencers.models import Influencer
from shared.platform.errors import Malformed

ALL_ROWS = Slice()
RANKED = "ranked"
NOT_ENOUGH_DATA = "not_enough_data"


class MetricUnknownPerProduct(Malformed):
    code = "metric_unknown_per_product"


@dataclass(frozen=True)
class RankedRow:
    """One place of a ranking; 1 is the best, whichever end of the metric that is. Unknown values come last."""

    position: int
    previous_position: int | None
    state: str
    performance: InfluencerRow


def ranking(
    session: Session, by: str, window: Window, *, filters: Filters = EVERYTHING, part: Slice = ALL_ROWS
) -> Ranking:
    """Rank influencers by the metric `by`, as the API answers it. Raises as `ranked` does."""
    rows = session.execute(_statement(metric(by), window, filters, part)).all()
    known, listed = (rows[0].known, rows[0].listed) if rows else (0, 0)
    return Ranking(
        as_of=window.last,
        window=window.label,
        items=[_item(_ranked(row, by), by) for row in rows],
        counts={RANKED: known, NOT_ENOUGH_DATA: listed - known},
    )


def ranked(session: Session, by: str, window: Window, *, filters: Filters = EVERYTHING) -> list[RankedRow]:
    """Rank influencers by the metric `by`, best first, ties by influencer_id, in one statement.

    Listed is who is still a partner or to whom something happened in the window; positions count those only.

    Raises:
        MetricUnknown: the catalogue has no such metric.
        MetricUnknownPerProduct: it needs clicks or costs, and the filters choose products.
    """
    return [_ranked(row, by) for row in session.execute(_statement(metric(by), window, filters, ALL_ROWS))]


def _statement(chosen: Metric, window: Window, filters: Filters, part: Slice) -> Select[Any]:
    if filters.by_product and not chosen.known_per_product:
        raise MetricUnknownPerProduct(
            f"{chosen.label} needs clicks, costs or customers, which are not known per product or category.",
            [("by", "is not known per product")],
        )
    by = chosen.slug
    places = per_influencer(window, filters).subquery("performance")
    position = _position(places.c[by], places.c.influencer_id, chosen)
    before = _positions_before(chosen, window, filters).subquery("before")
    counted = (func.count(places.c[by]).over().label("known"), func.count().over().label("listed"))
    order = (places.c[by].is_(None), position.desc()) if part.order is Order.WORST else (position,)
    return (
        select(places, position, before.c.position.label("previous_position"), *counted)
        .outerjoin(before, before.c.influencer_id == places.c.influencer_id)
        .order_by(*order)
        .limit(part.limit)
        .offset(part.offset)
    )


def _ranked(row: Row[Any], by: str) -> RankedRow:
    return RankedRow(
        position=row.position,
        previous_position=row.previous_position,
        state=NOT_ENOUGH_DATA if getattr(row, by) is None else RANKED,
        performance=influencer_row(row),
    )


def _position(value: ColumnElement[Any], influencer_id: ColumnElement[int], of: Metric) -> ColumnElement[int]:
    best_first = value.asc() if of.better is Better.LOW else value.desc()
    return func.row_number().over(order_by=(best_first.nulls_last(), influencer_id)).label("position")


def _positions_before(of: Metric, window: Window, filters: Filters) -> Select[*tuple[Any, ...]]:
    """Return the positions by the same metric among the same influencers in the latest ranking stored before."""
    stored = InfluencerRanking
    if window.slug is None or filters.by_product or filters.campaign_id:  # such rankings are not stored
        return select(cast(null(), Integer).label("influencer_id"), cast(null(), Integer).label("position"))
    return (
        select(
            stored.influencer_id,
            _position(cast(stored.metrics[of.slug].astext, Numeric), stored.influencer_id.expression, of),
        )
        .join(Influencer, Influencer.influencer_id == stored.influencer_id)
        .where(
            stored.window_slug == window.slug,
            stored.as_of == _stored_before(window.slug, window.last),
            *influencer_conditions(filters),
        )
    )


def _stored_before(slug: str, day: date) -> Any:
    stored = InfluencerRanking
    return select(func.max(stored.as_of)).where(stored.window_slug == slug, stored.as_of < day).scalar_subquery()


def _item(row: RankedRow, by: str) -> RankingItem:
    measured = row.performance
    score, roi = measured.values[by], measured.values["roi"]
    return RankingItem(
        influencer_id=measured.influencer_id,
        influencer_name=measured.influencer_name,
        platform=measured.platform,
        position=row.position,
        previous_position=row.previous_position,
        state=row.state,
        score=None if score is None else float(score),
        roi=RoiOut(value=None if roi is None else float(roi)),
        metrics={slug: to_json(BY_SLUG[slug], value) for slug, value in measured.values.items()},
        flags=measured.flags,
    )
