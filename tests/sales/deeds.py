"""Every trigger of products, customers, purchases and likes that changes something, brought to do so."""

from collections.abc import Callable

from shared.permissions import Role
from tests.audit_deeds import Deed, Done, by, changed
from tests.client import Reply, make_user
from tests.sales.shop import Shop, customer


def by_manager(call: Callable[[Shop], Reply]) -> Done:
    """A marketing manager, in a shop of which there is nothing yet."""
    return by(make_user(Role.MARKETING_MANAGER), lambda api: call(Shop(api)))


def order(shop: Shop) -> str:
    purchase = shop.order(shop.product(), shop.customer())
    return f"purchases/{purchase['purchase_id']}"


def record_purchase(shop: Shop) -> Reply:
    return shop.api.post("purchases", {"product_id": shop.product(), "customer_id": shop.customer(), "quantity": 1})


def like(shop: Shop) -> Reply:
    return shop.api.post("likes", {"product_id": shop.product(), "customer_id": shop.customer()})


def create_product(shop: Shop) -> Reply:
    body = {"title": "Demo product", "category": "Demo", "product_price": "10.00", "stock_quantity": 1}
    return shop.api.post("products", body)


def give_back(shop: Shop) -> Reply:
    return shop.api.post(f"{order(shop)}/return", {"quantity": 1, "reason": "defective"})


SALES_DEEDS: dict[str, tuple[str, Deed]] = {
    "cancel_purchase": ("purchase.cancelled", lambda: by_manager(lambda shop: shop.api.post(f"{order(shop)}/cancel"))),
    "create_customer": ("customer.created", lambda: by_manager(lambda shop: shop.api.post("customers", customer()))),
    "create_product": ("product.created", lambda: by_manager(create_product)),
    "delete_customer": (
        "customer.deleted",
        lambda: by_manager(lambda shop: shop.api.delete(f"customers/{shop.customer()}")),
    ),
    "delete_like": (
        "like.deleted",
        lambda: by_manager(lambda shop: shop.api.delete(f"likes/{like(shop).json['like_id']}")),
    ),
    "delete_product": (
        "product.deleted",
        lambda: by_manager(lambda shop: shop.api.delete(f"products/{shop.product()}")),
    ),
    "record_like": ("like.recorded", lambda: by_manager(like)),
    "record_purchase": ("purchase.recorded", lambda: by_manager(record_purchase)),
    "return_purchase": ("purchase.returned", lambda: by_manager(give_back)),
    "update_customer": (
        "customer.updated",
        lambda: by_manager(
            lambda shop: changed(f"customers/{shop.customer()}", {"customer_address": "Elsewhere"})(shop.api)
        ),
    ),
    "update_product": (
        "product.updated",
        lambda: by_manager(lambda shop: changed(f"products/{shop.product()}", {"title": "Demo product 2"})(shop.api)),
    ),
    "update_purchase": (
        "purchase.updated",
        lambda: by_manager(lambda shop: changed(order(shop), {"rating": 5})(shop.api)),
    ),
}
