"""Every verb of sales."""

from shared.sales.service.books import check_books
from shared.sales.service.customers import create_customer, delete_customer, update_customer
from shared.sales.service.likes import delete_like, record_like
from shared.sales.service.newcomers import rebuild_newcomers
from shared.sales.service.products import create_product, delete_product, update_product
from shared.sales.service.purchases import cancel_purchase, record_purchase, update_purchase
from shared.sales.service.returns import return_purchase
from shared.sales.service.rollups import rebuild_rollups

__all__ = [
    "cancel_purchase",
    "check_books",
    "create_customer",
    "create_product",
    "delete_customer",
    "delete_like",
    "delete_product",
    "rebuild_newcomers",
    "rebuild_rollups",
    "record_like",
    "record_purchase",
    "return_purchase",
    "update_customer",
    "update_product",
    "update_purchase",
]
