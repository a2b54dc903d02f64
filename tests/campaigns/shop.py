"""Campaigns of a small shop, made through the API; purchases and payments behind its back."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from shared.accounts.models import User
from shared.platform import clock
from tests.client import Client, Reply
from tests.sales.shop import execute, rows

numbers = count(1)


def day(offset: int = 0) -> str:
    """Return a business day, so many days from today."""
    return (clock.today() + timedelta(days=offset)).isoformat()


def influencer(**given: Any) -> int:
    number = next(numbers)
    values = {
        "influencer_name": f"Demo influencer {number}",
        "influencer_mail": f"campaigner-{number}@shop.example",
        "platform": "Instagram",
        "follower_count": 10,
        "clicked_number": 0,
        "category": "Fashion",
        "still_partner": True,
        "member_since": "2020-01-01",
    } | given
    return _insert("influencers", values, "influencer_id")


def product(**given: Any) -> int:
    values = {
        "stock_quantity": 0,
        "category": "Bags",
        "sales_quantity": 0,
        "product_price": 1,
        "on_sale": True,
        "title": "Demo product",
    } | given
    return _insert("products", values, "product_id")


def customer() -> int:
    number = next(numbers)
    values = {
        "customer_name": "Demo customer",
        "customer_mail": f"buyer-{number}@shop.example",
        "customer_phone": f"c{number}",
        "customer_address": "Nowhere",
        "since": "2020-01-01",
        "is_account_deleted": False,
    }
    return _insert("customers", values, "customer_id")


def purchase(channel: int, product_id: int, bought: str | date, price: str = "10.00", **given: Any) -> int:
    values = {
        "product_id": product_id,
        "customer_id": customer(),
        "status": "completed",
        "channel": channel,
        "quantity": 1,
        "bought_date": bought,
        "unit_price": price,
    } | given
    return _insert("bought_by", values, "purchase_id")


def pay(campaign_id: int, influencer_id: int, amount: str, on: str, *, status: str = "paid") -> None:
    values = {"campaign_id": campaign_id, "influencer_id": influencer_id, "amount": amount}
    _insert("payment", values | {"date": on, "status": status}, "payment_id")


def spend(campaign_id: int, influencer_id: int, amount: str, on: str) -> None:
    values = {"campaign_id": campaign_id, "influencer_id": influencer_id, "spend": amount, "day": on}
    _insert("influencer_metrics", values | {"source": "test"}, "metric_id")


def _insert(table: str, values: dict[str, Any], key: str) -> int:
    names = ", ".join(values)
    places = ", ".join(f":{name}" for name in values)
    statement = f"INSERT INTO {table} ({names}) VALUES ({places}) RETURNING {key}"
    return int(rows(statement, **values)[0][0])


@dataclass(frozen=True)
class Campaigns:
    """What somebody does with campaigns; every call but `post` must succeed."""

    api: Client

    def draft(self, first: int | str = 0, last: int | str = 9, budget: str = "1000.00") -> int:
        body = {
            "campaign_name": "Demo campaign",
            "start_date": day(first) if isinstance(first, int) else first,
            "end_date": day(last) if isinstance(last, int) else last,
            "budget": budget,
        }
        return int(done(self.api.post("campaigns", body), 201)["campaign_id"])

    def approved(self, first: int | str = 0, last: int | str = 9, budget: str = "1000.00") -> int:
        campaign_id = self.draft(first, last, budget)
        done(self.api.post(f"campaigns/{campaign_id}/approve"))
        return campaign_id

    def in_state(self, status: str) -> int:
        """Return a campaign that came into this state by the steps that lead there."""
        dates = {"approved": (1, 9), "completed": (-9, -1)}.get(status, (0, 9))
        campaign_id = self.draft(*dates)
        if status != "draft":
            done(self.api.post(f"campaigns/{campaign_id}/approve"))
        if status == "cancelled":
            done(self.api.post(f"campaigns/{campaign_id}/cancel"))
        return campaign_id

    def arrange(self, campaign_id: int, influencer_id: int, product_id: int, user: User | None = None) -> Any:
        body = {"influencer_id": [influencer_id], "product_id": [product_id]}
        in_charge = {"user_id": [user.user_id]} if user else {}
        return done(self.api.post(f"campaigns/{campaign_id}/arrangements", body | in_charge))

    def patch(self, campaign_id: int, **changes: Any) -> Any:
        return done(self.api.patch(f"campaigns/{campaign_id}", changes, headers={"If-Match": "*"}))

    def read(self, path: str, **query: Any) -> Any:
        return done(self.api.get(path, **query))

    def status(self, campaign_id: int) -> str:
        return str(self.read(f"campaigns/{campaign_id}")["status"])


def done(reply: Reply, status: int = 200) -> Any:
    assert reply.status == status, reply.body
    return reply.json


def as_if_started(campaign_id: int, first: str, last: str) -> None:
    """Set the dates alone, as time would."""
    execute(
        "UPDATE campaigns SET start_date = :first, end_date = :last WHERE campaign_id = :id",
        first=first,
        last=last,
        id=campaign_id,
    )
