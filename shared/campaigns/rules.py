"""What a campaign goes through. Pure.

    draft ──approve──▶ approved ──first day──▶ running ──after the last day──▶ completed
      │                   │                       ├──────────complete─────────────▲
      └───────cancel──────┴──────────cancel───────┴──▶ cancelled

Approved, running and completed follow the dates, also backwards when the dates are changed. What is ended by hand
(completed early, cancelled) stays ended, on the day in `ended_on`.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)


class CampaignStatus(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    RUNNING = "running"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class PacingAlertKind(StrEnum):
    """How the projected cost of a campaign leaves what was planned."""

    OVER_BUDGET = "over_budget"
    BEHIND = "behind"


class Step(StrEnum):
    """What a person does to a campaign's state."""

    APPROVE = "approve"
    COMPLETE = "complete"
    CANCEL = "cancel"


STEPS: dict[Step, frozenset[CampaignStatus]] = {
    Step.APPROVE: frozenset({CampaignStatus.DRAFT}),
    Step.COMPLETE: frozenset({CampaignStatus.RUNNING}),
    Step.CANCEL: frozenset({CampaignStatus.DRAFT, CampaignStatus.APPROVED, CampaignStatus.RUNNING}),
}
FOLLOWING = frozenset({CampaignStatus.APPROVED, CampaignStatus.RUNNING, CampaignStatus.COMPLETED})


@dataclass(frozen=True)
class Course:
    """The state of a campaign and the business days, both included, that it follows.

    Attributes:
        status: where it stands.
        first: its first day.
        last: its last day as planned.
        ended_on: the last day that counts where it was ended by hand; before `first` where it never ran.
    """

    status: CampaignStatus
    first: date
    last: date
    ended_on: date | None = None


def permits(status: CampaignStatus, step: Step) -> bool:
    return status in STEPS[step]


def stepped(course: Course, step: Step, today: date) -> Course:
    """Return the course after a step that `permits` allows."""
    if step is Step.APPROVE:
        return replace(course, status=_by_dates(course, today))
    if step is Step.COMPLETE:
        return replace(course, status=CampaignStatus.COMPLETED, ended_on=today)
    ran = course.status is CampaignStatus.RUNNING
    ended_on = today if ran else course.first - DAY
    return replace(course, status=CampaignStatus.CANCELLED, ended_on=ended_on)


def followed(course: Course, today: date) -> CampaignStatus:
    """Return the state that the dates ask for; what is not approved yet, or was ended by hand, follows none."""
    if course.status not in FOLLOWING or course.ended_on is not None:
        return course.status
    return _by_dates(course, today)


def _by_dates(course: Course, today: date) -> CampaignStatus:
    if today > course.last:
        return CampaignStatus.COMPLETED
    return CampaignStatus.APPROVED if today < course.first else CampaignStatus.RUNNING
