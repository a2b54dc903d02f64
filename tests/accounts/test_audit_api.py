"""Reading the audit log: filters, business days, order, and the download."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from shared.accounts import exports
from shared.permissions import Role
from shared.platform import clock, db
from shared.platform.config import settings
from tests.client import Client, Reply, make_user

ROW: dict[str, Any] = {
    "at": "2026-03-10T12:00:00Z",
    "actor_id": 7,
    "action": "thing.changed",
    "entity": "things",
    "entity_id": "1",
    "changes": "{}",
    "request_id": "request-1",
    "address": "192.0.2.1",
    "agent": "agent/1.0",
}


def recorded(**values: Any) -> int:
    """Leave a row that differs from ROW in `values` and return its audit_id."""
    row = ROW | values
    columns, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    statement = text(f"INSERT INTO audit_log ({columns}) VALUES ({marks}) RETURNING audit_id")
    with db.connection() as connection:
        return int(connection.execute(statement, row).scalar_one())


@pytest.fixture
def admin(api: Client) -> Client:
    return api.as_role("admin")


def shown(reply: Reply) -> list[int]:
    assert reply.status == 200, reply.body
    return [item["audit_id"] for item in reply.json["items"]]


def lines(reply: Reply) -> list[list[str]]:
    assert reply.status == 200, reply.body
    return list(csv.reader(io.StringIO(reply.body.decode("utf-8-sig"), newline="")))


def test_a_row_is_shown_as_it_is(admin):
    audit_id = recorded(changes='{"size": [1, 2]}')

    (item,) = admin.get("audit").json["items"]

    expected = ROW | {"audit_id": audit_id, "changes": {"size": [1, 2]}}
    assert item == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("actor_id", 8),
        ("action", "thing.seen"),
        ("entity", "other"),
        ("entity_id", "2"),
        ("request_id", "request-2"),
        ("address", "2001:db8::1"),
    ],
)
def test_each_filter_finds_its_rows(admin, name, value):
    recorded()
    wanted = [recorded(**{name: value}), recorded(**{name: value})]

    assert shown(admin.get("audit", **{name: value})) == wanted
    assert [line[0] for line in lines(admin.get("audit/export", **{name: value}))[1:]] == [str(one) for one in wanted]


def test_filters_go_together(admin):
    recorded(action="a.b"), recorded(entity="e")
    both = recorded(action="a.b", entity="e")

    assert shown(admin.get("audit", action="a.b", entity="e")) == [both]
    assert shown(admin.get("audit", action="a.b", entity="f")) == []


@pytest.fixture
def in_new_york(monkeypatch: pytest.MonkeyPatch, database: None) -> Iterator[None]:
    monkeypatch.setenv("BUSINESS_TIME_ZONE", "America/New_York")
    settings.cache_clear()
    db.dispose()
    yield
    monkeypatch.undo()
    settings.cache_clear()
    db.dispose()


def test_days_are_the_shops_and_both_are_included(admin, in_new_york):
    """On 8 March 2026 clocks there go from UTC-5 to UTC-4: the day has 23 hours."""
    recorded(at="2026-03-08T04:59:59.999999Z")
    first = recorded(at="2026-03-08T05:00:00Z")
    last = recorded(at="2026-03-09T03:59:59.999999Z")
    after = recorded(at="2026-03-09T04:00:00Z")

    day = {"from": "2026-03-08", "to": "2026-03-08"}
    assert shown(admin.get("audit", **day)) == [first, last]
    assert len(lines(admin.get("audit/export", **day))) == 3
    assert shown(admin.get("audit", **{"from": "2026-03-09", "to": "2026-03-09"})) == [after]
    assert after in shown(admin.get("audit", **{"from": "2026-03-09"}))
    assert len(shown(admin.get("audit", to="2026-03-08"))) == 3


def test_any_day_of_the_calendar_may_be_asked_for(admin):
    audit_id = recorded()

    assert shown(admin.get("audit", **{"from": "0001-01-01", "to": "9999-12-31"})) == [audit_id]


@pytest.mark.parametrize("path", ["audit", "audit/export"])
def test_a_window_the_wrong_way_round_is_refused(admin, path):
    answer = admin.get(path, **{"from": "2026-03-02", "to": "2026-03-01"})

    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "from")


def test_newest_first_page_by_page_while_rows_come(admin):
    made = [recorded() for _ in range(5)]

    page = admin.get("audit", sort="-audit_id", limit=2)
    assert shown(page) == made[:2:-1]
    recorded()
    page = admin.get("audit", sort="-audit_id", limit=2, cursor=page.json["next_cursor"])
    assert shown(page) == made[2:0:-1]
    page = admin.get("audit", sort="-audit_id", limit=2, cursor=page.json["next_cursor"])
    assert (shown(page), page.json["next_cursor"]) == (made[:1], None)


def test_sorted_by_time(admin):
    later, earlier = recorded(at="2026-03-11T00:00:00Z"), recorded(at="2026-03-10T00:00:00Z")

    assert shown(admin.get("audit", sort="at")) == [earlier, later]
    assert shown(admin.get("audit", sort="-at")) == [later, earlier]


@pytest.mark.parametrize(
    "query", [{"sort": "agent"}, {"actor_id": "x"}, {"until": "2026-03-01"}, {"from": "yesterday"}]
)
def test_what_it_does_not_know_is_refused(admin, query):
    assert admin.get("audit", **query).status == 422


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
@pytest.mark.parametrize("path", ["audit", "audit/export"])
def test_only_an_admin_reads_it(api, role, path):
    recorded()

    assert api.as_role(role).get(path).status == 403


def test_the_download_is_a_file_that_no_cache_keeps(admin):
    recorded()

    answer = admin.get("audit/export")

    assert answer.headers["Content-Type"] == "text/csv"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="audit-log-{clock.today()}.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert answer.body.startswith(b"\xef\xbb\xbfaudit_id,at,actor_id,action,")


def test_the_download_holds_every_column(admin):
    audit_id = recorded(at="2026-03-10T12:00:00.5Z", changes='{"size": [1, null], "a": "ä"}')
    bare = recorded(actor_id=None, request_id=None, address=None, agent=None)

    header, full, empty = lines(admin.get("audit/export"))

    assert header == ["audit_id", *ROW]
    assert full == [
        str(audit_id), "2026-03-10T12:00:00.500000Z", "7", "thing.changed", "things", "1", '{"a":"ä","size":[1,null]}',
        "request-1", "192.0.2.1", "agent/1.0",
    ]  # fmt: skip
    assert empty == [str(bare), "2026-03-10T12:00:00.000000Z", "", "thing.changed", "things", "1", "{}", "", "", ""]


def test_no_cell_of_the_download_is_calculated(admin):
    recorded(agent='=HYPERLINK("http://x.example")', entity_id="-1", address="@SUM(A1)", action="a;=1+1")

    (line,) = lines(admin.get("audit/export"))[1:]

    assert line[3:] == ["a;'=1+1", "things", "'-1", "{}", "request-1", "'@SUM(A1)", '\'=HYPERLINK("http://x.example")']


def test_the_download_leaves_a_row_of_its_own(api):
    admin = make_user(Role.ADMIN)
    client = api.as_user(admin)
    recorded(), recorded(entity="other")

    first = client.get("audit/export", entity="things", **{"from": "2026-03-01"})

    (item,) = client.get("audit", action="audit.exported").json["items"]
    assert (item["actor_id"], item["entity"], item["request_id"]) == (
        admin.user_id, "audit_log", first.headers["X-Request-Id"],
    )  # fmt: skip
    assert item["changes"] == {"filters": {"entity": "things", "from": "2026-03-01"}, "rows": 1}
    assert len(lines(client.get("audit/export"))) == 1 + 3


def test_as_many_rows_as_fit_are_downloaded_and_not_one_more(admin, monkeypatch):
    monkeypatch.setattr(exports, "MOST_ROWS", 3)
    for _ in range(3):
        recorded()
    assert len(lines(admin.get("audit/export"))) == 1 + 3

    answer = admin.get("audit/export")  # the download before left the fourth

    assert (answer.status, answer.json["code"], answer.json["limit"]) == (422, "audit_export_too_large", 3)
    assert [error["pointer"] for error in answer.json["errors"]] == ["from", "to"]
    assert len(lines(admin.get("audit/export", to="2026-03-10"))) == 1 + 3


def test_there_is_no_way_to_write_it(admin):
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert admin.call(method, "audit", body={}).status == 404
