"""Changes of campaigns, and what they move: who is credited with which sales.

The verbs belong to campaigns, which know nothing of sales; what a verb moves is found by comparing the campaign's
claims before and after it, in the same transaction and under the campaign's lock.
"""

from collections.abc import Callable

from sqlalchemy.orm import Session

from shared.analytics.queries.moved import Moved, claims, moved
from shared.analytics.service.numbers import money
from shared.campaigns import answers, queries
from shared.campaigns.models import Campaign
from shared.campaigns.schemas import ArrangementOut, ArrangementsChanged, CampaignDetail, MovedOut
from shared.platform.contract import Answer


def change_campaign(session: Session, campaign_id: int, change: Callable[[], Campaign]) -> Answer[CampaignDetail]:
    """Make a change of a campaign and answer what became of it, what overlaps it, and what was re-attributed.

    Raises:
        CampaignMissing: there is no such campaign.
    """
    record, what = _tracked(session, campaign_id, change)
    return answers.campaign(session, record, moved=what)


def change_arrangements(
    session: Session, campaign_id: int, change: Callable[[], list[ArrangementOut]]
) -> ArrangementsChanged:
    """Make a change of what is arranged in a campaign and answer the same about it.

    Raises:
        CampaignMissing: there is no such campaign.
    """
    items, what = _tracked(session, campaign_id, change)
    return answers.arrangements(session, campaign_id, items, what)


def _tracked[T](session: Session, campaign_id: int, change: Callable[[], T]) -> tuple[T, list[MovedOut]]:
    queries.lock_campaign(session, campaign_id)
    before = claims(session, campaign_id)
    done = change()
    return done, [_shown(each) for each in moved(session, campaign_id, before, claims(session, campaign_id))]


def _shown(each: Moved) -> MovedOut:
    return MovedOut(
        campaign_id=each.campaign_id,
        campaign_name=each.campaign_name,
        orders_before=float(each.before.orders),
        orders_after=float(each.after.orders),
        net_revenue_before=money(each.before.net_cents),
        net_revenue_after=money(each.after.net_cents),
    )
