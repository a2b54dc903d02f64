"""Returns, likes, expenses and snapshots land the same by however many chunks, through crashes, and can be undone."""

import random
from typing import Any

import pytest
from sqlalchemy import Connection

from shared.imports import chunks, jobs, reading, undo
from shared.imports.states import RunState
from shared.platform import db
from tests.client import Client
from tests.imports.conftest import Shop, counts, csv_of
from tests.imports.lists import deliver
from tests.imports.test_more_targets import EXPENSES, LIKES, ORDERS, RETURNS, SNAPSHOTS
from tests.imports.test_undo import everything, take_back
from tests.platform.test_audit import app_role as app_role

MADE = ("expenses", "liked_by", "bought_by", "products", "customers", "campaigns", "influencers", "import_runs")
ORDER_HEADER = "ref,product,customer,status,quantity,day,price"
RETURN_HEADER = "ref,order,n,day,why"


def orders(shop: Shop, number: int = 8) -> None:
    shop.source(ORDERS, slug="orders", namespace="shop")
    lines = [f"o{n},p{n % 3},c{n % 2},,{n + 2},2024-03-01,2.50" for n in range(number)]
    shop.drop(csv_of(ORDER_HEADER, *lines), slug="orders")


def returns(seed: int, known: int) -> list[str]:
    """Return lines whose orders are mixed: new ones, corrections up and down, all that is left, and too much."""
    chance = random.Random(seed)  # noqa: S311 - sample data
    old = [f"r{n},o{n % 8},{chance.choice(['', 1, 2, 3])},2024-03-{chance.randint(2, 28):02d}," for n in range(known)]
    new = [
        f"s{n},o{chance.randint(0, 8)},{chance.choice(['', 1, 1, 2, 9])},2024-03-{chance.randint(1, 28):02d},why"
        for n in range(40)
    ]
    lines = [*old, *new, *new[:3]]
    chance.shuffle(lines)
    return lines


BEFORE = csv_of(RETURN_HEADER, *(f"r{n},o{n % 8},{1 + n // 8},2024-03-05," for n in range(12)))
LISTS: dict[str, tuple[dict[str, Any], list[str], list[str]]] = {
    "likes": (
        LIKES,
        ["who,what,via,day", "c1,p1,i1,2024-03-02", "c2,p1,,"],
        ["who,what,via,day", "c1,p1,i2,2024-03-01", "c3,p2,i3,2024-03-04", "c2,p1,,", "c3,p1,i2,2024-03-03", ",p1,,"],
    ),
    "expenses": (
        EXPENSES,
        ["ref;campaign;influencer;kind;day;amount;note", "e1;k1;;studio;05.03.2024;1;", "e2;k1;;travel;09.03.2024;12;"],
        [
            "ref;campaign;influencer;kind;day;amount;note",
            "e1;k2;;studio;05.03.2024;2;lights",
            "e3;k2;;studio;01.03.2024;2;",
            "e2;k1;;travel;09.03.2024;12;",
            "e4;k3;;studio;06.03.2024;2;x",
        ],
    ),
    "snapshots": (
        SNAPSHOTS,
        ["who,day,followers,rate", "i1,2024-03-01,5,0.1", "i1,2024-03-02,6,"],
        ["who,day,followers,rate", "i1,2024-03-01,7,", "i2,2024-03-01,1,", "i1,2024-03-02,6,", "i2,2024-03-01,2,0.3"],
    ),
}


def facts(shop: Shop) -> dict[str, Any]:
    found = everything(shop)
    found["return_lines"] = shop.rows(
        "SELECT external_ref, quantity, returned_date, reason FROM return_lines ORDER BY 1"
    )
    found["bought_by"] = shop.rows(
        "SELECT external_ref, status::text, returned_quantity, returned_date FROM bought_by ORDER BY 1"
    )
    found["customers"] = shop.rows("SELECT external_ref, since FROM customers ORDER BY 1")
    found["rejects"] = shop.rows("SELECT line, column_name, value, reason FROM import_rejects ORDER BY run_id, line")
    return found


@pytest.mark.parametrize("seed", range(2))
def test_returns_of_one_order_are_judged_together_wherever_they_stand(shop: Shop, monkeypatch, seed: int):
    shop.source(RETURNS)
    content = csv_of(RETURN_HEADER, *returns(seed, 12))
    ends = []
    for size in (50_000, 7):
        monkeypatch.setattr(reading, "MOST_LINES", size)
        for table in (*MADE, "import_sources WHERE slug = 'orders'"):
            shop.do(f"DELETE FROM {table}")
        orders(shop)
        shop.drop(BEFORE, "before.csv")
        ends.append((counts(shop.drop(content)), facts(shop)))

    (settled, figures), (again, figures_again) = ends
    assert again == settled
    for name, rows in figures.items():
        assert figures_again[name] == rows
    assert all(settled)
    assert shop.rows("SELECT FROM bought_by WHERE returned_quantity > quantity") == []
    assert (
        shop.rows(
            "SELECT purchase_id FROM bought_by JOIN return_lines r USING (purchase_id)"
            " GROUP BY purchase_id HAVING sum(r.quantity) <> returned_quantity"
        )
        == []
    )


@pytest.mark.parametrize("kind", LISTS)
def test_lists_end_the_same_by_however_many_chunks_and_go_back(shop: Shop, monkeypatch, kind: str):
    declared, before, after = LISTS[kind]
    shop.source(declared)
    first = shop.drop(csv_of(*before))
    known = everything(shop)
    whole = shop.drop(csv_of(*after), "second.csv")
    expected = counts(whole), everything(shop)
    take_back(shop, whole.run_id)
    assert everything(shop) == known
    monkeypatch.setattr(reading, "MOST_LINES", 1)

    parted = shop.drop(csv_of(*after), "again.csv")

    assert len(shop.rows("SELECT FROM import_chunks WHERE run_id = :id AND kind = 'lines'", id=parted.run_id)) > 2
    assert all(expected[0][:3])
    assert counts(parted) == expected[0]
    without_keys = {name: len(rows) for name, rows in everything(shop).items()}
    assert without_keys == {name: len(rows) for name, rows in expected[1].items()}
    take_back(shop, parted.run_id)
    assert everything(shop) == known
    take_back(shop, first.run_id)
    assert not any(any(row) for rows in everything(shop).values() for row in rows)


@pytest.mark.parametrize("size", [3, 50_000])
def test_returns_taken_back_leave_the_orders_as_they_were(shop: Shop, monkeypatch, size: int):
    monkeypatch.setattr(reading, "MOST_LINES", size)
    orders(shop)
    shop.source(RETURNS)
    sold = everything(shop)
    first = shop.drop(BEFORE)
    known = everything(shop)
    second = shop.drop(csv_of(RETURN_HEADER, *returns(1, 12)), "second.csv")
    assert all(counts(second))
    with pytest.raises(undo.Touched):
        take_back(shop, first.run_id)

    take_back(shop, second.run_id)
    assert everything(shop) == known
    take_back(shop, first.run_id)

    assert everything(shop) == sold


def crash_at(monkeypatch: pytest.MonkeyPatch, number: int, deed: Any = None) -> None:
    done, left = chunks.landed, number

    def crash(*arguments: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            if deed:
                deed()
            raise RuntimeError("the power went out")
        done(*arguments)

    monkeypatch.setattr(chunks, "landed", crash)


@pytest.mark.parametrize("lost", ["the process", "the server"])
def test_returns_go_on_after_a_crash_and_are_counted_once(shop: Shop, monkeypatch, lost: str):
    content = csv_of(RETURN_HEADER, *returns(2, 12))
    orders(shop)
    shop.source(RETURNS)
    monkeypatch.setattr(reading, "MOST_LINES", 7)
    shop.drop(BEFORE, "before.csv")
    run = shop.drop(content)
    expected = counts(run), facts(shop)
    take_back(shop, run.run_id)
    shop.do("DELETE FROM import_runs WHERE run_id = :id", id=run.run_id)
    shop.blobs.upload("imports", "shop/again.csv", content, "text/csv")

    with monkeypatch.context() as patch:
        crash_at(patch, 5, (lambda: shop.do("DELETE FROM import_staging.present")) if lost == "the server" else None)
        with pytest.raises(RuntimeError):
            deliver(shop, "shop/again.csv")
    assert len(shop.rows("SELECT FROM import_chunks WHERE kind = 'groups' AND landed_at IS NOT NULL")) > 2

    (run_id,) = jobs.resume_imports(shop.blobs)

    assert shop.run(run_id).state is RunState.DONE
    assert (counts(shop.run(run_id)), facts(shop)) == expected


TOUCHED: dict[str, tuple[dict[str, Any], list[str], str]] = {
    "was edited or deleted since": (
        RETURNS,
        [RETURN_HEADER, "r1,o1,1,2024-03-05,"],
        "UPDATE bought_by SET returned_quantity = returned_quantity + 1, version = version + 1",
    ),
    "is referred to by bought_by": (
        LIKES,
        ["who,what,via,day", "c9,p9,,2024-03-05"],
        (
            "INSERT INTO bought_by (product_id, customer_id, status, unit_price)"
            " SELECT product_id, customer_id, 'completed', 1 FROM liked_by"
        ),
    ),
    "was edited since": (
        EXPENSES,
        ["ref;campaign;influencer;kind;day;amount;note", "e1;k1;;studio;05.03.2024;1;"],
        "UPDATE expenses SET amount = 9, version = version + 1",
    ),
}


@pytest.mark.parametrize("why", TOUCHED)
def test_what_was_touched_since_is_not_taken_back(shop: Shop, why: str):
    declared, lines, deed = TOUCHED[why]
    orders(shop)
    shop.source(declared)
    run = shop.drop(csv_of(*lines))
    assert counts(run) == (1, 0, 0, 0)
    shop.do(deed)
    known = everything(shop)

    with pytest.raises(undo.Touched) as refusal:
        take_back(shop, run.run_id)

    rows: Any = refusal.value.data["rows"]
    assert why in [row["why"] for row in rows]
    assert everything(shop) == known


def test_a_like_recorded_here_is_nothing_that_a_file_brought(shop: Shop, api: Client):
    shop.source(LIKES)
    first = shop.drop(csv_of("who,what,via,day", "c1,p1,,2024-03-05", "c2,p2,,2024-03-05"))
    (customer_id,) = shop.rows("SELECT customer_id FROM customers WHERE external_ref = 'c1'")[0]
    (product_id,) = shop.rows("SELECT product_id FROM products WHERE external_ref = 'p2'")[0]
    made = api.as_role("admin").post("likes", {"customer_id": customer_id, "product_id": product_id})
    assert made.status == 201

    with pytest.raises(undo.Touched):
        take_back(shop, first.run_id)
    again = shop.drop(csv_of("who,what,via,day", "c1,p2,,2024-03-01"), "again.csv")
    take_back(shop, again.run_id)

    assert shop.rows("SELECT source FROM liked_by ORDER BY like_id") == [("shop",), ("shop",), (None,)]


def test_the_role_of_the_app_can_import_likes_and_take_them_back(shop: Shop, app_role: Connection, monkeypatch):
    shop.source(LIKES)
    monkeypatch.setattr(db, "engine", lambda: app_role.engine)

    run = shop.drop(csv_of("who,what,via,day", "c1,p1,,2024-03-05"))

    assert counts(run) == (1, 0, 0, 0)
    take_back(shop, run.run_id)
    assert shop.rows("SELECT FROM liked_by") == []
