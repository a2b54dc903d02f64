"""Rules tried on what came through an influencer, before anybody agreed to them."""

from tests.campaigns.shop import customer, day, done, influencer, product, purchase, spend
from tests.finance.agreeing import REEL, SHARE
from tests.sales.shop import execute, rows

ORDER = {"basis": "per_order", "rate": "1.50"}
CLICK = {"basis": "per_click", "rate": "0.25"}


def clicked(terms, clicks: int, on: str, campaign_id: int | None = None) -> None:
    spend(campaign_id or terms.campaign_id, terms.influencer_id, "0.00", on)
    execute("UPDATE influencer_metrics SET clicks = :clicks WHERE day = :on", clicks=clicks, on=on)


def test_a_preview_pays_what_the_rules_would_have_paid(terms):
    bags, shoes = product(category="Bags"), product(category="Shoes")
    one, other = (purchase(terms.influencer_id, item, day(-2), "100.00") for item in (bags, shoes))
    purchase(terms.influencer_id, bags, day(-31), "100.00")  # before the window
    purchase(influencer(), bags, day(-2), "100.00")  # through somebody else
    purchase(terms.influencer_id, bags, day(-2), "100.00", status="cancelled")
    clicked(terms, 10, day(-1))

    told = terms.preview(SHARE | {"categories": ["Bags"]}, SHARE | {"rate": "0.05"}, CLICK, REEL)

    # 100 at 8 % + 100 at 5 % + 10 clicks at 0.25 + the reel
    assert (told["amount"], told["taken_back"], told["net_revenue"]) == ("265.50", "0.00", "200.00")
    assert [(part["basis"], part["conversions"], part["amount"]) for part in told["components"]] == [
        ("revenue_share", 1, "8.00"),
        ("revenue_share", 1, "5.00"),
        ("per_click", 1, "2.50"),
        ("fixed_fee", 1, "250.00"),
    ]
    assert [(line["purchase_id"], line["base"], line["rate"], line["amount"]) for line in told["lines"]] == [
        (one, "100", "0.08", "8.00"),
        (other, "100", "0.05", "5.00"),
        (None, "10", "0.25", "2.50"),
        (None, "1", None, "250.00"),
    ]
    assert told["share_of_net_revenue"] == 1.3275  # 265.50 ÷ 200
    assert rows("SELECT count(*) FROM terms") == [(0,)]


def test_what_came_back_is_taken_off(terms):
    item = product()
    purchase(terms.influencer_id, item, day(-3), "10.00", quantity=3, returned_quantity=1, returned_date=day(-1))
    purchase(terms.influencer_id, item, day(-3), "10.00", returned_quantity=1, returned_date=day(-1))

    told = terms.preview(SHARE, ORDER)

    # 30 at 8 % = 2.40, two thirds of it 1.60; 1.50 for the order, two thirds of it 1.00; the second earns nothing
    assert (told["amount"], told["taken_back"], told["net_revenue"]) == ("2.60", "1.30", "20.00")


def test_a_returned_piece_counts_for_no_tier(terms):
    item = product()
    purchase(terms.influencer_id, item, day(-3), "50.00", quantity=4, returned_quantity=2, returned_date=day(-1))
    purchase(terms.influencer_id, item, day(-2), "100.00")
    tiers = [{"from": "0", "rate": "0.04"}, {"from": "200", "rate": "0.08"}]

    told = terms.preview({"basis": "revenue_share", "tiers": tiers, "tier_convention": "reached"})

    # 200 reaches 8 %: 16, half of it 8; then the total is 100, and with 100 more 200 again: 8 % of 100
    assert told["amount"] == "16.00"


def test_months_add_up_and_first_orders_are_told_apart(terms):
    item, who = product(), customer()
    for on in ("2025-01-31", "2025-02-01", "2025-02-01"):
        purchase(terms.influencer_id, item, on, "10.00", customer_id=who)
    window = {"from": "2025-01-01", "to": "2025-12-31"}

    told = terms.preview(ORDER | {"customers": "first", "rate": "5.00"}, ORDER | {"customers": "repeat"}, **window)

    # one first order at 5, two others at 1.50 each
    months = [(month["month"], month["amount"]) for month in told["months"]]
    assert (told["amount"], months) == ("8.00", [("2025-01-01", "5.00"), ("2025-02-01", "3.00")])


def test_a_campaign_counts_what_is_shown_in_it(terms):
    shown, other = product(), product()
    terms.campaigns.arrange(terms.campaign_id, terms.influencer_id, shown)
    for item in (shown, other):
        purchase(terms.influencer_id, item, day(-1), "10.00")

    amounts = [terms.preview(SHARE, **of)["amount"] for of in ({}, {"campaign_id": terms.campaign_id})]

    assert amounts == ["1.60", "0.80"]


def test_a_window_is_a_year_at_most(terms):
    body = {"influencer_id": terms.influencer_id, "rules": {"components": [SHARE]}, "from": "2024-01-01"}

    assert terms.api.post("terms/preview", body | {"to": "2024-12-31"}).status == 200
    assert terms.api.post("terms/preview", body | {"to": "2025-01-01"}).status == 422
    assert terms.api.post("terms/preview", body | {"to": "2023-12-31"}).status == 422


def test_a_preview_is_what_a_computation_then_pays(terms):
    campaign_id = terms.campaigns.approved("2025-03-01", "2025-05-31")
    items = [product(category=category) for category in ("Bags", "Shoes", "Hats")]
    for item in items:
        terms.campaigns.arrange(campaign_id, terms.influencer_id, item)
    for number in range(60):
        back = {"returned_quantity": number % 4, "returned_date": "2025-05-20"} if number % 3 == 0 else {}
        price = f"{number * 7 % 50}.{number * 13 % 100:02}"
        purchase(
            terms.influencer_id,
            items[number % 3],
            f"2025-{3 + number % 2:02}-{1 + number % 29:02}",
            price,
            quantity=3 + number % 2,
            **back,
        )
    clicked(terms, 33, "2025-04-01", campaign_id)
    tiers = [{"from": "0", "rate": "0.021"}, {"from": "900", "rate": "0.055"}, {"from": "2000", "rate": "0.0799"}]
    rules = (
        SHARE | {"categories": ["Bags"], "cap": {"amount": "30.00", "period": "month"}},
        {"basis": "revenue_share", "tiers": tiers, "tier_convention": "all_units"},
        {"basis": "per_order", "tiers": [{"from": "0", "rate": "1.11"}, {"from": "20", "rate": "0.77"}]},
        CLICK,
    )

    told = terms.preview(*rules, **{"from": "2025-03-01", "to": "2025-05-31"})
    terms.agree(*rules, campaign_id=campaign_id)
    done(terms.api.post("payments/compute", {}))

    assert rows("SELECT sum(amount)::text FROM payment_lines") == [(told["amount"],)]
    assert float(told["taken_back"]) > 0
