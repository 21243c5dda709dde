"""What belongs where in a transaction set: data/x12/structure.yaml, as tables."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import polars as pl
import yaml

OUTSIDE = ("ISA", "GS", "GE", "IEA", "TA1")
"""Segments that stand outside transactions."""

BOUNDARY = (*OUTSIDE, "ST", "SE")
LEVELS = ("transaction", "claim", "line")


@dataclass(frozen=True)
class Structure:
    """Segments by set with what each needs above it, and the claim statuses of every version."""

    rules: pl.DataFrame
    claim_statuses: tuple[str, ...]

    @property
    def sets(self) -> pl.Series:
        return self.rules["transaction_set"].unique()


@cache
def structure() -> Structure:
    """The declared structure; `rules` has columns transaction_set, segment_id, needs."""
    text = files("reclaim.data").joinpath("x12/structure.yaml").read_text("utf-8")
    declared = yaml.safe_load(text)
    rows = [
        (name, segment, needs)
        for entry in declared["sets"]
        for name in str(entry["names"]).split()
        for needs in LEVELS
        for segment in entry.get(needs, "").split()
    ]
    columns = ["transaction_set", "segment_id", "needs"]
    rules = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    return Structure(rules, tuple(str(declared["claim_status"]).split()))
