"""What is left of a cap."""

from collections import defaultdict
from datetime import date

from shared.finance.earning.agreements import Cap
from shared.finance.earning.arithmetic import CENTS, period_of


class Spent:
    """How much of a cap is used in each of its periods; reversals give room again."""

    def __init__(self, cap: Cap) -> None:
        self.cap = cap
        self._used: defaultdict[int, int] = defaultdict(int)

    def room(self, day: date) -> int:
        return max(0, self.cap.amount_cents - self._used[period_of(self.cap.period, day)])

    def add(self, day: date, cents: int) -> None:
        self._used[period_of(self.cap.period, day)] += cents

    def explain(self, wanted: int, got: int) -> str:
        cap = f"The cap of {written(self.cap.amount_cents)} per {self.cap.period}"
        return f"{cap} leaves {written(got)} of {written(wanted)}."


def written(cents: int) -> str:
    return f"{cents // CENTS}.{cents % CENTS:02}"
