"""One measurement: read every file of a folder into all tables, with the kernels warm.

python -m benchmarks.read FOLDER --threads N
"""

import argparse
import os
from pathlib import Path

from benchmarks.cost import report
from reclaim.x12.reader import read_batches
from reclaim.x12.warm import warm


def rows(folder: Path, threads: int) -> int:
    """The rows of all tables of all files; every batch is taken and let go."""
    return sum(
        frame.height
        for batch in read_batches([folder], threads=threads)
        for frame in batch.values()
    )


def keep_to_cores(count: int) -> None:
    """Let this process use so many cores and no more, where the system can do that.

    The reader walks the files in the thread that asks, beside its workers: without this, one
    thread would be two.
    """
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-count:])


def main() -> None:
    """Warm up, then measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--threads", type=int, required=True)
    asked = parser.parse_args()
    keep_to_cores(asked.threads)
    warm()
    report(lambda: rows(asked.folder, asked.threads))


if __name__ == "__main__":
    main()
