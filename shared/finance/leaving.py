"""Deleting an influencer, once all is settled."""

from sqlalchemy.orm import Session

from shared.finance.computing.earning import earn
from shared.finance.computing.service import LOCK
from shared.finance.payout_accounts import queries
from shared.influencers.queries import lock_influencer
from shared.influencers.service import delete_influencer
from shared.platform import clock
from shared.platform.errors import Conflict
from shared.platform.identity import Actor


class InfluencerOwed(Conflict):
    code = "influencer_not_settled"


def delete_settled_influencer(session: Session, actor: Actor, influencer_id: int) -> None:
    """Delete an influencer with whom everything is settled; a trigger forgets the accounts.

    What was sold since the last computation is computed first: a balance that nobody has written down is owed, too.

    Raises:
        InfluencerMissing: there is none.
        InfluencerOwed: a payment is on its way, or open lines do not add up to nothing.
    """
    session.execute(LOCK)
    if not lock_influencer(session, influencer_id).is_deleted:
        earn(session, clock.today(), [influencer_id])
        owed = queries.owed(session, influencer_id)
        if owed:
            raise InfluencerOwed("Pay or cancel what is open with this influencer first.", **owed)
    delete_influencer(session, actor, influencer_id)
