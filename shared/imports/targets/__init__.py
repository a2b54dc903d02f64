"""What becomes of staged lines: one module per target.

`judge(stage)` sees all lines of a file and settles what depends on the file only: equal keys, numbers, who is new.
`land(stage)` sees one chunk of what is left and brings it into the tables.
"""

from collections.abc import Callable

from shared.imports.fields import Target
from shared.imports.staging import Stage
from shared.imports.targets import (
    campaigns,
    customers,
    daily_metrics,
    expenses,
    influencers,
    likes,
    orders,
    products,
    returns,
    snapshots,
)

LAND: dict[Target, Callable[[Stage], None]] = {
    Target.INFLUENCERS: influencers.land,
    Target.PRODUCTS: products.land,
    Target.CUSTOMERS: customers.land,
    Target.CAMPAIGNS: campaigns.land,
    Target.ORDERS: orders.land,
    Target.RETURNS: returns.land,
    Target.LIKES: likes.land,
    Target.DAILY_METRICS: daily_metrics.land,
    Target.SNAPSHOTS: snapshots.land,
    Target.EXPENSES: expenses.land,
}

JUDGE: dict[Target, Callable[[Stage], None]] = {
    Target.INFLUENCERS: influencers.judge,
    Target.PRODUCTS: products.judge,
    Target.CUSTOMERS: customers.judge,
    Target.CAMPAIGNS: campaigns.judge,
    Target.ORDERS: orders.judge,
    Target.RETURNS: returns.judge,
    Target.LIKES: likes.judge,
    Target.DAILY_METRICS: daily_metrics.judge,
    Target.SNAPSHOTS: snapshots.judge,
    Target.EXPENSES: expenses.judge,
}

# Fields whose equal values keep lines in one chunk, since each of these lines depends on the others.
TOGETHER: dict[Target, str] = {Target.RETURNS: "order"}
