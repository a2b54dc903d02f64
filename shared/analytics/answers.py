"""From what a caller asks to what is queried: windows chosen, filters taken, shapes filled."""

from decimal import Decimal

from sqlalchemy.orm import Session

from shared.analytics import queries, score_answers
from shared.analytics.metrics import BY_SLUG, CATALOGUE, to_json
from shared.analytics.offsets import cursor_at, offset_of
from shared.analytics.schemas import (
    CatalogueOut,
    Filters,
    MetricOut,
    OriginOut,
    RankedBy,
    Ranking,
    RankingQuery,
    ShopOut,
    ShopQuery,
    WindowQuery,
)
from shared.analytics.score_schemas import ExplanationOut, ExplanationQuery, HistoryOut, HistoryQuery
from shared.analytics.slices import Slice
from shared.analytics.windows import Window, chosen_window
from shared.platform import clock


def catalogue() -> CatalogueOut:
    return CatalogueOut(items=[MetricOut.model_validate(metric) for metric in CATALOGUE])


def ranking(session: Session, query: RankedBy, part: Slice) -> Ranking:
    """Return this part of each list: of who is ranked, and by score of who cost nothing."""
    window, filters = window_of(query), filters_of(query)
    if query.by == score_answers.SCORE:
        return score_answers.ranking_by_score(session, window, filters=filters, part=part)
    return queries.ranking(session, query.by, window, filters=filters, part=part)


def ranking_page(session: Session, query: RankingQuery) -> Ranking:
    """Return a page of a ranking, and where the next one begins when one of its lists goes on."""
    offset = offset_of(query, "cursor")
    found = ranking(session, query, Slice(query.limit + 1, offset, query.order))
    goes_on = max(len(found.items), len(found.without_cost)) > query.limit
    return found.model_copy(
        update={
            "items": found.items[: query.limit],
            "without_cost": found.without_cost[: query.limit],
            "next_cursor": cursor_at(query, offset + query.limit) if goes_on else None,
        }
    )


def explanation(session: Session, influencer_id: int, query: ExplanationQuery) -> ExplanationOut:
    return score_answers.explanation(session, influencer_id, window_of(query))


def history(session: Session, influencer_id: int, query: HistoryQuery) -> HistoryOut:
    return score_answers.score_history(session, influencer_id, query)


def shop(session: Session, query: ShopQuery) -> ShopOut:
    window = window_of(query)
    total = queries.totals(session, window, filters=filters_of(query))
    return ShopOut(
        window=window.label,
        as_of=window.last,
        metrics={slug: to_json(BY_SLUG[slug], value) for slug, value in total.values.items()},
        flags=total.flags,
        origins=[_origin(row) for row in queries.sales_by_origin(session, window)],
    )


def window_of(query: WindowQuery) -> Window:
    """Return the window that was asked for, ending today unless it says otherwise.

    Raises:
        WindowMalformed: it makes no sense.
    """
    return chosen_window(query.window, query.first, query.last, clock.today())


def filters_of(query: Filters) -> Filters:
    return Filters(**query.model_dump(include=set(Filters.model_fields)))


def _origin(row: queries.OriginRow) -> OriginOut:
    return OriginOut(
        origin=row.origin,
        channels=row.channels,
        orders=row.orders,
        gross_revenue=_money(row.gross_cents),
        net_revenue=_money(row.net_cents),
    )


def _money(cents: int) -> str:
    return f"{Decimal(cents) / 100:.2f}"
