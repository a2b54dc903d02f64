"""Whatever happens in whatever order, the answers are those of a shop kept in a dictionary, and the books balance."""

from dataclasses import dataclass
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from shared.platform import db
from shared.sales.queries import rollup_differences
from shared.sales.service import check_books
from tests.client import Client
from tests.sales.shop import Shop

quantities = st.integers(1, 6)
days = st.sampled_from([None, None, "2025-01-31", "2025-02-01"])
fields: dict[str, st.SearchStrategy[Any]] = {
    "product_price": st.sampled_from(["10.00", "0.01", "99.99"]),
    "stock_quantity": st.integers(0, 20),
    "sales_quantity": st.integers(0, 20),
    "category": st.sampled_from(["Demo", "Other"]),
    "on_sale": st.booleans(),
}
edits = st.one_of(
    *(st.fixed_dictionaries({name: values}) for name, values in fields.items()),
    st.fixed_dictionaries({}, optional=fields),
)


@dataclass
class Product:
    product_id: int
    stock: int
    sales: int = 0
    on_sale: bool = True
    category: str = "Demo"
    used: bool = False


@dataclass
class Purchase:
    purchase_id: int
    product: Product
    quantity: int
    status: str = "ordered"
    returned: int = 0


type Ordered = Purchase | MultipleResults[Purchase]


class Records(RuleBasedStateMachine):
    """Drives `api`, which may do everything."""

    api: ClassVar[Client]

    products = Bundle("products")
    purchases = Bundle("purchases")
    customers = Bundle("customers")
    goods = st.one_of(products, purchases.map(lambda purchase: purchase.product))

    def __init__(self) -> None:
        super().__init__()
        self.shop = Shop(self.api)
        self.known: list[Product] = []
        self.bought: list[Purchase] = []
        self.gone: set[int] = set()

    @initialize(target=customers)
    def first_customer(self) -> int:
        return self.shop.customer()

    @initialize(target=purchases)
    def first_orders(self) -> MultipleResults[Purchase]:
        product, customer_id = self._product(20), self.shop.customer()
        orders = [self.shop.order(product.product_id, customer_id, quantity) for quantity in (1, 3, 4)]
        return multiple(*(self._noted(Purchase(one["purchase_id"], product, one["quantity"])) for one in orders))

    def _noted(self, purchase: Purchase) -> Purchase:
        purchase.product.stock -= purchase.quantity
        purchase.product.sales += purchase.quantity
        purchase.product.used = True
        self.bought.append(purchase)
        return purchase

    def _product(self, stock: int) -> Product:
        made = Product(self.shop.product(stock_quantity=stock), stock)
        self.known.append(made)
        return made

    @rule(target=products, stock=st.integers(0, 8))
    def add_product(self, stock: int) -> Product:
        return self._product(stock)

    @rule(target=purchases, product=goods, customer_id=customers, quantity=quantities, day=days)
    def order_from_any(self, product: Product, customer_id: int, quantity: int, day: str | None) -> Ordered:
        return self.order(product, customer_id, quantity, day)

    @rule(target=purchases, product=goods, quantity=quantities, day=days)
    def order_by_somebody_new(self, product: Product, quantity: int, day: str | None) -> Ordered:
        return self.order(product, self.shop.customer(), quantity, day)

    @rule(target=purchases, product=goods, on_sale=st.booleans(), quantity=quantities, day=days)
    def order_what_is_on_sale_or_not(self, product: Product, on_sale: bool, quantity: int, day: str | None) -> Ordered:  # noqa: FBT001
        self.edit_product(product, {"on_sale": on_sale})
        return self.order(product, self.shop.customer(), quantity, day)

    def order(self, product: Product, customer_id: int, quantity: int, day: str | None) -> Ordered:
        body: dict[str, Any] = {
            "product_id": product.product_id, "customer_id": customer_id, "quantity": quantity, "channel": quantity,
        }  # fmt: skip
        reply = self.api.post("purchases", body | ({"bought_date": day} if day else {}))

        assert reply.json.get("code") == self._refusal_of_order(product, customer_id, quantity, day)
        if reply.status != 201:
            return multiple()
        return self._noted(Purchase(reply.json["purchase_id"], product, quantity))

    def _refusal_of_order(self, product: Product, customer_id: int, quantity: int, day: str | None) -> str | None:
        if customer_id in self.gone:
            return "customer_deleted"
        if product not in self.known:
            return "unknown_product"
        if not product.on_sale and day is None:
            return "product_not_on_sale"
        return "out_of_stock" if product.stock < quantity else None

    @rule(purchase=purchases, quantity=quantities)
    def give_back(self, purchase: Purchase, quantity: int) -> None:
        path = f"purchases/{purchase.purchase_id}/return"
        reply = self.api.post(path, {"quantity": quantity, "reason": "other"})

        assert reply.json.get("code") == self._refusal_of_return(purchase, quantity)
        if reply.status == 200:
            purchase.returned += quantity
            purchase.status = "returned" if purchase.returned == purchase.quantity else "partially_returned"
            self._comes_back(purchase.product, quantity)
            assert (reply.json["status"], reply.json["returned_quantity"]) == (purchase.status, purchase.returned)

    @staticmethod
    def _refusal_of_return(purchase: Purchase, quantity: int) -> str | None:
        if purchase.status == "cancelled":
            return "purchase_cancelled"
        if quantity > purchase.quantity - purchase.returned:
            return "more_than_bought"
        return "sales_quantity_too_low" if purchase.product.sales < quantity else None

    @staticmethod
    def _comes_back(product: Product, quantity: int) -> None:
        product.stock += quantity
        product.sales -= quantity

    @rule(purchase=purchases)
    def cancel(self, purchase: Purchase) -> None:
        reply = self.api.post(f"purchases/{purchase.purchase_id}/cancel")

        too_low = purchase.product.sales < purchase.quantity
        expected = "sales_quantity_too_low" if too_low else None
        assert reply.json.get("code") == (expected if purchase.status == "ordered" else "purchase_not_open")
        if reply.status == 200:
            purchase.status = "cancelled"
            self._comes_back(purchase.product, purchase.quantity)

    @rule(purchase=purchases, change=st.sampled_from([{"rating": 5}, {"channel": 9}, {"status": "completed"}]))
    def edit_purchase(self, purchase: Purchase, change: dict[str, Any]) -> None:
        reply = self.api.patch(f"purchases/{purchase.purchase_id}", change, headers={"If-Match": "*"})

        completes = "status" in change
        if purchase.status == "cancelled":
            assert reply.json["code"] == "purchase_cancelled"
        elif completes and purchase.status in {"returned", "partially_returned"}:
            assert reply.json["code"] == "purchase_not_open"
        else:
            assert reply.status == 200
            purchase.status = "completed" if completes else purchase.status

    @rule(product=goods, change=edits)
    def edit(self, product: Product, change: dict[str, Any]) -> None:
        self.edit_product(product, change)

    def edit_product(self, product: Product, change: dict[str, Any]) -> None:
        reply = self.api.patch(f"products/{product.product_id}", change, headers={"If-Match": "*"})

        assert reply.status == (200 if product in self.known else 404)
        product.stock = change.get("stock_quantity", product.stock)
        product.sales = change.get("sales_quantity", product.sales)
        product.category = change.get("category", product.category)
        product.on_sale = change.get("on_sale", product.on_sale)

    @rule(product=goods)
    def delete_product(self, product: Product) -> None:
        reply = self.api.delete(f"products/{product.product_id}")

        if product not in self.known:
            assert reply.status == 404
        elif product.used:
            assert reply.json["code"] == "product_in_use"
        else:
            assert reply.status == 204
            self.known.remove(product)

    @rule(customer_id=customers)
    def delete_customer(self, customer_id: int) -> None:
        assert self.api.delete(f"customers/{customer_id}").status == 204
        self.gone.add(customer_id)

    @invariant()
    def the_books_balance(self) -> None:
        with db.transaction() as session:
            assert check_books(session) == {"stock_quantity": 0, "sales_quantity": 0, "returned_quantity": 0}
            assert rollup_differences(session) == []

    def teardown(self) -> None:
        for product in self.known:
            read = self.shop.read(f"products/{product.product_id}")
            assert (
                read
                | {
                    "stock_quantity": product.stock,
                    "sales_quantity": product.sales,
                    "category": product.category,
                    "on_sale": product.on_sale,
                }
                == read
            )
        for purchase in self.bought:
            read = self.shop.read(f"purchases/{purchase.purchase_id}")
            assert (read["status"], read["returned_quantity"]) == (purchase.status, purchase.returned)


def test_any_order_of_events_leaves_the_books_balanced(api: Client):
    """Records of earlier examples stay and balance along."""
    bound = type("BoundRecords", (Records,), {"api": api.as_role("admin")})
    run_state_machine_as_test(
        bound,
        settings=settings(
            max_examples=15,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
        ),
    )
