from shared.analytics.queries.measured import (
    InfluencerRow,
    OriginRow,
    PerformanceRow,
    performance,
    sales_by_origin,
    totals,
)
from shared.analytics.queries.rankings import (
    NOT_ENOUGH_DATA,
    RANKED,
    MetricUnknownPerProduct,
    RankedRow,
    ranked,
    ranking,
)

__all__ = [
    "NOT_ENOUGH_DATA",
    "RANKED",
    "InfluencerRow",
    "MetricUnknownPerProduct",
    "OriginRow",
    "PerformanceRow",
    "RankedRow",
    "performance",
    "ranked",
    "ranking",
    "sales_by_origin",
    "totals",
]
