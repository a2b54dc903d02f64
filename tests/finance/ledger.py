"""Terms, and what became of conversions under them, behind the API's back."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from shared.finance.computing import service
from shared.finance.computing.schemas import ComputeIn, ComputeOut
from shared.permissions import Role
from shared.platform import clock, db
from shared.platform.identity import SYSTEM, Actor
from tests.campaigns import shop
from tests.client import make_user
from tests.sales.shop import execute, rows

FIRST, LAST = "2025-01-01", "2025-12-31"


def arranged(*, products: int = 1, influencer_id: int | None = None, **given: Any) -> tuple[int, int, list[int]]:
    """Return a campaign of 2025, its influencer and the products he shows in it."""
    values = {"campaign_name": "Demo", "start_date": FIRST, "end_date": LAST, "budget": 1000, "status": "completed"}
    campaign_id = shop._insert("campaigns", values | given, "campaign_id")
    influencer_id = influencer_id or shop.influencer()
    shown = [shop.product() for _ in range(products)]
    user = make_user(Role.CAMPAIGN_MANAGER)
    for product_id in shown:
        show(campaign_id, influencer_id, product_id, user.user_id)
    return campaign_id, influencer_id, shown


def show(campaign_id: int, influencer_id: int, product_id: int, user_id: int) -> None:
    values = {"campaign_id": campaign_id, "influencer_id": influencer_id, "product_id": product_id, "user_id": user_id}
    shop._insert("arranges", values, "arrangement_id")


def agree(campaign_id: int, influencer_id: int, *components: Any, cap: Any = None, **given: Any) -> int:
    """Agree to components from the first day of 2025, with no holding unless given."""
    [(version,)] = rows(
        "SELECT count(*) + 1 FROM terms WHERE campaign_id = :c AND influencer_id = :i", c=campaign_id, i=influencer_id
    )
    values = {
        "campaign_id": campaign_id,
        "influencer_id": influencer_id,
        "term_version": version,
        "valid_from": FIRST,
        "rules": json.dumps({"components": components, "cap": cap}),
        "holding_days": 0,
    }
    return shop._insert("terms", values | given, "term_id")


def share(rate: str = "0.1", **given: Any) -> dict[str, Any]:
    return {"basis": "revenue_share", "rate": rate} | given


def compute(actor: Actor = SYSTEM, **given: Any) -> ComputeOut:
    with db.transaction() as session:
        return service.compute(session, actor, ComputeIn.model_validate(given))


def lines(columns: str = "entry, amount", where: str = "true") -> list[tuple[Any, ...]]:
    return rows(f"SELECT {columns} FROM payment_lines l WHERE {where} ORDER BY line_id")


def payments(columns: str = "campaign_id, amount, status") -> list[tuple[Any, ...]]:
    return rows(f"SELECT {columns} FROM payment ORDER BY payment_id")


def money(text: str) -> Decimal:
    return Decimal(text)


def give_back(purchase_id: int, returned: int, on: str | date = "2025-03-01") -> None:
    execute(
        "UPDATE bought_by SET returned_quantity = :returned, returned_date = :on WHERE purchase_id = :id",
        returned=returned,
        on=on,
        id=purchase_id,
    )


def change(purchase_id: int, **columns: Any) -> None:
    named = ", ".join(f"{column} = :{column}" for column in columns)
    execute(f"UPDATE bought_by SET {named} WHERE purchase_id = :id", id=purchase_id, **columns)


def ago(days: int) -> date:
    return clock.today() - timedelta(days=days)
