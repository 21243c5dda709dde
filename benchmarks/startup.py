"""How long a person waits for an answer: the commands that everybody tries first."""

import statistics
import tempfile
from dataclasses import dataclass

from benchmarks.inputs import Inputs
from benchmarks.spawn import FailedRunError, command

TIMES = 5
CHECK = "reclaim check, small file"
COMPLETE = (0, 1)
"""`check` ends with 1 when the file has problems: that is an answer, too."""


@dataclass(frozen=True)
class Wait:
    """The median of the runs, in seconds; None when one failed, and then why."""

    name: str
    seconds: float | None
    runs: int
    failure: str | None = None


def waits(small: Inputs) -> list[Wait]:
    """Version, help, `check` of a small file with compiled kernels, and without."""
    check = ("check", str(small.folder), "--quiet")
    with tempfile.TemporaryDirectory() as empty:
        return [
            _wait("reclaim --version", TIMES, "--version"),
            _wait("reclaim --help", TIMES, "--help"),
            _wait(CHECK, TIMES, *check),
            _wait("the same, no kernel compiled", 1, *check, cache=empty),
        ]


def _wait(name: str, times: int, *arguments: str, cache: str | None = None) -> Wait:
    environment = {"NUMBA_CACHE_DIR": cache} if cache else {}
    try:
        seconds = [
            command(*arguments, environment=environment, good=COMPLETE).seconds
            for _ in range(times)
        ]
    except FailedRunError as error:
        return Wait(name, None, times, str(error))
    return Wait(name, statistics.median(seconds), times)
