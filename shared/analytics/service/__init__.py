"""Answers about sales and returns, put together from several queries."""

from shared.analytics.service.asking import query_metrics
from shared.analytics.service.categories import sales_by_category
from shared.analytics.service.prices import price_effect
from shared.analytics.service.returns import returns_by_category, returns_by_influencer, returns_by_product

__all__ = [
    "price_effect",
    "query_metrics",
    "returns_by_category",
    "returns_by_influencer",
    "returns_by_product",
    "sales_by_category",
]
