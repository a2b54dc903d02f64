"""Who shows what in a campaign, and who is in charge."""

from collections.abc import Sequence
from itertools import product

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import InstrumentedAttribute, Session

from shared.accounts.models import User
from shared.campaigns import letters, queries
from shared.campaigns.models import Arrangement
from shared.campaigns.schemas import ArrangementIn, ArrangementOut
from shared.campaigns.service.refusals import lock_for_change, refuse_cancelled
from shared.influencers.models import Influencer
from shared.permissions import Permission, allows
from shared.platform import audit
from shared.platform.errors import Conflict
from shared.platform.identity import Actor
from shared.sales.models import Product

MOST_AT_ONCE = 5_000


class UnknownInfluencer(Conflict):
    code = "unknown_influencer"


class UnknownProduct(Conflict):
    code = "unknown_product"


class CannotBeInCharge(Conflict):
    code = "user_cannot_be_in_charge"


class TooManyAtOnce(Conflict):
    code = "too_many_arrangements"


def add_arrangements(session: Session, actor: Actor, campaign_id: int, body: ArrangementIn) -> list[ArrangementOut]:
    """Arrange each influencer with each product under each user; return what was not arranged before.

    Raises:
        NotInCharge: a campaign manager is not arranged in it.
        CampaignCancelled: it stays as it is.
        UnknownInfluencer, UnknownProduct: it names who or what is not there.
        CannotBeInCharge: a user is not active, or may not edit campaigns.
        TooManyAtOnce: these are more than 5,000 arrangements.
    """
    campaign = lock_for_change(session, actor, campaign_id)
    refuse_cancelled(campaign)
    users = body.user_id or (actor.known_user_id,)
    combinations = {*product(body.product_id, body.influencer_id, users)}
    if len(combinations) > MOST_AT_ONCE:
        raise TooManyAtOnce(f"These are {len(combinations)} arrangements; {MOST_AT_ONCE} may be made at once.")
    _hold(session, Influencer.influencer_id, body.influencer_id, UnknownInfluencer)
    _hold(session, Product.product_id, body.product_id, UnknownProduct)
    _refuse_unfit(session, users)

    before = {user.user_id for user in queries.people_in_charge(session, campaign_id)}
    added = _insert(session, campaign_id, sorted(combinations))
    for user in queries.people_in_charge(session, campaign_id):
        if user.user_id not in {*before, actor.user_id}:
            letters.in_charge(session, user, campaign)
    if added:
        facts = {"added": len(added), **body.model_dump(mode="json")}
        audit.record(session, actor, "campaign.arranged", ("campaigns", campaign_id), changes=facts)
    return queries.arrangements(session, added)


def _hold(session: Session, key: InstrumentedAttribute[int], ids: Sequence[int], refusal: type[Conflict]) -> None:
    missing = sorted(set(ids) - queries.hold(session, key, ids))
    if missing:
        raise refusal("Some of these are not there.", **{key.key: missing})


def _refuse_unfit(session: Session, users: Sequence[int]) -> None:
    queries.hold(session, User.user_id, users)
    found = {user_id: session.get(User, user_id) for user_id in set(users)}
    unfit = [
        user_id
        for user_id, user in sorted(found.items())
        if user is None or not user.is_active or not allows(user.user_role, Permission.CAMPAIGNS_EDIT)
    ]
    if unfit:
        raise CannotBeInCharge("Whoever is in charge is active and may edit campaigns.", user_id=unfit)


def _insert(session: Session, campaign_id: int, combinations: Sequence[tuple[int, int, int]]) -> list[int]:
    rows = [
        {"product_id": product_id, "influencer_id": influencer_id, "user_id": user_id, "campaign_id": campaign_id}
        for product_id, influencer_id, user_id in combinations
    ]
    statement = insert(Arrangement).values(rows).on_conflict_do_nothing().returning(Arrangement.arrangement_id)
    return list(session.scalars(statement))


def remove_arrangement(session: Session, actor: Actor, campaign_id: int, arrangement_id: int) -> list[ArrangementOut]:
    """Remove one arrangement and return it.

    Raises:
        NotInCharge: a campaign manager is not arranged in the campaign.
        CampaignCancelled: it stays as it is.
        ArrangementMissing: the campaign has no such arrangement.
    """
    refuse_cancelled(lock_for_change(session, actor, campaign_id))
    arrangement = queries.get_arrangement(session, campaign_id, arrangement_id)
    removed = queries.arrangements(session, [arrangement_id])
    facts = {name: getattr(arrangement, name) for name in ("influencer_id", "product_id", "user_id")}
    session.delete(arrangement)
    session.flush()
    audit.record(session, actor, "campaign.disarranged", ("campaigns", campaign_id), changes=facts)
    return removed
