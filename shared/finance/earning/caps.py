"""What is left of a cap."""

from collections import defaultdict
from datetime import date

from shared.finance.earning.agreements import Cap
from shared.finance.earning.arithmetic import CENTS, PERIOD_KEYS


class Spent:
    """How much of a cap is used in each of its periods; reversals give room again."""

    def __init__(self, cap: Cap) -> None:
        self.cap = cap
        self._key, self._most = PERIOD_KEYS[cap.period], cap.amount_cents
        self._used: defaultdict[int, int] = defaultdict(int)

    def room(self, day: date) -> int:
        left = self._most - self._used[self._key(day)]
        return max(0, left)  # several times faster than max, and asked for each line

    def add(self, day: date, cents: int) -> None:
        self._used[self._key(day)] += cents

    def explain(self, wanted: int, got: int) -> str:
        cap = f"The cap of {written(self.cap.amount_cents)} per {self.cap.period}"
        return f"{cap} leaves {written(got)} of {written(wanted)}."


def written(cents: int) -> str:
    return f"{cents // CENTS}.{cents % CENTS:02}"
