"""The findings of all checks of data quality, the contradictions first, and whom they concern."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared.analytics import quality, queries
from shared.analytics.answers import window_of
from shared.analytics.metrics import MORE_ORDERS_THAN_CLICKS
from shared.analytics.offsets import cursor_at, offset_of
from shared.analytics.performance_schemas import DataQualityOut, DataQualityQuery, FindingOut
from shared.analytics.quality import Engagement, Finding, QualityFlag
from shared.analytics.queries import InfluencerRow
from shared.analytics.queries import quality as checks
from shared.analytics.queries.listed import followers
from shared.analytics.windows import Window
from shared.influencers.queries import names_of_influencers
from shared.influencers.rules import tier
from shared.platform.errors import Malformed
from shared.platform.rollups import WORK_MEMORY

ORDER = list(QualityFlag)
MOST_DAYS = 366  # day by day of every influencer: longer windows would take many seconds


class WindowTooLong(Malformed):
    code = "window_too_long"


def data_quality(session: Session, query: DataQualityQuery) -> DataQualityOut:
    """Return what in the data of the window cannot be, or is hardly so.

    Raises:
        WindowMalformed, WindowTooLong, Malformed: it cannot be told.
    """
    window, offset = window_of(query), offset_of(query, "cursor")
    if window.days > MOST_DAYS:
        raise WindowTooLong(f"Data quality looks at {MOST_DAYS} days at most.", [("window", "is too long")])
    named = names_of_influencers(session)
    wanted = query.flag or ORDER
    found = [
        each
        for each in _findings(session, window)
        if each.flag in wanted and _is_of(named.get(each.channel), each, query)
    ]
    found.sort(key=lambda each: (ORDER.index(each.flag), -each.weight, each.channel, each.measure or ""))
    counts = Counter(each.flag for each in found)
    end = offset + query.limit
    return DataQualityOut(
        as_of=window.last,
        window=window.label,
        counts={flag: counts[flag] for flag in wanted},
        items=[_item(each, named.get(each.channel)) for each in found[offset:end]],
        next_cursor=cursor_at(query, end) if len(found) > end else None,
    )


def _findings(session: Session, window: Window) -> Iterator[Finding]:
    session.execute(select(func.set_config("work_mem", WORK_MEMORY, True)))
    yield from checks.clicks_above_impressions(session, window)
    yield from checks.sudden_jumps(session, window)
    yield from checks.followers_falling(session, window)
    yield from checks.unknown_channels(session, window)
    rows = queries.performance(session, window)
    for row in rows:
        if MORE_ORDERS_THAN_CLICKS in row.flags:
            yield quality.more_orders_than_clicks(row.influencer_id, _count(row, "orders"), _count(row, "clicks"))
    counts = followers(session)
    yield from quality.engagement_out_of_line(_engagement(row, counts[row.influencer_id]) for row in rows)


def _engagement(row: InfluencerRow, count: int) -> Engagement:
    engagements, impressions = _count(row, "engagements"), _count(row, "impressions")
    return Engagement(row.influencer_id, row.platform, tier(count), engagements, impressions)


def _count(row: InfluencerRow, slug: str) -> int:
    return int(row.values[slug] or 0)


def _is_of(named: tuple[str, str] | None, found: Finding, query: DataQualityQuery) -> bool:
    if query.influencer_id and found.channel not in query.influencer_id:
        return False
    return not query.platform or (named is not None and named[1] in query.platform)


def _item(found: Finding, named: tuple[str, str] | None) -> FindingOut:
    return FindingOut(
        flag=found.flag,
        influencer_id=found.channel if named else None,
        influencer_name=named[0] if named else None,
        platform=named[1] if named else None,
        channel=None if named else found.channel,
        measure=found.measure,
        day=found.day,
        days=found.times,
        found=found.found,
        expected=found.expected,
        detail=found.detail,
    )
