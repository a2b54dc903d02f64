"""What accounts write to people. Each letter is a row in the outbox of the caller's transaction.

A letter is paragraphs; text and HTML are made from the same ones. Links carry their token in the fragment, which no
browser sends and no server logs. Nothing that a stranger typed is in a letter to somebody else's address, so that
nobody can use these letters to spread words of his own.
"""

from dataclasses import dataclass
from html import escape

from sqlalchemy.orm import Session

from shared.accounts.models import User
from shared.platform import mail
from shared.platform.config import settings

SIGNATURE = "Influencer Marketing Analysis"
NOT_YOU = "If this was not you, choose a new password at once and tell your administrator."

# Each colour has more contrast on its background than the 4.5:1 that WCAG 2.2 AA asks for; a test computes it.
BODY = "margin:0;padding:24px 12px;background:#f3f4f6;color:#1f2937;font:16px/1.5 system-ui,'Segoe UI',Arial,sans-serif"
CARD = "max-width:34rem;margin:0 auto;padding:28px 32px;background:#ffffff;border-radius:8px"
HEADING = "margin:0 0 16px;font-size:22px;line-height:1.3"
BUTTON = (
    "display:inline-block;padding:11px 20px;border-radius:6px;background:#1d4ed8;color:#ffffff;font-weight:600;"
    "text-decoration:none"
)
ADDRESS = "color:#1d4ed8;font-size:14px;word-break:break-all"
SMALL = "margin:24px 0 0;padding-top:16px;border-top:1px solid #d1d5db;color:#4b5563;font-size:14px"


@dataclass(frozen=True)
class Link:
    """An action of the reader: a button in HTML, always with its address beside for whoever cannot press one."""

    label: str
    address: str


@dataclass(frozen=True)
class Letter:
    subject: str
    paragraphs: tuple[str | Link, ...]

    @property
    def text(self) -> str:
        """Return the letter as plain text."""
        return "\n\n".join([self.subject, *(_as_text(part) for part in self.paragraphs), SIGNATURE]) + "\n"

    @property
    def html(self) -> str:
        """Return the letter as an HTML document that needs nothing from elsewhere."""
        title = escape(self.subject)
        parts = "\n".join(_as_html(part) for part in self.paragraphs)
        return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>{title}</title>
</head>
<body style="{BODY}">
<main style="{CARD}">
<h1 style="{HEADING}">{title}</h1>
{parts}
<p style="{SMALL}">{SIGNATURE}</p>
</main>
</body>
</html>
"""


def _as_text(part: str | Link) -> str:
    return f"{part.label}\n{part.address}" if isinstance(part, Link) else part


def _as_html(part: str | Link) -> str:
    if not isinstance(part, Link):
        return f'<p style="margin:0 0 16px">{escape(part)}</p>'
    address = escape(part.address)
    button = f'<p style="margin:24px 0 12px"><a href="{address}" style="{BUTTON}">{escape(part.label)}</a></p>'
    return f'{button}\n<p style="margin:0 0 24px"><a href="{address}" style="{ADDRESS}">{address}</a></p>'


def _page(label: str, page: str, token: str | None = None) -> Link:
    return Link(label, f"{settings().public_url}/{page}" + (f"#token={token}" if token else ""))


def _hello(user: User) -> str:
    """Greet by name, on one line whatever the name holds."""
    return f"Hello {' '.join(''.join(c if c.isprintable() else ' ' for c in user.user_name).split())},"


def _send(session: Session, to: str, subject: str, *paragraphs: str | Link) -> None:
    letter = Letter(subject, paragraphs)
    mail.enqueue(session, to, subject=letter.subject, text=letter.text, html=letter.html)


def invitation(session: Session, user: User, token: str) -> None:
    _send(
        session,
        user.user_mail,
        "Your invitation",
        _hello(user),
        "An administrator has made an account for you. Choose a password to begin; the link is good once, for 7 days.",
        _page("Accept the invitation", "accept-invitation", token),
        "If you did not expect this, do nothing: without a password the account stays closed.",
    )


def registration(session: Session, to: str, token: str) -> None:
    """Write to an address that somebody says is his. Without the name he gave: he may be a stranger."""
    _send(
        session,
        to,
        "Confirm your mail address",
        "Hello,",
        "Somebody asked for an account with this mail address and has chosen a password for it. If it was you, confirm "
        "the address; the link is good once, for 24 hours.",
        _page("Confirm the address", "verify-mail", token),
        "If it was not you, do not press it and do nothing: without the confirmation there is no account.",
    )


def already_registered(session: Session, user: User) -> None:
    """Tell the owner of an account what a stranger who asks for one with his address is not told."""
    _send(
        session,
        user.user_mail,
        "You have an account already",
        _hello(user),
        "Somebody asked for an account with this mail address, but there is one already. If it was you and you forgot "
        "the password, choose a new one; if you were invited and never chose one, ask for the invitation again.",
        _page("Choose a new password", "forgot-password"),
        "If it was not you, do nothing: your account is as it was.",
    )


def password_reset(session: Session, user: User, token: str) -> None:
    _send(
        session,
        user.user_mail,
        "Choose a new password",
        _hello(user),
        "Somebody asked for a new password of your account. If it was you, choose one; the link is good once, for "
        "30 minutes.",
        _page("Choose a new password", "reset-password", token),
        "If it was not you, do nothing: your password stays as it is.",
    )


def password_changed(session: Session, user: User) -> None:
    _send(
        session,
        user.user_mail,
        "Your password was changed",
        _hello(user),
        "The password of your account was changed, and you were signed out everywhere else.",
        NOT_YOU,
        _page("Choose a new password", "forgot-password"),
    )


def mail_change(session: Session, to: str, token: str) -> None:
    """Write to the new address, which may belong to somebody else: without a name."""
    _send(
        session,
        to,
        "Confirm your new mail address",
        "Hello,",
        "Somebody wants to use this mail address for an account. If it was you, confirm it; the link is good once, for "
        "24 hours.",
        _page("Confirm the address", "verify-mail", token),
        "If it was not you, do nothing: the account keeps the address it has.",
    )


def mail_change_asked(session: Session, user: User) -> None:
    _send(
        session,
        user.user_mail,
        "Another mail address was asked for",
        _hello(user),
        "Somebody who knows your password asked to move your account to another mail address. This address stays in "
        "use until the new one is confirmed.",
        f"{NOT_YOU} That also makes the change void.",
        _page("Choose a new password", "forgot-password"),
    )


def mail_changed(session: Session, user: User, old_mail: str) -> None:
    """Tell the old address; the account has the new one already."""
    _send(
        session,
        old_mail,
        "Your mail address was changed",
        _hello(user),
        "Your account now has another mail address, and this one is no longer used for it.",
        "If this was not you, tell your administrator at once.",
    )


def two_factor_on(session: Session, user: User) -> None:
    _send(
        session,
        user.user_mail,
        "The second factor is on",
        _hello(user),
        "From now on, signing in to your account asks for a code of your authenticator app. Keep the recovery codes in "
        "a safe place: they let you in when the app is lost.",
        NOT_YOU,
    )


def two_factor_off(session: Session, user: User) -> None:
    _send(
        session,
        user.user_mail,
        "The second factor is off",
        _hello(user),
        "Signing in to your account no longer asks for a code of your authenticator app.",
        NOT_YOU,
        _page("Choose a new password", "forgot-password"),
    )


def two_factor_reset(session: Session, user: User, token: str) -> None:
    _send(
        session,
        user.user_mail,
        "Your second factor was taken away",
        _hello(user),
        "An administrator has taken away the second factor of your account and signed you out everywhere. Your "
        "password is void, too. Choose a new one; the link is good once, for 30 minutes.",
        _page("Choose a new password", "reset-password", token),
        "If you did not ask for this, tell your administrator.",
    )


def recovery_code_used(session: Session, user: User, left: int) -> None:
    _send(
        session,
        user.user_mail,
        "A recovery code was used",
        _hello(user),
        f"Somebody used a recovery code of your account in place of a code of your authenticator app. Recovery codes "
        f"left: {left}.",
        NOT_YOU,
        _page("Choose a new password", "forgot-password"),
    )


def recovery_codes_renewed(session: Session, user: User) -> None:
    _send(
        session,
        user.user_mail,
        "You have new recovery codes",
        _hello(user),
        "New recovery codes were made for your account; the old ones are void.",
        NOT_YOU,
        _page("Choose a new password", "forgot-password"),
    )


def refresh_token_reused(session: Session, user: User) -> None:
    _send(
        session,
        user.user_mail,
        "A session was ended for safety",
        _hello(user),
        "A key of one of your sessions was used a second time, as happens when somebody has copied it. That session "
        "was ended; sign in again to go on.",
        "If this happens again, choose a new password and tell your administrator.",
        _page("Choose a new password", "forgot-password"),
    )


def account_deleted(session: Session, user: User) -> None:
    """Say farewell. To be called while the account still has its name and address."""
    _send(
        session,
        user.user_mail,
        "Your account was deleted",
        _hello(user),
        "Your account was deleted for good, with everything personal in it. This is the last mail about it.",
        "If this was not you, tell your administrator.",
    )
