"""Health, readiness and the description of the API itself."""

import azure.functions as func

from shared.permissions import Permission
from shared.platform import apidocs, readiness
from shared.platform.contract import Raw
from shared.platform.http import Call, endpoint
from shared.platform.schemas import HealthOut, ReadyOut

bp = func.Blueprint()


@bp.route("health", methods=["GET"])
@endpoint(Permission.ANYONE)
def get_health(call: Call) -> HealthOut:
    """Say that the process answers."""
    return HealthOut()


@bp.route("ready", methods=["GET"])
@endpoint(Permission.ANYONE)
def get_readiness(call: Call) -> ReadyOut:
    """Say whether database and blob storage answer."""
    return readiness.check(call.session)


@bp.route("openapi.json", methods=["GET"])
@endpoint(Permission.ANYONE)
def get_openapi(call: Call) -> Raw:
    """Describe this API as OpenAPI 3.1."""
    return apidocs.document()


@bp.route("docs", methods=["GET"])
@endpoint(Permission.ANYONE)
def get_docs(call: Call) -> Raw:
    """Describe this API as a page for people."""
    return apidocs.page()
