"""Whether a collaboration is worth going on with, and why, in words and numbers. Pure."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from shared.analytics.figures_told import chance, count

SURE, HOPELESS = 0.90, 0.10  # of a profit
LEAST_ORDERS = 10  # in both periods together, to tell a trend
DISPERSION = 2.0  # orders of a period vary more than chance: season, one clip that everybody shares
NORMAL_HIGH = 1.6448536269514722  # the normal quantile of 95 %


class Trend(StrEnum):
    RISING = "rising"
    STEADY = "steady"
    FALLING = "falling"
    UNKNOWN = "unknown"


class Recommendation(StrEnum):
    CONTINUE = "continue"
    WATCH = "watch"
    STOP = "stop"
    NOT_ENOUGH_DATA = "not_enough_data"


@dataclass(frozen=True)
class Halves:
    """Orders and net cents of a period and of the period of the same length before it."""

    days: int
    recent_orders: float
    earlier_orders: float
    recent_cents: int
    earlier_cents: int

    @property
    def change(self) -> float | None:
        """Return (recent − earlier) ÷ earlier net revenue; None where there was none."""  # noqa: RUF002 - a formula
        return (self.recent_cents - self.earlier_cents) / self.earlier_cents if self.earlier_cents > 0 else None

    @property
    def trend(self) -> Trend:
        """Tell whether orders clearly (90 %, both ends) became more or fewer.

        The logarithm of their ratio is about normal with variance 2·(1 ÷ recent + 1 ÷ earlier), half an order added to
        each: Poisson counts with twice the variance.
        """
        if self.recent_orders + self.earlier_orders < LEAST_ORDERS:
            return Trend.UNKNOWN
        recent, earlier = self.recent_orders + 0.5, self.earlier_orders + 0.5
        off, reach = math.log(recent / earlier), NORMAL_HIGH * math.sqrt(DISPERSION * (1 / recent + 1 / earlier))
        if abs(off) <= reach:
            return Trend.STEADY
        return Trend.RISING if off > 0 else Trend.FALLING


@dataclass(frozen=True)
class Prospect:
    """What the ranking model says of ROI; None where nothing was paid, or nobody sold anything."""

    value: float | None
    low: float | None
    high: float | None
    positive: float | None
    enough: bool


@dataclass(frozen=True)
class Case:
    """What is judged: money so far in cents, what is to be expected, and how sales run."""

    net_cents: int
    cost_cents: int
    orders: float
    prospect: Prospect
    halves: Halves


def recommend(case: Case) -> Recommendation:
    """Return the word.

    A profit that is sure at 90 % goes on unless sales clearly fall, a loss that is ends unless they clearly rise;
    everything between is to be watched. What costs nothing goes on as long as it brings anything.
    """
    if not case.prospect.enough:
        return Recommendation.NOT_ENOUGH_DATA
    if case.cost_cents <= 0:
        return Recommendation.CONTINUE if case.net_cents > 0 else Recommendation.WATCH
    positive, trend = case.prospect.positive, case.halves.trend
    if positive is None:
        return Recommendation.NOT_ENOUGH_DATA
    if positive >= SURE:
        return Recommendation.WATCH if trend is Trend.FALLING else Recommendation.CONTINUE
    if positive <= HOPELESS:
        return Recommendation.WATCH if trend is Trend.RISING else Recommendation.STOP
    return Recommendation.WATCH


def reasons(case: Case) -> list[str]:
    """Return what the word rests on, a sentence each."""
    return [*_of_data(case), *_of_profit(case), *_of_trend(case.halves)]


def _of_data(case: Case) -> Iterator[str]:
    if not case.prospect.enough:
        so_far = count(case.orders)
        yield f"There is not enough data yet: fewer than 30 clicks and fewer than 5 orders ({so_far} so far)."


def _of_profit(case: Case) -> Iterator[str]:
    of, contribution = case.prospect, case.net_cents - case.cost_cents
    if case.cost_cents <= 0:
        yield f"It cost nothing so far and brought {_money(case.net_cents)} net."
        return
    yield (
        f"So far {_money(case.net_cents)} net came in and {_money(case.cost_cents)} were spent or promised:"
        f" {_money(contribution)} {'are left' if contribution >= 0 else 'are missing'}."
    )
    if of.enough and of.positive is not None and of.low is not None and of.high is not None:
        yield (
            f"It earns more than it costs with a probability of {chance(of.positive)}; the true ROI lies between"
            f" {100 * of.low:+,.0f} % and {100 * of.high:+,.0f} % (90 % interval)."
        )


def _of_trend(halves: Halves) -> Iterator[str]:
    trend, days = halves.trend, halves.days
    if trend is Trend.UNKNOWN:
        yield "There are too few orders to tell a trend."
        return
    told = {
        Trend.RISING: "clearly more than",
        Trend.FALLING: "clearly fewer than",
        Trend.STEADY: "not clearly other than",
    }[trend]
    yield (
        f"{count(halves.recent_orders)} orders in {days} days are {told} the {count(halves.earlier_orders)} of the"
        f" {days} days before."
    )


def _money(cents: int) -> str:
    return f"{Decimal(cents) / 100:,.2f}"
