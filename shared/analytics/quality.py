"""What in the data cannot be, or is hardly so: findings for a person to look at. Nothing is corrected. Pure."""

# ruff: noqa: RUF002 - formulas are written with the signs of arithmetic

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import quantiles

from shared.analytics.benchmarks import LEAST_PEERS
from shared.analytics.figures_told import count
from shared.analytics.metrics import MORE_ORDERS_THAN_CLICKS
from shared.influencers.rules import Tier

# A day jumps if it is this many times the mean and the highest of the reported days before it, and not a trifle.
DAYS_BEFORE, LEAST_DAYS_BEFORE = 28, 7
TIMES_MEAN, TIMES_HIGHEST, LEAST_JUMP = 5, 2, 100
# Followers fall if the last count is this far below the highest of the window.
LARGEST_FALL, LEAST_LOST = 0.05, 50
# An engagement rate is out of line beyond Tukey's outer fences of the logarithms, and this far from the median.
FENCE, TIMES_MEDIAN, LEAST_IMPRESSIONS = 3.0, 3.0, 1000


class QualityFlag(StrEnum):
    """Contradictions first, then what is merely unlikely."""

    CLICKS_ABOVE_IMPRESSIONS = "clicks_above_impressions"
    MORE_ORDERS_THAN_CLICKS = MORE_ORDERS_THAN_CLICKS
    UNKNOWN_CHANNEL = "unknown_channel"
    FOLLOWERS_FALLING = "followers_falling"
    SUDDEN_JUMP = "sudden_jump"
    ENGAGEMENT_OUT_OF_LINE = "engagement_out_of_line"


@dataclass(frozen=True)
class Finding:
    """`channel` is an influencer, or of an unknown channel what stands in the records.

    `found` is the figure that is out of place, `expected` what it is held against; `day` is the worst day, `times` on
    how many days it is so.
    """

    flag: QualityFlag
    channel: int
    found: float
    expected: float
    detail: str
    measure: str | None = None
    day: date | None = None
    times: int = 1

    @property
    def weight(self) -> float:
        """Return by how many times the one figure is above the other."""
        high, low = max(self.found, self.expected), min(self.found, self.expected)
        return high / low if low > 0 else math.inf


@dataclass(frozen=True)
class Engagement:
    """One influencer's engagements and impressions of a window."""

    influencer_id: int
    platform: str
    tier: Tier
    engagements: int
    impressions: int

    @property
    def rate(self) -> float:
        return self.engagements / self.impressions

    @property
    def level(self) -> float:
        """Return the logarithm of the rate, half an engagement added so that none has one, too."""
        return math.log((self.engagements + 0.5) / (self.impressions + 1))


def engagement_out_of_line(all_of_them: Iterable[Engagement]) -> list[Finding]:
    """Return whose engagement rate lies far from those of the same platform and tier (else platform, else all).

    Compared is who has at least 1,000 impressions, where there are at least eight of them. Far is beyond the outer
    fences of Tukey (quartile ± 3 × interquartile range) of the logarithms, and three times or a third of the median.
    """
    known = [each for each in all_of_them if each.impressions >= LEAST_IMPRESSIONS]
    cells: dict[object, list[Engagement]] = defaultdict(list)
    for each in known:
        for cell in _cells(each):
            cells[cell].append(each)
    usual = {cell: _usual(alike) for cell, alike in cells.items() if len(alike) >= LEAST_PEERS}
    found = ((each, next((usual[cell] for cell in _cells(each) if cell in usual), None)) for each in known)
    return [_engagement(each, among) for each, among in found if among and among.is_far(each)]


def _cells(of: Engagement) -> tuple[object, ...]:
    """Return what names its cells, the narrowest first."""
    return (of.platform, of.tier), of.platform, None


@dataclass(frozen=True)
class Usual:
    """What is usual in a cell of `size`: the median rate, and the quartiles of the logarithms."""

    size: int
    rate: float
    low: float
    median: float
    high: float

    def is_far(self, one: Engagement) -> bool:
        reach = FENCE * (self.high - self.low)
        inside = self.low - reach <= one.level <= self.high + reach
        return not inside and abs(one.level - self.median) >= math.log(TIMES_MEDIAN)


def _usual(alike: Sequence[Engagement]) -> Usual:
    low, median, high = quantiles([each.level for each in alike], n=4, method="inclusive")
    return Usual(len(alike), statistics.median(each.rate for each in alike), low, median, high)


def _engagement(own: Engagement, usual: Usual) -> Finding:
    side = "above" if own.rate > usual.rate else "below"
    return Finding(
        QualityFlag.ENGAGEMENT_OUT_OF_LINE,
        own.influencer_id,
        own.rate,
        usual.rate,
        f"The engagement rate of {own.rate:.2%} is far {side} the {usual.rate:.2%} that are usual among "
        f"{usual.size} influencers alike.",
        measure="engagement_rate",
    )


def clicks_above_impressions(influencer_id: int, days: int, day: date, counts: tuple[int, int]) -> Finding:
    """Describe days with more clicks than impressions; `counts` are both of the worst day."""
    clicks, impressions = counts
    return Finding(
        QualityFlag.CLICKS_ABOVE_IMPRESSIONS,
        influencer_id,
        clicks,
        impressions,
        f"{_days(days)} with more clicks than impressions, the worst {day}: {clicks:,} against {impressions:,}.",
        measure="clicks",
        day=day,
        times=days,
    )


def more_orders_than_clicks(influencer_id: int, orders: float, clicks: float) -> Finding:
    return Finding(
        QualityFlag.MORE_ORDERS_THAN_CLICKS,
        influencer_id,
        orders,
        clicks,
        f"{count(orders)} orders came from {count(clicks)} clicks: some clicks are not reported, or some orders are not"
        " theirs.",
        measure="orders",
    )


def unknown_channel(channel: int, orders: int, customers: int, likes: int) -> Finding:
    return Finding(
        QualityFlag.UNKNOWN_CHANNEL,
        channel,
        orders + customers + likes,
        0,
        f"{orders:,} orders, {customers:,} new customers and {likes:,} likes name the channel {channel},"
        " which nobody has.",
    )


def followers_falling(influencer_id: int, source: str, day: date, counts: tuple[int, int]) -> Finding:
    """Describe a fall since the highest count of the window; `counts` are the last and the highest."""
    last, highest = counts
    return Finding(
        QualityFlag.FOLLOWERS_FALLING,
        influencer_id,
        last,
        highest,
        f"Followers fell by {1 - last / highest:.0%} from {highest:,} to {last:,} by {day}, says {source}.",
        measure="followers",
        day=day,
    )


def sudden_jump(influencer_id: int, measure: str, days: int, *, day: date, counts: tuple[int, float]) -> Finding:
    """Describe days far above those before; `counts` are the worst day's and the mean of the days before it."""
    found, usual = counts
    return Finding(
        QualityFlag.SUDDEN_JUMP,
        influencer_id,
        found,
        usual,
        f"{_days(days)} with far more {measure} than before, the most on {day}: {found:,} against {usual:,.1f} a day.",
        measure=measure,
        day=day,
        times=days,
    )


def _days(number: int) -> str:
    return "A day" if number == 1 else f"{number} days"
