"""What will fall due: what is known of it, and what is still to be earned as an expectation. Pure.

Each campaign goes on earning its influencers what it earned on a day of the last weeks, as long as it runs; what is
earned on a day falls due when its holding period is over. The interval is that of sums of so many such days
(shared.analytics.pacing: a gamma variable), as if they were as many days of the whole as the expectation is worth.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shared.analytics.pacing import HIGH, LOW, Burn, Range, burn_of

WEEKS_BEHIND = 12
LEAST_DAYS = 14  # that something was earned on, or before: else it is too early to tell
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Run:
    """Cents a day that a campaign earns its influencers with this holding period, until its last day."""

    cents_a_day: float
    holding_days: int
    last: date

    def falling_due(self, first: date, last: date, today: date) -> float:
        """Return the cents that are earned from today on and fall due between two days, both included."""
        holding = self.holding_days * DAY
        earliest = max(today, first - holding)
        return max(0, (min(self.last, last - holding) - earliest).days + 1) * self.cents_a_day


type Earned = Mapping[tuple[int, int], int]  # cents of the last weeks by campaign and holding days


def window_behind(today: date) -> tuple[date, date]:
    return today - 7 * WEEKS_BEHIND * DAY, today - DAY


def runs_of(earned: Earned, days_of: Mapping[int, tuple[date, date]], today: date) -> list[Run]:
    """Return how campaigns that are not over go on; `days_of` are the first and last day of each."""
    start, end = window_behind(today)
    runs = []
    for (campaign_id, holding), cents in sorted(earned.items()):
        first, last = days_of[campaign_id]
        days = (end - max(start, first)).days + 1
        if last >= today and days > 0 and cents > 0:
            runs.append(Run(cents / days, holding, last))
    return runs


def burn(earned: Mapping[date, int], today: date) -> Burn | None:
    """Return what all days of the last weeks earned, since the first that earned anything; None: too few days."""
    if not earned:
        return None
    start, end = min(earned), window_behind(today)[1]
    costs = [earned.get(start + number * DAY, 0) for number in range((end - start).days + 1)]
    return burn_of(costs) if len(costs) >= LEAST_DAYS and sum(costs) > 0 else None


def expected(runs: Sequence[Run], of: Burn | None, days: tuple[date, date], today: date) -> Range | None:
    """Return what is still to be earned and falls due between two days; None where it is too early to tell."""
    if of is None:
        return None
    value = sum(run.falling_due(*days, today) for run in runs)
    worth = value / of.mean
    if worth <= 0:
        return Range(0, 0, 0)
    return Range(round(value), *(max(0, round(of.quantile(worth, end))) for end in (LOW, HIGH)))
