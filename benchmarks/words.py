"""The tables as people read them."""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.series import Series
from benchmarks.startup import Wait

HEAD = f"{'':46}{'MB':>8}{'MB/s':>9}{'spread':>8}{'cores':>7}{'peak':>10}{'rows':>13}"
WIDTH = len(HEAD)


def say(*lines: str) -> None:
    """Print at once: a measurement takes minutes, and people want to see that it goes on."""
    for line in lines:
        print(line, flush=True)


def told(found: Series) -> Series:
    """The same series, printed."""
    say(series(found))
    return found


def title(text: str) -> str:
    """A heading, set off from what stands before."""
    return f"\n{text}\n{'-' * WIDTH}"


def facts(lines: Mapping[str, str]) -> Iterator[str]:
    """One fact a line."""
    for name, value in lines.items():
        yield f"{name:<14}{value}"


def series(found: Series) -> str:
    """One line of figures under HEAD, or the reason why there are none."""
    start = f"{found.name:<46}{found.megabytes:>8.1f}"
    if found.failure is not None:
        return f"{start}   failed: {found.failure}"
    return (
        f"{start}{found.megabytes_per_second:>9.2f}{found.spread_percent:>7.0f}%"
        f"{found.cores:>7.2f}{found.peak_bytes / 1e6:>7.0f} MB{found.rows:>13,}"
    )


def ratios(ours: Sequence[Series], others: Sequence[Series]) -> Iterator[str]:
    """How many times as fast each of ours is as each other, in MB/s; failures are left out."""
    for mine in ours:
        for other in others:
            if mine.runs and other.runs:
                times = mine.megabytes_per_second / other.megabytes_per_second
                yield f"{mine.name} is {times:.2f} times as fast as {other.name}"


def wait(found: Wait) -> str:
    """How long one command took."""
    if found.seconds is None:
        return f"{found.name:<46}failed: {found.failure}"
    how = f"median of {found.runs}" if found.runs > 1 else "one run"
    return f"{found.name:<46}{found.seconds:>8.2f} s  ({how})"
