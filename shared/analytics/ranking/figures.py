"""What the model is given, for one window: a column per figure, a row per influencer. Arrays all of one length."""

from dataclasses import dataclass, fields
from typing import Any, Self

# A numpy array; numpy is slow to import, so this module does without.
type Column = Any


@dataclass(frozen=True)
class Counted:
    """x out of n (clicks out of impressions, say) over blocks of days, the older the less they weigh (w).

    A block is a week, or an older month, which counts as its number of weeks (k).
    """

    weighted_x: Column  # Σ w·x
    weighted_n: Column  # Σ w·n
    squared_n: Column  # Σ w²·n
    squared_nn: Column  # Σ w²·n²/k
    x: Column  # Σ x, as all below over blocks with an n
    n: Column  # Σ n
    xx_per_n: Column  # Σ x²/n
    nn: Column  # Σ n²/k
    blocks: Column  # how many

    def of(self, chosen: Column) -> Self:
        """Return the rows that `chosen` (indices or booleans) names."""
        return type(self)(*(getattr(self, each.name)[chosen] for each in fields(self)))


@dataclass(frozen=True)
class Evidence:
    clicks: Counted  # out of impressions
    orders: Counted  # out of clicks
    returned: Counted  # units out of units sold
    gross: Counted  # cents out of orders


@dataclass(frozen=True)
class Figures:
    """The window's own sums, unweighted, beside the evidence for what they can be expected to be."""

    influencer_id: Column
    platform: Column
    tier: Column
    impressions: Column
    clicks: Column
    orders: Column
    cost: Column  # money, not cents
    evidence: Evidence

    def __len__(self) -> int:
        return len(self.influencer_id)
