"""Every SELECT of the analysis of campaigns and audiences."""

from shared.analytics.campaigns.queries.audience import AudienceRow, LikesRow, audience, likes
from shared.analytics.campaigns.queries.overlap import audiences, busiest_influencers
from shared.analytics.campaigns.queries.records import (
    past_alike,
    targets_of,
)
from shared.analytics.campaigns.queries.success import Level, Measured, measured, sold_before
from shared.analytics.campaigns.queries.units import ProductUnits, units_around

__all__ = [
    "AudienceRow",
    "Level",
    "LikesRow",
    "Measured",
    "ProductUnits",
    "audience",
    "audiences",
    "busiest_influencers",
    "likes",
    "measured",
    "past_alike",
    "sold_before",
    "targets_of",
    "units_around",
]
