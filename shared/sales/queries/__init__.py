"""Every SELECT of sales."""

from shared.sales.queries.books import (
    BookCheck,
    BookDifference,
    return_differences,
    sales_differences,
    stock_differences,
)
from shared.sales.queries.customers import (
    CustomerMissing,
    get_customer,
    hold_customer,
    list_customers,
    lock_customer,
    shape_for,
)
from shared.sales.queries.likes import LikeMissing, list_likes, lock_like
from shared.sales.queries.newcomers import (
    channel_they_came_by,
    exact_customers_month_channel,
    newcomer_differences,
    newcomers_of_facts,
)
from shared.sales.queries.products import (
    ProductMissing,
    find_and_lock_product,
    get_product,
    list_adjustments,
    list_products,
    lock_product,
    price_on,
    uses_of_product,
)
from shared.sales.queries.purchases import (
    PurchaseMissing,
    get_purchase,
    list_purchases,
    list_returns,
    lock_purchase,
)
from shared.sales.queries.rollups import (
    exact_sales_day_channel,
    exact_sales_day_product,
    exact_sales_month_channel,
    exact_sales_month_product,
    rollup_differences,
    sales_movements,
    sales_of_facts,
    sums,
)

__all__ = [
    "BookCheck",
    "BookDifference",
    "CustomerMissing",
    "LikeMissing",
    "ProductMissing",
    "PurchaseMissing",
    "channel_they_came_by",
    "exact_customers_month_channel",
    "exact_sales_day_channel",
    "exact_sales_day_product",
    "exact_sales_month_channel",
    "exact_sales_month_product",
    "find_and_lock_product",
    "get_customer",
    "get_product",
    "get_purchase",
    "hold_customer",
    "list_adjustments",
    "list_customers",
    "list_likes",
    "list_products",
    "list_purchases",
    "list_returns",
    "lock_customer",
    "lock_like",
    "lock_product",
    "lock_purchase",
    "newcomer_differences",
    "newcomers_of_facts",
    "price_on",
    "return_differences",
    "rollup_differences",
    "sales_differences",
    "sales_movements",
    "sales_of_facts",
    "shape_for",
    "stock_differences",
    "sums",
    "uses_of_product",
]
