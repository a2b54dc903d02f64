"""Where threads get their memory from."""

import ctypes
import os

ARENAS = 2
LARGE_BYTES = 256 * 1024
M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8  # <malloc.h> of glibc


def share_arenas() -> bool:
    """Let all threads of the process share two of glibc's arenas; false where there is no such choice.

    By default it keeps eight for each core, and what one thread frees only threads of the same arena use again. With 32
    threads that work off long answers in turn, a worker held three times as much free memory as it used, and more with
    each hour. Python's threads take turns anyhow, so they hardly wait for one another here. Who sets `MALLOC_ARENA_MAX`
    has chosen himself.

    What is large goes back to the system as soon as it is freed. By default glibc keeps ever larger pieces for the next
    one as large, between which small ones settle and hold them.
    """
    if "MALLOC_ARENA_MAX" in os.environ:
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
        return bool(mallopt(M_ARENA_MAX, ARENAS) and mallopt(M_MMAP_THRESHOLD, LARGE_BYTES))
    except (AttributeError, OSError, TypeError):  # musl, macOS, Windows
        return False
