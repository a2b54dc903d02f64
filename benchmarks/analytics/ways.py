"""The same questions asked three ways: of our roll-ups, of the facts in SQL, of DuckDB in memory over the facts."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import BigInteger, FromClause, Select, cast, func, select, text
from sqlalchemy.orm import Session

from benchmarks.analytics.shop import Shop, median_ms
from shared.analytics.queries import costs, sums
from shared.analytics.schemas import Filters
from shared.analytics.windows import Window, named_window
from shared.influencers.models import Influencer
from shared.platform import db
from shared.sales import queries as sales
from shared.sales.models import Product

TARGETS = {
    "leaderboard, 90 days": ("ours ÷ DuckDB", 1.2),
    "leaderboard, all time": ("ours ÷ DuckDB", 0.3),
    "one influencer's year by day": ("ours, ms", 5.0),
    "sales by category, all time": ("ours ÷ DuckDB", 0.3),
}
LEAST_GAIN_ALL_TIME = 50

# Both databases understand these; money in cents, so that "equal" means to the cent.
LEADERBOARD = """
    WITH sold AS (
        SELECT channel, count(*) AS orders, sum(quantity) AS units, sum(quantity * unit_price) * 100 AS gross,
               sum(returned_quantity * unit_price) * 100 AS returned
        FROM bought_by WHERE status <> 'cancelled' AND bought_date BETWEEN '{first}' AND '{last}' GROUP BY channel
    ), reported AS (
        SELECT influencer_id, sum(clicks) AS clicks, sum(spend) * 100 AS spend
        FROM influencer_metrics WHERE day BETWEEN '{first}' AND '{last}' GROUP BY influencer_id
    ), paid AS (
        SELECT influencer_id, sum(amount) * 100 AS amount
        FROM payment WHERE date BETWEEN '{first}' AND '{last}' AND status = 'paid' GROUP BY influencer_id
    )
    SELECT i.influencer_id, coalesce(orders, 0), coalesce(units, 0), coalesce(gross, 0), coalesce(returned, 0),
           coalesce(gross, 0) - coalesce(returned, 0), coalesce(clicks, 0), coalesce(spend, 0) + coalesce(amount, 0)
    FROM {influencers} AS i
    LEFT JOIN sold ON sold.channel = i.influencer_id
    LEFT JOIN reported ON reported.influencer_id = i.influencer_id
    LEFT JOIN paid ON paid.influencer_id = i.influencer_id
    ORDER BY i.influencer_id
"""
ONE_YEAR = """
    SELECT bought_date, count(*), sum(quantity), sum(quantity * unit_price) * 100,
           sum(returned_quantity * unit_price) * 100
    FROM bought_by WHERE status <> 'cancelled' AND channel = 77 AND bought_date BETWEEN '{first}' AND '{last}'
    GROUP BY bought_date ORDER BY bought_date
"""
CATEGORIES = """
    SELECT category, count(*), sum(quantity), sum(quantity * unit_price) * 100,
           sum(returned_quantity * unit_price) * 100
    FROM bought_by JOIN products USING (product_id)
    WHERE status <> 'cancelled' AND bought_date BETWEEN '{first}' AND '{last}'
    GROUP BY category ORDER BY category
"""


def leaderboard(window: Window) -> Select[*tuple[Any, ...]]:
    sold = sums.sold_by_channel(window, Filters()).cte("sold")
    reported, paid = sums.reported(window).cte("reported"), costs.paid(window).cte("paid")

    def known(column: Any) -> Any:
        return func.coalesce(column, 0)

    net = known(sold.c.gross_cents) - known(sold.c.returned_cents)
    measures = (known(sold.c[name]) for name in ("orders", "units", "gross_cents", "returned_cents"))
    cost = known(reported.c.spend_cents) + known(paid.c.paid_cents)
    joined: FromClause = Influencer.__table__
    for source in (sold, reported, paid):
        joined = joined.outerjoin(source, source.c.influencer_id == Influencer.influencer_id)
    columns = (Influencer.influencer_id, *measures, net, known(reported.c.clicks), cost)
    return select(*columns).select_from(joined).order_by(Influencer.influencer_id)


def one_year(window: Window) -> Select[*tuple[Any, ...]]:
    days = sales.exact_sales_day_channel
    measures = _four(days)
    chosen = (days.c.channel == 77, days.c.day.between(window.first, window.last))
    return (
        select(days.c.day, *measures)
        .where(*chosen)
        .group_by(days.c.day)
        .having(func.sum(days.c.orders) != 0)
        .order_by(days.c.day)
    )


def categories(window: Window) -> Select[*tuple[Any, ...]]:
    part = sums.sold(window, sums.OF_PRODUCTS).subquery()
    product = select(part.c.product_id, *sales.sums(part, MEASURED)).group_by(part.c.product_id).subquery()
    joined = product.join(Product, Product.product_id == product.c.product_id)
    return (
        select(Product.category, *_four(product))
        .select_from(joined)
        .group_by(Product.category)
        .order_by(Product.category)
    )


MEASURED = ("orders", "units", "gross_cents", "returned_cents")


def _four(of: Any) -> list[Any]:
    return [cast(func.sum(of.c[name]), BigInteger) for name in MEASURED]


def questions(shop: Shop) -> dict[str, tuple[Any, str]]:
    def between(first: date, last: date) -> Window:
        return Window(first, last)

    day = timedelta(days=1)
    everything = named_window("all", shop.last)
    asked = {
        "leaderboard, 90 days": (leaderboard, LEADERBOARD, between(shop.last - 89 * day, shop.last)),
        "leaderboard, 137 days of last year": (
            leaderboard,
            LEADERBOARD,
            between(shop.first + 43 * day, shop.first + 179 * day),
        ),
        "leaderboard, all time": (leaderboard, LEADERBOARD, everything),
        "one influencer's year by day": (one_year, ONE_YEAR, between(shop.last - 364 * day, shop.last)),
        "sales by category, all time": (categories, CATEGORIES, everything),
    }
    return {
        name: (ours(window), other.format(first=window.first, last=window.last, influencers="{influencers}"))
        for name, (ours, other, window) in asked.items()
    }


def compare(shop: Shop, times: int = 7) -> list[dict[str, Any]]:
    """Ask everything three ways; the answers must be equal to the cent. Medians in milliseconds."""
    results = []
    shop.duck.execute("CREATE TABLE IF NOT EXISTS i AS SELECT range + 1 AS influencer_id FROM range(2000)")
    for name, (ours, other) in questions(shop).items():
        with Session(db.engine()) as session:
            asked = _three_ways(shop, session, ours, other)
            answers = {way: [tuple(row) for row in ask()] for way, ask in asked.items()}
            assert answers["ours"] == answers["facts"] == answers["duckdb"], name
            figures = {way: median_ms(ask, times) for way, ask in asked.items()}
        ratios = {
            "ours_to_duckdb": figures["ours"] / figures["duckdb"],
            "facts_to_ours": figures["facts"] / figures["ours"],
        }
        results.append({"question": name, "rows": len(answers["ours"]), **figures, **ratios})
    return results


def _three_ways(shop: Shop, session: Session, ours: Any, other: str) -> dict[str, Callable[[], Any]]:
    facts = text(other.format(influencers="influencers"))
    return {
        "ours": lambda: session.execute(ours).all(),
        "facts": lambda: session.execute(facts).all(),
        "duckdb": lambda: shop.duck.execute(other.format(influencers="i")).fetchall(),
    }
