"""A source of order lines, and what lands of them."""

from typing import Any

ORDERS: dict[str, Any] = {
    "target": "orders",
    "fields": {
        "external_ref": "order",
        "product": "product",
        "customer": "customer",
        "channel": "via",
        "quantity": "quantity",
        "bought_date": "day",
        "unit_price": "price",
    },
}


HEADER = "order,product,customer,via,quantity,day,price"


STORED = """
    SELECT b.external_ref, p.external_ref, c.external_ref, coalesce(i.external_ref, b.channel::text),
           b.status::text, b.quantity, b.bought_date, b.unit_price
    FROM bought_by b JOIN products p USING (product_id) JOIN customers c USING (customer_id)
    LEFT JOIN influencers i ON i.influencer_id = b.channel ORDER BY b.external_ref
"""


def mapping(**fields: Any) -> dict[str, Any]:
    return ORDERS | {"fields": {k: v for k, v in (ORDERS["fields"] | fields).items() if v is not None}}
