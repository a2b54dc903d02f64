"""Totals of every file are those of the screen and of the facts, to the cent, whatever the filters."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from shared.analytics.attribution.catalogue import DESCRIBED
from shared.analytics.sales_schemas import MetricsQuestion
from shared.platform import db
from shared.reporting.kinds import categories
from tests.analytics.shop import DAYS
from tests.client import Client
from tests.reporting.facts import SUMS, Sums, assert_printed, document_of, in_csv, in_workbook, of_facts
from tests.reporting.shop import WHOLE, busy

FEW = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass(frozen=True)
class Asked:
    """A kind, where its screen asks, which sums it has, and whether it lists influencers only."""

    slug: str
    path: str
    named: bool
    more: dict[str, Any]
    sums: tuple[str, ...] = SUMS

    def on_screen(self, client: Client, filters: dict[str, Any]) -> Sums:
        if self.slug == "custom":
            days = {name: filters[name] for name in ("from", "to")}
            narrowed = {name: value for name, value in filters.items() if name not in days}
            return sums_of(client.post(self.path, self.more | days | {"filters": narrowed}).json["totals"], self.sums)
        answer = client.get(self.path, None, **(self.more | filters)).json
        if self.slug == "finance_overview":
            return sums_of(answer["totals"]["metrics"], self.sums)
        items = [sums_of(item.get("metrics", item), self.sums) for item in answer["items"]]
        return {name: sum((item[name] for item in items), Decimal(0)) for name in self.sums}


ASKED = (
    Asked("ranking", "rankings", named=True, more={"by": "net_revenue", "limit": 200}),
    Asked("influencer_performance", "performance", named=True, more={"limit": 200}),
    Asked("returns_by_influencer", "returns/by-influencer", named=True, more={"limit": 200}, sums=SUMS[:2]),
    Asked("sales_by_category", "sales/by-category", named=False, more={}),
    Asked("finance_overview", "finance/overview", named=False, more={"by": "category"}),
    Asked("custom", "metrics/query", named=False, more={"metrics": SUMS, "dimensions": ["category"], "limit": 500}),
)


def sums_of(found: dict[str, str], names: tuple[str, ...]) -> Sums:
    return {name: Decimal(found[name]) for name in names}


def some(*values: Any) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True)


PERIOD: dict[str, st.SearchStrategy[Any]] = {
    "from": st.sampled_from(DAYS[:60]).map(str),
    "to": st.sampled_from(DAYS[60:]).map(str),
}
OF_PURCHASES: dict[str, st.SearchStrategy[Any]] = {
    "campaign_id": some(1, 2, 3),
    "product_id": some(1, 2, 3),
    "category": some("Bags", "Shoes"),
}
OF_INFLUENCERS: dict[str, st.SearchStrategy[Any]] = {
    "influencer_id": some(1, 2, 3, 4),
    "platform": some("TikTok", "Instagram"),
}
FILTERS = st.fixed_dictionaries(PERIOD | OF_PURCHASES | OF_INFLUENCERS).map(
    lambda drawn: {name: value for name, value in drawn.items() if value}
)


@pytest.fixture
def analyst(api: Client) -> Client:
    """The busy shop with campaigns that share purchases, one of them ended early, and a draft that has none."""
    busy()
    with db.transaction() as session:
        session.execute(
            text("""INSERT INTO campaigns (campaign_id, campaign_name, start_date, end_date, budget, status, ended_on)
                    VALUES (3, 'Ended', '2025-01-01', '2025-03-31', 10, 'cancelled', '2025-02-20'),
                           (4, 'Draft', '2025-01-01', '2025-12-31', 10, 'draft', NULL)""")
        )
        session.execute(
            text("""INSERT INTO arranges (product_id, influencer_id, user_id, campaign_id)
                    SELECT product_id, influencer_id, (SELECT min(user_id) FROM users), campaign_id
                    FROM (VALUES (1, 1), (2, 2), (2, 1)) AS pair (product_id, influencer_id)
                    CROSS JOIN (VALUES (1), (3), (4)) AS campaign (campaign_id)""")
        )
    return api.as_role("data_analyst")


@FEW
@given(filters=FILTERS)
@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.slug)
def test_sums_in_files_are_those_of_the_screen_and_of_the_facts(analyst: Client, asked: Asked, filters: dict[str, Any]):
    every, document = of_facts(filters, named=asked.named), document_of(asked.slug, asked.more | filters)
    facts = {name: every[name] for name in asked.sums}

    assert asked.on_screen(analyst, filters) == facts
    assert in_csv(document, asked.sums) == facts
    assert in_workbook(document, asked.sums) == facts
    assert_printed(document, facts)


@FEW
@given(filters=FILTERS)
@example(filters={"from": "2024-12-20", "to": "2025-02-18", "campaign_id": [1]})
def test_every_model_of_attribution_shares_out_what_the_facts_come_to(analyst: Client, filters: dict[str, Any]):
    """Influencers and platforms only choose who is listed: what the others have is a line of its own."""
    purchases = {name: value for name, value in filters.items() if name not in OF_INFLUENCERS}
    net = of_facts(purchases, named=False)["net_revenue"]
    sums = [f"{each.model}_revenue" for each in DESCRIBED]

    answer, document = analyst.get("attribution", None, **filters).json, document_of("attribution", filters)

    assert Decimal(answer["total"]["revenue"]) == net
    facts = dict.fromkeys(sums, net)
    assert in_csv(document, sums) == in_workbook(document, sums) == facts
    assert_printed(document, facts)


@FEW
@given(campaign_id=st.sampled_from((1, 2, 3)), period=st.one_of(st.just(None), st.fixed_dictionaries(PERIOD)))
def test_every_table_of_a_campaign_adds_up_to_the_facts(
    analyst: Client, campaign_id: int, period: dict[str, Any] | None
):
    days = period or {"from": "2024-01-01", "to": "2025-12-31"}
    facts = of_facts(days | {"campaign_id": [campaign_id]}, named=False)

    answer = analyst.get(f"campaigns/{campaign_id}/success", None, **(period or {})).json
    document = document_of("campaign_success", {"campaign_id": campaign_id} | (period or {}))

    assert sums_of(answer["metrics"], SUMS) == facts
    metrics = {row["label"]: row["value"] for row in document.tables[0].rows}
    assert [metrics["Gross revenue"], metrics["Returned revenue"], metrics["Net revenue"]] == [*facts.values()]
    for place, table in enumerate(document.tables):
        sums = [name for name in SUMS if table.totals and name in table.totals]
        told = {name: facts[name] for name in sums}
        if sums:
            assert in_csv(document, sums, table.slug) == in_workbook(document, sums, place) == told
    assert_printed(document, facts)


def test_months_add_up_to_the_categories_or_say_that_some_are_missing(analyst: Client, monkeypatch: pytest.MonkeyPatch):
    whole = document_of("sales_by_category", WHOLE)
    monkeypatch.setattr(categories, "MonthsQuestion", partial(MetricsQuestion, limit=3))
    cut = document_of("sales_by_category", WHOLE)

    assert whole.tables[2].totals is not None
    assert whole.tables[0].totals is not None
    assert whole.tables[2].totals["net_revenue"] == whole.tables[0].totals["net_revenue"]
    assert (len(cut.tables[2].rows), cut.tables[2].totals) == (3, None)
    assert cut.tables[2].note.startswith("Only the first")
