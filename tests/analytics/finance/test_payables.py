"""What is owed, how long overdue, on hold, and what falls due: worked out by hand."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.analytics.finance import jobs
from shared.analytics.finance.ageing import PeriodUnit, periods_ahead
from shared.analytics.finance.forecast import Run
from shared.platform import clock, db
from tests.analytics.shop import open_shop
from tests.client import Client
from tests.finance.planted import line, payment, row, term, user

TODAY = date(2025, 4, 2)  # a Wednesday


def day(offset: int) -> str:
    return (TODAY + timedelta(days=offset)).isoformat()


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def shop(database) -> None:
    with db.transaction() as session:
        open_shop(session)


def clicks(session: Session, term_id: int, amount: str, payable: int, **given: Any) -> None:
    values = {"basis": "per_click", "rate": "1", "occurred_on": day(payable - 30), "payable_on": day(payable)} | given
    line(session, term_id, amount, **values)


def ask(api: Client, **query: Any) -> Any:
    reply = api.as_role("finance_manager").get("payables", **query)
    assert reply.status == 200, reply.body
    return reply.json


def buckets(answer: Any) -> dict[str, str]:
    return {each["bucket"]: each["amount"] for each in answer["ageing"] if each["amount"] != "0.00"}


def test_the_edges_of_ageing_by_lines_and_payments(api: Client, shop: None):
    with db.transaction() as session:
        first, second = term(session, 1, 1), term(session, 1, 2)
        for offset, amount in ((1, "1.00"), (0, "2.00"), (-1, "4.00"), (-30, "8.00"), (-31, "16.00")):
            clicks(session, first, amount, offset)
        for offset, amount in ((-60, "32.00"), (-61, "64.00"), (-90, "128.00"), (-91, "256.00")):
            payment(session, 1, 2, amount, date=day(offset))
        paid = payment(session, 1, 2, "999.00", date=day(-9), status="paid")
        clicks(session, second, "999.00", -9, payment_id=paid)
        payment(session, 1, 2, "999.00", status="cancelled")

    answer = ask(api)

    assert buckets(answer) == {
        "not_due": "3.00",
        "days_1_to_30": "12.00",
        "days_31_to_60": "48.00",
        "days_61_to_90": "192.00",
        "over_90_days": "256.00",
    }
    assert (answer["outstanding"]["total"], answer["overdue"], answer["influencers"]) == ("511.00", "508.00", 2)
    assert [(one["influencer_id"], one["outstanding"], one["overdue"]) for one in answer["items"]] == [
        (2, "480.00", "480.00"),
        (1, "31.00", "28.00"),
    ]
    assert answer["items"][1]["ageing"] == {"not_due": "3.00", "days_1_to_30": "12.00", "days_31_to_60": "16.00"}


def test_states_of_payments_and_open_lines_add_up_to_the_total(api: Client, shop: None):
    with db.transaction() as session:
        clicks(session, term(session, 1, 1), "0.05", 9)
        for number, status in enumerate(("pending", "approved", "scheduled", "failed", "cancelled", "paid")):
            payment(session, 1, 1, f"{10**number}.00", status=status)

    found = ask(api)["outstanding"]

    assert found == {
        "total": "1111.05",
        "open_lines": "0.05",
        "pending": "1.00",
        "approved": "10.00",
        "scheduled": "100.00",
        "failed": "1000.00",
    }


def test_below_the_minimum_is_carried_forward_and_negative_is_told_apart(api: Client, shop: None):
    """10.00 is the minimum since 1 March, 20.00 from tomorrow on: 9.99 waits, 10.00 is overdue."""
    with db.transaction() as session:
        for influencer_id, amounts in ((1, ("12.00", "-2.01")), (2, ("12.00", "-2.00")), (3, ("3.00", "-4.00"))):
            term_id = term(session, 1, influencer_id, minimum_payout="10.00", valid_from="2025-03-01")
            term(session, 1, influencer_id, term_version=2, minimum_payout="20.00", valid_from=day(1))
            for number, amount in enumerate(amounts):
                clicks(session, term_id, amount, -40 - number, sequence=number)
            clicks(session, term_id, "0.50", 7)

    answer = ask(api)

    assert buckets(answer) == {
        "not_due": "1.50",
        "days_31_to_60": "10.00",
        "carried_forward": "9.99",
        "negative_balance": "-1.00",
    }
    assert answer["undated"] == {"deliverables": "0.00", "carried_forward": "9.99", "negative_balances": "-1.00"}
    assert (answer["negative_balances"], answer["outstanding"]["total"]) == (1, "20.49")
    assert answer["forecast"][0]["known"] == "10.00"


def test_who_cannot_be_paid_is_on_hold(api: Client, shop: None):
    with db.transaction() as session:
        owner = user(session)
        for influencer_id, held in ((1, day(1)), (2, day(0)), (4, None)):
            row(
                session,
                "payout_accounts",
                influencer_id=influencer_id,
                kind="iban",
                last_four="1234",
                created_by=owner,
                held_until=held,
            )
        for influencer_id in (1, 2, 3, 4):
            payment(session, 1, influencer_id, f"{influencer_id}.00")

    answer = ask(api, sort="influencer_id")

    assert [one["hold"] for one in answer["items"]] == [
        {"no_account": False, "until": day(1)},
        None,
        {"no_account": True, "until": None},
        None,
    ]
    assert answer["held"] == "4.00"


def test_what_is_known_falls_due_on_its_day(api: Client, shop: None):
    """Weeks end on the 6th, 13th and 20th. A fee of the 5th held 10 days falls due on the 15th."""
    fees = [{"amount": "7.00", "due_on": day(3)}, {"amount": "5.00", "deliverable": "reel"}]
    rules = {"components": [{"basis": "fixed_fee", **fee} for fee in fees], "cap": None}
    with db.transaction() as session:
        term_id = term(session, 1, 1, rules, holding_days=10)
        for offset, amount in ((-5, "1.00"), (4, "2.00"), (5, "4.00"), (18, "8.00")):
            clicks(session, term_id, amount, offset)
        payment(session, 1, 1, "100.00", date=day(-50))
        payment(session, 1, 1, "200.00", date=day(-50), status="scheduled", scheduled_for=day(11))
        payment(session, 1, 1, "400.00", date=day(12), status="approved")

    answer = ask(api, periods=3)

    told = [
        tuple(one[name] for name in ("first", "last", "payments", "open_lines", "fees", "known"))
        for one in answer["forecast"]
    ]
    assert told == [
        (day(0), day(4), "100.00", "3.00", "0.00", "103.00"),
        (day(5), day(11), "200.00", "4.00", "0.00", "204.00"),
        (day(12), day(18), "400.00", "8.00", "7.00", "415.00"),
    ]
    assert answer["undated"]["deliverables"] == "5.00"
    assert [one["to_be_earned"] for one in answer["forecast"]] == [None] * 3


def test_what_will_be_earned_goes_on_as_in_the_last_weeks(api: Client, shop: None):
    """10.00 a day for 84 days, half of it held 30 days and half 0: a week of 5.00 a day now, of 10.00 in 30 days.

    The campaign goes on until the year's end; the other one is over and earns no more.
    """
    with db.transaction() as session:
        row(
            session,
            "campaigns",
            campaign_id=2,
            campaign_name="Over",
            start_date="2025-01-01",
            end_date=day(-1),
            budget=1,
            status="completed",
        )
        session.execute(text("UPDATE campaigns SET status = 'running' WHERE campaign_id = 1"))
        own, over = term(session, 1, 1), term(session, 2, 1)
        for ago in range(1, 85):
            for number, held in enumerate((0, 30)):
                days = {"occurred_on": day(-ago), "payable_on": day(held - ago), "sequence": number}
                line(session, own, "5.00", basis="per_click", rate="1", **days)
        clicks(session, over, "999.00", -1, occurred_on=day(-9))
    with db.transaction() as session:
        jobs.store_earned_days(session, TODAY)
        jobs.store_earned_days(session, TODAY)

    forecast = ask(api, periods=7)["forecast"]

    values = [one["to_be_earned"]["value"] for one in forecast]
    # 2 to 6 April are five days; 30 days on, 2 May is the fifth day of the week from 28 April.
    assert values == ["25.00", "35.00", "35.00", "35.00", "50.00", "70.00", "70.00"]
    for one in forecast:
        assert (
            float(one["to_be_earned"]["low"]) < float(one["to_be_earned"]["value"]) < float(one["to_be_earned"]["high"])
        )
        assert float(one["expected"]["value"]) == pytest.approx(
            float(one["known"]) + float(one["to_be_earned"]["value"])
        )


@pytest.mark.parametrize(
    ("first", "last", "holding", "days"),
    [(0, 6, 0, 7), (0, 6, 3, 4), (0, 6, 7, 0), (7, 13, 7, 7), (10, 16, 7, 7), (14, 20, 7, 4), (30, 36, 7, 0)],
)
def test_only_days_from_today_to_the_last_one_are_still_to_be_earned(first, last, holding, days):
    """The campaign ends ten days from now, the eleventh day of those to come."""
    run = Run(100.0, holding, TODAY + timedelta(days=10))
    window = TODAY + timedelta(days=first), TODAY + timedelta(days=last)

    assert run.falling_due(*window, TODAY) == 100.0 * days


def test_periods_are_calendar_weeks_and_months_from_today_on():
    weeks = list(periods_ahead(TODAY, PeriodUnit.WEEK, 2))
    months = list(periods_ahead(date(2024, 2, 29), PeriodUnit.MONTH, 3))

    assert weeks == [(date(2025, 4, 2), date(2025, 4, 6)), (date(2025, 4, 7), date(2025, 4, 13))]
    assert [last for _, last in months] == [date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)]


def test_pages_and_filters(api: Client, shop: None):
    with db.transaction() as session:
        for influencer_id in (1, 2, 3):
            payment(session, 1, influencer_id, "5.00")

    first = ask(api, limit=2)
    second = ask(api, limit=2, cursor=first["next_cursor"])
    filtered = ask(api, influencer_id=3)

    assert [[one["influencer_id"] for one in page["items"]] for page in (first, second)] == [[1, 2], [3]]
    assert second["next_cursor"] is None
    assert (filtered["outstanding"]["total"], len(filtered["items"])) == ("5.00", 1)
    assert api.as_role("campaign_manager").get("payables").status == 403
