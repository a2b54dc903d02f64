"""Export and erasure of one person: a customer, an influencer, a user."""

from contextlib import suppress
from typing import Any, Literal

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.accounts import queries as accounts
from shared.accounts.rules import AccountState
from shared.accounts.service import users
from shared.finance.leaving import delete_settled_influencer
from shared.finance.payout_accounts import service as payout_accounts
from shared.platform import audit, clock
from shared.platform.errors import NotFound
from shared.platform.identity import SYSTEM
from shared.privacy.inventory import MADE_BY_USERS, ROWS, WITHHELD
from shared.sales.service.customers import delete_customer

type Kind = Literal["customer", "influencer", "user"]
KINDS: tuple[Kind, ...] = ("customer", "influencer", "user")

ERASED = "(erased)"
TABLES = {"customer": "customers", "influencer": "influencers", "user": "users"}
# What tells a person apart; names alone may be somebody else's, too.
TELLING = {
    "customer": ("customer_mail", "customer_phone"),
    "influencer": ("influencer_mail",),
    "user": ("user_mail",),
}
FORGET_REJECTS = text("""
    UPDATE import_rejects SET value = :erased, reason = :erased
    WHERE EXISTS (SELECT FROM unnest(CAST(:values AS text[])) AS told
        WHERE strpos(lower(value), lower(told)) > 0 OR strpos(lower(reason), lower(told)) > 0)""")
FORGET_MAILS = text("DELETE FROM mail_outbox WHERE to_address = ANY(:values) AND claimed_at IS NULL")


class PersonMissing(NotFound):
    code = "person_not_found"


def export(session: Session, kind: Kind, person_id: int) -> dict[str, Any]:
    """Return all there is about a person, by table, as JSON can hold it; an audit row tells that it was looked at.

    Raises:
        PersonMissing: there is none with this number.
    """
    _find(session, kind, person_id)
    found: dict[str, Any] = {table: _rows(session, table, where, person_id) for table, where in ROWS[kind].items()}
    if kind == "influencer":
        with suppress(NotFound):
            full = payout_accounts.show_in_full(session, SYSTEM, person_id)
            found["payout_account_in_full"] = full.model_dump(mode="json")
    audit.record(session, SYSTEM, "person.exported", (TABLES[kind], str(person_id)))
    beside = {"records_made": _made_by(session, person_id)} if kind == "user" else {}
    return {"person": kind, "id": person_id, "exported_at": clock.now().isoformat(), "tables": found, **beside}


def erase(session: Session, kind: Kind, person_id: int) -> dict[str, int]:
    """Make nobody of a person, wherever he is named; return how many rows it changed around his own.

    What the law or the books need stays under a pseudonym. Twice changes nothing.

    Raises:
        PersonMissing: there is none with this number.
        InfluencerOwed, LastAdmin: something has to be settled first.
    """
    row = _find(session, kind, person_id)
    told = [str(row[column]) for column in TELLING[kind]]
    _delete(session, kind, person_id)
    rejects = session.execute(FORGET_REJECTS, {"values": told, "erased": ERASED})
    mails = 0 if kind == "user" else _count(session.execute(FORGET_MAILS, {"values": told}))
    session.flush()
    changed = {"import_rejects": _count(rejects), "mail_outbox": mails}
    audit.record(session, SYSTEM, "person.erased", (TABLES[kind], str(person_id)), changes=changed)
    return changed


def _delete(session: Session, kind: Kind, person_id: int) -> None:
    if kind == "customer":
        delete_customer(session, SYSTEM, person_id)
    elif kind == "influencer":
        delete_settled_influencer(session, SYSTEM, person_id)
    elif accounts.lock_user(session, person_id).state is not AccountState.DELETED:
        users.delete_user(session, SYSTEM, person_id)


def _find(session: Session, kind: Kind, person_id: int) -> dict[str, Any]:
    table = TABLES[kind]
    statement = text(f"SELECT * FROM {table} WHERE {kind}_id = :id")  # noqa: S608 - names of ours
    found = session.execute(statement, {"id": person_id}).mappings().one_or_none()
    if found is None:
        raise PersonMissing(f"There is no {kind} {person_id}.")
    return dict(found)


def _rows(session: Session, table: str, where: str, person_id: int) -> list[Any]:
    statement = f"SELECT to_jsonb(t) - CAST(:withheld AS text[]) FROM {table} AS t WHERE {where} ORDER BY 1"  # noqa: S608
    return list(session.scalars(text(statement), {"id": person_id, "withheld": list(WITHHELD)}))


def _made_by(session: Session, user_id: int) -> dict[str, int]:
    return {
        table: session.execute(text(f"SELECT count(*) FROM {table} WHERE {by} = :id"), {"id": user_id}).scalar_one()  # noqa: S608
        for table, by in MADE_BY_USERS.items()
    }


def _count(result: Any) -> int:
    return int(result.rowcount)
