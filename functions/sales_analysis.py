"""What sales and returns tell: by influencer, product and category."""

import azure.functions as func

from shared.analytics import service
from shared.analytics.sales_schemas import (
    CategoriesOut,
    CategoriesQuery,
    CategoryReturns,
    InfluencerReturns,
    MetricsAnswer,
    MetricsQuestion,
    PriceEffectOut,
    PriceEffectQuery,
    ProductReturns,
    ReturnsOut,
    ReturnsQuery,
)
from shared.permissions import Permission
from shared.platform.http import Call, endpoint

bp = func.Blueprint()

SALES = ("bought_by", "return_lines", "products", "influencers", "campaigns", "arranges")


@bp.route("returns/by-influencer", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ, reads=SALES)
def get_returns_by_influencer(call: Call, query: ReturnsQuery) -> ReturnsOut[InfluencerReturns]:
    """Compare influencers by what came back of their sales, and how sure that is."""
    return service.returns_by_influencer(call.session, query)


@bp.route("returns/by-product", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ, reads=SALES)
def get_returns_by_product(call: Call, query: ReturnsQuery) -> ReturnsOut[ProductReturns]:
    """Compare products by what came back of them, and how sure that is."""
    return service.returns_by_product(call.session, query)


@bp.route("returns/by-category", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ, reads=SALES)
def get_returns_by_category(call: Call, query: ReturnsQuery) -> ReturnsOut[CategoryReturns]:
    """Compare categories by what came back of them, and how sure that is."""
    return service.returns_by_category(call.session, query)


@bp.route("sales/by-category", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ, reads=SALES)
def get_sales_by_category(call: Call, query: CategoriesQuery) -> CategoriesOut:
    """Compare categories by their sales: share, growth, best products, seasons."""
    return service.sales_by_category(call.session, query)


@bp.route("products/{product_id:int}/price-effect", methods=["GET"])
@endpoint(Permission.ANALYTICS_READ)
def get_price_effect(call: Call, product_id: int, query: PriceEffectQuery) -> PriceEffectOut:
    """Return how a product sold before and after each change of its price: an indication, not proof."""
    return service.price_effect(call.session, product_id, query)


@bp.route("metrics/query", methods=["POST"])
@endpoint(Permission.ANALYTICS_READ)
def query_metrics(call: Call, body: MetricsQuestion) -> MetricsAnswer:
    """Return any metrics of sales by day, week, month, influencer, product, category, platform, campaign or rating."""
    return service.query_metrics(call.session, body)
