"""Whether the accounts of influencers can be paid into today; opened only for the file that goes to the bank."""

from collections.abc import Collection
from typing import Any

from sqlalchemy.orm import Session

from shared.finance.payout_accounts.queries import Standing, standings
from shared.platform.errors import Conflict


class AccountHeld(Conflict):
    code = "payout_account_held"


def obstacles(session: Session, influencer_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return what stands in the way of paying each of these influencers; nothing of those that can be paid."""
    known = standings(session, influencer_ids)
    found = {each: _obstacle(known.get(each)) for each in influencer_ids}
    return {each: obstacle for each, obstacle in found.items() if obstacle}


def _obstacle(standing: Standing | None) -> dict[str, Any] | None:
    if standing is None:
        return {"reason": "no_account"}
    if standing.held_until is not None:
        return {"reason": "account_held", "held_until": standing.held_until}
    return None


def refuse_held(session: Session, influencer_id: int) -> None:
    """Refuse to pay into an account that was changed too recently; who has none is paid by other means.

    Raises:
        AccountHeld: names the day from which it is free.
    """
    standing = standings(session, [influencer_id]).get(influencer_id)
    if standing is not None and standing.held_until is not None:
        raise AccountHeld("The account was changed and is held.", held_until=standing.held_until)
