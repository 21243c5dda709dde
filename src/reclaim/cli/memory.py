"""How the threads of this process share memory; to be settled before the first of them runs."""

import ctypes
from contextlib import suppress

M_ARENA_MAX = -8
"""mallopt(3): how many heaps glibc may keep for the threads of a process."""

HEAPS = 2


def share_heaps() -> None:
    """Let the threads share two heaps, where the C library is glibc; elsewhere nothing happens.

    Each thread would keep a heap of its own, with the holes that its batches left there: a third
    more memory in an audit, and more with every further one. Two do not slow two threads down.
    """
    with suppress(OSError, TypeError, AttributeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, HEAPS)
