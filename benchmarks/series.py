"""Repeated runs of one thing, and the figures that are told of them; or why there are none."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.cost import Cost
from benchmarks.spawn import FailedRunError


@dataclass(frozen=True)
class Series:
    """Runs of the same work on the same input. No run: `failure` says why."""

    name: str
    megabytes: float
    runs: tuple[Cost, ...]
    failure: str | None = None

    @property
    def best_seconds(self) -> float:
        """The fastest run: what is slower was disturbed by something else on the machine."""
        return min(run.seconds for run in self.runs)

    @property
    def spread_percent(self) -> float:
        """How much longer the slowest run took than the fastest."""
        return 100 * (max(run.seconds for run in self.runs) / self.best_seconds - 1)

    @property
    def megabytes_per_second(self) -> float:
        """Of 1,000,000 bytes of input, in the fastest run."""
        return self.megabytes / self.best_seconds

    @property
    def peak_bytes(self) -> int:
        """The most memory that any of the runs held."""
        return max(run.peak_bytes for run in self.runs)

    @property
    def cores(self) -> float:
        """How many processors the fastest run kept busy, on average."""
        run = min(self.runs, key=lambda run: run.seconds)
        return run.cpu_seconds / run.seconds

    @property
    def rows(self) -> int:
        """What came out, the same in every run."""
        return self.runs[0].rows

    def facts(self) -> dict[str, Any]:
        """For `--json`: the figures, and every run."""
        out: dict[str, Any] = {"name": self.name, "megabytes": self.megabytes}
        if self.failure is not None:
            return {**out, "failure": self.failure}
        return {
            **out,
            "megabytes_per_second": self.megabytes_per_second,
            "spread_percent": self.spread_percent,
            "cores": self.cores,
            "peak_bytes": self.peak_bytes,
            "rows": self.rows,
            "rows_per_second": self.rows / self.best_seconds,
            "runs": [asdict(run) for run in self.runs],
        }


def repeat(name: str, megabytes: float, times: int, run: Callable[[], Cost]) -> Series:
    """The series of so many runs; it ends with the first that fails."""
    try:
        return Series(name, megabytes, tuple(run() for _ in range(times)))
    except FailedRunError as error:
        return Series(name, megabytes, (), str(error))
