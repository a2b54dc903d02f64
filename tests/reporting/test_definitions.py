"""Reports of one's own, saved under a name and asked for by it."""

from typing import Any

import pytest

from tests.client import Client
from tests.reporting.asking import ask, file_of, rows_of, workbook
from tests.reporting.shop import WHOLE, busy

pytestmark = pytest.mark.usefixtures("blob_store")

QUESTION: dict[str, Any] = {"metrics": ["net_revenue", "orders"], "dimensions": ["category"], "window": "30d"}


@pytest.fixture
def analyst(api: Client) -> Client:
    return api.as_role("data_analyst")


def save(client: Client, **changes: Any) -> Any:
    return client.post("report-definitions", {"name": "Categories", "question": QUESTION} | changes)


def test_a_saved_question_is_found_changed_and_forgotten(analyst: Client):
    saved = save(analyst)
    path = f"report-definitions/{saved.json['definition_id']}"
    assert (saved.status, saved.headers["Location"]) == (201, f"/api/{path}")
    assert saved.json["question"] == QUESTION

    tag = {"If-Match": saved.headers["ETag"]}
    renamed = analyst.patch(path, {"name": "By category", "charts": ["custom_bar"]}, headers=tag)
    assert (renamed.status, renamed.json["name"], renamed.json["charts"]) == (200, "By category", ["custom_bar"])
    assert analyst.patch(path, {"name": "Again"}, headers=tag).status == 412
    assert [item["name"] for item in analyst.get("report-definitions", q="cat").json["items"]] == ["By category"]

    assert analyst.delete(path).status == 204
    assert analyst.get(path).json["code"] == "report_definition_not_found"


def test_a_report_is_made_of_a_saved_question_and_other_days(analyst: Client):
    busy()
    definition_id = save(analyst, charts=["custom_donut"]).json["definition_id"]
    filters = {"definition_id": definition_id} | WHOLE

    content = file_of(analyst, kind="custom", format="xlsx", filters=filters)
    rows = rows_of(file_of(analyst, kind="custom", filters=filters))

    book = workbook(content)
    assert book["About"]["A1"].value == "Categories"
    assert len(book["Metrics"]._charts) == 1
    answer = analyst.post("metrics/query", {"metrics": ["net_revenue"], "dimensions": ["category"]} | WHOLE).json
    assert [(row["category"], row["net_revenue"]) for row in rows] == [
        (row["category"], row["net_revenue"]) for row in answer["rows"]
    ]


def test_a_name_is_taken_once_by_each(api: Client, analyst: Client):
    assert save(analyst).status == 201
    assert save(analyst).json["code"] == "report_definition_name_taken"
    assert save(api.as_role("data_analyst")).status == 201


def test_a_saved_question_is_its_owners(api: Client, analyst: Client):
    definition_id = save(analyst).json["definition_id"]
    other = api.as_role("marketing_manager")

    assert other.get(f"report-definitions/{definition_id}").status == 404
    assert ask(other, kind="custom", filters={"definition_id": definition_id}).status == 404
    assert other.get("report-definitions").json["items"] == []
    assert len(api.as_role("admin").get("report-definitions").json["items"]) == 1


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"question": {}}, "/question/metrics"),
        ({"question": QUESTION | {"colour": "red"}}, "/question/colour"),
        ({"question": QUESTION | {"metrics": ["clicks"]}}, "/metrics"),
        ({"question": QUESTION | {"name": "x"}}, "/question/name"),
        ({"charts": ["pie"]}, "/charts"),
        ({"name": ""}, "/name"),
    ],
)
def test_a_question_without_sense_is_not_saved(analyst: Client, changes: dict[str, Any], pointer: str):
    refused = save(analyst, **changes)

    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, pointer)


def test_a_saved_report_is_named_by_a_number(analyst: Client):
    refused = ask(analyst, kind="custom", filters={"definition_id": "1"})
    assert refused.json["errors"][0]["pointer"] == "/filters/definition_id"
