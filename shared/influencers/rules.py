"""How large an influencer is. Pure."""

from bisect import bisect_right
from enum import StrEnum


class Tier(StrEnum):
    """By followers, in rising order."""

    NANO = "nano"
    MICRO = "micro"
    MID = "mid"
    MACRO = "macro"
    MEGA = "mega"


# The smallest number of followers of each.
TIER_FROM: dict[Tier, int] = {
    Tier.NANO: 0,
    Tier.MICRO: 10_000,
    Tier.MID: 100_000,
    Tier.MACRO: 500_000,
    Tier.MEGA: 1_000_000,
}

_TIERS, _FROM = tuple(TIER_FROM), tuple(TIER_FROM.values())


def tier(follower_count: int) -> Tier:
    """Return the tier that so many followers are in."""
    return _TIERS[bisect_right(_FROM, follower_count) - 1]
