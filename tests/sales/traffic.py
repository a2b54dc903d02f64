"""Many clients of a small shop at once, so that they meet on the same products and purchases."""

import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tests.client import Reply
from tests.sales.shop import Shop, customer

PRODUCTS, CUSTOMERS, ORDERS = 4, 6, 12


class Trader:
    """One client with its own order of things to do."""

    def __init__(self, shop: Shop, seed: int, products: list[int], customers: list[int]) -> None:
        self._api = shop.api
        self._chance = random.Random(seed)  # noqa: S311 - who buys what is no secret
        self._products = products
        self._customers = customers

    def once(self) -> tuple[str, Reply]:
        verbs: dict[str, tuple[int, Callable[[], Reply]]] = {
            "order": (6, self._order),
            "order in past": (2, lambda: self._order(bought_date="2025-03-01")),
            "give back": (5, self._give_back),
            "cancel": (3, lambda: self._api.post(f"purchases/{self._purchase()}/cancel")),
            "rate": (2, lambda: self._patch(f"purchases/{self._purchase()}", {"rating": self._chance.randint(1, 5)})),
            "reprice": (2, lambda: self._edit(product_price=f"{self._chance.randint(1, 99)}.00")),
            "restock": (1, lambda: self._edit(stock_quantity=self._chance.randint(20, 60))),
            "like": (2, self._like),
            "leave": (1, self._leave),
        }
        verb = self._chance.choices([*verbs], [weight for weight, _ in verbs.values()])[0]
        return verb, verbs[verb][1]()

    def _purchase(self) -> int:
        return self._chance.randint(1, ORDERS) if self._chance.random() < 0.5 else self._chance.randint(1, 2000)

    def _order(self, **given: str) -> Reply:
        body = {
            "product_id": self._chance.choice(self._products),
            "customer_id": self._chance.choice(self._customers),
            "quantity": self._chance.randint(1, 4),
            "channel": self._chance.choice([-1, 1, 2]),
        }
        return self._api.post("purchases", body | given)

    def _give_back(self) -> Reply:
        body = {"quantity": self._chance.randint(1, 2), "reason": "late"}
        return self._api.post(f"purchases/{self._purchase()}/return", body)

    def _edit(self, **given: object) -> Reply:
        return self._patch(f"products/{self._chance.choice(self._products)}", given)

    def _patch(self, path: str, body: dict[str, object]) -> Reply:
        return self._api.patch(path, body, headers={"If-Match": "*"})

    def _like(self) -> Reply:
        product_id = self._chance.choice(self._products)
        return self._api.post("likes", {"product_id": product_id, "customer_id": self._chance.choice(self._customers)})

    def _leave(self) -> Reply:
        """A new customer comes, orders and goes, while others order."""
        made = self._api.post("customers", customer())
        customer_id = made.json["customer_id"]
        product_id = self._chance.choice(self._products)
        self._api.post("purchases", {"product_id": product_id, "customer_id": customer_id, "quantity": 1})
        return self._api.delete(f"customers/{customer_id}")


def trade(shop: Shop, writers: int, seconds: float) -> Counter[tuple[str, int]]:
    """Have `writers` clients write for `seconds`; count what they did and the status they got."""
    products = [shop.product(stock_quantity=60) for _ in range(PRODUCTS)]
    customers = [shop.customer() for _ in range(CUSTOMERS)]
    for number in range(ORDERS):
        shop.order(products[number % PRODUCTS], customers[number % CUSTOMERS], 3)
    deadline = time.monotonic() + seconds

    def work(number: int) -> Counter[tuple[str, int]]:
        trader = Trader(shop, number, products, customers)
        counted: Counter[tuple[str, int]] = Counter()
        while time.monotonic() < deadline:
            verb, reply = trader.once()
            if reply.status != 404:  # a purchase that nobody has made yet
                counted[verb, reply.status] += 1
        return counted

    with ThreadPoolExecutor(writers) as pool:
        return sum(pool.map(work, range(writers)), Counter())
