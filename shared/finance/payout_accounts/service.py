"""Verbs of payout accounts: set one, show one in the clear, and open one for whoever pays."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from shared.finance.kinds import AccountKind
from shared.finance.models import PayoutAccount
from shared.finance.payout_accounts import letters, queries
from shared.finance.payout_accounts.rules import last_four
from shared.finance.payout_accounts.schemas import PayoutAccountFull, PayoutAccountIn, PayoutAccountOut
from shared.influencers.models import Influencer
from shared.influencers.queries import lock_influencer
from shared.influencers.service import InfluencerDeleted
from shared.platform import audit, clock
from shared.platform.config import settings
from shared.platform.contract import Answer
from shared.platform.crypto import Place, seal, unseal
from shared.platform.errors import Conflict
from shared.platform.identity import Actor
from shared.platform.mail import MAILBOX

SEALED = ("account_holder", "iban", "other_account", "bic", "tax_id")
WHERE_MONEY_GOES = ("account_holder", "iban", "other_account", "bic")
NO_MAIL = ".invalid"  # RFC 2606: imports make such addresses up


class MailMissing(Conflict):
    code = "influencer_has_no_mail"


@dataclass(frozen=True)
class PayoutDetails:
    """An account in the clear, for whoever writes a payment to it; exactly one of `iban` and `other` is there."""

    holder: str
    iban: str | None
    other: str | None
    bic: str | None
    last_four: str
    held_until: date | None  # no payment leaves before this day; null: it may today


def details_for(session: Session, influencer_id: int) -> PayoutDetails | None:
    """Return the influencer's current account in the clear, null if there is none.

    What only asks whether somebody can be paid takes `queries.standings`, which opens nothing.
    """
    account = queries.current(session, influencer_id)
    if account is None:
        return None
    opened = _opened(account)
    held = account.held_until if account.held_until and account.held_until > clock.today() else None
    return PayoutDetails(
        holder=opened["account_holder"] or "",
        iban=opened["iban"],
        other=opened["other_account"],
        bic=opened["bic"],
        last_four=account.last_four or "",
        held_until=held,
    )


def get_account(session: Session, influencer_id: int) -> Answer[PayoutAccountOut]:
    """Return an influencer's current account as it may be shown.

    Raises:
        PayoutAccountMissing: there is none.
    """
    account = queries.get_current(session, influencer_id)
    return Answer(queries.shown(session, account.account_id), version=account.account_id)


def show_in_full(session: Session, actor: Actor, influencer_id: int) -> PayoutAccountFull:
    """Return an influencer's current account in the clear; each look leaves an audit row.

    Raises:
        PayoutAccountMissing: there is none.
    """
    account = queries.get_current(session, influencer_id)
    audit.record(session, actor, "payout_account.shown", account, changes={"influencer_id": influencer_id})
    return PayoutAccountFull.model_validate(
        {"influencer_id": influencer_id, "account_id": account.account_id, **_opened(account)}
    )


def set_account(
    session: Session, actor: Actor, influencer_id: int, *, body: PayoutAccountIn, check: Callable[[int], None]
) -> Answer[PayoutAccountOut]:
    """Let an influencer be paid to this account from now on; the one before stays in the history.

    A change of where money goes holds payments and is told to the influencer by mail, the first account by mail only.
    `check` refuses a stale version: the `account_id` of the current one, 0 where there is none.

    Raises:
        InfluencerMissing, InfluencerDeleted: there is nobody to be paid.
        MailMissing: the influencer cannot be told.
    """
    influencer = lock_influencer(session, influencer_id)
    before = queries.current(session, influencer_id)
    check(before.account_id if before else 0)
    if influencer.is_deleted:
        raise InfluencerDeleted("The influencer was deleted.", influencer_id=influencer_id)
    changes = _changes(before, body)
    if before is not None and not changes:
        return get_account(session, influencer_id)
    moved = before is None or any(name in changes for name in WHERE_MONEY_GOES)
    if moved:
        _refuse_unreachable(influencer)

    if before is not None:
        before.replaced_at = clock.now()
        session.flush()
    account = _insert(session, actor, influencer_id, body)
    account.held_until = _held_until(before, moved=moved)
    session.flush()
    if moved:
        letters.changed(session, influencer, account.last_four or "", account.held_until)
    facts = {"influencer_id": influencer_id, "fields": changes, "held_until": _day(account.held_until)}
    audit.record(session, actor, "payout_account.set", account, changes=facts)
    return get_account(session, influencer_id)


def _changes(before: PayoutAccount | None, body: PayoutAccountIn) -> list[str]:
    opened = _opened(before) if before else dict.fromkeys(SEALED)
    return [name for name in SEALED if opened[name] != getattr(body, name)]


def _refuse_unreachable(influencer: Influencer) -> None:
    address = influencer.influencer_mail
    if address.endswith(NO_MAIL) or not (MAILBOX.fullmatch(address) and address.isprintable()):
        raise MailMissing("Give the influencer a mail address first: a change of account is told by mail.")


def _insert(session: Session, actor: Actor, influencer_id: int, body: PayoutAccountIn) -> PayoutAccount:
    account = PayoutAccount(
        influencer_id=influencer_id,
        kind=AccountKind.IBAN if body.iban else AccountKind.OTHER,
        last_four=last_four(body.iban or body.other_account or ""),
        created_by=actor.known_user_id,
    )
    session.add(account)
    session.flush()  # a seal is bound to its row's key
    for name in SEALED:
        value: str | None = getattr(body, name)
        setattr(account, name, None if value is None else seal(value, _place(account, name)))
    return account


def _held_until(before: PayoutAccount | None, *, moved: bool) -> date | None:
    """Return the day before which nothing leaves; a further change never makes it come sooner."""
    if before is None or not moved:
        return before.held_until if before else None
    held = clock.today() + timedelta(days=settings().payout_account_hold_days)
    return max(held, before.held_until or held)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _opened(account: PayoutAccount) -> dict[str, str | None]:
    sealed: dict[str, str | None] = {name: getattr(account, name) for name in SEALED}
    return {name: value and unseal(value, _place(account, name)) for name, value in sealed.items()}


def _place(account: PayoutAccount, name: str) -> Place:
    return Place("payout_accounts", name, account.account_id)
