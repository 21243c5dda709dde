"""What is measured of Reclaim: reading into all tables, the audit; and splitting, for scale."""

import json
import tempfile
from pathlib import Path

from benchmarks.cost import Cost
from benchmarks.inputs import Inputs
from benchmarks.series import Series, repeat
from benchmarks.spawn import command, measured

AUDIT_DAY = "2026-06-30"


def read(given: Inputs, threads: int, times: int) -> Series:
    """Bytes to all tables on so many threads, and on as many cores."""
    name = f"reclaim, {given.name}, {threads} thread{'s' if threads > 1 else ''}"
    arguments = (str(given.folder), "--threads", str(threads))
    # Polars keeps threads of its own; they count, too.
    environment = {"POLARS_MAX_THREADS": str(threads)}
    return repeat(
        name,
        given.megabytes,
        times,
        lambda: measured("benchmarks.read", *arguments, environment=environment),
    )


def split(given: Inputs, times: int) -> Series:
    """`bytes.split` of the same bytes: the least that Python can do with them."""
    return repeat(
        f'bytes.split(b"~"), {given.name}',
        given.megabytes,
        times,
        lambda: measured("benchmarks.split", str(given.folder)),
    )


def audit(given: Inputs, times: int) -> Series:
    """`reclaim audit` from its start to its last file written; its rows are the claims."""
    with tempfile.TemporaryDirectory(dir=given.folder.parent) as out:
        report = Path(out, "report")
        arguments = ("audit", str(given.folder), "--out", str(report), "--as-of", AUDIT_DAY)
        return repeat(
            f"reclaim audit, {given.name}",
            given.megabytes,
            times,
            lambda: with_claims(command(*arguments, "--quiet", "--force"), report),
        )


def with_claims(cost: Cost, report: Path) -> Cost:
    """The same cost, with the claims that the report counts as rows."""
    summary = json.loads((report / "summary.json").read_text("utf-8"))
    return Cost(cost.seconds, cost.cpu_seconds, cost.peak_bytes, int(summary["claims"]))
