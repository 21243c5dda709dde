"""The steps of an audit as data: kernels, what they read and write, what must stay together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from reclaim.audit.place import place

Kernel = Callable[[Mapping[str, pl.DataFrame]], pl.DataFrame]


@dataclass(frozen=True)
class Step:
    """One kernel: what it reads, what it writes, and by what its input may be split.

    An engine may run it on any share of the rows, as long as those of one `partition` come
    together.
    """

    name: str
    kernel: Kernel
    reads: tuple[str, ...]
    writes: str
    partition: tuple[str, ...]


AUDIT_STEPS = (
    Step(
        "place",
        place,
        reads=("remit_claims", "remit_lines", "adjustments", "remarks"),
        writes="dispositions",
        partition=("file_id", "claim_segment"),
    ),
)
"""What is done to the tables of whole claims, in order. Netting comes when all are placed."""


def run_steps(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The tables of some whole claims, with those that the steps write."""
    out = dict(tables)
    for step in AUDIT_STEPS:
        if all(name in out for name in step.reads):
            out[step.writes] = step.kernel(out)
    return out
