from shared.analytics.queries.performance import (
    InfluencerRow,
    OriginRow,
    PerformanceRow,
    performance,
    sales_by_origin,
    totals,
)
from shared.analytics.queries.rankings import NOT_ENOUGH_DATA, RANKED, RankedRow, ranked, ranking

__all__ = [
    "NOT_ENOUGH_DATA",
    "RANKED",
    "InfluencerRow",
    "OriginRow",
    "PerformanceRow",
    "RankedRow",
    "performance",
    "ranked",
    "ranking",
    "sales_by_origin",
    "totals",
]
