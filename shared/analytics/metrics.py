"""The catalogue: every metric, declared once. API, dashboard, reports and documentation read it here.

`sql` is an expression over the sums of SUMS, over one influencer or over everything, in one window. Sums of money
are whole cents. An empty denominator gives NULL, never 0 and never an error.
"""

# ruff: noqa: RUF001 - formulas are written with the signs of arithmetic

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from shared.platform.errors import Malformed


class Unit(StrEnum):
    COUNT = "count"
    MONEY = "money"
    RATIO = "ratio"
    RATING = "rating"


class Better(StrEnum):
    """Which end of a ranking comes first."""

    HIGH = "high"
    LOW = "low"


# What a metric may be made of, and whether it is known per product. Clicks and costs are not: a feed or a payment
# names an influencer, no product. Under a filter by product or category those sums are NULL.
SUMS: dict[str, bool] = {
    "orders": True,
    "units": True,
    "gross_cents": True,
    "returned_units": True,
    "returned_cents": True,
    "net_cents": True,
    "ratings": True,
    "rating_sum": True,
    "shop_net_cents": True,
    "impressions": False,
    "clicks": False,
    "engagements": False,
    "reported_conversions": False,
    "cost_cents": False,
    "new_customers": False,
}


# The tables that these sums are read from: as long as none of them changes, no metric does.
TABLES = (
    *("bought_by", "products", "customers", "influencers", "influencer_metrics", "payment", "expenses"),
    *("campaigns", "arranges", "terms", "payment_lines"),  # fees decide who bears what a campaign costs in common
)


@dataclass(frozen=True)
class Metric:
    slug: str
    label: str
    unit: Unit
    formula: str
    sql: str
    better: Better = Better.HIGH

    @property
    def sums(self) -> frozenset[str]:
        """The names out of SUMS that it is made of."""
        return frozenset(re.findall(r"[a-z_]+", self.sql)) & SUMS.keys()

    @property
    def known_per_product(self) -> bool:
        return all(SUMS[name] for name in self.sums)


type Value = int | Decimal | None
type JsonValue = int | float | str | None


MORE_ORDERS_THAN_CLICKS = "more_orders_than_clicks"

COUNT, MONEY, RATIO, RATING = Unit.COUNT, Unit.MONEY, Unit.RATIO, Unit.RATING
LOW = Better.LOW

CATALOGUE: tuple[Metric, ...] = (
    Metric("impressions", "Impressions", COUNT, "Σ impressions as reported", "impressions"),
    Metric("clicks", "Clicks", COUNT, "Σ clicks as reported", "clicks"),
    Metric("engagements", "Engagements", COUNT, "Σ (likes + comments + shares + saves) as reported", "engagements"),
    Metric("reported_conversions", "Reported conversions", COUNT, "Σ conversions as reported", "reported_conversions"),
    Metric(
        "ctr", "Click-through rate (CTR)", RATIO, "clicks ÷ impressions", "clicks::numeric / nullif(impressions, 0)"
    ),
    Metric(
        "engagement_rate",
        "Engagement rate",
        RATIO,
        "engagements ÷ impressions",
        "engagements::numeric / nullif(impressions, 0)",
    ),
    Metric("orders", "Orders", COUNT, "number of purchases that are not cancelled", "orders"),
    Metric("units", "Units", COUNT, "Σ quantity of orders", "units"),
    Metric(
        "gross_revenue", "Gross revenue", MONEY, "Σ quantity × unit price of orders", "round(gross_cents / 100.0, 2)"
    ),
    Metric(
        "returned_revenue",
        "Returned revenue",
        MONEY,
        "Σ returned quantity × unit price, by the day of the purchase",
        "round(returned_cents / 100.0, 2)",
        LOW,
    ),
    Metric("net_revenue", "Net revenue", MONEY, "gross revenue − returned revenue", "round(net_cents / 100.0, 2)"),
    Metric(
        "return_rate",
        "Return rate",
        RATIO,
        "returned units ÷ units",
        "returned_units::numeric / nullif(units, 0)",
        LOW,
    ),
    Metric(
        "cvr",
        "Conversion rate (CVR)",
        RATIO,
        "orders ÷ clicks; unknown where there are more orders than clicks",
        "CASE WHEN orders <= clicks THEN orders::numeric / nullif(clicks, 0) END",
    ),
    Metric(
        "aov",
        "Average order value (AOV)",
        MONEY,
        "gross revenue ÷ orders",
        "round(gross_cents / 100.0 / nullif(orders, 0), 2)",
    ),
    Metric(
        "cost",
        "Cost",
        MONEY,
        "payments that are pending, approved, scheduled or paid, by payment date, + reported spend"
        " + approved campaign expenses",
        "round(cost_cents / 100.0, 2)",
        LOW,
    ),
    Metric(
        "net_contribution",
        "Net contribution",
        MONEY,
        "net revenue − cost",
        "round((net_cents - cost_cents) / 100.0, 2)",
    ),
    Metric(
        "roi",
        "Return on investment (ROI)",
        RATIO,
        "(net revenue − cost) ÷ cost",
        "(net_cents - cost_cents)::numeric / nullif(cost_cents, 0)",
    ),
    Metric(
        "roas", "Return on ad spend (ROAS)", RATIO, "net revenue ÷ cost", "net_cents::numeric / nullif(cost_cents, 0)"
    ),
    Metric(
        "revenue_contribution",
        "Revenue contribution",
        RATIO,
        "net revenue ÷ net revenue of the whole shop",
        "net_cents::numeric / nullif(shop_net_cents, 0)",
    ),
    Metric(
        "new_customers",
        "New customers",
        COUNT,
        "number of customers who came through the influencer, by the day they registered",
        "new_customers",
    ),
    Metric(
        "cac",
        "Customer acquisition cost (CAC)",
        MONEY,
        "cost ÷ new customers",
        "round(cost_cents / 100.0 / nullif(new_customers, 0), 2)",
        LOW,
    ),
    Metric(
        "epc",
        "Earnings per click (EPC)",
        MONEY,
        "net revenue ÷ clicks",
        "round(net_cents / 100.0 / nullif(clicks, 0), 2)",
    ),
    Metric(
        "average_rating",
        "Average rating",
        RATING,
        "mean rating of rated orders",
        "rating_sum::numeric / nullif(ratings, 0)",
    ),
)

BY_SLUG = {metric.slug: metric for metric in CATALOGUE}


class MetricUnknown(Malformed):
    code = "metric_unknown"


def metric(slug: str) -> Metric:
    """Return the metric of that slug.

    Raises:
        MetricUnknown: the catalogue has none; the answer names those that it has.
    """
    if slug not in BY_SLUG:
        raise MetricUnknown(f"There is no metric of that name. Known are {', '.join(BY_SLUG)}.", [("by", "is unknown")])
    return BY_SLUG[slug]


def to_json(of: Metric, value: Value) -> JsonValue:
    """Return a value as JSON has it: counts as integers, money as a string with two decimals, the rest as numbers."""
    if value is None:
        return None
    if of.unit is Unit.MONEY:
        return f"{value:.2f}"
    # Counts that campaigns share are no integers.
    return int(value) if of.unit is Unit.COUNT and value == int(value) else float(value)
