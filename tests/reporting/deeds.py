"""Every trigger of reporting that changes a saved report, brought to do so."""

from collections.abc import Callable

from shared.permissions import Role
from tests.audit_deeds import Deed, Done, by
from tests.client import Client, Reply, make_user

QUESTION = {"metrics": ["net_revenue"], "dimensions": ["category"], "window": "30d"}


def by_analyst(call: Callable[[Client], Reply]) -> Done:
    return by(make_user(Role.DATA_ANALYST), call)


def save(api: Client) -> Reply:
    return api.post("report-definitions", {"name": "Demo", "question": QUESTION})


def saved(api: Client) -> str:
    return f"report-definitions/{save(api).json['definition_id']}"


REPORTING_DEEDS: dict[str, tuple[str, Deed]] = {
    "create_report_definition": ("report_definition.created", lambda: by_analyst(save)),
    "update_report_definition": (
        "report_definition.updated",
        lambda: by_analyst(lambda api: api.patch(saved(api), {"name": "Demo 2"}, headers={"If-Match": "*"})),
    ),
    "delete_report_definition": (
        "report_definition.deleted",
        lambda: by_analyst(lambda api: api.delete(saved(api))),
    ),
}
