"""Confirming that what a fixed fee pays for was delivered."""

from datetime import date

from sqlalchemy.orm import Session

from shared.campaigns.queries import lock_campaign
from shared.finance.computing.service import LOCK
from shared.finance.models import Deliverable, Term
from shared.finance.terms import queries
from shared.finance.terms.rules import Rules
from shared.finance.terms.schemas import DeliverableGone, DeliverableIn
from shared.platform import audit, clock
from shared.platform.errors import Conflict, Malformed
from shared.platform.identity import Actor


class DeliverableUnknown(Conflict):
    code = "deliverable_unknown"


class DeliverableConfirmed(Conflict):
    code = "deliverable_confirmed"


class DeliverableEarned(Conflict):
    code = "deliverable_earned"


class NotDeliveredYet(Malformed):
    code = "day_in_future"


def confirm(session: Session, actor: Actor, term_id: int, body: DeliverableIn) -> Deliverable:
    """Confirm that something was delivered on a day of this version, which then pays its fee.

    Raises:
        TermMissing: there is none.
        NotDeliveredYet: the day is yet to come.
        DeliverableUnknown: the version of that day is another one, or has no fee for it.
        DeliverableConfirmed: it is already.
    """
    term = queries.get_term(session, term_id)
    lock_campaign(session, term.campaign_id)
    _refuse_undelivered(body.delivered_on)
    _refuse_unpromised(session, term, body)
    key = {"campaign_id": term.campaign_id, "influencer_id": term.influencer_id}
    if session.get(Deliverable, (*key.values(), body.deliverable)) is not None:
        raise DeliverableConfirmed("That it was delivered is confirmed already.")

    deliverable = Deliverable(**key, **body.model_dump(), term_id=term_id, confirmed_by=actor.known_user_id)
    session.add(deliverable)
    session.flush()
    facts = {"deliverable": body.deliverable, "delivered_on": str(body.delivered_on)}
    audit.record(session, actor, "deliverable.confirmed", term, changes=facts)
    return deliverable


def _refuse_undelivered(day: date) -> None:
    today = clock.today()
    if day > today:
        raise NotDeliveredYet("The day is in the future.", [("/delivered_on", f"is after {today}")])


def _refuse_unpromised(session: Session, term: Term, body: DeliverableIn) -> None:
    in_force = queries.version_of_day(session, term.campaign_id, term.influencer_id, body.delivered_on)
    fees = Rules.model_validate(term.rules).fees
    if in_force is not term or body.deliverable not in {fee.deliverable for fee in fees}:
        told = None if in_force is None else in_force.term_id
        raise DeliverableUnknown("On that day these terms have no fee for it.", in_force=told)


def take_back(session: Session, actor: Actor, term_id: int, body: DeliverableGone) -> None:
    """Take a mistaken confirmation back, as long as its fee has no payment line.

    Raises:
        TermMissing: there is none.
        DeliverableUnknown: it was not confirmed under this version.
        DeliverableEarned: its fee is computed.
    """
    term = queries.get_term(session, term_id)
    lock_campaign(session, term.campaign_id)
    deliverable = session.get(Deliverable, (term.campaign_id, term.influencer_id, body.deliverable))
    if deliverable is None or deliverable.term_id != term_id:
        raise DeliverableUnknown("That it was delivered is not confirmed under these terms.")
    session.execute(LOCK)  # whoever computes may be reading that it was delivered
    if queries.is_earned(session, term, body.deliverable):
        raise DeliverableEarned("Its fee has a payment line and stays.")
    session.delete(deliverable)
    session.flush()
    audit.record(session, actor, "deliverable.taken_back", term, changes={"deliverable": body.deliverable})
