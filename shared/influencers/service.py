"""Every verb of influencers."""

from sqlalchemy.orm import Session

from shared.influencers.models import FEED
from shared.influencers.queries import feed_of_facts
from shared.platform import rollups


def rebuild_feed_rollups(session: Session) -> None:
    """Make the roll-ups of feeds anew from all reports. Nobody can write them meanwhile; readers can read."""
    rollups.rebuild(session, {FEED: feed_of_facts()}, of="influencer_metrics")
