"""How long the stages of a run take, for whoever measures: silent unless RECLAIM_TIMINGS is set."""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VARIABLE = "RECLAIM_TIMINGS"
"""Environment variable that names the file to add to; without it nothing is measured."""

BYTES_PER_RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""`ru_maxrss` counts bytes on macOS and kibibytes elsewhere."""


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Measure the block: one line of JSON is added to the file when it ends, also by an error.

    `seconds` on the clock, `cpu_seconds` of the whole process with all its threads, and
    `peak_bytes`, the most memory the process held up to then. A stage may come many times, and
    one may lie in another; a stage that runs beside others counts their processor time as well.
    """
    to = os.environ.get(VARIABLE)
    if not to:
        yield
        return
    started, worked = time.perf_counter(), time.process_time()
    try:
        yield
    finally:
        line = {
            "stage": name,
            "seconds": time.perf_counter() - started,
            "cpu_seconds": time.process_time() - worked,
            "peak_bytes": _peak_bytes(),
        }
        with Path(to).open("a", encoding="utf-8") as out:
            out.write(json.dumps(line) + "\n")


def _peak_bytes() -> int:
    import resource  # noqa: PLC0415 - Windows has none; there nobody measures

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_PER_RSS_UNIT
