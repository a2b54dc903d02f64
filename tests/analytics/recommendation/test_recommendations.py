"""Whom to take for a campaign: measured, ranked, with reasons, under a budget."""

import pytest

from shared.permissions import Role
from tests.analytics.recommendation.conftest import BAGS, SHOES, arrange, measure
from tests.client import make_user
from tests.sales.shop import execute

BAG_SELLERS, SHOE_SELLERS = set(range(1, 7)), set(range(7, 13))


def asked(client, **body):
    answer = client.post("recommendations", {"category": ["Bags"], "best_set": False} | body)
    assert answer.status == 200, answer.json
    return answer.json


def listed(answer):
    return [item["influencer_id"] for item in answer["items"]]


def part(item, name):
    (found,) = [each for each in item["parts"] if each["part"] == name]
    return found


def test_who_sells_the_category_comes_first(analyst, measured):
    alike = [{"influencer_id": each, "cost": "100.00"} for each in range(1, 13)]

    bags, shoes = (asked(analyst, category=[each], costs=alike) for each in ("Bags", "Shoes"))

    assert set(listed(bags)[:6]) == BAG_SELLERS
    assert set(listed(shoes)[:6]) == SHOE_SELLERS
    assert [item["position"] for item in bags["items"]] == list(range(1, 13))


def test_each_comes_with_the_parts_of_its_score(analyst, measured):
    """What the parts multiply to is what is told, to the rounding of six digits."""
    answer = asked(analyst, product_id=[BAGS], category=[], target={"country": ["DE"], "min_rating": 5}, days=20)

    assert answer["categories"] == ["Bags"]
    for item in answer["items"]:
        product = float(part(item, "performance")["expected"])
        for each in item["parts"]:
            product *= 1 if each["factor"] is None else each["factor"]
            assert each["text"].endswith(".")
        assert float(item["revenue"]) == pytest.approx(product, rel=1e-3, abs=0.01)
        assert float(item["net"]["value"]) == pytest.approx(float(item["revenue"]) - float(item["cost"]), abs=0.02)
        assert float(item["net"]["low"]) <= float(item["net"]["value"]) <= float(item["net"]["high"])
        assert item["score"] < item["roi"]


def test_cost_is_its_own_history(analyst, measured):
    """40 days of 5 + n: six weeks in which something happened, 42 days, of which the campaign has 30."""
    cost = {item["influencer_id"]: (item["cost"], item["cost_from"]) for item in asked(analyst)["items"]}

    assert cost == {n: (f"{40 * (5 + n) / 42 * 30:.2f}", "own") for n in range(1, 13)}


def test_a_cost_that_is_given_wins_and_one_without_history_costs_as_those_alike(analyst, shop):
    execute("DELETE FROM influencer_metrics WHERE influencer_id = 12")
    measure()

    items = {
        item["influencer_id"]: item for item in asked(analyst, costs=[{"influencer_id": 1, "cost": "9.99"}])["items"]
    }

    assert (items[1]["cost"], items[1]["cost_from"]) == ("9.99", "given")
    assert (items[12]["cost"], items[12]["cost_from"]) == (f"{40 * 11 / 42 * 30:.2f}", "alike")


@pytest.mark.parametrize(
    ("target", "better"),
    [
        ({"country": ["DE"]}, {1, 3, 5, 7, 9, 11}),
        ({"country": ["AT", "CH"]}, {4, 6, 8, 10, 12}),
        ({"min_rating": 4}, {3, 6, 9, 12}),
    ],
)
def test_an_audience_like_the_target_makes_more_of_it(analyst, measured, target, better):
    answer = asked(analyst, target=target)

    (name,) = [each for each in ("country", "rating") if each in {one["part"] for one in answer["items"][0]["parts"]}]
    factors = {item["influencer_id"]: part(item, name)["factor"] for item in answer["items"]}
    assert {key for key, factor in factors.items() if factor > 1} == better | (
        {2} if target == {"country": ["DE"]} else set()
    )


def test_who_reaches_people_new_to_the_shop_counts_for_more(analyst, shop):
    """All that 12's people bought, they had bought before by nobody's help."""
    execute("""INSERT INTO bought_by (product_id, customer_id, status, channel, quantity, bought_date, unit_price)
               SELECT 1, 12000 + n, 'completed', -1, 1, CURRENT_DATE - 300, 50 FROM generate_series(1, 40) AS n""")
    measure()

    whole, half = ({i["influencer_id"]: i for i in asked(analyst, returning_worth=w)["items"]} for w in (1, 0.5))

    assert "new_to_shop" not in {each["part"] for each in whole[12]["parts"]}
    new = part(half[12], "new_to_shop")
    assert new["seen"] == 0
    assert new["factor"] < part(half[1], "new_to_shop")["factor"]
    back = asked(analyst, target={"customers": "returning"})["items"]
    factors = {item["influencer_id"]: part(item, "customers")["factor"] for item in back}
    assert max(factors, key=lambda key: factors[key]) == 12
    assert all("new_to_shop" not in {each["part"] for each in item["parts"]} for item in back)


def test_fewer_than_five_people_are_not_told(analyst, shop):
    """Of 40 people of influencer 1 four live in France, and then one; of 12 it is five."""
    execute("DELETE FROM bought_by WHERE channel = 2")  # whose buyers are those of 1
    found = []
    for of_1 in (4, 1):
        for first, last, address in ((1001, 1004, "Germany"), (1001, 1000 + of_1, "France"), (12001, 12005, "France")):
            execute(
                "UPDATE customers SET customer_address = :address WHERE customer_id BETWEEN :first AND :last",
                address=f"Rue 1, Lyon, {address}",
                first=first,
                last=last,
            )
        measure()
        items = asked(analyst, target={"country": ["FR"]})["items"]
        found.append({item["influencer_id"]: part(item, "country") for item in items})

    four, one = found
    assert (four[1]["seen"], four[3]["seen"], four[12]["seen"]) == (None, 0, 0.125)
    assert four[1] == one[1]
    assert four[3]["factor"] < four[1]["factor"] < four[12]["factor"]


def test_budget_and_exclusions_are_hard_limits(analyst, measured):
    answer = asked(analyst, budget="300.00", exclude=[1, 3], best_set=True)

    assert answer["beyond_budget"] == 7
    assert set(listed(answer)) == {2, 4, 5}
    assert answer["candidates"] == 3
    chosen = answer["best_set"]
    assert [each["influencer_id"] for each in chosen["members"]] in ([2], [4], [5])
    assert chosen["within_budget"] is True
    assert asked(analyst, platform=["TikTok"])["items"] == []


def test_the_best_set_reaches_nobody_twice(analyst, measured):
    """1 and 2 are alike in all but cost and have the same buyers."""
    chosen = asked(analyst, budget="700.00", best_set=True)["best_set"]

    assert [each["influencer_id"] for each in chosen["members"]] == [1, 3, 4]
    assert (chosen["counted_once"], chosen["gap"], chosen["considered"]) == ("0.00", 0, 12)
    assert float(chosen["net"]["low"]) < float(chosen["net"]["value"]) < float(chosen["net"]["high"])
    most = asked(analyst, budget="700.00", best_set=True, max_influencers=1)["best_set"]
    assert [each["influencer_id"] for each in most["members"]] == [1]


def test_too_little_data_is_said_and_never_chosen(analyst, shop):
    execute("""INSERT INTO influencers (influencer_id, influencer_name, platform, follower_count, clicked_number,
                                        category, influencer_mail, still_partner, member_since)
               VALUES (13, 'Demo influencer 13', 'Instagram', 20000, 0, 'Bags', 'i13@shop.example', true, '2020-01-01'),
                      (14, 'Demo influencer 14', 'Instagram', 20000, 0, 'Bags', 'i14@shop.example', false,
                       '2020-01-01')""")
    measure()

    answer = asked(analyst, best_set=True)

    last = answer["items"][-1]
    assert (last["influencer_id"], last["state"], last["score"], last["cost_from"]) == (
        13,
        "not_enough_data",
        None,
        "alike",
    )
    assert 13 not in {each["influencer_id"] for each in answer["best_set"]["members"]}
    assert 14 not in listed(answer)
    assert 0 < last["probability_positive"] < 1


def test_nothing_measured_yet_is_an_empty_answer(analyst, shop):
    answer = asked(analyst, best_set=True)

    assert (answer["as_of"], answer["items"], answer["best_set"]["members"]) == (None, [], [])


@pytest.mark.parametrize(
    ("body", "code"),
    [({"category": []}, "products_unnamed"), ({"product_id": [77]}, "product_unknown")],
)
def test_what_makes_no_sense_is_refused(analyst, measured, body, code):
    answer = analyst.post("recommendations", {"category": ["Bags"]} | body)

    assert (answer.status, answer.json["code"]) == (422, code)


def test_a_campaign_names_products_days_and_budget(analyst, measured):
    arrange(make_user(Role.ADMIN), 1, 1, product_id=SHOES)

    answer = analyst.get("campaigns/1/recommendations", exclude=[8], best_set="true")

    assert answer.status == 200, answer.json
    assert (answer.json["categories"], answer.json["days"], answer.json["budget"]) == (["Shoes"], 30, "1000.00")
    assert [item["influencer_id"] for item in answer.json["items"] if item["arranged"]] == [1]
    assert set(listed(answer.json)) == set(range(1, 13)) - {8}
    again = analyst.get(
        "campaigns/1/recommendations", {"If-None-Match": answer.headers["ETag"]}, exclude=[8], best_set="true"
    )
    assert again.status == 304
    richer = analyst.get("campaigns/1/recommendations", budget="5000.00")
    assert (richer.status, richer.json["budget"]) == (200, "5000.00")
    nothing = analyst.get("campaigns/2/recommendations")
    assert (nothing.status, nothing.json["code"]) == (409, "campaign_without_products")


def test_campaign_managers_see_their_own_campaigns_only(api, measured):
    user = make_user(Role.CAMPAIGN_MANAGER)
    arrange(user, 1, 1)
    arrange(make_user(Role.ADMIN), 2, 1)
    client = api.as_user(user)

    for campaign_id, status in ((1, 200), (2, 403)):
        for answer in (
            client.get(f"campaigns/{campaign_id}/recommendations"),
            client.post(f"campaigns/{campaign_id}/what-if", {}),
        ):
            assert answer.status == status
            assert status == 200 or answer.json["code"] == "not_in_charge_of_campaign"
