"""What a schedule asks for is of the day it runs: who may read it, and what a saved question says by then."""

from typing import Any

import pytest
from sqlalchemy import select, update

from shared.accounts.models import User
from shared.permissions import Role
from shared.platform import db
from shared.reporting.models import Report, report_readers
from tests.client import Client, make_user
from tests.reporting.schedules.deeds import ANY, MONTHLY, make_schedule

pytestmark = pytest.mark.usefixtures("database", "blob_store")
AUDIT: dict[str, Any] = {"kind": "audit", "filters": {}, "formats": ["csv"]}


def run(client: Client, schedule_id: int) -> Any:
    return client.post(f"report-schedules/{schedule_id}/run")


def parameters() -> list[Any]:
    with db.transaction() as session:
        return list(session.scalars(select(Report.parameters).order_by(Report.created_at)))


def test_only_those_recipients_get_it_who_may_read_its_figures(api: Client):
    admin, _ = make_user(Role.ADMIN), make_user(Role.FINANCE_MANAGER)
    client = api.as_user(admin)
    run(client, make_schedule(client, **AUDIT, period=None, recipients={"roles": ["admin", "finance_manager"]}))

    with db.transaction() as session:
        assert list(session.scalars(select(report_readers.c.user_id))) == [admin.user_id]


def test_figures_that_its_owner_may_not_read_are_refused_when_it_is_made_and_when_it_runs(api: Client):
    owner = make_user(Role.ADMIN)
    schedule_id = make_schedule(api.as_user(owner), **AUDIT, period=None)
    with db.transaction() as session:
        session.execute(update(User).where(User.user_id == owner.user_id).values(user_role=Role.DATA_ANALYST))

    assert run(api.as_user(owner), schedule_id).json["code"] == "report_kind_forbidden"
    mine = api.as_user(owner).post("report-schedules", MONTHLY | AUDIT | {"period": None})
    assert (mine.status, mine.json["code"]) == (403, "report_kind_forbidden")


def test_a_saved_question_is_asked_as_it_stands_when_it_runs(api: Client):
    client = api.as_role("data_analyst")
    saved = client.post("report-definitions", {"name": "Orders", "question": {"metrics": ["orders"]}}).json
    schedule_id = make_schedule(
        client, kind="custom", filters={"definition_id": saved["definition_id"]}, formats=["csv"], options={"bom": True}
    )
    path = f"report-definitions/{saved['definition_id']}"
    client.patch(path, {"name": "Money", "question": {"metrics": ["net_revenue"]}}, headers=ANY)

    run(client, schedule_id)

    [asked] = parameters()
    assert (asked["filters"]["name"], asked["filters"]["metrics"]) == ("Money", ["net_revenue"])
    assert asked["filters"]["from"] < asked["filters"]["to"]
    assert asked["options"]["bom"] is True


def test_a_format_that_the_kind_does_not_have_is_refused(api: Client):
    body = MONTHLY | {"kind": "purchases", "formats": ["pdf"], "filters": {}}
    reply = api.as_role("data_analyst").post("report-schedules", body)
    assert (reply.status, reply.json["code"]) == (422, "report_format_unknown")
