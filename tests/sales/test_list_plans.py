"""No list reads a table of facts from end to end: what PostgreSQL plans for each at a million purchases."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from local.stack import Stack
from migrations import run as migrations
from shared.permissions import Role
from shared.platform import clock, db
from shared.platform.identity import Actor
from shared.platform.paging import Page, PageQuery
from shared.sales import queries
from shared.sales.schemas.customers import CustomerQuery
from shared.sales.schemas.likes import LikeQuery
from shared.sales.schemas.purchases import PurchaseQuery
from tests.sales.million import CUSTOMERS, DAYS, PRODUCTS, fill

FACTS = {"bought_by", "customers", "liked_by"}
# Of 8 kB each, for a page of 50; the purchases fill 12,000. What a product is called, or several statuses, are looked
# for along the days.
MOST_BLOCKS, MOST_BLOCKS_ALONG = 700, 12_000
ADMIN = Actor(1, Role.ADMIN)

type Filter = dict[str, Any]
type Lister = Callable[[Session, Any], Page[Any]]


def days_ago(days: int) -> str:
    return (clock.today() - timedelta(days=days)).isoformat()


def channels() -> list[Filter]:
    """One with a third of all, one with many, one with few, several, none among others."""
    return [{"influencer_id": ids} for ids in ((-1,), (1,), (1999,), (1, 2, 3), (-1, 5), (9_999,))]


def windows() -> list[Filter]:
    return [
        {"from": days_ago(7)},
        {"to": days_ago(DAYS - 7)},
        {"from": days_ago(400), "to": days_ago(398)},
        {"from": days_ago(365), "to": days_ago(0)},
    ]


def goods() -> list[Filter]:
    products: list[Filter] = [{"product_id": ids} for ids in ((1,), (PRODUCTS - 1,), (7, 8, 9))]
    categories: list[Filter] = [{"category": names} for names in (("category 0",), ("category 58",), ("nothing",))]
    return [*products, *categories, {"q": "product 12"}, {"q": "zz9"}, {"q": "De"}]


def purchase_filters() -> list[Filter]:
    statuses = ("ordered", "completed", "partially_returned", "returned", "cancelled")
    return [
        *channels(), *goods(), *windows(),
        {"customer_id": (1,)}, {"customer_id": (CUSTOMERS - 1, 5)},
        *({"status": (status,)} for status in statuses), {"status": ("ordered", "cancelled")},
        {"rating": (1,)}, {"rating": (5,)}, {"rating": (1, 2)},
        {"source": "shop", "external_ref": "77"},
    ]  # fmt: skip


def customer_filters() -> list[Filter]:
    words = ("mer 1234", "nobody", "De", "zz", "person-77@shop.example")
    deleted: list[Filter] = [{"is_account_deleted": value} for value in (True, False)]
    return [*channels(), *windows(), *deleted, *({"q": word} for word in words)]


def like_filters() -> list[Filter]:
    return [*channels(), *goods(), *windows(), {"customer_id": (5,)}, {"customer_id": (6, 7)}]


@dataclass(frozen=True)
class List:
    query: type[PageQuery]
    filters: Callable[[], list[Filter]]
    sorts: tuple[str, ...]
    run: Lister


LISTS = {
    "purchases": List(PurchaseQuery, purchase_filters, ("bought_date", "purchase_id"), queries.list_purchases),
    "customers": List(
        CustomerQuery,
        customer_filters,
        ("since", "customer_id"),
        lambda session, query: queries.list_customers(session, ADMIN, query),
    ),
    "likes": List(LikeQuery, like_filters, ("liked_date", "like_id"), queries.list_likes),
}


@dataclass
class Million:
    engine: Engine
    last: tuple[str, Any] | None = None

    def note(self, *arguments: Any) -> None:
        """Keep what is sent to the database, as it is."""
        _, _, statement, parameters, *_ = arguments
        self.last = statement, parameters

    def plans(self, listed: List, chosen: Filter, sort: str, *, run: bool) -> Iterator[dict[str, Any]]:
        """Yield the plans of the first two pages; with what they took, if they are to be run."""
        with Session(self.engine) as session:
            cursor: str | None = None
            for _ in range(2):
                page = listed.run(session, listed.query.model_validate({**chosen, "sort": sort, "cursor": cursor}))
                assert self.last is not None
                statement, parameters = self.last
                options = "ANALYZE, BUFFERS, TIMING off, FORMAT JSON" if run else "FORMAT JSON"
                explained = session.connection().exec_driver_sql(f"EXPLAIN ({options}) {statement}", parameters)
                yield explained.scalar_one()[0]["Plan"]
                cursor = page.next_cursor
                if cursor is None:
                    return


@pytest.fixture(scope="module")
def million(stack: Stack, _configured: None) -> Iterator[Million]:
    url = stack.postgres.create_database("million")
    migrations.upgrade(url)
    engine = db.make_engine(url)
    fill(engine)
    noting = Million(engine)
    event.listen(engine, "before_cursor_execute", noting.note)
    yield noting
    engine.dispose()
    stack.postgres.drop_database("million")


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


def read_whole(plan: dict[str, Any]) -> set[str]:
    return {node["Relation Name"] for node in nodes(plan) if node["Node Type"] == "Seq Scan"} & FACTS


def fields(chosen: Filter) -> set[str]:
    """Return what a filter looks at; both ends of a window are one."""
    return {"day" if name in {"from", "to"} else name for name in chosen}


def most_blocks(chosen: Filter) -> int:
    along = chosen.keys() & {"category", "q"} or len(chosen.get("status", ())) > 1
    return MOST_BLOCKS_ALONG if along else MOST_BLOCKS


def both_ways(sorts: tuple[str, ...]) -> list[str]:
    return [way + sort for sort in sorts for way in ("", "-")]


@pytest.mark.parametrize("name", LISTS)
def test_no_filter_and_sort_reads_a_whole_table(million: Million, name):
    listed = LISTS[name]
    whole = [
        (chosen, sort)
        for chosen in [{}, *listed.filters()]
        for sort in both_ways(listed.sorts)
        for plan in million.plans(listed, chosen, sort, run=False)
        if read_whole(plan)
    ]

    assert whole == []


@pytest.mark.parametrize("name", LISTS)
def test_no_two_filters_at_once_read_a_whole_table(million: Million, name):
    listed = LISTS[name]
    whole = [
        (one, other)
        for one, other in combinations(listed.filters(), 2)
        if not fields(one) & fields(other)
        for plan in million.plans(listed, one | other, f"-{listed.sorts[0]}", run=False)
        if read_whole(plan)
    ]

    assert whole == []


@pytest.mark.parametrize("name", LISTS)
def test_sorted_by_the_day_a_page_reads_little(million: Million, name):
    """Also where what is asked for lies at the other end of time."""
    listed = LISTS[name]
    dear = {
        (str(chosen), sort): blocks
        for chosen in [{}, *listed.filters()]
        for sort in both_ways(listed.sorts[:1])
        for plan in million.plans(listed, chosen, sort, run=True)
        if (blocks := plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]) > most_blocks(chosen)
    }

    assert dear == {}
