"""Terms: versions that are added and never edited, deliverables, and who may."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import IntegrityError

from shared.platform import clock
from tests.campaigns.shop import day
from tests.finance.agreeing import REEL, SHARE, Terms
from tests.sales.shop import audited, execute, rows

TIERS = {
    "basis": "per_order",
    "tiers": [{"from": "0", "rate": "1.00"}, {"from": "10", "rate": "1.5"}],
    "tier_convention": "all_units",
    "tier_period": "month",
    "categories": ["Bags"],
    "customers": "first",
    "cap": {"amount": "100.00", "period": "quarter"},
}


def code(reply):
    return reply.status, reply.json["code"]


def test_terms_are_read_back_as_they_were_agreed(terms):
    made = terms.post(
        SHARE, TIERS, REEL, cap={"amount": "900", "period": "campaign"}, minimum_payout="25", note="As spoken"
    )

    assert made.status == 201
    told = made.json
    read = terms.api.get(f"terms/{told['term_id']}")
    assert (read.json, made.headers["Location"]) == (told, f"/api/terms/{told['term_id']}")
    assert (told["term_version"], told["valid_from"], told["valid_to"]) == (1, day(-30), None)
    assert (told["holding_days"], told["minimum_payout"], told["deliverables"]) == (30, "25.00", [])
    assert {name: told["rules"]["components"][1][name] for name in TIERS} == TIERS
    assert told["rules"]["cap"] == {"amount": "900", "period": "campaign"}
    [(table, _, facts)] = audited("terms.agreed")
    assert (table, facts["rules"]["components"][0]) == ("terms", SHARE | {"customers": "all"})


@pytest.mark.parametrize(
    "component",
    [
        SHARE | {"rate": "1.01"},
        SHARE | {"rate": 0.08},
        SHARE | {"rate": "0.0800001"},
        SHARE | {"tiers": TIERS["tiers"]},
        {"basis": "revenue_share"},
        SHARE | {"tier_period": "month"},
        TIERS | {"tiers": [{"from": "1", "rate": "1"}]},
        TIERS | {"tiers": [{"from": "0", "rate": "1"}, {"from": "0", "rate": "2"}]},
        TIERS | {"tiers": [{"from": "0", "rate": "2"}, {"from": "9", "rate": "1"}]},
        TIERS | {"cap": {"amount": "0.00", "period": "month"}},
        {"basis": "per_click", "rate": "0.10", "categories": ["Bags"]},
        {"basis": "fixed_fee", "amount": "1.00"},
        REEL | {"due_on": "2030-01-01"},
        REEL | {"deliverable": "2030-01-01"},
    ],
)
def test_rules_that_make_no_sense_are_malformed(terms, component):
    refused = terms.post(component)

    assert refused.status == 422
    assert next(error["pointer"] for error in refused.json["errors"]).startswith("/rules/components/0")


def test_two_fees_of_the_same_name_would_be_one(terms):
    assert terms.post(REEL, REEL).status == 422


def test_a_later_version_starts_tomorrow_at_the_earliest(terms):
    terms.agree(valid_from=day(-5))

    refused = [terms.post(valid_from=day(offset)) for offset in (-6, 0)]
    second = terms.agree()

    assert [code(one) for one in refused] == [(409, "terms_too_early")] * 2
    assert (second["term_version"], second["valid_from"]) == (2, day(1))
    assert code(terms.post(valid_from=day(1))) == (409, "terms_of_that_day")
    listed = terms.api.get("terms", campaign_id=terms.campaign_id, sort="valid_from").json["items"]
    assert [(one["valid_from"], one["valid_to"]) for one in listed] == [(day(-5), day(0)), (day(1), None)]


def test_the_version_in_force_is_found_by_its_day(terms):
    first = terms.agree(valid_from=day(-5))["term_id"]
    second = terms.agree(valid_from=day(3))["term_id"]

    def in_force(offset):
        found = terms.api.get("terms", influencer_id=terms.influencer_id, on=day(offset)).json["items"]
        return [one["term_id"] for one in found]

    assert [in_force(offset) for offset in (-6, -5, 2, 3)] == [[], [first], [first], [second]]


def test_only_what_is_not_in_force_yet_is_withdrawn(terms):
    first = terms.agree(valid_from=day(0))["term_id"]
    second = terms.agree()["term_id"]

    assert code(terms.api.delete(f"terms/{first}")) == (409, "terms_in_force")
    assert terms.api.delete(f"terms/{second}").status == 204
    assert terms.api.get(f"terms/{first}").json["valid_to"] is None
    assert terms.api.delete(f"terms/{second}").status == 404


def test_the_database_refuses_to_edit_a_version(terms):
    terms.agree()

    with pytest.raises(IntegrityError, match="never changed"):
        execute("UPDATE terms SET holding_days = 0")


def test_a_fee_that_no_version_would_pay_is_refused(terms):
    fee = {"basis": "fixed_fee", "amount": "10.00", "due_on": day(-6)}

    assert code(terms.post(fee, valid_from=day(-5))) == (409, "fee_before_terms")
    terms.agree(fee, valid_from=day(-6))
    assert terms.agree(fee)["term_version"] == 2  # it names what the first version paid
    late = fee | {"due_on": day(-4)}
    assert code(terms.post(late, valid_from=day(9))) == (409, "fee_before_terms")


def test_fees_beyond_the_budget_need_a_reason(terms):
    within, beyond = ({"basis": "fixed_fee", "amount": amount, "deliverable": "Film"} for amount in ("750", "750.01"))
    terms.agree(REEL, valid_from=day(-5))  # 250 of 1,000

    refused = terms.post(REEL, beyond)
    told = terms.agree(REEL, beyond, override_reason="The sponsor pays for it")

    assert code(refused) == (409, "over_budget")
    assert (refused.json["limit"], refused.json["committed"]) == ("1000.00", "1000.01")
    assert told["override_reason"] == "The sponsor pays for it"
    assert terms.api.delete(f"terms/{told['term_id']}").status == 204
    assert terms.post(REEL, within).status == 201


def test_nothing_is_agreed_with_whom_is_not_there(terms):
    assert code(terms.post(campaign_id=99999)) == (404, "campaign_not_found")
    assert code(terms.post(influencer_id=99999)) == (404, "influencer_not_found")
    execute("UPDATE influencers SET is_deleted = true WHERE influencer_id = :id", id=terms.influencer_id)
    assert code(terms.post()) == (409, "influencer_deleted")


def test_what_was_delivered_is_confirmed_once_under_the_version_of_its_day(terms):
    path = f"terms/{terms.agree(REEL, valid_from=day(-5))['term_id']}/deliverables"
    body = {"deliverable": "Reel", "delivered_on": day(-1)}

    early = terms.api.post(path, body | {"delivered_on": day(-6)})
    future = terms.api.post(path, body | {"delivered_on": day(1)})
    unknown = terms.api.post(path, body | {"deliverable": "Story"})
    confirmed = terms.api.post(path, body | {"note": "Seen"})
    again = terms.api.post(path, body | {"delivered_on": day(-2)})

    assert [code(one) for one in (early, unknown)] == [(409, "deliverable_unknown")] * 2
    assert code(future) == (422, "day_in_future")
    [told] = confirmed.json["deliverables"]
    assert (told["deliverable"], told["delivered_on"], told["note"]) == ("Reel", day(-1), "Seen")
    assert code(again) == (409, "deliverable_confirmed")


def test_a_mistaken_confirmation_is_taken_back_until_its_fee_is_a_line(terms):
    term_id = terms.of_a_reel()["term_id"]
    path, body = f"terms/{term_id}/deliverables", {"deliverable": "Reel", "delivered_on": day()}

    assert terms.api.post(path, body).status == 200
    assert terms.api.delete(path, {"deliverable": "Reel"}).json["deliverables"] == []
    assert code(terms.api.delete(path, {"deliverable": "Reel"})) == (409, "deliverable_unknown")
    assert terms.api.post(path, body).status == 200
    earn_fee(terms, term_id)
    assert code(terms.api.delete(path, {"deliverable": "Reel"})) == (409, "deliverable_earned")


def earn_fee(terms: Terms, term_id: int) -> None:
    execute(
        """INSERT INTO payment_lines (term_id, campaign_id, influencer_id, component, basis, entry, reference,
               occurred_on, payable_on, base, amount)
           VALUES (:term, :campaign, :influencer, 0, 'fixed_fee', 'earning', 'Reel', :today, :today, 1, 250)""",
        term=term_id,
        campaign=terms.campaign_id,
        influencer=terms.influencer_id,
        today=clock.today(),
    )


def test_the_same_key_agrees_once(terms):
    body = {
        "campaign_id": terms.campaign_id,
        "influencer_id": terms.influencer_id,
        "rules": {"components": [SHARE]},
        "holding_days": 0,
    }

    first, again = (terms.api.post("terms", body, headers={"Idempotency-Key": "once"}) for _ in range(2))

    assert (first.json, rows("SELECT count(*) FROM terms")) == (again.json, [(1,)])


def test_two_who_agree_at_once_make_one_version(terms):
    campaign_id, who = terms.campaign_id, terms.influencer_id
    body = {"campaign_id": campaign_id, "influencer_id": who, "rules": {"components": [SHARE]}, "holding_days": 0}
    clients = [terms.api, terms.marketing]

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda client: client.post("terms", body | {"valid_from": day(1)}), clients))

    assert sorted(answer.status for answer in answers) == [201, 409]
    assert rows("SELECT term_version FROM terms") == [(1,)]
