"""A run taken back leaves things as they were, or says what stands in the way."""

from typing import Any

import pytest

from shared.imports import chunks, jobs, reading, run_service, undo
from shared.imports.states import RunState
from shared.platform import db
from tests.client import Client
from tests.imports.conftest import Shop, counts, csv_of
from tests.imports.lists import LIST, deliver
from tests.imports.orders import HEADER, ORDERS, mapping
from tests.imports.test_cancellations import HEADER as CANCELLED_HEADER
from tests.imports.test_cancellations import MAPPING as CANCELLED
from tests.imports.test_daily_metrics import SPREAD
from tests.imports.test_records import PRODUCTS

TABLES = {
    "bought_by": "product_id, customer_id, channel, status::text, quantity, bought_date, unit_price, returned_quantity,"
    " returned_date, return_reason, external_ref",
    "return_lines": "purchase_id, quantity, returned_date, reason, external_ref",
    "liked_by": "customer_id, product_id, channel, liked_date, source",
    "expenses": "campaign_id, influencer_id, cost_category, expense_date, amount, description, external_ref",
    "influencer_snapshots": "influencer_id, day, followers, engagement_rate, source",
    "products": "title, product_price, stock_quantity, sales_quantity, external_ref",
    "customers": "customer_name, external_ref",
    "influencers": "influencer_name, category, clicked_number, external_ref",
    "campaigns": "campaign_name, external_ref",
    "influencer_metrics": "influencer_id, campaign_id, day, clicks, spend, external_ref",
    "exact_sales_day_channel": "sum(orders), sum(units), sum(gross_cents), sum(returned_cents), sum(back_cents)",
}


def everything(shop: Shop) -> dict[str, Any]:
    return {name: sorted(shop.rows(f"SELECT {columns} FROM {name}"), key=str) for name, columns in TABLES.items()}


def take_back(shop: Shop, run_id: int) -> None:
    with db.transaction() as session:
        undo.undo_run(session, shop.actor, run_id)


def zeros(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: [tuple(value or 0 for value in row) for row in rows] for name, rows in figures.items()}


FILES = {
    "orders": (
        mapping(**{"product.title": "title"}),
        [f"{HEADER},title", "o1,p1,c1,i1,2,2024-03-01,9,", "o2,p1,c1,i1,1,2024-03-01,9,"],
        [
            f"{HEADER},title",
            "o1,p1,c1,i2,5,2024-03-02,8,Mug",
            "o2,p1,c1,i1,1,2024-03-01,9,",
            "o3,p2,c2,i3,1,2024-03-02,8,",
        ],
    ),
    "cancellations": (
        CANCELLED,
        [CANCELLED_HEADER, "1,p,c,5,2024-03-01,9", "2,p,c,5,2024-03-01,9"],
        [CANCELLED_HEADER, "1,p,c,4,2024-03-01,9", "3,p,c,2,2024-03-02,9", "C4,p,c,-3,2024-03-02,9"],
    ),
    "products": (
        PRODUCTS,
        ["ref,title,price,stock", "p1,Mug,9,5"],
        ["ref,title,price,stock", "p1,Cup,8,6", "p2,Pot,1,1"],
    ),
    "spread": (
        SPREAD,
        ["ad,who,campaign,clicks,spend", "a1,i1,k1,7,1.00"],
        ["ad,who,campaign,clicks,spend", "a1,i1,k1,9,2.00", "a2,i2,k2,1,1"],
    ),
}


@pytest.mark.parametrize("size", [1, 50_000])
@pytest.mark.parametrize("kind", FILES)
def test_undone_everything_is_as_it_was_before(shop: Shop, monkeypatch, kind: str, size: int):
    monkeypatch.setattr(reading, "MOST_LINES", size)
    declared, before, after = FILES[kind]
    shop.source(declared)
    first = shop.drop(csv_of(*before))
    known = everything(shop)
    second = shop.drop(csv_of(*after), "second.csv")
    assert counts(second)[0]
    assert counts(second)[1]

    take_back(shop, second.run_id)

    assert zeros(everything(shop)) == zeros(known)
    assert shop.run(second.run_id).state is RunState.UNDONE
    if kind == "products":
        return  # the edits of their prices are on record, so they stay
    take_back(shop, first.run_id)
    assert not any(any(row) for rows in everything(shop).values() for row in rows)


def test_a_price_that_goes_back_is_an_edit_that_is_recorded(shop: Shop):
    shop.source(PRODUCTS)
    shop.drop(csv_of("ref,title,price,stock", "p1,Mug,9,5"))
    run = shop.drop(csv_of("ref,title,price,stock", "p1,Mug,8,5"), "second.csv")

    take_back(shop, run.run_id)

    assert shop.rows("SELECT old_value, new_value, is_active FROM adjusts ORDER BY adjustment_id") == [
        (9.0, 8.0, False),
        (8.0, 9.0, True),
    ]


@pytest.mark.parametrize(
    ("deed", "why"),
    [
        ("UPDATE bought_by SET version = version + 1", "was edited since"),
        ("UPDATE products SET title = 'x', version = version + 1", "was edited since"),
        (
            (
                "INSERT INTO return_lines (purchase_id, quantity, returned_date)"
                " SELECT purchase_id, 1, '2024-03-05' FROM bought_by"
            ),
            "is referred to by return_lines",
        ),
        (
            (
                "INSERT INTO liked_by (customer_id, product_id, liked_date)"
                " SELECT customer_id, product_id, '2024-03-05' FROM bought_by"
            ),
            "is referred to by liked_by",
        ),
    ],
)
def test_what_was_touched_since_is_listed_and_nothing_is_undone(shop: Shop, api: Client, deed: str, why: str):
    shop.source(ORDERS)
    run = shop.drop(csv_of(HEADER, "o1,p1,c1,i1,2,2024-03-01,9"))
    shop.do(deed)
    known = everything(shop)

    answer = api.as_role("admin").post(f"imports/runs/{run.run_id}/undo")

    assert (answer.status, answer.json["code"]) == (409, "import_run_touched_since")
    assert why in [row["why"] for row in answer.json["rows"]]
    assert everything(shop) == known


def test_a_run_after_it_has_to_be_undone_first(shop: Shop):
    shop.source(ORDERS)
    first = shop.drop(csv_of(HEADER, "o1,p1,c1,i1,2,2024-03-01,9"))
    second = shop.drop(csv_of(HEADER, "o1,p1,c1,i1,3,2024-03-01,9", "o2,p1,c1,i1,1,2024-03-01,9"), "second.csv")

    with pytest.raises(undo.Touched) as refusal:
        take_back(shop, first.run_id)
    rows: Any = refusal.value.data["rows"]
    assert {row["table"] for row in rows} >= {"bought_by", "products", "customers"}
    take_back(shop, second.run_id)
    with pytest.raises(undo.NotEnded):
        take_back(shop, second.run_id)


@pytest.mark.parametrize("who", ["customer", "influencer"])
def test_somebody_deleted_is_not_kept_in_what_an_import_replaced(shop: Shop, who: str):
    shop.source({"target": f"{who}s", "fields": {"external_ref": "ref", f"{who}_name": "name"}})
    shop.drop(csv_of("ref,name", "c1,Demo person 1"))
    shop.drop(csv_of("ref,name", "c1,Demo person 2"), "second.csv")
    assert shop.rows(f"SELECT old ->> '{who}_name' FROM import_changes") == [("Demo person 1",)]

    flag = {"customer": "is_account_deleted", "influencer": "is_deleted"}[who]
    shop.do(f"UPDATE {who}s SET {flag} = true")

    assert shop.rows("SELECT FROM import_changes") == []


def test_a_cancelled_run_stops_where_it_is_and_can_be_undone_or_go_on(shop: Shop, api: Client, monkeypatch):
    shop.source(LIST)
    monkeypatch.setattr(reading, "MOST_LINES", 10)
    shop.blobs.upload(
        "imports", "shop/file.csv", csv_of("ref,category", *[f"i{n},Sport" for n in range(35)]), "text/csv"
    )
    done, left = chunks.landed, 2
    answers = []

    def cancel_after_two(*arguments: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            answers.append(api.as_role("admin").post("imports/runs/1/cancel"))
        done(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(chunks, "landed", cancel_after_two)
        run_id = deliver(shop)

    run = shop.run(run_id)
    assert (answers[0].status, run.state, counts(run)) == (200, RunState.CANCELLED, (19, 0, 0, 0))
    assert len(shop.rows("SELECT FROM influencers")) == 19
    assert jobs.resume_imports(shop.blobs) == []
    assert shop.rows("SELECT FROM pg_tables WHERE schemaname = 'import_staging' AND tablename LIKE 'run%'") == []
    assert api.as_role("admin").post(f"imports/runs/{run_id}/cancel").json["code"] == "import_run_has_ended"

    with db.transaction() as session:
        run_service.retry_run(session, shop.actor, run_id)
    jobs.resume_imports(shop.blobs)

    assert counts(shop.run(run_id)) == (35, 0, 0, 0)
    take_back(shop, run_id)
    assert shop.rows("SELECT FROM influencers") == []
