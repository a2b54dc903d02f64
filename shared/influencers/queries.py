"""Every SELECT of influencers."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.influencers.models import Influencer
from shared.influencers.schemas import InfluencerOut, InfluencerQuery
from shared.platform.errors import NotFound
from shared.platform.paging import Page, contains, page_of


class InfluencerMissing(NotFound):
    code = "influencer_not_found"


def get_influencer(session: Session, influencer_id: int) -> Influencer:
    influencer = session.get(Influencer, influencer_id)
    if influencer is None:
        raise InfluencerMissing("There is no such influencer.")
    return influencer


def list_influencers(session: Session, query: InfluencerQuery) -> Page[InfluencerOut]:
    equal = query.model_dump(include={"platform", "category", "still_partner"}, exclude_none=True)
    statement = select(Influencer).filter_by(**equal)
    if query.q:
        statement = statement.where(contains(Influencer.influencer_name, query.q))
    sorts = {
        "influencer_id": Influencer.influencer_id,
        "influencer_name": Influencer.influencer_name,
        "follower_count": Influencer.follower_count,
        "clicked_number": Influencer.clicked_number,
        "member_since": Influencer.member_since,
    }
    return page_of(session, statement, query, sorts=sorts, key=Influencer.influencer_id, make=InfluencerOut)
