"""What becomes of staged lines: one module per target, each with `land(stage)`."""

from collections.abc import Callable

from shared.imports.fields import Target
from shared.imports.staging import Stage
from shared.imports.targets import campaigns, customers, daily_metrics, influencers, orders, products

LAND: dict[Target, Callable[[Stage], None]] = {
    Target.INFLUENCERS: influencers.land,
    Target.PRODUCTS: products.land,
    Target.CUSTOMERS: customers.land,
    Target.CAMPAIGNS: campaigns.land,
    Target.ORDERS: orders.land,
    Target.DAILY_METRICS: daily_metrics.land,
}
