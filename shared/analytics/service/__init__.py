"""Answers about performance, sales, returns and attribution, put together from several queries."""

from shared.analytics.service.asking import query_metrics
from shared.analytics.service.attribution import attribution, store_attribution
from shared.analytics.service.categories import sales_by_category
from shared.analytics.service.pacing import pacing, watch_pacing
from shared.analytics.service.performance import group_performance, influencer_performance, list_performance
from shared.analytics.service.prices import price_effect
from shared.analytics.service.quality import data_quality
from shared.analytics.service.reattribution import change_arrangements, change_campaign
from shared.analytics.service.returns import returns_by_category, returns_by_influencer, returns_by_product
from shared.analytics.service.series import influencer_series, shop_series

__all__ = [
    "attribution",
    "change_arrangements",
    "change_campaign",
    "data_quality",
    "group_performance",
    "influencer_performance",
    "influencer_series",
    "list_performance",
    "pacing",
    "price_effect",
    "query_metrics",
    "returns_by_category",
    "returns_by_influencer",
    "returns_by_product",
    "sales_by_category",
    "shop_series",
    "store_attribution",
    "watch_pacing",
]
