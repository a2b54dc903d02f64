"""What was done, by whom."""

import azure.functions as func

from shared.accounts import exports, queries
from shared.accounts.schemas import AuditFilters, AuditQuery
from shared.permissions import Permission
from shared.platform.contract import Raw
from shared.platform.http import Call, endpoint
from shared.platform.paging import Page
from shared.platform.schemas import AuditOut

bp = func.Blueprint()


@bp.route("audit", methods=["GET"])
@endpoint(Permission.AUDIT_READ)
def list_audit(call: Call, query: AuditQuery) -> Page[AuditOut]:
    """List what was done, by whom."""
    return queries.list_audit(call.session, query)


@bp.route("audit/export", methods=["GET"])
@endpoint(Permission.AUDIT_READ)
def export_audit(call: Call, query: AuditFilters) -> Raw:
    """Download the audit log as CSV; the export itself leaves a row."""
    return exports.audit_log(call.session, call.actor, query)
