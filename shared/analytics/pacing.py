"""How the budget of a campaign runs: what it costs a day, what it will have cost, and when the budget is used up. Pure.

What the days ahead cost is taken as a gamma variable with the mean and the variance of a new sum of such days: for n
days ahead and N days behind with mean m and variance s², n·m and s²·(n + n²/N), the second part for not knowing m.
Costs come in lumps and are never negative, which a gamma is like and a normal is not. The variance is that of sums
of days, where days are alike (Newey and West 1987, three lags), and counts for more where it is known from few costs:
by the square of Student's over the normal quantile, at degrees one below (Σc)² ÷ Σc² (Kish's effective number).
What is known of the days ahead (fees with a date, what today cost already) is the least they can cost. An indication.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

DAY = timedelta(days=1)
LEAST_DAYS, MOST_BEHIND = 7, 365  # that are over, to project from
LAGS = 3
LOW, HIGH = 0.05, 0.95  # the ends of a 90 % interval
NORMAL_HIGH = 1.6448536269514722  # the normal quantile of HIGH
FAR_BEHIND = 0.70  # of the budget
BACK_BELOW, BACK_ABOVE = 0.95, 0.75  # where an alert is over, so that none is raised every other day
HORIZON = 3_650  # days
MOST_POINTS = 400


class PacingState(StrEnum):
    NOT_STARTED = "not_started"
    TOO_EARLY = "too_early"
    ON_TRACK = "on_track"
    OVER_BUDGET = "over_budget"
    BEHIND = "behind"
    ENDED = "ended"


@dataclass(frozen=True)
class Outlay:
    """What a campaign costs on a day, in cents; `committed` is promised and not paid yet."""

    day: date
    paid: int
    committed: int

    @property
    def cost(self) -> int:
        return self.paid + self.committed


@dataclass(frozen=True)
class Plan:
    """The business days of a campaign, both included, its budget in cents, and the present day."""

    first: date
    last: date
    budget: int
    today: date

    @property
    def days(self) -> int:
        return max(0, (self.last - self.first).days + 1)

    @property
    def behind(self) -> int:
        """Return how many of its days are over; of today there may be more to come."""
        return min(self.days, max(0, (self.today - self.first).days))

    @property
    def ahead(self) -> int:
        return max(0, (self.last - max(self.today, self.first)).days + 1)

    def planned_by(self, day: date) -> int:
        """Return the cents that are spent at the end of a day if every day costs the same."""
        over = min(self.days, max(0, (day - self.first).days + 1))
        return round(self.budget * over / self.days) if self.days else 0


@dataclass(frozen=True)
class Range:
    """An expectation and the ends of its 90 % interval, in cents."""

    value: int
    low: int
    high: int


@dataclass(frozen=True)
class DayRange:
    """A day and the ends of its 90 % interval; None: not within ten years."""

    value: date | None
    earliest: date | None
    latest: date | None


@dataclass(frozen=True)
class Burn:
    """What a day costs, in cents: its mean over so many days, and the variance that sums of days have for each."""

    mean: float
    variance: float
    days: int

    def quantile(self, days: float, share: float) -> float:
        """Return what `days` more days cost at most with probability `share`."""
        from scipy.special import gammaincinv  # noqa: PLC0415 - slow to import

        mean = days * self.mean
        variance = self.variance * (days + days * days / self.days)
        if mean <= 0 or variance <= 0:
            return mean
        return float(gammaincinv(mean * mean / variance, share)) * variance / mean


def burn_of(costs: Sequence[int]) -> Burn:
    """Return what a day costs by the costs of at least one."""
    from scipy.special import stdtrit  # noqa: PLC0415 - slow to import

    days, mean = len(costs), sum(costs) / len(costs)
    apart = [cost - mean for cost in costs]
    squares = sum(each * each for each in apart)
    if not squares:
        return Burn(mean, 0.0, days)
    alike = sum(
        (1 - lag / (LAGS + 1)) * sum(a * b for a, b in zip(apart, apart[lag:], strict=False))
        for lag in range(1, LAGS + 1)
    )
    variance = max(squares / (days - 1), squares / (days - 1) + 2 * alike / days)
    effective = sum(costs) ** 2 / sum(cost * cost for cost in costs)
    unsure = float(stdtrit(max(1.0, effective - 1), HIGH)) / NORMAL_HIGH
    return Burn(mean, variance * unsure**2, days)


@dataclass(frozen=True)
class Pace:
    """A plan with what it costs."""

    plan: Plan
    outlays: Sequence[Outlay]

    @property
    def paid(self) -> int:
        return sum(each.paid for each in self.outlays)

    @property
    def committed(self) -> int:
        return sum(each.committed for each in self.outlays)

    def cost_by(self, day: date) -> int:
        """Return what it costs until the end of a day, by what is known today."""
        return sum(each.cost for each in self.outlays if each.day <= day)

    @cached_property
    def spent(self) -> int:
        """Return what the days before today cost."""
        return self.cost_by(self.plan.today - DAY)

    @cached_property
    def burn(self) -> Burn | None:
        """Return what a day of it costs, by its days that are over, a year of them at most; None before the first."""
        plan = self.plan
        if not plan.behind:
            return None
        after = plan.first + plan.behind * DAY
        first = max(plan.first, after - MOST_BEHIND * DAY)
        costs = [0] * (after - first).days
        for each in self.outlays:
            if first <= each.day < after:
                costs[(each.day - first).days] += each.cost
        return burn_of(costs)

    def projected(self, day: date | None = None) -> Range | None:
        """Return what it will have cost at the end of a day from today on, its last day if none is given.

        After its last day it is what is known; None where it is too early to tell.
        """
        plan, until = self.plan, day or date.max
        known = self.cost_by(until)
        days = min(plan.ahead, (until - plan.today).days + 1)
        burn = self.burn
        if days <= 0 or plan.today > plan.last:
            return Range(known, known, known)
        if burn is None or burn.days < LEAST_DAYS:
            return None
        ends = (days * burn.mean, burn.quantile(days, LOW), burn.quantile(days, HIGH))
        return Range(*(max(known, self.spent + round(end)) for end in ends))

    def budget_ends(self) -> DayRange | None:
        """Return the day on which the budget is used up at the present pace, be it after the last day of the plan."""
        plan, burn = self.plan, self.burn
        crossed = self._crossed()
        if crossed is not None:
            return DayRange(crossed, crossed, crossed)
        if burn is None or burn.days < LEAST_DAYS or plan.today > plan.last:
            return None
        return DayRange(
            self._day_beyond(lambda days: days * burn.mean),
            self._day_beyond(lambda days: burn.quantile(days, HIGH)),
            self._day_beyond(lambda days: burn.quantile(days, LOW)),
        )

    def _day_beyond(self, cost: Callable[[int], float]) -> date | None:
        """Return the day on which the budget is used up where so many days from today on cost so much."""
        left = self.plan.budget - self.spent
        days = _first(lambda days: cost(days) > left)
        return None if days is None else self.plan.today + (days - 1) * DAY

    def _crossed(self) -> date | None:
        total = 0
        for each in sorted(self.outlays, key=lambda outlay: outlay.day):
            total += each.cost
            if total > self.plan.budget:
                return each.day
        return None

    def state(self) -> PacingState:
        """Return where a running campaign stands."""
        plan, projected = self.plan, self.projected()
        if self.cost_by(date.max) > plan.budget:
            return PacingState.OVER_BUDGET
        if projected is None:
            return PacingState.TOO_EARLY
        if projected.value > plan.budget:
            return PacingState.OVER_BUDGET
        far_behind = projected.value < FAR_BEHIND * plan.budget and projected.high < plan.budget
        return PacingState.BEHIND if far_behind else PacingState.ON_TRACK

    def is_back(self, kind: PacingState) -> bool:
        """Whether a campaign that was over or behind its budget is clearly no longer."""
        projected = self.projected()
        if projected is None:
            return False
        if kind is PacingState.OVER_BUDGET:
            return projected.value <= BACK_BELOW * self.plan.budget
        return projected.value >= BACK_ABOVE * self.plan.budget

    def days_shown(self) -> list[date]:
        """Return the days of the plan, at most 400 at even distances, its last among them."""
        plan = self.plan
        if not plan.days:
            return []
        step = -(-plan.days // MOST_POINTS)
        return [plan.last - number * step * DAY for number in range(-(-plan.days // step))][::-1]


def _first(holds: Callable[[int], bool]) -> int | None:
    """Return the first number from 1 to HORIZON for which a condition holds that then holds for all after it."""
    if not holds(HORIZON):
        return None
    low, high = 1, HORIZON
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
