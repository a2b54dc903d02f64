"""Rows of COPY as arrays, whole customers at a time, so that memory does not grow with the shop."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from shared.analytics.attribution.paths import Ints, Touches, encode
from shared.analytics.queries.touches import HEADER, ROW
from shared.platform.columns import NO_CHANNEL

ROW_TYPE = np.dtype(ROW)
ROWS_AT_ONCE = 500_000


class Stream:
    """Takes what COPY writes, and hands over the touches of whole customers, in the order in which they came."""

    def __init__(self, influencers: Ints, take: Callable[[Touches], None], at_once: int = ROWS_AT_ONCE) -> None:
        """Hand over to `take` about `at_once` rows at a time; `influencers` are all ids in order."""
        self._influencers = influencers
        self._take = take
        self._piece = at_once * ROW_TYPE.itemsize
        self._limit = HEADER + self._piece
        self._bytes = bytearray()
        self._header = HEADER

    def write(self, data: bytes) -> None:
        self._bytes += data
        if len(self._bytes) >= self._limit:
            self._hand_over(ended=False)

    def close(self) -> None:
        """Hand over what is left, but for the two bytes that end a COPY."""
        self._hand_over(ended=True)

    def _hand_over(self, *, ended: bool) -> None:
        count = (len(self._bytes) - self._header) // ROW_TYPE.itemsize
        rows = np.frombuffer(bytes(self._bytes), ROW_TYPE, count, self._header)
        if not ended:  # of the last customer there may be more to come
            customer = rows["customer"].astype(np.int64)
            rows = rows[: np.searchsorted(customer, customer[-1])]
        if len(rows):
            self._take(self._touches(rows))
            del self._bytes[: self._header + rows.nbytes]
            self._header = 0
        self._limit = len(self._bytes) + self._piece

    def _touches(self, rows: NDArray[np.void]) -> Touches:
        customer, moment, channel, micro, cents = (
            rows[name].astype(np.int64) for name in ("customer", "moment", "channel", "micro", "cents")
        )
        return Touches(customer, moment, encode(channel, self._influencers, NO_CHANNEL), micro, cents)
