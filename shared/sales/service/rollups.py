"""Fold what the triggers noted into the roll-ups of sales, or make the roll-ups anew from the facts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, ColumnElement, FromClause, Insert, Table, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared.sales import queries
from shared.sales.models import (
    MEASURES,
    sales_day_channel,
    sales_day_channel_product,
    sales_deltas,
    sales_month_channel,
)
from shared.sales.queries import first_of_month, sums

TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(hashtext('sales_rollups'))")
LOCK = text("SELECT pg_advisory_xact_lock(hashtext('sales_rollups'))")
STOP_WRITERS = text("LOCK TABLE bought_by IN SHARE MODE")


def fold_sales_deltas(session: Session) -> int:
    """Add all noted changes to the roll-ups and drop them; one statement, so that readers see before or after.

    Returns the number of changes folded in; 0 also while another session is at it.
    """
    if not session.scalar(TRY_LOCK):
        return 0
    folded = delete(sales_deltas).returning(*sales_deltas.c).cte("folded")
    counted = select(func.count()).select_from(folded).add_cte(*(each.cte(name) for name, each in _folds(folded)))
    return session.scalars(counted).one()


def rebuild_rollups(session: Session) -> None:
    """Make the roll-ups anew from all purchases. Nobody can write purchases meanwhile; readers are not disturbed."""
    session.execute(LOCK)
    session.execute(STOP_WRITERS)
    for rollup in (sales_deltas, sales_day_channel_product, sales_day_channel, sales_month_channel):
        session.execute(delete(rollup))
    session.execute(_filled(sales_day_channel_product, queries.sales_of_facts()))
    for rollup, key in _coarser(sales_day_channel_product):
        session.execute(_filled(rollup, select(*key, *sums(sales_day_channel_product)).group_by(*key)))


def _coarser(of: FromClause) -> list[tuple[Table, Sequence[ColumnElement[Any]]]]:
    return [
        (sales_day_channel, (of.c.day, of.c.channel)),
        (sales_month_channel, (first_of_month(of.c.day), of.c.channel)),
    ]


def _folds(folded: CTE) -> list[tuple[str, Insert]]:
    finest = (sales_day_channel_product, (folded.c.day, folded.c.channel, folded.c.product_id))
    return [
        (f"into_{rollup.name}", _added(rollup, select(*key, *sums(folded)).group_by(*key)))
        for rollup, key in (finest, *_coarser(folded))
    ]


def _filled(rollup: Table, rows: Any) -> Any:
    return insert(rollup).from_select([column.name for column in rollup.c], rows)


def _added(rollup: Table, rows: Any) -> Any:
    filled = _filled(rollup, rows)
    return filled.on_conflict_do_update(
        constraint=rollup.primary_key,
        set_={measure: rollup.c[measure] + filled.excluded[measure] for measure in MEASURES},
    )
