"""Whom to take for a campaign, what would be otherwise, and the measurement behind it."""

from shared.analytics.recommendation.service.measuring import follow_rankings, measure_influencers
from shared.analytics.recommendation.service.recommending import for_campaign, for_products, what_if

__all__ = ["follow_rankings", "for_campaign", "for_products", "measure_influencers", "what_if"]
