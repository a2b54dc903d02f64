"""Runs of snapshots, returns, likes and expenses taken back, in one chunk and in many."""

from typing import Any

import pytest

from shared.imports import reading
from shared.imports.states import RunState
from tests.imports.conftest import Shop, csv_of
from tests.imports.test_more_targets import EXPENSES, LIKES, RETURNS, SNAPSHOTS, orders
from tests.imports.test_undo import take_back

RECORDS = {
    "return_lines": "purchase_id, quantity, returned_date, reason, external_ref",
    "bought_by": "external_ref, status::text, returned_quantity, returned_date, return_reason",
    "liked_by": "customer_id, product_id, channel, liked_date",
    "influencer_snapshots": "influencer_id, day, followers, engagement_rate",
    "expenses": "external_ref, amount, cost_category, description",
    "influencers": "external_ref",
    "customers": "external_ref",
    "campaigns": "external_ref",
}
FILES: dict[str, tuple[dict[str, Any], list[str], list[str]]] = {
    "returns": (
        RETURNS,
        ["ref,order,n,day,why", "r1,o1,2,2024-03-05,broken", "r2,o1,1,2024-03-06,"],
        ["ref,order,n,day,why", "r1,o1,1,2024-03-07,late", "r3,o2,,2024-03-05,", "r4,o1,2,2024-03-06,"],
    ),
    "likes": (
        LIKES,
        ["who,what,via,day", "c1,p1,i1,2024-03-02"],
        ["who,what,via,day", "c1,p1,i2,2024-03-03", "c2,p1,,2024-03-03", "c1,p9,i3,"],
    ),
    "expenses": (
        EXPENSES,
        ["ref;campaign;influencer;kind;day;amount;note", "e1;k1;;studio;05.03.2024;1,5;"],
        ["ref;campaign;influencer;kind;day;amount;note", "e1;k1;;x;05.03.2024;2;y", "e2;k2;;x;05.03.2024;2;"],
    ),
    "snapshots": (
        SNAPSHOTS,
        ["who,day,followers,rate", "i1,2024-03-01,5,1%", "i1,2024-03-02,6,"],
        ["who,day,followers,rate", "i1,2024-03-01,7,", "i1,2024-03-03,6,", "i2,2024-03-01,9,2%"],
    ),
}


def records(shop: Shop) -> dict[str, Any]:
    return {name: sorted(shop.rows(f"SELECT {columns} FROM {name}"), key=str) for name, columns in RECORDS.items()}


@pytest.mark.parametrize("size", [1, 50_000])
@pytest.mark.parametrize("kind", FILES)
def test_what_was_there_comes_back_and_what_is_new_goes(shop: Shop, monkeypatch, kind: str, size: int):
    monkeypatch.setattr(reading, "MOST_LINES", size)
    declared, first, second = FILES[kind]
    orders(shop)
    shop.source(declared)
    begun = records(shop)
    one = shop.drop(csv_of(*first))
    before = records(shop)
    other = shop.drop(csv_of(*second), "second.csv")

    assert (one.error, other.error, other.rows_rejected) == (None, None, 0)
    assert records(shop) != before
    take_back(shop, other.run_id)
    assert records(shop) == before
    take_back(shop, one.run_id)
    assert records(shop) == begun
    assert shop.run(one.run_id).state is RunState.UNDONE
