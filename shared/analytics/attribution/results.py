"""Credits by channel: what is computed, stored and answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from shared.analytics.attribution.catalogue import MICRO, AttributionModel

type Channel = int | None  # NO_CHANNEL is direct, None is all channels that name no influencer
type Results = Mapping[AttributionModel, Mapping[Channel, Credit]]


@dataclass(frozen=True)
class Credit:
    """Conversions in millionths and net revenue in cents."""

    micro: int = 0
    cents: int = 0

    @property
    def conversions(self) -> Decimal:
        return Decimal(self.micro) / MICRO

    @property
    def revenue(self) -> Decimal:
        return Decimal(self.cents) / 100


@dataclass(frozen=True)
class Attributed:
    """`as_of` is the last day that counts."""

    as_of: date
    computed_at: datetime
    results: Results


def added(credits_: Iterable[Credit]) -> Credit:
    found = list(credits_)
    return Credit(sum(each.micro for each in found), sum(each.cents for each in found))
