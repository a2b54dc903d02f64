"""From the touches in the database to the credit of every channel."""

from collections.abc import Iterable

import numpy as np
from sqlalchemy.orm import Session

from shared.analytics.attribution.catalogue import AttributionModel
from shared.analytics.attribution.paths import FIRST_CODE, Ints, Journeys, Touches
from shared.analytics.attribution.results import Channel, Credit, Results
from shared.analytics.attribution.scope import Scope
from shared.analytics.attribution.stream import Stream
from shared.analytics.attribution.tally import Credits, Tally
from shared.analytics.queries import touches as queries
from shared.platform.columns import NO_CHANNEL


def compute(session: Session, scope: Scope, models: Iterable[AttributionModel]) -> Results:
    """Share out the conversions of `scope` under each model."""
    influencers = np.asarray(queries.influencer_ids(session), np.int64)
    tally = Tally(len(influencers) + FIRST_CODE, models)
    counts_lost = scope.counts_lost and tally.wants_lost
    since = queries.first_moment(scope.window.first)

    def take(touches: Touches) -> None:
        journeys = Journeys(touches, scope.lookback)
        tally.add(journeys.converting())
        if counts_lost:
            tally.add_lost(journeys.without_purchase(since))

    stream = Stream(influencers, take)
    queries.copy_touches(session, queries.touches(scope), stream)
    stream.close()
    return {model: _by_channel(credits_, influencers) for model, credits_ in tally.credits().items()}


def _by_channel(found: Credits, influencers: Ints) -> dict[Channel, Credit]:
    channels: list[Channel] = [NO_CHANNEL, None, *influencers.tolist()]
    credits_ = zip(channels, found.micro.tolist(), found.cents.tolist(), strict=True)
    return {channel: Credit(micro, cents) for channel, micro, cents in credits_ if micro or cents}
