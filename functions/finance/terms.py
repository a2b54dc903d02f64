"""What is agreed with influencers."""

import azure.functions as func

from shared.finance.terms import answers, deliverables, preview, queries, service
from shared.finance.terms.schemas import (
    DeliverableGone,
    DeliverableIn,
    TermDetail,
    TermIn,
    TermOut,
    TermQuery,
    TermsPreviewIn,
    TermsPreviewOut,
)
from shared.permissions import Permission
from shared.platform.contract import Answer
from shared.platform.http import Call, endpoint
from shared.platform.paging import Page

bp = func.Blueprint()


@bp.route("terms", methods=["GET"])
@endpoint(Permission.TERMS_READ)
def list_terms(call: Call, query: TermQuery) -> Page[TermOut]:
    """List versions of terms, sorted by term_id or valid_from; `on` asks for those in force on a day."""
    return queries.list_terms(call.session, query)


@bp.route("terms", methods=["POST"])
@endpoint(Permission.TERMS_MANAGE, status=201)
def agree_terms(call: Call, body: TermIn) -> Answer[TermDetail]:
    """Add a version of what is agreed with an influencer in a campaign; what is earned already stays as it is."""
    return answers.term(call.session, service.agree(call.session, call.actor, body).term_id, created=True)


@bp.route("terms/preview", methods=["POST"])
@endpoint(Permission.TERMS_READ)
def preview_terms(call: Call, body: TermsPreviewIn) -> TermsPreviewOut:
    """Try rules on past data: what they would have paid, by month and component, and the first lines."""
    return preview.preview(call.session, body)


@bp.route("terms/{term_id:int}", methods=["GET"])
@endpoint(Permission.TERMS_READ)
def get_term(call: Call, term_id: int) -> Answer[TermDetail]:
    """Return one version of terms and which deliverables are confirmed."""
    return answers.term(call.session, term_id)


@bp.route("terms/{term_id:int}", methods=["DELETE"])
@endpoint(Permission.TERMS_MANAGE)
def withdraw_term(call: Call, term_id: int) -> None:
    """Withdraw a version whose first day is yet to come."""
    service.withdraw(call.session, call.actor, term_id)


@bp.route("terms/{term_id:int}/deliverables", methods=["POST"])
@endpoint(Permission.TERMS_MANAGE)
def confirm_deliverable(call: Call, term_id: int, body: DeliverableIn) -> Answer[TermDetail]:
    """Confirm that what a fixed fee pays for was delivered on a day of this version."""
    deliverables.confirm(call.session, call.actor, term_id, body)
    return answers.term(call.session, term_id)


@bp.route("terms/{term_id:int}/deliverables", methods=["DELETE"])
@endpoint(Permission.TERMS_MANAGE)
def take_back_deliverable(call: Call, term_id: int, body: DeliverableGone) -> Answer[TermDetail]:
    """Take a mistaken confirmation back, as long as its fee is not computed."""
    deliverables.take_back(call.session, call.actor, term_id, body)
    return answers.term(call.session, term_id)
