"""Kills an ingest at random moments, runs it again, and looks whether every row is there once.

Each moment has a workspace of its own: a process begins to ingest a made-up practice and is killed
(SIGKILL) at a random moment of the time that a whole ingest takes; then the same command is run
to its end, and every table is compared with a plain read of the same files.

Usage: python tools/kill_ingest.py [--moments N] [--claims N] [--seed N]
"""

import argparse
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from reclaim.engines.workspace.config import find_workspace
from reclaim.engines.workspace.layout import create_workspace
from reclaim.engines.workspace.manifest import CHANGES, HEAD, PUBLISHING, STATE, read_head
from reclaim.engines.workspace.store import Store, open_store
from reclaim.pipeline.checking import checked_batches
from reclaim.schema import TABLES
from reclaim.x12.reader import READ_TABLES, Tables

RECLAIM = (sys.executable, "-m", "reclaim")
PHASES = {"start": 1, "read": 3, "publish": 6}
"""How often each phase is drawn: the last is the shortest, and the one with the most to break."""

DONE = "done"

LATE = 1.1
"""A moment may lie a little after the end of its phase."""

EVERY = 0.001
"""Seconds between two looks at how far an ingest has come."""

Again = Callable[[Path, Path], None]
"""Ingests a practice into a workspace, to the end."""


@dataclass
class Result:
    """In which states ingests were killed, and what was wrong after they were run again."""

    killed: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def main() -> None:
    """Print what was found; the exit code is 1 when a row was missing or there twice."""
    asked = argparse.ArgumentParser(description="Kills an ingest at random moments.")
    asked.add_argument("--moments", type=int, default=200)
    asked.add_argument("--claims", type=int, default=300)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        practice = Path(folder) / "practice"
        _run("generate", "--out", practice, "--claims", str(given.claims))
        result = kill_at_moments(Path(folder), practice, given.moments, given.seed)
    for state, number in sorted(result.killed.items()):
        print(f"{number:>6}  killed {state}")
    print(f"{given.moments} moments, {len(result.faults)} faults")
    for fault in result.faults:
        print(f"  {fault}")
    sys.exit(bool(result.faults))


def ingest_again(workspace: Path, practice: Path) -> None:
    """The same command in a new process."""
    _run("ingest", practice, "--workspace", workspace, "--quiet")


def kill_at_moments(
    folder: Path, practice: Path, moments: int, seed: int, again: Again = ingest_again
) -> Result:
    """What came of killing at moments that are drawn phase by phase: see `PHASES`."""
    expected = plain_read(practice)
    create_workspace(folder / "empty")
    open_store(find_workspace(folder / "empty"))
    seconds = _timed(_copy(folder, "whole"), practice)
    draws = np.random.default_rng(seed)
    weights = np.array(list(PHASES.values())) / sum(PHASES.values())
    result = Result()
    for number in range(moments):
        phase = str(draws.choice(list(PHASES), p=weights))
        moment = draws.uniform(0.0, seconds[phase] * LATE)
        workspace = _copy(folder, f"killed-{number}")
        _kill(workspace, practice, phase, moment)
        result.killed[state_of(workspace)] += 1
        again(workspace, practice)
        wrong = differences(open_store(find_workspace(workspace)), expected)
        result.faults += [f"{phase} + {moment:.3f} s: {fault}" for fault in wrong]
        shutil.rmtree(workspace)
    return result


def plain_read(practice: Path) -> Tables:
    """Every row of the files, as a read without a workspace gives them."""
    batches = list(checked_batches([practice]))
    tables = {
        name: pl.concat([batch[name] for batch in batches if name in batch]) for name in READ_TABLES
    }
    counted = tables["files"].filter(pl.col("segments") > 0)
    return {name: rows.join(counted, on="file_id", how="semi") for name, rows in tables.items()}


def state_of(workspace: Path) -> str:
    """How far the ingest had come, by what it left behind."""
    tables = workspace / "tables"
    if (tables / PUBLISHING).exists():
        return "while its tables were committed"
    if list((tables / CHANGES).glob("*.json")):
        return "when it was ready, before it was published"
    if list((tables / CHANGES).glob("*.lock")):
        return "while it was read"
    head = read_head((tables / HEAD).read_bytes())
    return "after it was done" if head and head.number else "before it began"


def differences(store: Store, expected: Tables) -> Iterator[str]:
    """Where the workspace differs from the plain read, and what was left lying about."""
    for name, plain in expected.items():
        keys = [column for column in TABLES[name].key if column in plain.columns]
        stored = store.scan(name).collect()
        if not stored.sort(keys).equals(plain.sort(keys)):
            yield f"{name}: {stored.height:,} rows, and {plain.height:,} in a plain read"
    left = [name for name in store.place.sizes(STATE) if not name.endswith((HEAD, "lock"))]
    if left:
        yield f"left behind: {', '.join(sorted(left))}"
    listed = {uri for name in TABLES for uri in store.files(name)}
    parts = [key for key in store.place.sizes("") if Path(key).match("*/*.parquet")]
    loose = [key for key in parts if store.place.uri(key) not in listed]
    if loose:
        yield f"files of no table: {', '.join(sorted(loose))}"


def _copy(folder: Path, name: str) -> Path:
    return Path(shutil.copytree(folder / "empty", folder / name))


def _run(command: str, *arguments: str | Path) -> None:
    whole = [*RECLAIM, command, *map(str, arguments)]
    subprocess.run(whole, check=True, capture_output=True)  # noqa: S603  our own command


def _started(workspace: Path, practice: Path) -> subprocess.Popen[bytes]:
    whole = [*RECLAIM, "ingest", str(practice), "--workspace", str(workspace), "--quiet"]
    return subprocess.Popen(whole, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  our own command


def _phase(workspace: Path) -> str:
    """What an ingest is at: before its lease it starts, until its first file is placed it reads."""
    tables = workspace / "tables"
    head = read_head((tables / HEAD).read_bytes())
    if head and head.number:
        return DONE
    if next((tables / "segments").glob("*.parquet"), None):
        return "publish"
    return "read" if next((tables / CHANGES).glob("*.lock"), None) else "start"


def _timed(workspace: Path, practice: Path) -> dict[str, float]:
    """How many seconds each phase of a whole ingest takes."""
    seconds = dict.fromkeys([*PHASES, DONE], 0.0)
    process, before = _started(workspace, practice), time.perf_counter()
    while process.poll() is None:
        time.sleep(EVERY)
        now = time.perf_counter()
        seconds[_phase(workspace)] += now - before
        before = now
    return seconds


def _kill(workspace: Path, practice: Path, phase: str, moment: float) -> None:
    """Kill an ingest so many seconds after a phase began, unless it ends before."""
    process = _started(workspace, practice)
    order = [*PHASES, DONE]
    while process.poll() is None and order.index(_phase(workspace)) < order.index(phase):
        time.sleep(EVERY)
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()


if __name__ == "__main__":
    main()
