"""The seven ways of sharing out a conversion among the channels of its path. None of them is the truth."""

from dataclasses import dataclass
from enum import StrEnum

DEFAULT_LOOKBACK = 90  # days
MOST_LOOKBACK = 365
HALF_LIFE = 7  # days, of the weight in time decay
# Of a path of three touches or more; the rest is split evenly among those between. Of two, each has half.
FIRST_PART, LAST_PART = 0.4, 0.4
MICRO = 1_000_000  # conversions are counted in millionths, so that parts add up to the whole exactly


class AttributionModel(StrEnum):
    LAST_TOUCH = "last_touch"
    FIRST_TOUCH = "first_touch"
    LINEAR = "linear"
    TIME_DECAY = "time_decay"
    POSITION = "position"
    MARKOV = "markov"
    SHAPLEY = "shapley"


@dataclass(frozen=True)
class Described:
    model: AttributionModel
    label: str
    rule: str


DESCRIBED: tuple[Described, ...] = (
    Described(AttributionModel.LAST_TOUCH, "Last touch", "all to the last touch"),
    Described(AttributionModel.FIRST_TOUCH, "First touch", "all to the first touch"),
    Described(AttributionModel.LINEAR, "Linear", "the same to every touch"),
    Described(AttributionModel.TIME_DECAY, "Time decay", "halved for every 7 days that a touch lies further back"),
    Described(
        AttributionModel.POSITION,
        "Position based",
        "40 % to the first touch, 40 % to the last, 20 % evenly to those between; of two, half each",
    ),
    Described(
        AttributionModel.MARKOV,
        "Markov removal effect",
        "by the part of all conversions (of all revenue) that would be lost without the channel, in a chain of first "
        "order whose transitions are those of the paths",
    ),
    Described(
        AttributionModel.SHAPLEY, "Shapley (simplified)", "the same to every channel of the path, however often touched"
    ),
)
