"""The signals: what the evidence says about a part of a charge. The first that holds decides."""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import polars as pl

from reclaim.rules.conditions import check_when, first_that_holds
from reclaim.rules.signal_columns import SIGNAL_COLUMNS
from reclaim.rules.signal_model import About, Signal
from reclaim.rules.yaml_file import read_rules, refuse_duplicates

__all__ = [
    "SIGNAL_COLUMNS",
    "Signal",
    "candidates",
    "decision",
    "first_match",
    "read_signals",
    "signal_of",
    "signals",
]


def read_signals(sources: Iterable[Traversable]) -> tuple[Signal, ...]:
    """The signals of several files, in the order of the file names and then of the files.

    Raises:
        ReclaimError: RULE-FILE, for a file, field, condition or word that cannot be understood,
            or an id given twice.
    """
    found: list[Signal] = []
    for source in sorted(sources, key=lambda source: source.name):
        for signal in read_rules(source, Signal):
            check_when(source.name, signal.id, signal.when, SIGNAL_COLUMNS)
            found.append(signal)
    refuse_duplicates("signals", [signal.id for signal in found])
    return tuple(found)


@cache
def signals() -> tuple[Signal, ...]:
    """The shipped signals, in order of evaluation."""
    folder = files("reclaim.data").joinpath("rules", "signals")
    return read_signals(file for file in folder.iterdir() if file.name.endswith(".yaml"))


def about(every: Sequence[Signal], subject: About) -> tuple[Signal, ...]:
    """The signals about one subject, such as parts of charges, or orphan reversals."""
    return tuple(signal for signal in every if signal.about == subject)


def candidates(every: Sequence[Signal]) -> pl.Expr:
    """The rows that some signal is about, by `place`, `category`, `carc` and `network` alone.

    A filter that costs little, before any evidence is gathered.
    """
    judging = about(every, "disposition")
    whole = {name for signal in judging if _takes_all(signal) for name in signal.categories}
    narrow = [signal for signal in judging if not set(signal.categories) <= whole]
    wanted = pl.col("place").is_in(sorted(whole)) | pl.col("category").is_in(sorted(whole))
    for signal in narrow:
        wanted |= signal.covers
    return wanted.fill_null(value=False)


def first_match(every: Sequence[Signal]) -> pl.Expr:
    """The position in `every` of the signal that decides a row; null when none does.

    Needs the columns that the conditions ask, at most SIGNAL_COLUMNS.
    """
    never = pl.lit(value=False)
    return first_that_holds(
        [signal.condition if signal.about == "disposition" else never for signal in every]
    )


@cache
def decision() -> pl.Expr:
    """The position in `signals()` of the one that decides, compiled once."""
    return first_match(signals())


def signal_of(every: Sequence[Signal], signal_id: str) -> Signal:
    """The signal of that id.

    Raises:
        KeyError: when there is none.
    """
    for signal in every:
        if signal.id == signal_id:
            return signal
    raise KeyError(signal_id)


def _takes_all(signal: Signal) -> bool:
    return not (signal.carcs or signal.network)
