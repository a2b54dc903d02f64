"""Customers: who sees what of them, and what is left of one who is deleted."""

import json

import pytest
from sqlalchemy import text

from shared.platform import clock, db
from tests.client import Client
from tests.sales.shop import Shop, audited, customer, execute, rows

ANNA = {
    "customer_name": "Anna Example",
    "customer_mail": "anna@shop.example",
    "customer_phone": "+49 30 123456",
    "customer_address": "Street 1, Town",
    "channel": 7,
    "since": "2025-03-01",
}
PERSONAL = ("customer_name", "customer_mail", "customer_phone", "customer_address")
SEEING = ("admin", "marketing_manager")
BLIND = ("data_analyst", "campaign_manager", "finance_manager")


def test_a_customer_is_created_and_read_back(shop: Shop):
    made = shop.api.post("customers", ANNA)

    assert made.status == 201
    assert made.headers["Location"] == f"/api/customers/{made.json['customer_id']}"
    rest = {"is_account_deleted": False, "source": None, "external_ref": None, "masked": False}
    assert made.json == ANNA | rest | {"customer_id": made.json["customer_id"]}
    assert shop.read(f"customers/{made.json['customer_id']}") == made.json
    assert shop.api.get("customers/999").json["code"] == "customer_not_found"


def test_since_is_today_and_the_channel_none_unless_said(shop: Shop):
    read = shop.read(f"customers/{shop.customer()}")

    assert (read["since"], read["channel"]) == (clock.today().isoformat(), -1)


@pytest.mark.parametrize("role", SEEING)
def test_who_may_sees_all(api: Client, shop: Shop, role):
    customer_id = shop.customer(**ANNA)
    seeing = api.as_role(role)

    for read in (seeing.get(f"customers/{customer_id}").json, seeing.get("customers").json["items"][0]):
        assert {name: read[name] for name in PERSONAL} == {name: ANNA[name] for name in PERSONAL}
        assert read["masked"] is False


@pytest.mark.parametrize("role", BLIND)
def test_who_may_not_sees_nobody(api: Client, shop: Shop, role):
    customer_id = shop.customer(**ANNA)
    execute("UPDATE customers SET source = 'shop', external_ref = 'anna@shop.example'")
    blind = api.as_role(role)

    one, listed = blind.get(f"customers/{customer_id}"), blind.get("customers")

    for read in (one.json, listed.json["items"][0]):
        assert {name: read[name] for name in (*PERSONAL, "external_ref", "masked", "channel", "since")} == {
            "customer_name": "A. E.",
            "customer_mail": "a***@s***.example",
            "customer_phone": "***56",
            "customer_address": "***",
            "external_ref": "***",
            "masked": True,
            "channel": 7,
            "since": "2025-03-01",
        }
    for answer in (one, listed):
        assert not [name for name in PERSONAL if str(ANNA[name]).encode() in answer.body]


@pytest.mark.parametrize("role", BLIND)
def test_who_may_not_see_names_may_not_search_in_them(api: Client, shop: Shop, role):
    shop.customer(**ANNA)

    refused = api.as_role(role).get("customers", q="Anna")

    assert (refused.status, refused.json["code"]) == (422, "personal_search_refused")


@pytest.mark.parametrize("sort", ["customer_name", "customer_mail", "-customer_phone"])
def test_no_list_is_sorted_by_what_is_personal(shop: Shop, sort):
    """A cursor would hold the value, and an order would tell it to those who may not see it."""
    assert shop.api.get("customers", sort=sort).status == 422


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("nna exa", True),
        ("ANNA", True),
        ("An", True),
        ("nn", False),
        ("a", True),
        ("anna@shop.example", True),
        ("ANNA@shop.example", True),
        ("nna@shop.example", False),
        ("an_a", False),
        ("%", False),
    ],
)
def test_a_search_finds_parts_of_names_and_whole_addresses(shop: Shop, q, found):
    shop.customer(**ANNA)

    assert bool(shop.listed("customers", q=q)) is found


def test_mail_and_phone_belong_to_one_customer(shop: Shop):
    shop.customer(**ANNA)
    other = shop.customer()

    same_mail = shop.api.post("customers", customer() | {"customer_mail": ANNA["customer_mail"]})
    same_phone = shop.api.post("customers", customer() | {"customer_phone": ANNA["customer_phone"]})
    taken = shop.api.patch(f"customers/{other}", {"customer_mail": ANNA["customer_mail"]}, headers={"If-Match": "*"})

    assert (same_mail.status, same_mail.json["code"]) == (409, "customer_mail_taken")
    assert (same_phone.status, same_phone.json["code"]) == (409, "customer_phone_taken")
    assert (taken.status, taken.json["code"]) == (409, "customer_mail_taken")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("customer_name", "x" * 51),
        ("customer_name", None),
        ("customer_mail", "nobody"),
        ("customer_phone", "call me"),
        ("customer_phone", "1" * 16),
        ("customer_phone", "----"),
        ("customer_address", ""),
        ("channel", -2),
        ("since", "2999-01-01"),
        ("is_account_deleted", True),
    ],
)
def test_what_does_not_fit_is_named_by_its_field(shop: Shop, field, value):
    made = shop.api.post("customers", customer() | {field: value})
    patched = shop.api.patch(f"customers/{shop.customer()}", {field: value}, headers={"If-Match": "*"})

    for refused in (made, patched):
        assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, f"/{field}")


def test_a_change_needs_the_version_that_was_read(shop: Shop):
    path = f"customers/{shop.customer()}"
    tag = shop.api.get(path).headers["ETag"]

    assert shop.api.patch(path, {"channel": 3}).status == 428
    assert shop.api.patch(path, {"channel": 3}, headers={"If-Match": tag}).json["channel"] == 3
    assert shop.api.patch(path, {"channel": 4}, headers={"If-Match": tag}).status == 412


def test_a_deleted_customer_is_nobody_and_what_was_bought_stays(shop: Shop):
    customer_id = shop.customer(**ANNA)
    purchase = shop.order(shop.product(), customer_id)

    assert shop.api.delete(f"customers/{customer_id}").status == 204

    read = shop.read(f"customers/{customer_id}")
    assert (read["customer_name"], read["customer_address"]) == ("Deleted customer", "")
    assert (read["is_account_deleted"], read["since"]) == (True, "2025-03-01")
    assert read["customer_mail"].startswith("deleted-")
    assert read["customer_mail"].endswith("@deleted.invalid")
    assert len(read["customer_phone"]) == 15
    assert shop.read(f"purchases/{purchase['purchase_id']}")["customer_id"] == customer_id


def test_a_deleted_customer_takes_no_changes_orders_or_likes(shop: Shop):
    customer_id, product_id = shop.customer(), shop.product()
    shop.api.delete(f"customers/{customer_id}")
    order = {"product_id": product_id, "customer_id": customer_id, "quantity": 1}

    refusals = [
        shop.api.patch(f"customers/{customer_id}", {"channel": 3}, headers={"If-Match": "*"}),
        shop.api.post("purchases", order),
        shop.api.post("likes", {"product_id": product_id, "customer_id": customer_id}),
    ]

    assert [(one.status, one.json["code"]) for one in refusals] == [(409, "customer_deleted")] * 3


def test_deleting_twice_changes_nothing(shop: Shop):
    path = f"customers/{shop.customer()}"
    shop.api.delete(path)
    once = shop.api.get(path)

    assert shop.api.delete(path).status == 204
    assert shop.api.get(path).headers["ETag"] == once.headers["ETag"]
    assert len(audited("customer.deleted")) == 1


def test_two_deleted_customers_have_different_pseudonyms(shop: Shop):
    for customer_id in (shop.customer(), shop.customer()):
        assert shop.api.delete(f"customers/{customer_id}").status == 204


def test_nothing_brings_a_deleted_customer_back(shop: Shop):
    """Whatever writes: a file that names him again, somebody at the database."""
    customer_id = shop.customer(**ANNA)
    shop.api.delete(f"customers/{customer_id}")
    before = shop.read(f"customers/{customer_id}")

    execute("""
        UPDATE customers SET customer_name = 'Anna Example', customer_mail = 'anna@shop.example', channel = 8,
                             customer_phone = '1', customer_address = 'Street 1', is_account_deleted = false""")

    assert shop.read(f"customers/{customer_id}") == before | {"channel": 8}


def test_nothing_personal_is_left_anywhere_after_a_deletion(shop: Shop):
    """Not in the audit log, not in the answers kept for repeated requests, in no other table."""
    made = shop.api.post("customers", ANNA, headers={"Idempotency-Key": "one"})
    path = f"customers/{made.json['customer_id']}"
    shop.patch(path, {"customer_name": "Anna Other", "customer_address": "Street 2, Town"})
    shop.api.delete(path)

    with db.transaction() as session:
        tables = session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        everything = {
            table: json.dumps([str(row) for row in session.execute(text(f"SELECT t::text FROM {table} AS t"))])
            for table in tables
        }
    bodies = [bytes(body) for (body,) in rows("SELECT body FROM idempotency_keys WHERE body IS NOT NULL")]
    traces = ("Anna", "anna@", "Street", "123456")
    assert [table for table, held in everything.items() if any(trace in held for trace in traces)] == []
    assert [body for body in bodies if any(trace.encode() in body for trace in traces)] == []


def test_the_audit_log_names_fields_and_no_values(shop: Shop):
    customer_id = shop.customer(**ANNA)
    shop.patch(f"customers/{customer_id}", {"customer_mail": "other@shop.example", "channel": 9})
    shop.api.delete(f"customers/{customer_id}")

    assert audited("customer.created") == [("customers", str(customer_id), {})]
    assert audited("customer.updated") == [("customers", str(customer_id), {"fields": ["channel", "customer_mail"]})]
    assert audited("customer.deleted") == [("customers", str(customer_id), {})]


@pytest.mark.parametrize("role", BLIND)
def test_who_may_not_manage_customers_changes_none(api: Client, shop: Shop, role):
    customer_id = shop.customer()
    reader = api.as_role(role)

    assert reader.post("customers", customer()).status == 403
    assert reader.patch(f"customers/{customer_id}", {"channel": 1}, headers={"If-Match": "*"}).status == 403
    assert reader.delete(f"customers/{customer_id}").status == 403
