"""Whether the accounts of influencers can be paid into today."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from shared.finance.payout_accounts.service import PayoutDetails, details_for
from shared.platform import clock
from shared.platform.errors import Conflict


class AccountHeld(Conflict):
    code = "payout_account_held"


@dataclass(frozen=True)
class Payable:
    """Accounts by influencer, and what stands in the way of paying into the others."""

    details: dict[int, PayoutDetails]
    obstacles: dict[int, dict[str, Any]]


def payable(session: Session, influencer_ids: Iterable[int]) -> Payable:
    """Return the accounts of these influencers; each is either payable or has an obstacle with its reason."""
    found = {each: details_for(session, each) for each in sorted(influencer_ids)}
    obstacles = {each: obstacle for each, details in found.items() if (obstacle := _obstacle(details))}
    free = {each: details for each, details in found.items() if details is not None and each not in obstacles}
    return Payable(free, obstacles)


def _obstacle(details: PayoutDetails | None) -> dict[str, Any] | None:
    if details is None:
        return {"reason": "no_account"}
    if _is_held(details):
        return {"reason": "account_held", "held_until": details.held_until}
    return None


def _is_held(details: PayoutDetails) -> bool:
    """Whether the account was changed so recently that nobody pays into it; on the day named it is free."""
    return details.held_until is not None and clock.today() < details.held_until


def refuse_held(session: Session, influencer_id: int) -> None:
    """Refuse to pay into an account that is held.

    Raises:
        AccountHeld: names the day on which it is free.
    """
    details = details_for(session, influencer_id)
    if details is not None and _is_held(details):
        raise AccountHeld("The account was changed and is held.", held_until=details.held_until)
