"""How the budget of a campaign runs, and who is told when it leaves the plan."""

from datetime import date

from sqlalchemy.orm import Session

from shared.accounts.models import User
from shared.analytics.pacing import DAY, Outlay, Pace, PacingState, Plan, Range
from shared.analytics.pacing_schemas import DayRangeOut, MoneyRange, PacingAlertOut, PacingOut, PacingPoint
from shared.analytics.queries import pacing as queries
from shared.analytics.service.numbers import money
from shared.campaigns import letters
from shared.campaigns import queries as campaigns
from shared.campaigns.models import Campaign, CampaignStatus, PacingAlert, PacingAlertKind
from shared.platform import clock

WAITING = {CampaignStatus.DRAFT, CampaignStatus.APPROVED}
ALERTING = {PacingState.OVER_BUDGET: PacingAlertKind.OVER_BUDGET, PacingState.BEHIND: PacingAlertKind.BEHIND}


def pacing(session: Session, campaign_id: int) -> PacingOut:
    """Return what a campaign planned, promised and paid, what a day costs and where that leads.

    Raises:
        CampaignMissing: there is no such campaign.
    """
    campaign = campaigns.get_campaign(session, campaign_id)
    pace = _pace(campaign, queries.outlays(session, [campaign_id], clock.today())[campaign_id])
    plan, burn, ends = pace.plan, pace.burn, pace.budget_ends()
    alert = queries.open_alert(session, campaign_id)
    return PacingOut(
        campaign_id=campaign_id,
        as_of=plan.today,
        state=_state(campaign, pace),
        planned=money(plan.budget),
        planned_to_date=money(plan.planned_by(plan.today - DAY)),
        paid=money(pace.paid),
        committed=money(pace.committed),
        remaining=money(plan.budget - pace.paid - pace.committed),
        burn_per_day=money(round(burn.mean)) if burn else None,
        planned_per_day=money(round(plan.budget / plan.days)) if plan.days else None,
        projected=_range(pace.projected()),
        budget_ends_on=DayRangeOut.model_validate(ends) if ends else None,
        alert=PacingAlertOut(kind=alert.kind, since=alert.raised_on) if alert else None,
        series=[_point(pace, day) for day in pace.days_shown()],
    )


def _pace(campaign: Campaign, outlays: list[Outlay]) -> Pace:
    last = min(campaign.end_date, campaign.ended_on or campaign.end_date)
    return Pace(Plan(campaign.start_date, last, int(campaign.budget * 100), clock.today()), outlays)


def _state(campaign: Campaign, pace: Pace) -> PacingState:
    if campaign.status in WAITING:
        return PacingState.NOT_STARTED
    return pace.state() if campaign.status is CampaignStatus.RUNNING else PacingState.ENDED


def _range(of: Range | None) -> MoneyRange | None:
    return MoneyRange(value=money(of.value), low=money(of.low), high=money(of.high)) if of else None


def _point(pace: Pace, day: date) -> PacingPoint:
    past = day < pace.plan.today
    return PacingPoint(
        day=day,
        planned=money(pace.plan.planned_by(day)),
        cost=money(pace.cost_by(day)) if past else None,
        projected=None if past else _range(pace.projected(day)),
    )


def watch_pacing(session: Session) -> dict[str, int]:
    """Tell who is in charge of campaigns whose projected cost left the plan, once; return how many alerts opened.

    An alert is over when the projection is clearly back within the plan, or the campaign is no longer running. Twice
    on a day changes nothing.
    """
    today = clock.today()
    queries.clear_alerts_of_ended(session, today)
    running, alerts = queries.running_campaigns(session), queries.open_alerts(session)
    outlays = queries.outlays(session, [campaign.campaign_id for campaign in running], today)
    raised = [
        _watch(session, campaign, _pace(campaign, outlays[campaign.campaign_id]), alerts.get(campaign.campaign_id))
        for campaign in running
    ]
    return {kind.value: raised.count(kind) for kind in PacingAlertKind}


def _watch(session: Session, campaign: Campaign, pace: Pace, alert: PacingAlert | None) -> PacingAlertKind | None:
    kind = ALERTING.get(pace.state())
    if alert is not None:
        if kind is alert.kind or (kind is None and not pace.is_back(PacingState(alert.kind.value))):
            return None
        alert.cleared_on = pace.plan.today
        session.flush()
    if kind is None:
        return None
    _raise(session, campaign, pace, kind)
    return kind


def _raise(session: Session, campaign: Campaign, pace: Pace, kind: PacingAlertKind) -> None:
    projected = pace.projected()
    cents = projected.value if projected else pace.paid + pace.committed
    alert = PacingAlert(
        campaign_id=campaign.campaign_id,
        kind=kind,
        raised_on=pace.plan.today,
        projected=money(cents),
        budget=campaign.budget,
    )
    session.add(alert)
    session.flush()
    session.refresh(alert)
    for user in _told(session, campaign):
        letters.pacing(session, user, campaign, alert)


def _told(session: Session, campaign: Campaign) -> list[User]:
    """Return who is in charge; nobody being there, the marketing managers."""
    return campaigns.people_in_charge(session, campaign.campaign_id) or campaigns.marketing_managers(session)
