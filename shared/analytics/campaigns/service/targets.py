"""What a campaign is meant to reach: told, and set by whoever may edit the campaign."""

from collections.abc import Callable
from decimal import Decimal

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from shared.analytics.campaigns import queries
from shared.analytics.campaigns.models import CampaignTarget
from shared.analytics.campaigns.queries.success import METRICS
from shared.analytics.campaigns.schemas import TargetsIn, TargetsOut
from shared.campaigns.models import Campaign
from shared.campaigns.queries import get_campaign
from shared.campaigns.service import lock_for_change
from shared.platform import audit
from shared.platform.contract import Answer
from shared.platform.errors import Malformed
from shared.platform.identity import Actor


class TargetUnknown(Malformed):
    code = "target_unknown"


def get_targets(session: Session, campaign_id: int) -> Answer[TargetsOut]:
    """Return the targets under the campaign's version.

    Raises:
        CampaignMissing: there is no such campaign.
    """
    return _answer(session, get_campaign(session, campaign_id))


def set_targets(
    session: Session, actor: Actor, campaign_id: int, *, body: TargetsIn, check_version: Callable[[int], None]
) -> Answer[TargetsOut]:
    """Put these targets in the place of those there are.

    Raises:
        CampaignMissing: there is no such campaign.
        NotInCharge: a campaign manager is not arranged in it.
        Stale, PreconditionRequired: If-Match does not name the campaign's version.
        TargetUnknown: a metric is none that success tells.
    """
    campaign = lock_for_change(session, actor, campaign_id)
    check_version(campaign.version)
    _check_metrics(body)
    before = queries.targets_of(session, campaign_id)
    if before != body.targets:
        _replace(session, campaign, body.targets)
        changes = {
            name: [_told(before.get(name)), _told(body.targets.get(name))]
            for name in sorted(before.keys() | body.targets.keys())
            if before.get(name) != body.targets.get(name)
        }
        audit.record(session, actor, "campaign.targets_set", campaign, changes=changes)
    return _answer(session, campaign)


def _check_metrics(body: TargetsIn) -> None:
    known = {metric.slug for metric in METRICS}
    unknown = [name for name in body.targets if name not in known]
    if unknown:
        errors = [(f"/targets/{name.replace('~', '~0').replace('/', '~1')}", "is unknown") for name in unknown]
        raise TargetUnknown(f"Targets are of {', '.join(sorted(known))}.", errors)


def _replace(session: Session, campaign: Campaign, targets: dict[str, Decimal]) -> None:
    session.execute(delete(CampaignTarget).filter_by(campaign_id=campaign.campaign_id))
    if targets:
        rows = [{"campaign_id": campaign.campaign_id, "metric": name, "target": each} for name, each in targets.items()]
        session.execute(insert(CampaignTarget), rows)
    flag_modified(campaign, "campaign_name")  # so that the version counts on
    session.flush()


def _told(target: Decimal | None) -> str | None:
    return None if target is None else f"{target.normalize():f}"


def _answer(session: Session, campaign: Campaign) -> Answer[TargetsOut]:
    targets = dict(sorted(queries.targets_of(session, campaign.campaign_id).items()))
    return Answer(TargetsOut(campaign_id=campaign.campaign_id, targets=targets), version=campaign.version)
