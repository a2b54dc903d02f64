"""Reports of one's own, saved under a name."""

import azure.functions as func

from shared.permissions import Permission
from shared.platform.contract import Answer
from shared.platform.http import Call, endpoint
from shared.platform.paging import Page
from shared.reporting import queries, service
from shared.reporting.schemas import DefinitionIn, DefinitionOut, DefinitionPatch, DefinitionQuery

bp = func.Blueprint()


@bp.route("report-definitions", methods=["GET"])
@endpoint(Permission.REPORTS_CREATE)
def list_report_definitions(call: Call, query: DefinitionQuery) -> Page[DefinitionOut]:
    """List one's own saved reports, sorted by name or created_at; an admin sees everybody's."""
    return queries.list_definitions(call.session, call.actor, query)


@bp.route("report-definitions", methods=["POST"])
@endpoint(Permission.REPORTS_CREATE, status=201)
def create_report_definition(call: Call, body: DefinitionIn) -> Answer[DefinitionOut]:
    """Save a question of the kind custom under a name."""
    return service.create_definition(call.session, call.actor, body)


@bp.route("report-definitions/{definition_id:int}", methods=["GET"])
@endpoint(Permission.REPORTS_CREATE)
def get_report_definition(call: Call, definition_id: int) -> Answer[DefinitionOut]:
    """Return a saved report."""
    return service.get_definition(call.session, call.actor, definition_id)


@bp.route("report-definitions/{definition_id:int}", methods=["PATCH"])
@endpoint(Permission.REPORTS_CREATE)
def update_report_definition(call: Call, definition_id: int, body: DefinitionPatch) -> Answer[DefinitionOut]:
    """Rename a saved report, or change its question or charts."""
    return service.update_definition(call.session, call.actor, definition_id, body=body, check=call.check_version)


@bp.route("report-definitions/{definition_id:int}", methods=["DELETE"])
@endpoint(Permission.REPORTS_CREATE)
def delete_report_definition(call: Call, definition_id: int) -> None:
    """Forget a saved report; what was made of it stays."""
    service.delete_definition(call.session, call.actor, definition_id)
