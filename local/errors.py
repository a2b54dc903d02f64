"""What can go wrong with the local stack: each a sentence for the person at the terminal.

StackError
├── PortInUse      the HTTP port belongs to someone else
├── AlreadyRunning another stack holds the same state folder
├── NoSpace        the disk is full, or nearly
└── ChildDied      a part of the stack ended by itself
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class StackError(Exception):
    pass


class PortInUse(StackError):  # noqa: N818
    pass


class AlreadyRunning(StackError):  # noqa: N818
    pass


class NoSpace(StackError):  # noqa: N818
    pass


class ChildDied(StackError):  # noqa: N818
    pass


@contextmanager
def full_disk_is_named(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        if problem.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        raise NoSpace(f"No space left while writing to {folder}: free some, then start again.") from problem
