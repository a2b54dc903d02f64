"""A schedule from its making to the mail that tells of its reports, on a real database and blob store."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from shared.permissions import Role
from shared.platform import clock, db
from shared.reporting import making
from shared.reporting.models import Report, ReportSchedule
from shared.reporting.rules import ReportState
from shared.reporting.schedules import jobs
from tests.accounts.outbox import letters
from tests.client import Client, make_user
from tests.reporting.asking import deliver
from tests.reporting.schedules.deeds import ANY, MONTHLY, make_schedule

pytestmark = pytest.mark.usefixtures("database", "blob_store")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _standing_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def reports() -> list[Report]:
    with db.transaction() as session:
        return list(session.scalars(select(Report).order_by(Report.due_at, Report.format.desc())))


def make_due(schedule_id: int, times: int = 1) -> int:
    """Let the timer find the schedule due; return how many reports it asked for, over all times."""
    made = 0
    for n in range(times):
        with db.transaction() as session:
            due = {"next_due_at": NOW - timedelta(minutes=n + 1)}
            session.execute(update(ReportSchedule).where(ReportSchedule.schedule_id == schedule_id).values(due))
        made += jobs.run_schedules()
    return made


def of(schedule_id: int) -> ReportSchedule:
    with db.transaction() as session:
        return session.get_one(ReportSchedule, schedule_id)


def subjects(user: Any) -> list[str]:
    return [letter.subject for letter in letters(user.user_mail)]


def test_a_due_schedule_makes_each_format_over_the_days_before(api: Client):
    make_user(Role.FINANCE_MANAGER)
    schedule_id = make_schedule(api.as_role("data_analyst"))
    assert of(schedule_id).next_due_at == datetime(2026, 12, 1, 7, 30, tzinfo=UTC)

    assert make_due(schedule_id) == 2
    assert jobs.run_schedules() == 0

    assert [(one.kind, one.format) for one in reports()] == [("ranking", "csv"), ("ranking", "xlsx")]
    filters = {"by": "net_revenue", "from": "2026-10-01", "to": "2026-10-31"}
    assert all(one.parameters["filters"] == filters for one in reports())
    assert of(schedule_id).next_due_at == datetime(2026, 12, 1, 7, 30, tzinfo=UTC)


def test_its_readers_are_told_once_when_all_formats_are_there_and_may_fetch_them(api: Client):
    reader, stranger = make_user(Role.FINANCE_MANAGER), make_user(Role.CAMPAIGN_MANAGER)
    make_due(make_schedule(api.as_role("data_analyst")))
    csv, xlsx = (str(one.report_id) for one in reports())

    deliver(csv)
    assert subjects(reader) == []
    deliver(xlsx)
    deliver(xlsx)

    assert subjects(reader) == ["A scheduled report is ready"]
    [letter] = letters(reader.user_mail)
    assert f"/reports/{csv}" in letter.text
    assert "sig=" not in letter.text
    assert "download_url" in api.as_user(reader).get(f"reports/{csv}").json
    assert {item["report_id"] for item in api.as_user(reader).get("reports").json["items"]} == {csv, xlsx}
    assert api.as_user(stranger).get(f"reports/{csv}").status == 404
    assert api.as_user(reader).post(f"reports/{csv}/cancel").status == 404


def test_a_failure_is_told_to_the_owner(api: Client, monkeypatch):
    owner, reader = make_user(Role.DATA_ANALYST), make_user(Role.FINANCE_MANAGER)
    make_due(make_schedule(api.as_user(owner), formats=["csv"]))
    monkeypatch.setattr(making, "render", lambda *_: 1 / 0)
    [report] = reports()

    for _ in range(5):
        with pytest.raises(ZeroDivisionError):
            deliver(str(report.report_id))

    assert reports()[0].state is ReportState.FAILED
    assert (subjects(owner), subjects(reader)) == (["A scheduled report failed"], [])


def test_what_was_missed_is_made_up_for_once(api: Client):
    schedule_id = make_schedule(api.as_role("data_analyst"), frequency="daily", month_day=None)
    with db.transaction() as session:
        long_ago = {"next_due_at": NOW - timedelta(days=40)}
        session.execute(update(ReportSchedule).values(long_ago))

    assert jobs.run_schedules() == 2
    assert of(schedule_id).next_due_at == datetime(2026, 11, 24, 7, 30, tzinfo=UTC)


def test_one_whose_owner_left_is_switched_off(api: Client):
    owner = make_user(Role.DATA_ANALYST)
    schedule_id = make_schedule(api.as_user(owner))
    with db.transaction() as session:
        session.get_one(type(owner), owner.user_id).is_active = False

    assert make_due(schedule_id) == 0
    assert not of(schedule_id).is_enabled


def test_one_whose_filters_lost_their_sense_is_switched_off_and_says_why(api: Client):
    owner = make_user(Role.DATA_ANALYST)
    schedule_id = make_schedule(api.as_user(owner))
    with db.transaction() as session:
        session.execute(update(ReportSchedule).values(kind="gone"))

    assert make_due(schedule_id) == 0
    assert not of(schedule_id).is_enabled
    assert subjects(owner) == ["A scheduled report was switched off"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "nothing"}, "report_kind_unknown"),
        ({"filters": {"from": "2026-01-01"}}, "malformed"),
        ({"filters": {"colour": "red"}}, "malformed"),
        ({"month_day": None}, "malformed"),
        ({"frequency": "weekly"}, "malformed"),
        ({"at": "07:30:15"}, "malformed"),
        ({"formats": []}, "malformed"),
        ({"recipients": {}}, "malformed"),
        ({"recipients": {"users": [12345]}}, "unknown_recipient"),
    ],
)
def test_nonsense_is_refused(api: Client, changes, code):
    reply = api.as_role("data_analyst").post("report-schedules", MONTHLY | changes)

    assert (reply.status, reply.json["code"]) == (422, code)


def test_an_edit_makes_it_due_anew_and_keeps_the_rest(api: Client):
    client = api.as_role("data_analyst")
    path = f"report-schedules/{make_schedule(client)}"

    changed = client.patch(path, {"frequency": "weekly", "weekday": 3, "month_day": None}, headers=ANY)

    assert changed.status == 200, changed.json
    assert changed.json["next_due_at"] == "2026-11-25T07:30:00Z"
    assert (changed.json["filters"], changed.json["period"]) == ({"by": "net_revenue"}, "last_month")
    assert client.patch(path, {"weekday": None}, headers=ANY).json["code"] == "malformed"


def test_others_do_not_see_it_and_an_admin_does(api: Client):
    schedule_id = make_schedule(api.as_role("data_analyst"))

    assert api.as_role("marketing_manager").get(f"report-schedules/{schedule_id}").status == 404
    assert api.as_role("marketing_manager").get("report-schedules").json["items"] == []
    assert len(api.as_role("admin").get("report-schedules").json["items"]) == 1


def test_run_by_hand_it_stays_due_when_it_was(api: Client):
    client = api.as_role("data_analyst")
    schedule_id = make_schedule(client)

    ran = client.post(f"report-schedules/{schedule_id}/run")

    assert ran.status == 202
    assert sorted(ran.json["items"]) == sorted(str(one.report_id) for one in reports())
    assert of(schedule_id).next_due_at.date() == date(2026, 12, 1)
