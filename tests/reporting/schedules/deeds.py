"""Every trigger of schedules that changes something, brought to do so."""

from collections.abc import Callable
from typing import Any

from shared.permissions import Role
from tests.audit_deeds import Deed, Done, by
from tests.client import Client, Reply, make_user

MONTHLY: dict[str, Any] = {
    "schedule_name": "Last month",
    "kind": "ranking",
    "formats": ["csv", "xlsx"],
    "filters": {"by": "net_revenue"},
    "period": "last_month",
    "frequency": "monthly",
    "month_day": 1,
    "at": "07:30",
    "recipients": {"roles": ["finance_manager"]},
}
ANY = {"If-Match": "*"}


def make_schedule(client: Client, **changes: object) -> int:
    reply = client.post("report-schedules", MONTHLY | changes)
    assert reply.status == 201, reply.json
    return int(reply.json["schedule_id"])


def by_analyst(call: Callable[[Client, str], Reply]) -> Deed:
    def deed() -> Done:
        return by(
            make_user(Role.DATA_ANALYST), lambda client: call(client, f"report-schedules/{make_schedule(client)}")
        )

    return deed


SCHEDULE_DEEDS: dict[str, tuple[str, Deed]] = {
    "create_report_schedule": (
        "report_schedule.created",
        lambda: by(make_user(Role.DATA_ANALYST), lambda client: client.post("report-schedules", MONTHLY)),
    ),
    "update_report_schedule": (
        "report_schedule.updated",
        by_analyst(lambda client, path: client.patch(path, {"is_enabled": False}, headers=ANY)),
    ),
    "delete_report_schedule": ("report_schedule.deleted", by_analyst(lambda client, path: client.delete(path))),
    "run_report_schedule": ("report_schedule.run", by_analyst(lambda client, path: client.post(f"{path}/run"))),
}
