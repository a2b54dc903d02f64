"""How many buyers any two influencers share, told by a small sample of each. Pure.

Of each influencer the buyers with the smallest hashes are kept (Cohen 1997, bottom-k sketches): whoever bought through
two of them is in both samples or beyond the end of one, so common members ÷ the smaller share of what was kept is the
number of common buyers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shared.analytics.campaigns.privacy import LEAST_PEOPLE

KEPT = 512
LARGEST = 2**32
# Of fewer common members the number says nothing yet.
LEAST_COMMON = 3


@dataclass(frozen=True)
class Sample:
    """The smallest hashes, four bytes each, and which share of all hashes lies up to the last of them."""

    hashes: bytes
    share: float


def sample(people: bytes) -> Sample:
    """Return the sample of distinct customers, big-endian integers of four bytes each."""
    import numpy as np  # noqa: PLC0415 - slow to import

    mixed = np.sort(_mixed(np.frombuffer(people, ">u4").astype(np.uint32)))[:KEPT]
    whole = len(people) // 4 <= KEPT
    return Sample(mixed.astype(">u4").tobytes(), 1.0 if whole else (int(mixed[-1]) + 1) / LARGEST)


def common(samples: Sequence[Sample]) -> Any:
    """Return the estimated number of common buyers of each two; 0 of fewer than 5 and of one with himself."""
    import numpy as np  # noqa: PLC0415 - as above
    from scipy.sparse import csr_array  # noqa: PLC0415 - the same

    each = [np.frombuffer(one.hashes, ">u4") for one in samples]
    rows = np.repeat(np.arange(len(each)), [len(one) for one in each])
    members = np.concatenate(each) if each else np.empty(0, ">u4")
    _, columns = np.unique(members, return_inverse=True)
    matrix = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(each), int(columns.max(initial=-1)) + 1))
    both = (matrix @ matrix.T).toarray()
    np.fill_diagonal(both, 0)
    share = np.array([one.share for one in samples])
    people = both / np.minimum(share[:, None], share[None, :])
    return np.where((both >= LEAST_COMMON) & (people >= LEAST_PEOPLE), people, 0)


def _mixed(keys: Any) -> Any:
    """Mix the bits of integers of 32 bits (the finalizer of MurmurHash3)."""
    keys = (keys ^ (keys >> 16)) * 0x85EBCA6B & 0xFFFFFFFF
    keys = (keys ^ (keys >> 13)) * 0xC2B2AE35 & 0xFFFFFFFF
    return keys ^ (keys >> 16)
