"""What a place in the ranking by score means."""

from enum import StrEnum


class State(StrEnum):
    """`without_cost` is a list of its own, ordered by money: what cost nothing has no ROI."""

    RANKED = "ranked"
    WITHOUT_COST = "without_cost"
    NOT_ENOUGH_DATA = "not_enough_data"
