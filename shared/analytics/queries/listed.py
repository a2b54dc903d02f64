"""Influencers with their metrics, a page at a time, and what else is known of those who are compared."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from shared.analytics.queries.measured import PerformanceRow, measured, per_influencer
from shared.analytics.schemas import Filters
from shared.analytics.windows import Window
from shared.campaigns.models import Campaign
from shared.influencers import queries as influencers
from shared.influencers.models import Influencer
from shared.influencers.rules import Tier, tier


@dataclass(frozen=True)
class Listing:
    """Whose performance in which window."""

    window: Window
    filters: Filters
    tiers: tuple[Tier, ...] = ()


@dataclass(frozen=True)
class PersonRow(PerformanceRow):
    influencer_id: int
    influencer_name: str
    platform: str
    category: str
    follower_count: int
    still_partner: bool

    @property
    def tier(self) -> Tier:
        return tier(self.follower_count)


def page(session: Session, listing: Listing, *, sort: str, limit: int, offset: int) -> list[PersonRow]:
    """Return all metrics of each influencer who is still a partner or to whom something happened in the window.

    Args:
        session: the unit of work.
        listing: whose, when.
        sort: a metric, - in front for descending; unknown values are last, ties by influencer_id.
        limit: how many at most.
        offset: how many to pass over.
    """
    rows = per_influencer(listing.window, listing.filters).subquery("measured")
    column = rows.c[sort.removeprefix("-")]
    best_first = column.desc() if sort.startswith("-") else column.asc()
    statement = (
        select(rows, Influencer.category, Influencer.follower_count, Influencer.still_partner)
        .join(Influencer, Influencer.influencer_id == rows.c.influencer_id)
        .where(*influencers.of_tiers(listing.tiers))
        .order_by(best_first.nulls_last(), rows.c.influencer_id)
        .limit(limit)
        .offset(offset)
    )
    return [_person(row) for row in session.execute(statement)]


def followers(session: Session) -> dict[int, int]:
    """Return the number of followers of each influencer."""
    return {row[0]: row[1] for row in session.execute(select(Influencer.influencer_id, Influencer.follower_count))}


def campaign_names(session: Session, campaign_ids: Collection[int]) -> dict[int, str]:
    chosen = select(Campaign.campaign_id, Campaign.campaign_name).where(Campaign.campaign_id.in_(campaign_ids))
    return {row[0]: row[1] for row in session.execute(chosen)}


def _person(row: Row[Any]) -> PersonRow:
    return PersonRow(
        *measured(row),
        influencer_id=row.influencer_id,
        influencer_name=row.influencer_name,
        platform=row.platform,
        category=row.category,
        follower_count=row.follower_count,
        still_partner=row.still_partner,
    )
