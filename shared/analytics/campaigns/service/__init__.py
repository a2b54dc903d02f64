"""Answers about campaigns' success and about audiences, and the targets of campaigns."""

from shared.analytics.campaigns.service.audiences import audience, campaign_audience
from shared.analytics.campaigns.service.overlaps import overlap
from shared.analytics.campaigns.service.successes import days_asked, success
from shared.analytics.campaigns.service.targets import get_targets, set_targets

__all__ = ["audience", "campaign_audience", "days_asked", "get_targets", "overlap", "set_targets", "success"]
