"""The credit of every channel under every model, added up path by path and shared out without losing a cent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from shared.analytics.attribution.catalogue import AttributionModel
from shared.analytics.attribution.markov import Chain
from shared.analytics.attribution.paths import Floats, Ints, Paths
from shared.analytics.attribution.shares import BY_PATH


@dataclass(frozen=True)
class Credits:
    """By code of the channel: conversions in millionths and net revenue in cents."""

    micro: Ints
    cents: Ints


class Tally:
    """Takes paths in any number of parts."""

    def __init__(self, channels: int, models: Iterable[AttributionModel]) -> None:
        """Count for codes below `channels`, under `models`."""
        chosen = set(models)
        self._channels = channels
        self._micro = {model: np.zeros(channels) for model in BY_PATH if model in chosen}
        self._cents = {model: np.zeros(channels) for model in BY_PATH if model in chosen}
        self._chain = Chain(channels) if AttributionModel.MARKOV in chosen else None
        self.total_micro = 0
        self.total_cents = 0

    @property
    def wants_lost(self) -> bool:
        """Whether a model looks at paths without a purchase."""
        return self._chain is not None

    def add(self, paths: Paths) -> None:
        self.total_micro += int(paths.micro.sum())
        self.total_cents += int(paths.cents.sum())
        micro, cents = (np.repeat(each, paths.length) for each in (paths.micro, paths.cents))
        for model in self._micro:
            shares = BY_PATH[model](paths)
            self._micro[model] += np.bincount(paths.code, shares * micro, self._channels)
            self._cents[model] += np.bincount(paths.code, shares * cents, self._channels)
        if self._chain is not None:
            self._chain.add(paths)

    def add_lost(self, paths: Paths) -> None:
        if self._chain is not None:
            self._chain.add(paths, converting=False)

    def credits(self) -> dict[AttributionModel, Credits]:
        """Return what each model gives each channel; those of a model add up to the totals exactly."""
        found = {model: self._apportioned(self._micro[model], self._cents[model]) for model in self._micro}
        if self._chain is not None:
            removal = self._chain.removal()
            found[AttributionModel.MARKOV] = self._apportioned(removal.conversions, removal.revenue)
        return found

    def _apportioned(self, micro: Floats, cents: Floats) -> Credits:
        return Credits(apportion(micro, self.total_micro), apportion(cents, self.total_cents))


def apportion(weights: Sequence[float] | Floats, total: int) -> Ints:
    """Share `total` out in whole units by `weights`: largest remainder, ties to the lower place."""
    known = np.asarray(weights, float)
    if not total or not known.sum():
        return np.zeros(len(known), np.int64)
    exact = np.round(known * (total / known.sum()), 6)  # 2.9999999 is a 3 that was added up
    parts: Ints = np.floor(exact).astype(np.int64)
    missing = total - int(parts.sum())
    if 0 <= missing <= np.count_nonzero(exact > parts):
        parts[np.lexsort((np.arange(len(known)), parts - exact))[:missing]] += 1
    else:  # beyond what binary fractions can tell apart
        parts[np.argmax(parts)] += missing
    return parts
