"""What people in charge of a campaign are written. Each letter is a row in the outbox of the caller's transaction."""

from sqlalchemy.orm import Session

from shared.accounts.letters import Letter, Link
from shared.accounts.models import User
from shared.campaigns.models import Campaign, PacingAlert, PacingAlertKind
from shared.platform import mail
from shared.platform.config import settings

HEADLINE = {
    PacingAlertKind.OVER_BUDGET: "A campaign is going to cost more than its budget",
    PacingAlertKind.BEHIND: "A campaign is far behind its budget",
}


def stepped(session: Session, user: User, campaign: Campaign, done: str) -> None:
    """Tell that somebody approved, completed or cancelled a campaign; `done` says which."""
    subject = f"A campaign was {done}"
    days = f"It is planned from {campaign.start_date} to {campaign.end_date} and is {campaign.status} now."
    _send(session, user, subject, f"The campaign {_named(campaign)} was {done}. {days}", _page(campaign))


def in_charge(session: Session, user: User, campaign: Campaign) -> None:
    """Tell that somebody put the user in charge of a campaign."""
    days = f"It is planned from {campaign.start_date} to {campaign.end_date} and is {campaign.status} now."
    told = f"You are in charge of the campaign {_named(campaign)} and can change it. {days}"
    _send(session, user, "You are in charge of a campaign", told, _page(campaign))


def pacing(session: Session, user: User, campaign: Campaign, alert: PacingAlert) -> None:
    """Tell that the projected cost left what was planned."""
    currency = settings().currency
    figures = (
        f"At the present pace the campaign {_named(campaign)} costs {alert.projected:,.2f} {currency} by "
        f"{campaign.end_date}; its budget is {campaign.budget:,.2f} {currency}."
    )
    again = "You are told once; again only after the projection was back within the plan."
    _send(session, user, HEADLINE[alert.kind], figures, again, _page(campaign))


def _send(session: Session, user: User, subject: str, *paragraphs: str | Link) -> None:
    letter = Letter(subject, (f"Hello {_plain(user.user_name)},", *paragraphs))
    mail.enqueue(session, user.user_mail, subject=letter.subject, text=letter.text, html=letter.html)


def _named(campaign: Campaign) -> str:
    return f"\N{LEFT DOUBLE QUOTATION MARK}{_plain(campaign.campaign_name)}\N{RIGHT DOUBLE QUOTATION MARK}"


def _plain(name: str) -> str:
    """Return a name on one line, whatever it holds."""
    return " ".join("".join(char if char.isprintable() else " " for char in name).split())


def _page(campaign: Campaign) -> Link:
    return Link("Open the campaign", f"{settings().public_url}/campaigns/{campaign.campaign_id}")
