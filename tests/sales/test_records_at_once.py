"""Two callers at the same moment, through the triggers: one wins, the other learns why, and the books balance."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.permissions import Role
from shared.platform import db
from shared.platform.identity import SYSTEM, Actor
from shared.sales import service
from shared.sales.schemas.products import ProductPatch
from tests.client import Reply
from tests.sales.shop import Shop, execute, rows
from tests.sales.test_purchases import assert_books_balance, stock_and_sales
from tests.sales.traffic import trade

ROUNDS = 8
WAITING_SECONDS = 0.3  # until the other one has what it locks first


def at_once(*calls: Callable[[], Reply]) -> list[Reply]:
    """Make the calls in threads that set out together; their answers in the same order."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Reply]) -> Reply:
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def outcomes(replies: list[Reply]) -> list[tuple[int, str | None]]:
    return sorted((reply.status, reply.json.get("code") if reply.body else None) for reply in replies)


def test_the_last_piece_is_sold_once(shop: Shop):
    customer_id = shop.customer()
    for _ in range(ROUNDS):
        product_id = shop.product(stock_quantity=1)
        body = {"product_id": product_id, "customer_id": customer_id, "quantity": 1}

        replies = at_once(*[partial(shop.api.post, "purchases", body)] * 2)

        assert outcomes(replies) == [(201, None), (409, "out_of_stock")]
        assert [reply.json["stock_quantity"] for reply in replies if reply.status == 409] == [0]
        assert stock_and_sales(shop, product_id) == (0, 1)
    assert_books_balance()


def test_ten_orders_of_three_leave_one_of_ten(shop: Shop):
    product_id, customer_id = shop.product(stock_quantity=10), shop.customer()
    body = {"product_id": product_id, "customer_id": customer_id, "quantity": 3}

    replies = at_once(*[partial(shop.api.post, "purchases", body)] * 10)

    assert Counter(outcomes(replies)) == {(201, None): 3, (409, "out_of_stock"): 7}
    assert stock_and_sales(shop, product_id) == (1, 9)


def test_no_more_comes_back_than_was_bought(shop: Shop):
    product_id, customer_id = shop.product(), shop.customer()
    body = {"quantity": 2, "reason": "late"}
    for _ in range(ROUNDS):
        purchase_id = shop.order(product_id, customer_id, 3)["purchase_id"]

        replies = at_once(*[partial(shop.api.post, f"purchases/{purchase_id}/return", body)] * 2)

        assert outcomes(replies) == [(200, None), (409, "more_than_bought")]
        assert [reply.json["quantity_left"] for reply in replies if reply.status == 409] == [1]
        assert shop.read(f"purchases/{purchase_id}")["returned_quantity"] == 2
    assert_books_balance()


def test_an_order_is_cancelled_or_comes_back_but_not_both(shop: Shop):
    product_id, customer_id = shop.product(), shop.customer()
    for _ in range(ROUNDS):
        path = f"purchases/{shop.order(product_id, customer_id, 2)['purchase_id']}"

        cancelled, returned = at_once(
            partial(shop.api.post, f"{path}/cancel"),
            partial(shop.api.post, f"{path}/return", {"quantity": 1, "reason": "late"}),
        )

        assert {cancelled.status, returned.status} == {200, 409}
        assert (returned if cancelled.status == 200 else cancelled).json["code"] in {
            "purchase_cancelled",
            "purchase_not_open",
        }
    assert_books_balance()


def test_one_key_at_once_is_one_order(shop: Shop):
    product_id = shop.product(stock_quantity=10)
    body = {"product_id": product_id, "customer_id": shop.customer(), "quantity": 1}

    replies = at_once(*[partial(shop.api.post, "purchases", body, headers={"Idempotency-Key": "one"})] * 4)

    assert {(reply.status, reply.body) for reply in replies} == {(201, replies[0].body)}
    assert stock_and_sales(shop, product_id) == (9, 1)


def test_of_two_edits_of_one_version_one_is_stale(shop: Shop):
    product_id = shop.product()
    tag = shop.api.get(f"products/{product_id}").headers["ETag"]

    replies = at_once(
        *[
            partial(shop.api.patch, f"products/{product_id}", {"product_price": price}, headers={"If-Match": tag})
            for price in ("11.00", "12.00")
        ]
    )

    assert outcomes(replies) == [(200, None), (412, "stale")]
    assert rows("SELECT count(*) FROM adjusts") == [(1,)]


def test_of_many_edits_one_value_is_in_force_and_they_form_a_chain(shop: Shop):
    product_id = shop.product(product_price="1.00")

    at_once(
        *[
            partial(
                shop.api.patch, f"products/{product_id}", {"product_price": f"{price}.00"}, headers={"If-Match": "*"}
            )
            for price in range(2, 10)
        ]
    )

    edits = rows("SELECT old_value, new_value, is_active FROM adjusts ORDER BY adjustment_id")
    assert [old for old, *_ in edits] == [1.0, *(new for _, new, _ in edits[:-1])]
    assert [active for *_, active in edits] == [False] * 7 + [True]


def test_an_edit_that_began_before_others_and_came_after_them_is_the_last(api, shop: Shop):
    """The CHECK of the document refuses an edit of the future, which theirs are to this transaction."""
    product_id = shop.product(product_price="1.00")
    manager = Actor(rows("SELECT max(user_id) FROM users")[0][0], Role.ADMIN)
    with db.transaction() as session:
        session.execute(text("SELECT now()"))
        shop.patch(f"products/{product_id}", {"product_price": "2.00"})
        shop.patch(f"products/{product_id}", {"product_price": "3.00"})
        body = ProductPatch.model_validate({"product_price": "4.00"})
        service.update_product(session, manager, product_id, body, check=lambda _: None)

    edits = rows("SELECT new_value, is_active FROM adjusts ORDER BY date_time, adjustment_id")
    assert edits == [(2.0, False), (3.0, False), (4.0, True)]
    assert shop.read(f"products/{product_id}/price")["product_price"] == "4.00"


def test_a_product_is_ordered_or_deleted_but_not_both(shop: Shop):
    customer_id = shop.customer()
    for _ in range(ROUNDS):
        product_id = shop.product()
        body = {"product_id": product_id, "customer_id": customer_id, "quantity": 1}

        ordered, deleted = at_once(
            partial(shop.api.post, "purchases", body),
            partial(shop.api.delete, f"products/{product_id}"),
        )

        assert (ordered.status, deleted.status) in {(201, 409), (409, 204)}
        refused = ordered if ordered.status == 409 else deleted
        assert refused.json["code"] in {"unknown_product", "product_in_use"}


def test_who_is_deleted_meanwhile_has_ordered_before_or_not_at_all(shop: Shop):
    product_id = shop.product()
    for _ in range(ROUNDS):
        customer_id = shop.customer()
        body = {"product_id": product_id, "customer_id": customer_id, "quantity": 1}

        ordered, deleted = at_once(
            partial(shop.api.post, "purchases", body),
            partial(shop.api.delete, f"customers/{customer_id}"),
        )

        assert deleted.status == 204
        assert (ordered.status, ordered.json.get("code")) in {(201, None), (409, "customer_deleted")}


@contextmanager
def beside(call: Callable[[], Reply]) -> Iterator[tuple[Session, Callable[[], Reply]]]:
    """Give a unit of work, and a function that commits it once `call` waits for it and then returns the answer."""
    with Session(db.engine()) as ours, ThreadPoolExecutor(1) as pool:

        def answer() -> Reply:
            theirs = pool.submit(call)
            time.sleep(WAITING_SECONDS)
            assert not theirs.done()
            ours.commit()
            return theirs.result()

        yield ours, answer


def test_a_like_on_its_way_keeps_its_product(shop: Shop):
    """It has only its foreign key's lock on the product, which lets all but a deletion pass."""
    product_id, customer_id = shop.product(), shop.customer()
    like = text("INSERT INTO liked_by (customer_id, product_id) VALUES (:customer_id, :product_id)")

    with beside(partial(shop.api.delete, f"products/{product_id}")) as (ours, answer):
        ours.execute(like, {"customer_id": customer_id, "product_id": product_id})

        assert answer().json["code"] == "product_in_use"
    assert rows("SELECT count(*) FROM liked_by") == [(1,)]


def test_an_order_waits_for_the_deletion_of_its_customer(shop: Shop):
    customer_id = shop.customer()
    body = {"product_id": shop.product(), "customer_id": customer_id, "quantity": 1}

    with beside(partial(shop.api.post, "purchases", body)) as (ours, answer):
        service.delete_customer(ours, SYSTEM, customer_id)

        assert answer().json["code"] == "customer_deleted"
    assert shop.listed("purchases") == []


@pytest.mark.parametrize("verb", ["return", "cancel"])
def test_an_import_of_the_same_line_and_a_return_of_it_wait_for_each_other(shop: Shop, verb):
    """The triggers lock a purchase and then its product; in another order the two would lock each other out."""
    product_id = shop.product()
    purchase_id = shop.order(product_id, shop.customer(), 3)["purchase_id"]
    body = {"quantity": 1, "reason": "late"} if verb == "return" else None

    with Session(db.engine()) as importing, ThreadPoolExecutor(1) as pool:
        importing.execute(text("UPDATE bought_by SET rating = 5"))
        waiting = pool.submit(shop.api.post, f"purchases/{purchase_id}/{verb}", body)
        time.sleep(WAITING_SECONDS)
        importing.execute(text("SET LOCAL lock_timeout = '1s'"))
        importing.execute(text("UPDATE bought_by SET quantity = 4"))
        importing.commit()

        assert waiting.result().status == 200
    assert shop.read(f"purchases/{purchase_id}")["rating"] == 5


def test_twenty_who_write_all_sorts_at_once_meet_no_error(shop: Shop):
    """Refusals there are, but no error, and in the end the books balance."""
    answers = trade(shop, writers=20, seconds=4)

    assert {status for _, status in answers} <= {200, 201, 204, 409}
    assert {verb for verb, status in answers if status < 300} == {
        "order", "order in past", "give back", "cancel", "rate", "reprice", "restock", "like", "leave",
    }  # fmt: skip
    assert sum(answers.values()) > 100
    execute("UPDATE bought_by SET rating = NULL")
    assert_books_balance()
