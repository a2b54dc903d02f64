"""Reports of a campaign's success keep to the days that are asked for, and kinds say which filters they need."""

import pytest
from openpyxl.styles import numbers

from shared.reporting import wording
from shared.reporting.document import Column, Format
from shared.reporting.xlsx_cells import number_format
from tests.client import Client
from tests.reporting.asking import ask, file_of, rows_of, workbook
from tests.reporting.shop import busy

DAYS = {"from": "2025-02-03", "to": "2025-02-09"}
CHANCE = Column("chance", "Chance", format=Format.RATIO, is_chance=True)


@pytest.mark.usefixtures("blob_store")
def test_success_of_chosen_days_is_that_of_the_screen(api: Client):
    busy()
    admin = api.as_role("admin")
    asked = {"kind": "campaign_success", "filters": {"campaign_id": 2} | DAYS}
    whole, shown = (admin.get("campaigns/2/success", None, **days).json["metrics"] for days in ({}, DAYS))

    rows = {row["label"]: row["value"] for row in rows_of(file_of(admin, **asked))}
    sheets = workbook(file_of(admin, format="xlsx", **asked)).sheetnames

    assert rows["Net revenue"] == shown["net_revenue"] != whole["net_revenue"]
    assert rows["Return rate"] == str(shown["return_rate"])
    assert not {"Targets", "Budget pacing"} & {*sheets}
    refused = ask(admin, **asked | {"filters": {"campaign_id": 2, "against": ["past"]} | DAYS})
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, "against")


def test_the_audience_says_that_it_needs_a_filter(api: Client):
    kinds = {kind["kind"]: kind for kind in api.as_role("data_analyst").get("report-kinds").json["items"]}
    either = [name for one in kinds["audience"]["filters"]["anyOf"] for name in one["required"]]
    assert either == ["influencer_id", "campaign_id", "product_id", "category", "platform"]


@pytest.mark.parametrize(
    ("value", "shown"), [(1.0, "> 99.9%"), (0.9991, "> 99.9%"), (0.999, "99.9%"), (0.5, "50.0%"), (0.0, "< 0.1%")]
)
def test_a_probability_in_a_table_is_never_certain(value: float, shown: str):
    assert wording.as_text(value, CHANCE) == shown


def test_nor_in_a_workbook():
    assert number_format(CHANCE) == '[>0.999]"> 99.9%";[<0.001]"< 0.1%";#,##0.0%'
    assert not numbers.is_date_format(number_format(CHANCE))
