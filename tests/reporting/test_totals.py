"""Totals of every file are those of the screen and of the facts, to the cent, whatever the filters."""

import io
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from shared.platform import db
from shared.reporting import wording
from shared.reporting.document import ReportDocument
from shared.reporting.kinds import KINDS, building, question_of
from shared.reporting.render import render
from tests.analytics.shop import DAYS
from tests.client import Client
from tests.reporting.asking import rows_of, workbook
from tests.reporting.shop import busy

SUMS = ("gross_revenue", "returned_revenue", "net_revenue")
FACTS = """
    SELECT coalesce(sum(quantity * unit_price), 0) AS gross_revenue,
           coalesce(sum(coalesce(returned_quantity, 0) * unit_price), 0) AS returned_revenue,
           coalesce(sum((quantity - coalesce(returned_quantity, 0)) * unit_price), 0) AS net_revenue
    FROM bought_by JOIN products USING (product_id) LEFT JOIN influencers ON influencer_id = channel
    WHERE status <> 'cancelled' AND bought_date BETWEEN :from AND :to AND (influencer_id IS NOT NULL OR NOT :named)
      AND (:influencer_id = '{}' OR channel = ANY (CAST(:influencer_id AS integer[])))
      AND (:product_id = '{}' OR product_id = ANY (CAST(:product_id AS integer[])))
      AND (:category = '{}' OR products.category = ANY (CAST(:category AS text[])))
      AND (:platform = '{}' OR platform = ANY (CAST(:platform AS text[])))"""


@dataclass(frozen=True)
class Asked:
    """A kind, where its screen asks, and whether it lists influencers only."""

    slug: str
    path: str
    named: bool
    more: dict[str, Any]

    def on_screen(self, client: Client, filters: dict[str, Any]) -> dict[str, Decimal]:
        if self.slug == "custom":
            days = {name: filters[name] for name in ("from", "to")}
            narrowed = {name: value for name, value in filters.items() if name not in days}
            totals = client.post(self.path, self.more | days | {"filters": narrowed}).json["totals"]
            return {name: Decimal(totals[name]) for name in SUMS}
        answer = client.get(self.path, None, **(self.more | filters)).json
        if self.slug == "finance_overview":
            return {name: Decimal(answer["totals"]["metrics"][name]) for name in SUMS}
        items = [item.get("metrics", item) for item in answer["items"]]
        return {name: sum((Decimal(item[name]) for item in items), Decimal(0)) for name in SUMS}


ASKED = (
    Asked("ranking", "rankings", named=True, more={"by": "net_revenue", "limit": 200}),
    Asked("influencer_performance", "performance", named=True, more={"limit": 200}),
    Asked("sales_by_category", "sales/by-category", named=False, more={}),
    Asked("finance_overview", "finance/overview", named=False, more={"by": "category"}),
    Asked("custom", "metrics/query", named=False, more={"metrics": SUMS, "dimensions": ["category"], "limit": 500}),
)


def some(*values: Any) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True)


FILTERS = st.fixed_dictionaries(
    {
        "from": st.sampled_from(DAYS[:60]).map(str),
        "to": st.sampled_from(DAYS[60:]).map(str),
        "influencer_id": some(1, 2, 3, 4),
        "product_id": some(1, 2, 3),
        "category": some("Bags", "Shoes"),
        "platform": some("TikTok", "Instagram"),
    }
)


@pytest.fixture
def analyst(api: Client) -> Client:
    busy()
    return api.as_role("data_analyst")


def of_facts(asked: Asked, filters: dict[str, Any]) -> dict[str, Decimal]:
    lists = ("influencer_id", "product_id", "category", "platform")
    values = {name: "{" + ",".join(map(str, filters.get(name, []))) + "}" for name in lists}
    with db.transaction() as session:
        found = session.execute(text(FACTS), filters | values | {"named": asked.named}).one()
    return dict(found._mapping)


def document_of(asked: Asked, filters: dict[str, Any]) -> ReportDocument:
    kind = KINDS[asked.slug]
    with db.snapshot() as data:
        making = building.Making("R-1", "1", "Demo", [])
        return building.document(data, kind, question_of(kind, asked.more | filters), making)


def in_csv(document: ReportDocument) -> dict[str, Decimal]:
    """Those of the lines, which are those of the sidecar."""
    file = render(document, "csv")
    assert file.about is not None
    totals = json.loads(file.about)["table"]["totals"] or dict.fromkeys(SUMS, "0.00")
    rows = rows_of(file.content)
    summed = {name: sum((Decimal(row[name] or 0) for row in rows), Decimal(0)) for name in SUMS}
    assert {name: Decimal(totals[name]) for name in SUMS if name in totals} == {
        name: summed[name] for name in SUMS if name in totals
    }
    return summed


def in_workbook(document: ReportDocument) -> dict[str, Decimal]:
    columns = [column.key for column in document.tables[0].columns]
    lines = list(workbook(render(document, "xlsx").content).worksheets[0].iter_rows(min_row=2, values_only=True))
    total = next((dict(zip(columns, line, strict=False)) for line in lines if "Total" in line), {})
    return {name: Decimal(str(total.get(name) or 0)) for name in SUMS}


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.sampled_from(ASKED), filters=FILTERS)
def test_sums_in_files_are_those_of_the_screen_and_of_the_facts(analyst: Client, asked: Asked, filters: dict[str, Any]):
    filters = {name: value for name, value in filters.items() if value}
    facts, document = of_facts(asked, filters), document_of(asked, filters)

    assert asked.on_screen(analyst, filters) == facts
    assert in_csv(document) == facts
    assert in_workbook(document) == facts
    printed = "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(render(document, "pdf").content)).pages
    )
    table = document.tables[0].on_paper
    for name in {column.key for column in table.columns} & {*SUMS} if table.rows else ():
        assert wording.number_text(facts[name], 2) in printed
