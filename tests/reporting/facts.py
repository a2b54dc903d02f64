"""Sums of revenue a second way, plain SQL over the facts, and those that a file tells."""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pypdf
from sqlalchemy import text

from shared.platform import db
from shared.reporting import wording
from shared.reporting.document import Form, ReportDocument
from shared.reporting.kinds import KINDS, building, question_of
from shared.reporting.render import render
from tests.reporting.asking import rows_of, workbook

type Sums = dict[str, Decimal]

SUMS = ("gross_revenue", "returned_revenue", "net_revenue")
LISTS = ("influencer_id", "campaign_id", "product_id", "category", "platform")

# Of a purchase that campaigns share each has an even part; cents that cannot be split go to those of higher id.
FACTS = """
    WITH sold AS (
        SELECT bought_by.channel, product_id, bought_date, CAST(100 * quantity * unit_price AS bigint) AS gross,
               CAST(100 * coalesce(returned_quantity, 0) * unit_price AS bigint) AS returned
        FROM bought_by JOIN products USING (product_id) LEFT JOIN influencers ON influencer_id = bought_by.channel
        WHERE bought_by.status <> 'cancelled' AND bought_date BETWEEN :from AND :to AND quantity IS NOT NULL
          AND (influencer_id IS NOT NULL OR NOT :named)
          AND (:influencer_id = '{}' OR bought_by.channel = ANY (CAST(:influencer_id AS integer[])))
          AND (:product_id = '{}' OR product_id = ANY (CAST(:product_id AS integer[])))
          AND (:category = '{}' OR products.category = ANY (CAST(:category AS text[])))
          AND (:platform = '{}' OR platform = ANY (CAST(:platform AS text[])))
    ), credited AS (
        SELECT gross, returned, place, shared FROM sold CROSS JOIN LATERAL (
            SELECT campaign_id, row_number() OVER (ORDER BY campaign_id) AS place, count(*) OVER () AS shared
            FROM campaigns WHERE status <> 'draft' AND bought_date BETWEEN start_date AND least(end_date, ended_on)
              AND campaign_id IN (SELECT campaign_id FROM arranges
                                  WHERE influencer_id = channel AND arranges.product_id = sold.product_id)
        ) AS of WHERE campaign_id = ANY (CAST(:campaign_id AS integer[]))
        UNION ALL SELECT gross, returned, 1, 1 FROM sold WHERE :campaign_id = '{}'
    )
    SELECT coalesce(sum(gross * place / shared - gross * (place - 1) / shared), 0) / 100.00 AS gross_revenue,
           coalesce(sum(returned * place / shared - returned * (place - 1) / shared), 0) / 100.00 AS returned_revenue
    FROM credited"""


def of_facts(filters: Mapping[str, Any], *, named: bool) -> Sums:
    values = {name: "{" + ",".join(map(str, filters.get(name, []))) + "}" for name in LISTS}
    with db.transaction() as session:
        found = session.execute(text(FACTS), {**filters, **values, "named": named}).one()
    gross, returned = (Decimal(each).quantize(Decimal("0.01")) for each in found)
    return dict(zip(SUMS, (gross, returned, gross - returned), strict=True))


def document_of(slug: str, question: Mapping[str, Any]) -> ReportDocument:
    kind = KINDS[slug]
    with db.snapshot() as data:
        making = building.Making("R-1", "1", "Demo", [])
        return building.document(data, kind, question_of(kind, question), making)


def in_csv(document: ReportDocument, sums: Sequence[str], table: str = "") -> Sums:
    """Those of the lines, which are those of the sidecar."""
    file = render(replace(document, form=Form(table=table)), "csv")
    assert file.about is not None
    totals = json.loads(file.about)["table"]["totals"] or dict.fromkeys(sums, "0.00")
    rows = rows_of(file.content)
    summed = {name: sum((Decimal(row[name] or 0) for row in rows), Decimal(0)) for name in sums}
    told = [name for name in sums if name in totals]
    assert {name: Decimal(totals[name]) for name in told} == {name: summed[name] for name in told}
    return summed


def in_workbook(document: ReportDocument, sums: Sequence[str], place: int = 0) -> Sums:
    """Those of the line of totals on a sheet; nothing where there is none."""
    columns = [column.key for column in document.tables[place].columns]
    lines = list(workbook(render(document, "xlsx").content).worksheets[place].iter_rows(min_row=2, values_only=True))
    total = next((dict(zip(columns, line, strict=False)) for line in lines if "Total" in line), {})
    return {name: Decimal(str(total.get(name) or 0)) for name in sums}


def assert_printed(document: ReportDocument, sums: Sums) -> None:
    """Every sum whose column goes on paper stands there."""
    pages = pypdf.PdfReader(io.BytesIO(render(document, "pdf").content)).pages
    printed = "".join(page.extract_text() for page in pages)
    for table in (each.on_paper for each in document.tables if each.rows):
        for name in {column.key for column in table.columns} & {*sums} & {*(table.totals or {})}:
            assert wording.number_text(sums[name], 2) in printed, name
