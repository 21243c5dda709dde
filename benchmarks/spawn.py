"""Runs each measurement in a fresh process, so that no other one has warmed or filled it."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.cost import Cost, cost_of_process

ROOT = Path(__file__).resolve().parent.parent
LONGEST_ERROR = 160


class FailedRunError(Exception):
    """A process ended with an error; the message is what it said."""


def measured(
    module: str,
    *arguments: str,
    python: str = sys.executable,
    environment: Mapping[str, str] | None = None,
) -> Cost:
    """The cost that a module, run on its own, reports of its work.

    Raises:
        FailedRunError: when it ends with an error.
    """
    done = subprocess.run(
        [python, "-m", module, *arguments],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise FailedRunError(last_error(done.stderr))
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def command(
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    good: tuple[int, ...] = (0,),
) -> Cost:
    """The cost of a whole `reclaim` command, from its start to its end.

    Raises:
        FailedRunError: when its exit code is none of the good ones.
    """
    with tempfile.TemporaryFile("w+") as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "reclaim", *arguments],
            env={**os.environ, **(environment or {})},
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        # wait4 and not wait: the system counts the memory of this process alone.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in good:
            errors.seek(0)
            raise FailedRunError(last_error(errors.read()))
    return cost_of_process(seconds, usage)


def last_error(text: str) -> str:
    """What a process died of: the words after its last traceback, or all it said."""
    _, found, after = text.rpartition("Traceback (most recent call last):\n")
    lines = [line.rstrip() for line in (after if found else text).splitlines()]
    if found:
        first = next((number for number, line in enumerate(lines) if line[:1].strip()), 0)
        lines = lines[first:]
    return " ".join(" ".join(lines).split())[:LONGEST_ERROR] or "ended without a word"
