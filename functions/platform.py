"""Health, readiness and the description of the API itself."""

import azure.functions as func
from sqlalchemy.orm import Session

from shared.permissions import Permission
from shared.platform import apidocs, audit_chain, housekeeping, mail, readiness, resealing, signing_keys, versions
from shared.platform.contract import Raw
from shared.platform.http import Call, endpoint
from shared.platform.jobs import job
from shared.platform.schemas import HealthOut, ReadyOut
from shared.platform.watch import tell
from shared.reporting import watch

bp = func.Blueprint()
tell(lambda: watch.probes())  # noqa: PLW0108 - asking for its attribute would load the module


@bp.route("health", methods=["GET"])
@endpoint(Permission.ANYONE)
def get_health(call: Call) -> HealthOut:
    """Say that the process answers."""
    return HealthOut()


@bp.route("ready", methods=["GET"])
@endpoint(Permission.ANYONE)
def get_readiness(call: Call) -> ReadyOut:
    """Say how the parts are that everything depends on, and whether what is regular was done in time."""
    return readiness.check(watch.probes())


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
def send_mails(timer: func.TimerRequest) -> object:
    """Send the mails that are due."""
    return mail.send_due()


@bp.timer_trigger("timer", "50 * * * * *")
@job("seal_audit_log")
def seal_audit_log(session: Session) -> object:
    """Seal what came into the audit log into its hash chain."""
    return audit_chain.seal(session)


@bp.timer_trigger("timer", "20 * * * * *")
@job("fold_data_changes")
def fold_data_changes(session: Session) -> object:
    """Add up how often each table was changed."""
    return versions.fold(session)


@bp.timer_trigger("timer", "0 15 4 * * *")
@job("clean_up")
def clean_up(session: Session) -> object:
    """Forget what is past its time."""
    return housekeeping.clean_up(session)


@bp.timer_trigger("timer", "0 45 3 * * *")
@job("rotate_signing_keys")
def rotate_signing_keys(session: Session) -> object:
    """Publish the next key for access tokens when it is time, and remove those no token needs."""
    return signing_keys.rotate(session)


@bp.timer_trigger("timer", "0 40 * * * *")
@job("reseal")
def reseal(session: Session) -> object:
    """Encrypt anew what is not under the current key-encryption key."""
    return resealing.reseal()
