"""Money above the limit: whoever approves it shows the second factor again, in the middle of what he does."""

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
from playwright.sync_api import expect
from sqlalchemy import update

from shared.accounts.models import SignIn
from shared.finance.models import Payment
from shared.permissions import Role
from shared.platform import db
from tests.dashboard.conftest import APPROVAL_LIMIT, Enter, Shop

HOUR = timedelta(hours=1)


def largest_pending(client: httpx.Client) -> dict[str, Any]:
    client.post("payments/compute", json={}, headers={"Idempotency-Key": str(uuid.uuid4())}).raise_for_status()
    asked: dict[str, str | int] = {"status": "pending", "sort": "-amount", "limit": 1}
    payment: dict[str, Any] = client.get("payments", params=asked).json()["items"][0]
    return payment


def test_above_the_limit_finance_shows_a_code_again(enter: Enter, shop: Shop):
    with shop.api(Role.FINANCE_MANAGER) as client:
        me = client.get("me").json()["user_id"]
        payment = largest_pending(client)
    number = payment["payment_id"]
    assert Decimal(payment["amount"]) > APPROVAL_LIMIT
    finance = enter(Role.FINANCE_MANAGER)
    with db.transaction() as session:
        # Two pairs of eyes are another matter: this one the timer computed.
        session.execute(update(Payment).where(Payment.payment_id == number).values(computed_by=None))
        session.execute(update(SignIn).values(two_factor_at=SignIn.two_factor_at - HOUR))

    finance.go(f"/payments/{number}")
    finance.press("Approve")
    finance.in_dialog("Approve")
    code = finance.page.locator("input[autocomplete=one-time-code]")
    expect(code).to_be_focused()
    finance.page.keyboard.press("Escape")
    finance.sees("Without the code nothing was changed.")
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
