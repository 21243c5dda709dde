"""Measures reading, other parsers, start-up and the audit, and prints what came out.

python -m benchmarks.run [--megabytes N] [--json FILE] [--keep DIR]   (`make bench`)
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import audit_curve, floors, inputs, machine, ourselves, words
from benchmarks.against_peers import compare, fastest
from benchmarks.audit_curve import Point
from benchmarks.series import Series
from benchmarks.startup import waits
from benchmarks.words import say, told

FLOOR_MEGABYTES = 500


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print. The exit code is 0 whatever was measured: this is no test."""
    asked = _parser().parse_args(arguments)
    with _folder(asked.keep) as root:
        found = bench(root, asked)
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    return 0


def bench(root: Path, asked: argparse.Namespace) -> dict[str, Any]:
    """Everything, printed as it is measured. Returns the figures for `--json`."""
    facts = machine.facts()
    say(words.title("Machine"), *words.facts(facts))
    reading, split = _reading(root, asked.megabytes, asked.repeats)
    peers = [] if asked.no_peers else _peers(root, asked.peer_megabytes, asked.repeats, reading)
    say(words.title("Start-up"))
    starts = waits(inputs.small_file(root))
    say(*map(words.wait, starts))
    audit = _audit(root, min(asked.audit_megabytes, asked.megabytes), asked.repeats)
    two_threads = [series for series in reading if series.name.endswith("2 threads")]
    curve = _curve(root, [*asked.visits, *([audit_curve.FULL] if asked.full else [])])
    demands = floors.floors(two_threads, fastest(peers), audit, starts)
    demands += floors.audit_floors(curve)
    say(words.title("Floors"), *(floor.line() for floor in demands))
    if asked.megabytes < FLOOR_MEGABYTES:
        say(f"The floors are meant for {FLOOR_MEGABYTES} MB; this was {asked.megabytes} MB.")
    facts["load after"] = machine.load()
    say(f"load before {facts['load before']}, after {facts['load after']}")
    return {
        "machine": facts,
        "reading": [series.facts() for series in reading],
        "split": [series.facts() for series in split],
        "peers": [series.facts() for series in peers],
        "startup": [asdict(wait) for wait in starts],
        "audit": audit.facts(),
        "audit curve": [point.facts() for point in curve],
        "floors": [asdict(floor) for floor in demands],
    }


def _reading(root: Path, megabytes: int, times: int) -> tuple[list[Series], list[Series]]:
    """Both shapes into all tables on one and on two threads, and the same bytes only split."""
    say(words.title(f"Reading 835 into all tables, best of {times}"), words.HEAD)
    reading: list[Series] = []
    split: list[Series] = []
    comparison: list[str] = []
    for shape in (inputs.one_file(root, megabytes), inputs.many_files(root, megabytes)):
        ours = [told(ourselves.read(shape, threads, times)) for threads in (1, 2)]
        other = told(ourselves.split(shape, times))
        comparison += words.ratios(ours, [other])
        reading += ours
        split.append(other)
    say(*comparison)
    return reading, split


def _peers(root: Path, megabytes: int, times: int, reading: Sequence[Series]) -> list[Series]:
    """The peers, and how many times as fast Reclaim is: on their file, and on its own files."""
    say(words.title("Other parsers, one thread; a smaller file, since they are slow"), words.HEAD)
    comparisons = compare(root, megabytes, times)
    for comparison in comparisons:
        say(*words.ratios([comparison.ours], comparison.peers))
    peers = [peer for comparison in comparisons for peer in comparison.peers]
    best = fastest(peers)
    if best:
        say("Files of different size, compared by MB/s:", *words.ratios(reading, [best]))
    return peers


def _audit(root: Path, megabytes: int, times: int) -> Series:
    say(words.title("reclaim audit, end to end; its rows are claims"), words.HEAD)
    audit = told(ourselves.audit(inputs.many_files(root, megabytes), times))
    if audit.runs:
        say(f"{audit.rows / audit.best_seconds:,.0f} claims/s")
    return audit


def _curve(root: Path, sizes: Sequence[int]) -> list[Point]:
    """Whole practices of growing size, once each, and where the time goes."""
    say(words.title("reclaim audit of a whole practice, one run each"), audit_curve.HEAD)
    points: list[Point] = []
    for visits in sizes:
        points.append(audit_curve.measure(inputs.practice(root, visits), visits))
        say(audit_curve.line(points[-1], points[0]))
    say("", *audit_curve.stage_lines(points))
    return points


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """Where the inputs are: a folder that stays, or one that is removed afterwards."""
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep.resolve()
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Measure Reclaim on this machine.")
    parser.add_argument("--megabytes", type=int, default=FLOOR_MEGABYTES, help="to read (500)")
    parser.add_argument("--audit-megabytes", type=int, default=100, help="to audit (100)")
    visits = [str(size) for size in audit_curve.SIZES]
    parser.add_argument(
        "--visits",
        type=int,
        nargs="*",
        default=audit_curve.SIZES,
        metavar="N",
        help=f"sizes of practice to audit ({' '.join(visits)})",
    )
    parser.add_argument("--full", action="store_true", help="audit 2,000,000 visits, too")
    parser.add_argument("--peer-megabytes", type=int, default=2, help="for other parsers (2)")
    parser.add_argument("--repeats", type=int, default=3, help="runs of each; the best counts (3)")
    parser.add_argument("--no-peers", action="store_true", help="install and run no other parser")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here, too")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the inputs here")
    return parser


if __name__ == "__main__":
    sys.exit(main())
