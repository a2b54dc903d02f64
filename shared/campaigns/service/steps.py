"""Steps of a campaign's state: those that people take, and those that the calendar takes."""

from collections import Counter

from sqlalchemy.orm import Session

from shared.campaigns import letters, queries
from shared.campaigns.models import Campaign
from shared.campaigns.rules import Course, Step, followed, permits, stepped
from shared.campaigns.service.refusals import refuse_over_budget
from shared.platform import audit, clock
from shared.platform.errors import Conflict
from shared.platform.identity import SYSTEM, Actor

DONE = {Step.APPROVE: "approved", Step.COMPLETE: "completed", Step.CANCEL: "cancelled"}


class StepNotPermitted(Conflict):
    code = "campaign_state"


def approve_campaign(session: Session, actor: Actor, campaign_id: int) -> Campaign:
    """Approve a draft; it is running or completed at once where its dates say so.

    Raises:
        StepNotPermitted: it is no draft.
        OverBudget: more is promised than its budget.
    """
    campaign = _permitted(session, campaign_id, Step.APPROVE)
    refuse_over_budget(session, campaign_id, campaign.budget)
    return _step(session, actor, campaign, Step.APPROVE)


def complete_campaign(session: Session, actor: Actor, campaign_id: int) -> Campaign:
    """End a running campaign today; tomorrow's sales are no longer credited to it.

    Raises:
        StepNotPermitted: it is not running.
    """
    return _step(session, actor, _permitted(session, campaign_id, Step.COMPLETE), Step.COMPLETE)


def cancel_campaign(session: Session, actor: Actor, campaign_id: int) -> Campaign:
    """Cancel a campaign that is not over; what it earned until today stays credited to it.

    Raises:
        StepNotPermitted: it is completed or cancelled already.
    """
    return _step(session, actor, _permitted(session, campaign_id, Step.CANCEL), Step.CANCEL)


def _permitted(session: Session, campaign_id: int, step: Step) -> Campaign:
    campaign = queries.lock_campaign(session, campaign_id)
    # The timer may not have been here since midnight.
    present = followed(campaign.course, clock.today())
    if not permits(present, step):
        raise StepNotPermitted(f"A campaign that is {present} cannot be {DONE[step]}.", campaign_status=present)
    campaign.status = present
    return campaign


def _step(session: Session, actor: Actor, campaign: Campaign, step: Step) -> Campaign:
    before = campaign.status
    _become(campaign, stepped(campaign.course, step, clock.today()))
    session.flush()
    action = f"campaign.{DONE[step]}"
    audit.record(session, actor, action, campaign, changes={"status": [before, campaign.status]})
    for user in queries.people_in_charge(session, campaign.campaign_id):
        if user.user_id != actor.user_id:
            letters.stepped(session, user, campaign, DONE[step])
    return campaign


def _become(campaign: Campaign, course: Course) -> None:
    campaign.status, campaign.ended_on = course.status, course.ended_on


def follow_dates(session: Session) -> dict[str, int]:
    """Bring campaigns into the state of their dates; return how many came into which.

    Each leaves an audit row by nobody.
    """
    today = clock.today()
    counts: Counter[str] = Counter()
    for campaign in queries.lock_those_behind_their_dates(session, today):
        before = campaign.status
        campaign.status = followed(campaign.course, today)
        session.flush()
        audit.record(session, SYSTEM, "campaign.followed", campaign, changes={"status": [before, campaign.status]})
        counts[campaign.status.value] += 1
    return dict(counts)
