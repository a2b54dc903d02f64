"""How much the audiences of influencers have in common."""

from sqlalchemy.orm import Session

from shared.analytics.answers import window_of
from shared.analytics.campaigns import queries
from shared.analytics.campaigns.audience_schemas import AudienceOf, AudienceOverlapOut, OverlapInfluencer, OverlapQuery
from shared.analytics.campaigns.overlap import jaccard
from shared.analytics.campaigns.privacy import or_hidden


def overlap(session: Session, query: OverlapQuery) -> AudienceOverlapOut:
    """Return the Jaccard index of each two influencers' buyers or likers in the window.

    Raises:
        WindowMalformed: the window makes no sense.
    """
    window = window_of(query)
    named = queries.busiest_influencers(session, window, query.influencer_id, query.limit)
    order = [row.influencer_id for row in named]
    found = queries.audiences(session, order, window, likers=query.of is AudienceOf.LIKERS)
    sizes, matrix = jaccard(found, order) if order else ([], [])
    return AudienceOverlapOut(
        as_of=window.last,
        window=window.label,
        of=query.of,
        influencers=[
            OverlapInfluencer(
                influencer_id=row.influencer_id,
                influencer_name=row.influencer_name,
                platform=row.platform,
                people=or_hidden(people),
            )
            for row, people in zip(named, sizes, strict=True)
        ],
        jaccard=matrix,
    )
