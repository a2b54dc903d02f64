"""What audiences have in common, as a matrix. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.analytics.campaigns.privacy import LEAST_PEOPLE

DIGITS = 6
ROW_BITS = 16


def jaccard(audiences: Mapping[int, bytes], order: Sequence[int]) -> tuple[list[int], list[list[float | None]]]:
    """Return the size of each audience, and for each two of them people in both ÷ people in either.

    None stands where fewer than 5 people would show: in both, in one of the two and not in the other, or in one at
    all. On the diagonal is 1.

    Args:
        audiences: customers as integers of four bytes, big-endian, in any order, repeated or not.
        order: the keys of the rows and columns; one without an audience has no people.
    """
    import numpy as np  # noqa: PLC0415 - slow to import

    both = _in_both(_members(audiences, order), len(order))
    sizes: Any = np.diagonal(both)
    only = sizes[:, None] - both
    shown = (both >= LEAST_PEOPLE) & _none_or_enough(only) & _none_or_enough(only.T)
    with np.errstate(invalid="ignore"):  # 0 ÷ 0 is not shown
        shares = np.round(both / (sizes[:, None] + sizes[None, :] - both), DIGITS)
    told: Any = np.where(shown, shares, None)
    return sizes.tolist(), told.tolist()


def _none_or_enough(people: Any) -> Any:
    return (people == 0) | (people >= LEAST_PEOPLE)


def _members(audiences: Mapping[int, bytes], order: Sequence[int]) -> Any:
    """Return each member of each audience once, sorted: the customer, and in the lowest bits the number of the row."""
    import numpy as np  # noqa: PLC0415 - as above

    each = (np.frombuffer(audiences.get(key, b""), ">i4").astype(np.int64) for key in order)
    members = np.concatenate([(one << ROW_BITS) | row for row, one in enumerate(each)])
    members.sort()  # one sort of plain numbers: much faster than to look for distinct ones in each audience
    return members[np.diff(members, prepend=-1) != 0]


def _in_both(members: Any, size: int) -> Any:
    """Return how many people any two rows share: the product of the members' matrix with itself, turned over."""
    import numpy as np  # noqa: PLC0415 - as above
    from scipy.sparse import csr_array  # noqa: PLC0415 - the same

    rows, people = members & (2**ROW_BITS - 1), members >> ROW_BITS
    columns = np.cumsum(np.diff(people, prepend=people[:1]) != 0)
    width = int(columns.max(initial=0)) + 1
    matrix = csr_array((np.ones(len(rows), np.int32), (rows, columns)), shape=(size, width))
    return (matrix @ matrix.T).toarray().astype(np.int64)
