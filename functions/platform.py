"""Health, readiness and the description of the API itself."""

import azure.functions as func
from sqlalchemy.orm import Session

from shared.permissions import Permission
from shared.platform import apidocs, housekeeping, mail, readiness
from shared.platform.contract import Raw
from shared.platform.http import Call, endpoint
from shared.platform.jobs import job
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


@bp.timer_trigger("timer", "*/15 * * * * *")
@job("send_mails")
def send_mails(session: Session) -> object:
    """Send the mails that are due."""
    return mail.send_due(session)


@bp.timer_trigger("timer", "0 15 4 * * *")
@job("clean_up")
def clean_up(session: Session) -> object:
    """Forget what is past its time."""
    return housekeeping.clean_up(session)
