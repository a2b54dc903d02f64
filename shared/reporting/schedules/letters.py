"""What recipients and owners of schedules are written: a link that wants a sign-in, never a figure."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from shared.accounts.letters import Letter, Link
from shared.accounts.models import User
from shared.platform import mail
from shared.platform.config import settings
from shared.reporting.models import Report
from shared.reporting.schedules.models import ReportSchedule


def ready(session: Session, user: User, schedule: ReportSchedule, reports: Sequence[Report]) -> None:
    """Tell a recipient that the reports of a run can be fetched."""
    formats = ", ".join(report.format.upper() for report in reports)
    told = f"{_named(schedule)} is ready ({formats}). It opens after you have signed in."
    _send(session, user, "A scheduled report is ready", told, *(_link(report) for report in reports))


def failed(session: Session, owner: User, schedule: ReportSchedule, reports: Sequence[Report]) -> None:
    """Tell the owner which reports of a run could not be made."""
    formats = ", ".join(report.format.upper() for report in reports)
    told = f"{_named(schedule)} could not be made ({formats}): {reports[0].error}"
    _send(session, owner, "A scheduled report failed", told, *(_link(report) for report in reports))


def stopped(session: Session, owner: User, schedule: ReportSchedule, why: str) -> None:
    """Tell the owner that the schedule was switched off, and why."""
    told = f"{_named(schedule)} was switched off: {why}"
    page = Link("Open the schedules", f"{settings().public_url}/reports/schedules")
    _send(session, owner, "A scheduled report was switched off", told, page)


def _send(session: Session, user: User, subject: str, *paragraphs: str | Link) -> None:
    letter = Letter(subject, (f"Hello {_plain(user.user_name)},", *paragraphs))
    mail.enqueue(session, user.user_mail, subject=letter.subject, text=letter.text, html=letter.html)


def _named(schedule: ReportSchedule) -> str:
    return f"The report \N{LEFT DOUBLE QUOTATION MARK}{_plain(schedule.schedule_name)}\N{RIGHT DOUBLE QUOTATION MARK}"


def _plain(name: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in name).split())


def _link(report: Report) -> Link:
    return Link(f"Open the {report.format.upper()}", f"{settings().public_url}/reports/{report.report_id}")
