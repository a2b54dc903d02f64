"""A small shop whose records are made through the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import text

from shared.platform import db
from tests.client import Client, Reply

numbers = count(1)


@dataclass(frozen=True)
class Shop:
    """What a marketing manager does with products, customers and purchases; every call must succeed."""

    api: Client

    def product(self, **given: Any) -> int:
        body = {"title": "Demo product", "category": "Demo", "product_price": "10.00", "stock_quantity": 100}
        return int(_made(self.api.post("products", body | given), 201)["product_id"])

    def customer(self, **given: Any) -> int:
        return int(_made(self.api.post("customers", customer() | given), 201)["customer_id"])

    def order(self, product_id: int, customer_id: int, quantity: int = 1, **given: Any) -> Any:
        body = {"product_id": product_id, "customer_id": customer_id, "quantity": quantity}
        return _made(self.api.post("purchases", body | given), 201)

    def patch(self, path: str, body: Mapping[str, Any]) -> Any:
        return _made(self.api.patch(path, body, headers={"If-Match": "*"}), 200)

    def give_back(self, purchase_id: int, quantity: int = 1, **given: Any) -> Any:
        body = {"quantity": quantity, "reason": "defective"}
        return _made(self.api.post(f"purchases/{purchase_id}/return", body | given), 200)

    def cancel(self, purchase_id: int) -> Any:
        return _made(self.api.post(f"purchases/{purchase_id}/cancel"), 200)

    def read(self, path: str, **query: Any) -> Any:
        return _made(self.api.get(path, **query), 200)

    def listed(self, path: str, **query: Any) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.read(path, **query)["items"]
        return items


def customer() -> dict[str, Any]:
    """Return the body of a new customer, whom nobody else is."""
    number = next(numbers)
    return {
        "customer_name": f"Demo customer {number}",
        "customer_mail": f"customer-{number}@shop.example",
        "customer_phone": f"+49 {number:06}",
        "customer_address": "Street 1, 12345 Nowhere",
    }


def _made(reply: Reply, status: int) -> Any:
    assert reply.status == status, reply.body
    return reply.json


def rows(statement: str, **values: object) -> list[tuple[Any, ...]]:
    with db.transaction() as session:
        return [tuple(row) for row in session.execute(text(statement), values)]


def execute(statement: str, **values: object) -> None:
    with db.transaction() as session:
        session.execute(text(statement), values)


def audited(action: str) -> list[tuple[Any, ...]]:
    return rows(
        "SELECT entity, entity_id, changes FROM audit_log WHERE action = :action ORDER BY 1, 2, audit_id", action=action
    )
