"""What must hold on a machine of two cores, and whether it did in this run."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.audit_curve import Point
from benchmarks.series import Series
from benchmarks.startup import CHECK, Wait

MEGABYTES_PER_SECOND = 80
TIMES_FASTEST_PEER = 20
PEAK_BYTES = 1_500_000_000
FIRST_CHECK_SECONDS = 5
AUDITED_VISITS = 1_000_000
AUDIT_SECONDS = 60
AUDIT_PEAK_BYTES = 3_000_000_000


@dataclass(frozen=True)
class Floor:
    """One demand. `met` is None when this run has no figure for it."""

    asks: str
    met: bool | None = None
    measured: str = "not measured"

    def line(self) -> str:
        """The demand, the answer, the figure."""
        verdict = {True: "met", False: "NOT met", None: "unknown"}[self.met]
        return f"floor {self.asks}: {verdict} ({self.measured})"


def floors(
    reading: Sequence[Series], peer: Series | None, audit: Series, starts: Sequence[Wait]
) -> list[Floor]:
    """The demands on what was read on two threads, the fastest peer, the audit, the start-up."""
    return [
        *(_speed(series) for series in reading),
        _ratio(reading, peer),
        *(_memory(series) for series in [*reading, audit]),
        *(_first_check(wait) for wait in starts if wait.name == CHECK),
    ]


def _speed(series: Series) -> Floor:
    asks = f"{MEGABYTES_PER_SECOND} MB/s, {series.name}"
    if not series.runs:
        return Floor(asks)
    speed = series.megabytes_per_second
    return Floor(asks, speed >= MEGABYTES_PER_SECOND, f"{speed:.1f} MB/s")


def audit_floors(points: Sequence[Point]) -> list[Floor]:
    """The demands on the audit of a million visits, of whatever sizes were measured."""
    name = f"audit of {AUDITED_VISITS:,} visits"
    fast, small = f"less than {AUDIT_SECONDS} s, {name}", f"less than 3 GB, {name}"
    found = [point.cost for point in points if point.visits == AUDITED_VISITS and point.cost]
    if not found:
        return [Floor(fast), Floor(small)]
    spent = found[0]
    return [
        Floor(fast, spent.seconds < AUDIT_SECONDS, f"{spent.seconds:.0f} s"),
        Floor(small, spent.peak_bytes < AUDIT_PEAK_BYTES, f"{spent.peak_bytes / 1e9:.2f} GB"),
    ]


def _ratio(reading: Sequence[Series], peer: Series | None) -> Floor:
    """The slower of our shapes against the fastest of the peers."""
    asks = f"{TIMES_FASTEST_PEER} times the fastest peer that yields usable rows"
    if peer is None or not all(series.runs for series in reading):
        return Floor(asks)
    ratio = min(series.megabytes_per_second for series in reading) / peer.megabytes_per_second
    return Floor(asks, ratio >= TIMES_FASTEST_PEER, f"{ratio:.1f} times {peer.name}")


def _memory(series: Series) -> Floor:
    asks = f"less than {PEAK_BYTES / 1e9} GB, {series.name}"
    if not series.runs:
        return Floor(asks)
    return Floor(asks, series.peak_bytes < PEAK_BYTES, f"{series.peak_bytes / 1e9:.2f} GB")


def _first_check(wait: Wait) -> Floor:
    asks = f"less than {FIRST_CHECK_SECONDS} s, {wait.name}, kernels compiled at set-up"
    if wait.seconds is None:
        return Floor(asks)
    return Floor(asks, wait.seconds < FIRST_CHECK_SECONDS, f"{wait.seconds:.2f} s")
