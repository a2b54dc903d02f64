"""Every verb of influencers."""

import uuid
from collections.abc import Callable

from sqlalchemy.orm import Session

from shared.influencers import queries
from shared.influencers.models import FEED, Influencer
from shared.influencers.queries import feed_of_facts
from shared.influencers.schemas import InfluencerIn, InfluencerPatch
from shared.platform import audit, idempotency, rollups
from shared.platform.errors import Conflict
from shared.platform.identity import Actor
from shared.sales.service.refusals import Refusals, conflicts, day_or_today

DELETED_NAME = "Deleted influencer"


class MailTaken(Conflict):
    code = "influencer_mail_taken"


class InfluencerDeleted(Conflict):
    code = "influencer_deleted"


UNIQUE: Refusals = {"uq_influencers_influencer_mail": (MailTaken, "Another influencer has this mail address.")}


def location_of(influencer_id: int) -> str:
    return f"/api/influencers/{influencer_id}"


def create_influencer(session: Session, actor: Actor, body: InfluencerIn) -> Influencer:
    """Create an influencer.

    Raises:
        MailTaken: another one has the address.
    """
    since = day_or_today(body.member_since, "/member_since")
    influencer = Influencer(**body.model_dump(exclude={"member_since"}), member_since=since, is_deleted=False)
    session.add(influencer)
    with conflicts(UNIQUE):
        session.flush()
    audit.record(session, actor, "influencer.created", influencer)
    return influencer


def update_influencer(
    session: Session, actor: Actor, influencer_id: int, body: InfluencerPatch, *, check: Callable[[int], None]
) -> Influencer:
    """Change what is given; `check` refuses a stale version. The audit row names fields, never values.

    Raises:
        InfluencerDeleted: there is nobody left to change.
        MailTaken: another one has the address.
    """
    influencer = queries.lock_influencer(session, influencer_id)
    check(influencer.version)
    if influencer.is_deleted:
        raise InfluencerDeleted("The influencer was deleted.", influencer_id=influencer_id)

    day_or_today(body.member_since, "/member_since")
    given = {name: getattr(body, name) for name in body.model_fields_set}
    changes = {name: value for name, value in given.items() if getattr(influencer, name) != value}
    if not changes:
        return influencer
    for name, value in changes.items():
        setattr(influencer, name, value)
    with conflicts(UNIQUE):
        session.flush()
    ended = changes.get("still_partner") is False
    action = "influencer.partnership_ended" if ended else "influencer.updated"
    audit.record(session, actor, action, influencer, changes={"fields": sorted(changes)})
    return influencer


def delete_influencer(session: Session, actor: Actor, influencer_id: int) -> None:
    """Replace name and mail by pseudonyms, for good; what was reported, sold and paid stays. Twice changes nothing."""
    influencer = queries.lock_influencer(session, influencer_id)
    if influencer.is_deleted:
        return
    influencer.influencer_name = DELETED_NAME
    influencer.influencer_mail = f"deleted-{uuid.uuid4()}@deleted.invalid"
    influencer.still_partner = False
    influencer.is_deleted = True
    session.flush()
    idempotency.forget(session, location_of(influencer_id))
    audit.record(session, actor, "influencer.deleted", influencer)


def rebuild_feed_rollups(session: Session) -> None:
    """Make the roll-ups of feeds anew from all reports. Nobody can write them meanwhile; readers can read."""
    rollups.rebuild(session, {FEED: feed_of_facts()}, of="influencer_metrics")
