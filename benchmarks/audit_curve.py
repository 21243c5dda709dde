"""How an audit grows with the practice: time and memory by size, and the stages it is spent in."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.cost import Cost
from benchmarks.inputs import Inputs
from benchmarks.ourselves import AUDIT_DAY, with_claims
from benchmarks.spawn import FailedRunError, command
from reclaim.timing import VARIABLE

SIZES = (10_000, 100_000, 1_000_000)
FULL = 2_000_000
REST = "start and the rest"
HEAD = (
    f"{'visits':>12}{'claims':>12}{'MB':>9}{'seconds':>10}{'claims/s':>11}"
    f"{'ms/claim':>10}{'ratio':>8}{'cores':>7}{'peak':>11}"
)


@dataclass(frozen=True)
class Point:
    """One audit of one practice. Without a cost, `failure` says why."""

    visits: int
    megabytes: float
    cost: Cost | None
    stages: dict[str, float]
    failure: str | None = None

    @property
    def milliseconds_a_claim(self) -> float | None:
        """Null when the audit failed."""
        return 1000 * self.cost.seconds / self.cost.rows if self.cost else None

    def facts(self) -> dict[str, Any]:
        """For `--json`."""
        return asdict(self)


def measure(given: Inputs, visits: int) -> Point:
    """The audit of a whole practice, from the command's start to its end; its rows are claims."""
    with tempfile.TemporaryDirectory(dir=given.folder.parent) as out:
        report, timings = Path(out, "report"), Path(out, "timings.jsonl")
        folder = str(given.folder)
        arguments = ("audit", folder, "--practice", folder, "--out", str(report), "--quiet")
        try:
            spent = command(*arguments, "--as-of", AUDIT_DAY, environment={VARIABLE: str(timings)})
        except FailedRunError as error:
            return Point(visits, given.megabytes, None, {}, str(error))
        stages = read_stages(timings.read_text("utf-8"))
        stages[REST] = spent.seconds - sum(stages.values())
        return Point(visits, given.megabytes, with_claims(spent, report), stages)


def read_stages(text: str) -> dict[str, float]:
    """Seconds by stage, in the order in which they first ended; one that came twice is added up."""
    found: dict[str, float] = {}
    for line in text.splitlines():
        told = json.loads(line)
        found[told["stage"]] = found.get(told["stage"], 0.0) + told["seconds"]
    return found


def line(point: Point, first: Point) -> str:
    """One line under HEAD. The ratio is of the time a claim takes, to that at the first size."""
    start = f"{point.visits:>12,}"
    if point.cost is None:
        return f"{start}   failed: {point.failure}"
    each, at_first = point.milliseconds_a_claim, first.milliseconds_a_claim
    ratio = f"{each / at_first:.2f}" if each and at_first else "-"
    spent = point.cost
    return (
        f"{start}{spent.rows:>12,}{point.megabytes:>9.0f}{spent.seconds:>10.1f}"
        f"{spent.rows / spent.seconds:>11,.0f}{each:>10.3f}{ratio:>8}"
        f"{spent.cpu_seconds / spent.seconds:>7.2f}{spent.peak_bytes / 1e6:>8,.0f} MB"
    )


def stage_lines(points: Sequence[Point]) -> Iterator[str]:
    """Seconds of each stage at each size, and its share of the largest."""
    whole = [point for point in points if point.cost]
    if not whole:
        return
    yield f"{'seconds, by visits':<24}" + "".join(f"{point.visits:>12,}" for point in whole)
    largest = whole[-1]
    total = sum(largest.stages.values())
    for stage in largest.stages:
        seconds = "".join(f"{point.stages.get(stage, 0):>12.1f}" for point in whole)
        yield f"{stage:<24}{seconds}{100 * largest.stages[stage] / total:>6.0f}%"
