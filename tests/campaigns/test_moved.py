"""What a change of dates, arrangements or state re-attributes."""

from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from shared.analytics.queries.moved import claims, moved
from shared.permissions import Role
from shared.platform import db
from tests.campaigns.shop import day, influencer, product, purchase
from tests.client import make_user
from tests.sales.shop import execute, rows


def told(answer):
    return {
        one["campaign_id"]: (
            one["orders_before"],
            one["orders_after"],
            one["net_revenue_before"],
            one["net_revenue_after"],
        )
        for one in answer["moved"]
    }


def test_longer_dates_take_the_days_before_from_nobody(campaigns):
    who, what = influencer(), product()
    campaign_id = campaigns.approved(-5, 9)
    campaigns.arrange(campaign_id, who, what)
    for bought in (-7, -6, -5):
        purchase(who, what, day(bought), "10.00")

    answer = campaigns.patch(campaign_id, start_date=day(-6))

    assert told(answer) == {campaign_id: (1, 2, "10.00", "20.00"), None: (1, 0, "10.00", "0.00")}
    assert campaigns.patch(campaign_id, campaign_name="Another")["moved"] == []
    assert campaigns.patch(campaign_id, end_date=day(20))["moved"] == []


def test_another_arrangement_takes_its_half_from_the_first_campaign(campaigns):
    who, what = influencer(), product()
    first, second = campaigns.approved(-5, 9), campaigns.approved(-5, 9)
    campaigns.arrange(first, who, what)
    purchase(who, what, day(-1), "10.01")
    purchase(who, what, day(-1), "10.00", quantity=2, returned_quantity=1, status="partially_returned")

    added = campaigns.arrange(second, who, what)

    # 10.01 is split into 5.00 and 5.01: the odd cent goes to the campaign of higher id.
    assert told(added) == {first: (2, 1, "20.01", "10.00"), second: (0, 1, "0.00", "10.01")}
    arrangement = added["items"][0]["arrangement_id"]
    removed = campaigns.api.delete(f"campaigns/{second}/arrangements/{arrangement}").json
    assert told(removed) == {first: (1, 2, "10.00", "20.01"), second: (1, 0, "10.01", "0.00")}


def test_a_second_user_in_charge_moves_nothing(campaigns, api):
    who, what = influencer(), product()
    campaign_id = campaigns.approved(-5, 9)
    campaigns.arrange(campaign_id, who, what)
    purchase(who, what, day(-1))

    assert campaigns.arrange(campaign_id, who, what, make_user(Role.CAMPAIGN_MANAGER))["moved"] == []


def test_a_draft_has_no_credit_until_it_is_approved_and_keeps_it_when_it_is_cancelled(campaigns):
    who, what = influencer(), product()
    campaign_id = campaigns.draft(-5, 9)
    assert campaigns.arrange(campaign_id, who, what)["moved"] == []
    purchase(who, what, day(-1))

    approved = campaigns.api.post(f"campaigns/{campaign_id}/approve").json
    cancelled = campaigns.api.post(f"campaigns/{campaign_id}/cancel").json

    assert told(approved) == {campaign_id: (0, 1, "0.00", "10.00"), None: (1, 0, "10.00", "0.00")}
    assert (cancelled["status"], cancelled["moved"]) == ("cancelled", [])


def test_a_cancelled_draft_never_has_credit(campaigns):
    who, what = influencer(), product()
    campaign_id = campaigns.draft(-5, 9)
    campaigns.arrange(campaign_id, who, what)
    purchase(who, what, day(-1))

    assert campaigns.api.post(f"campaigns/{campaign_id}/cancel").json["moved"] == []


STATES = st.sampled_from(["draft", "running", "cancelled"])
DAYS = st.integers(0, 9)
CAMPAIGN = st.tuples(DAYS, DAYS, STATES, st.none() | DAYS)
ARRANGED = st.sets(st.tuples(st.integers(1, 3), st.integers(1, 2), st.integers(1, 2)), max_size=8)
SOLD = st.lists(st.tuples(st.integers(1, 2), st.integers(1, 2), DAYS, st.integers(1, 999)), max_size=6)
EPOCH = 20_000  # days since 1970


def set_campaign(session, campaign_id, of):
    first, last, status, ended = of
    session.execute(
        text("""
            INSERT INTO campaigns (campaign_id, campaign_name, start_date, end_date, budget, status, ended_on)
            VALUES (:id, 'Demo', date '1970-01-01' + cast(:first AS int), date '1970-01-01' + cast(:last AS int), 1,
                    cast(:status AS campaign_status_enum), date '1970-01-01' + cast(:ended AS int))
            ON CONFLICT (campaign_id) DO UPDATE SET start_date = EXCLUDED.start_date, end_date = EXCLUDED.end_date,
                status = EXCLUDED.status, ended_on = EXCLUDED.ended_on"""),
        {
            "id": campaign_id,
            "first": EPOCH + min(first, last),
            "last": EPOCH + max(first, last),
            "status": status,
            "ended": None if ended is None else EPOCH + ended,
        },
    )


def arrange(session, user_id, arranged):
    session.execute(text("DELETE FROM arranges"))
    for campaign_id, influencer_id, product_id in arranged:
        session.execute(
            text("INSERT INTO arranges (campaign_id, influencer_id, product_id, user_id) VALUES (:c, :i, :p, :u)"),
            {"c": campaign_id, "i": influencer_id, "p": product_id, "u": user_id},
        )


def credited(campaigns, arranged, sold):
    """Return orders and cents of each campaign (None: none of them), a second way: purchase by purchase."""
    found: dict[int | None, tuple[Fraction, int]] = {}
    for who, what, bought, cents in sold:
        claiming = [
            number
            for number, (first, last, status, ended) in enumerate(campaigns, 1)
            if (number, who, what) in arranged
            and status != "draft"
            and min(first, last) <= bought <= (max(first, last) if ended is None else min(max(first, last), ended))
        ]
        parts = len(claiming)
        for place, number in enumerate(claiming or [None]):
            of = max(parts, 1)
            orders, net = found.get(number, (Fraction(0), 0))
            millionths = 1_000_000 * (place + 1) // of - 1_000_000 * place // of
            share = cents * (place + 1) // of - cents * place // of
            found[number] = (orders + Fraction(millionths, 1_000_000), net + share)
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    were=st.tuples(CAMPAIGN, CAMPAIGN, CAMPAIGN), becomes=CAMPAIGN, arranged=ARRANGED, rearranged=ARRANGED, sold=SOLD
)
def test_what_moved_is_the_difference_and_adds_up_to_nothing(campaigns, *, were, becomes, arranged, rearranged, sold):
    """Campaign 1 changes: its dates, state and arrangements; the others keep theirs."""
    others = {one for one in arranged if one[0] != 1}
    after = others | {one for one in rearranged if one[0] == 1}
    if not rows("SELECT 1 FROM products"):
        for make in (influencer, influencer, product, product):
            make()
    with db.transaction() as session:
        user_id = session.scalar(text("SELECT min(user_id) FROM users"))
        for number, of in enumerate(were, 1):
            set_campaign(session, number, of)
        arrange(session, user_id, arranged)
    execute("DELETE FROM bought_by")
    for who, what, bought, cents in sold:
        days = rows("SELECT date '1970-01-01' + cast(:day AS int)", day=EPOCH + bought)[0][0]
        purchase(who, what, days, f"{cents / 100:.2f}")

    with db.transaction() as session:
        before = claims(session, 1)
        set_campaign(session, 1, becomes)
        arrange(session, user_id, after)
        found = moved(session, 1, before, claims(session, 1))

    wanted_before, wanted_after = credited(were, arranged, sold), credited((becomes, *were[1:]), after, sold)
    nothing = (Fraction(0), 0)
    differing = {
        number: tuple(
            b - a for a, b in zip(wanted_before.get(number, nothing), wanted_after.get(number, nothing), strict=True)
        )
        for number in wanted_before.keys() | wanted_after.keys()
        if wanted_before.get(number, nothing) != wanted_after.get(number, nothing)
    }
    assert {
        one.campaign_id: (
            Fraction(one.after.orders) - Fraction(one.before.orders),
            one.after.net_cents - one.before.net_cents,
        )
        for one in found
    } == differing
    assert sum(one.after.net_cents - one.before.net_cents for one in found) == 0
