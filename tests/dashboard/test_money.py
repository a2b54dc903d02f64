"""Money above the limit: whoever approves it shows the second factor again, in the middle of what he does."""

import uuid
from decimal import Decimal
from typing import Any

import httpx
from playwright.sync_api import expect
from sqlalchemy import text

from shared.permissions import Role
from shared.platform import db
from tests.dashboard.conftest import APPROVAL_LIMIT, Enter, Shop

AGED = "UPDATE sessions SET two_factor_at = two_factor_at - interval '1 hour' WHERE two_factor_at IS NOT NULL"
# The four eyes are another matter: here the timer computed it.
BY_THE_TIMER = "UPDATE payments SET computed_by = NULL WHERE payment_id = :payment_id"


def largest_pending(client: httpx.Client) -> dict[str, Any]:
    client.post("payments/compute", json={}, headers={"Idempotency-Key": str(uuid.uuid4())}).raise_for_status()
    asked = {"status": "pending", "sort": "-amount", "limit": 1}
    payment: dict[str, Any] = client.get("payments", params=asked).json()["items"][0]
    return payment


def test_above_the_limit_finance_shows_a_code_again(enter: Enter, shop: Shop):
    with shop.api(Role.FINANCE_MANAGER) as client:
        me = client.get("me").json()["user_id"]
        payment = largest_pending(client)
    number = payment["payment_id"]
    assert Decimal(payment["amount"]) > APPROVAL_LIMIT
    with db.transaction() as session:
        session.execute(text(BY_THE_TIMER), {"payment_id": number})
    finance = enter(Role.FINANCE_MANAGER)
    with db.transaction() as session:
        session.execute(text(AGED))

    finance.go(f"/payments/{number}")
    finance.press("Approve")
    finance.in_dialog("Approve")
    code = finance.page.locator("input[autocomplete=one-time-code]")
    expect(code).to_be_focused()
    finance.page.keyboard.press("Escape")
    expect(finance.page.get_by_role("alert")).to_be_visible()
    assert state_of(shop, number)["status"] == "pending"

    finance.in_dialog("Approve")
    finance.give_code()
    finance.sees("Approved.")

    after = state_of(shop, number)
    assert (after["status"], after["approved_by"]) == ("approved", me)


def state_of(shop: Shop, number: int) -> dict[str, Any]:
    with shop.api(Role.FINANCE_MANAGER) as client:
        payment: dict[str, Any] = client.get(f"payments/{number}").json()
    return payment
