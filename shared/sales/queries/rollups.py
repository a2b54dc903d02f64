"""The roll-ups of sales, and what the purchases and returns themselves say."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Select,
    TableClause,
    column,
    func,
    select,
    table,
    tuple_,
)
from sqlalchemy.orm import Session

from shared.platform import rollups
from shared.platform.rollups import Rollup, RollupDifference, differences
from shared.sales.models import MEASURES, SALES


def _view(name: str, **keys: type[Date | Integer]) -> TableClause:
    measures = [column(measure, BigInteger) for measure in MEASURES]
    return table(name, *(column(key, kind) for key, kind in keys.items()), *measures)


# Roll-up and open deltas: one key can appear in several rows, so take sums.
exact_sales_day_channel = _view("exact_sales_day_channel", day=Date, channel=Integer)
exact_sales_month_channel = _view("exact_sales_month_channel", month=Date, channel=Integer)
exact_sales_day_product = _view("exact_sales_day_product", day=Date, product_id=Integer)
exact_sales_month_product = _view("exact_sales_month_product", month=Date, product_id=Integer)

# The facts in the same measures: at least a row for each purchase. The day may be unknown.
sales_movements = _view("sales_movements", day=Date, channel=Integer, product_id=Integer)


def sums(of: FromClause, measures: Sequence[str] = MEASURES) -> list[ColumnElement[int]]:
    """Return the sum of each of `measures` in `of`, under its own name."""
    return rollups.sums(of, measures)


def sales_of_facts() -> dict[Rollup, Select[Any]]:
    """Return the roll-ups by day as the facts give them. Reads all purchases, once for both of them."""
    of = sales_movements
    sets = func.grouping_sets(tuple_(of.c.day, of.c.channel), tuple_(of.c.day, of.c.product_id))
    both = select(of.c.day, of.c.channel, of.c.product_id, *sums(of)).where(of.c.day.is_not(None)).group_by(sets)
    facts = both.cte("sales").prefix_with("MATERIALIZED")
    return {rollup: _of(rollup, facts) for rollup in SALES}


def _of(rollup: Rollup, facts: CTE) -> Select[Any]:
    """Return the sums that are of this kind of thing; the other key of them is null."""
    key = facts.c[rollup.deltas.c[1].name]
    return select(facts.c.day, key, *(facts.c[measure] for measure in MEASURES)).where(key.is_not(None))


def rollup_differences(session: Session, limit: int = 100) -> list[RollupDifference]:
    """Compare roll-ups and open deltas with the purchases and returns; at most `limit` differences of each table."""
    return differences(session, sales_of_facts(), limit)
