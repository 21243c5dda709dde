"""What a piece of work costs: time on the clock, time of the processors, and the peak of memory.

Uses the standard library only, so that the environment of the peers can run it, too.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

BYTES_PER_RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""`ru_maxrss` counts bytes on macOS and kibibytes elsewhere."""


@dataclass(frozen=True)
class Cost:
    """One run. `peak_bytes` is that of the whole process, with interpreter and libraries."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    rows: int = 0


def cost(work: Callable[[], int]) -> Cost:
    """The cost of doing the work once; the work says how many rows came out."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    start = time.perf_counter()
    rows = work()
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_SELF)
    return Cost(seconds, _cpu(after) - _cpu(before), after.ru_maxrss * BYTES_PER_RSS_UNIT, rows)


def cost_of_process(seconds: float, usage: resource.struct_rusage) -> Cost:
    """The cost of a process that has ended, from what the system counted for it."""
    return Cost(seconds, _cpu(usage), usage.ru_maxrss * BYTES_PER_RSS_UNIT)


def report(work: Callable[[], int]) -> None:
    """Do the work and print its cost as the last line, for `spawn.measured` to read."""
    print(json.dumps(asdict(cost(work))))


def _cpu(usage: resource.struct_rusage) -> float:
    return usage.ru_utime + usage.ru_stime
