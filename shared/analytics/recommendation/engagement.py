"""On how many days an influencer was active, and on how many product-days each category was shown. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from shared.analytics.windows import Window

WEEK = 7


@dataclass
class Engagement:
    """`weeks` are counted backwards from the window's last day; in each of them something happened."""

    weeks: set[int] = field(default_factory=set)
    shown: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def days(self, window: Window) -> int:
        return min(WEEK * len(self.weeks), window.days)


def engagements(
    window: Window, active: Iterable[tuple[int, int]], shown: Iterable[tuple[int, str, date, date]]
) -> dict[int, Engagement]:
    """Return the engagement of each influencer.

    Args:
        window: its days.
        active: influencer and week in which anything was sold through it or reported of it.
        shown: influencer, category, first and last day of each product in each campaign, within the window.
    """
    found: dict[int, Engagement] = defaultdict(Engagement)
    for influencer_id, week in active:
        found[influencer_id].weeks.add(week)
    for influencer_id, category, first, last in shown:
        found[influencer_id].shown[category] += (last - first).days + 1
        latest, earliest = ((window.last - day).days // WEEK for day in (last, first))
        found[influencer_id].weeks |= set(range(latest, earliest + 1))
    return found
