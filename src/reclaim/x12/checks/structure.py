"""Does every segment belong where it stands? What belongs where is data/x12/structure.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import polars as pl
import yaml

from reclaim.x12.checks.rows import all_problems, problem_rows

OUTSIDE = ("ISA", "GS", "GE", "IEA", "TA1")
"""Segments that stand outside transactions."""

BOUNDARY = (*OUTSIDE, "ST", "SE")
NEEDS = ("transaction", "claim", "line")
ABOVE = {"claim": "a claim", "line": "a service line"}


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
        for needs in NEEDS
        for segment in entry.get(needs, "").split()
    ]
    columns = ["transaction_set", "segment_id", "needs"]
    rules = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    return Structure(rules, tuple(str(declared["claim_status"]).split()))


def check_structure(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Problems with the kind and the place of the segments of a batch, and with claim statuses."""
    inside = _inside(tables["segments"])
    return all_problems(
        [
            _unknown_sets(tables["segments"]),
            _unknown_segments(inside),
            _orphans(inside),
            _outside(tables["segments"]),
            _unknown_statuses(tables["remit_claims"]),
        ]
    )


def _inside(segments: pl.DataFrame) -> pl.DataFrame:
    """Segments of known sets that lack what they need; `needs` is null for an unknown one.

    A batch has few kinds of standing and many segments, so that kinds are judged, then looked up.
    """
    standing = ["transaction_set", "segment_id", "claim_segment", "line_segment"]
    placed = segments.select(*standing, "transaction").with_columns(
        pl.col("claim_segment", "line_segment", "transaction").is_not_null()
    )
    wrong = _wrong(placed.unique())
    if wrong.is_empty():
        return segments.clear().with_columns(needs=pl.lit(None, pl.String))
    key = [*standing, "transaction"]
    at = placed.with_row_index("row").join(wrong, on=key, maintain_order="left")
    return segments[at["row"]].with_columns(at["needs"])


def _wrong(kinds: pl.DataFrame) -> pl.DataFrame:
    """Of the kinds of standing, those of a known set that lack what they need."""
    declared = structure()
    known = pl.col("transaction_set").is_in(declared.sets.to_list())
    within = ~pl.col("segment_id").is_in(BOUNDARY) & pl.col("transaction")
    needs = pl.col("needs")
    return (
        kinds.filter(known & within)
        .join(declared.rules, on=["transaction_set", "segment_id"], how="left")
        .filter(
            needs.is_null()
            | ((needs == "claim") & ~pl.col("claim_segment"))
            | ((needs == "line") & ~pl.col("line_segment"))
        )
    )


def _unknown_sets(segments: pl.DataFrame) -> pl.DataFrame:
    known = pl.col("transaction_set").is_in(structure().sets.to_list()).fill_null(value=False)
    found = segments.filter((pl.col("segment_id") == "ST") & ~known)
    detail = pl.lit("Its segments are kept as they were sent.")
    return problem_rows(found, "X12-SET-UNKNOWN", element=1, detail=detail)


def _unknown_segments(inside: pl.DataFrame) -> pl.DataFrame:
    found = inside.filter(pl.col("needs").is_null())
    # What stands in the place of a name may be anything, a person's name too: it is not repeated.
    detail = pl.format("No segment of this name is declared for {}.", pl.col("transaction_set"))
    return problem_rows(found, "X12-SEGMENT-UNKNOWN", detail=detail)


def _orphans(inside: pl.DataFrame) -> pl.DataFrame:
    found = inside.filter(pl.col("needs").is_not_null())
    detail = pl.format(
        "{} belongs under {}; none stands above it.",
        pl.col("segment_id"),
        pl.col("needs").replace_strict(ABOVE, default=None, return_dtype=pl.String),
    )
    return problem_rows(found, "X12-SEGMENT-ORPHAN", detail=detail)


def _outside(segments: pl.DataFrame) -> pl.DataFrame:
    """Segments before the first ST or after an SE, once for each unbroken run of them."""
    segment = pl.col("segment_id")
    # A file that begins with a stray has no transaction there, so the last boundary of the file
    # before it does no harm.
    boundary = pl.when(segment.is_in(BOUNDARY)).then(segment).forward_fill()
    out = pl.col("transaction").is_null() | boundary.is_in([*OUTSIDE, "SE"])
    strays = segments.filter(out.fill_null(value=False) & ~segment.is_in(BOUNDARY))
    after_stray = (pl.col("segment_number") - pl.col("segment_number").shift(1)).over(
        "file_id"
    ) == 1
    runs = strays.with_columns(
        run=(~after_stray.fill_null(value=False)).cast(pl.Int64).cum_sum()
    ).with_columns(length=pl.len().over("run"))
    found = runs.unique("run", keep="first", maintain_order=True)
    detail = pl.format("{} segments stand in no transaction (ST to SE).", pl.col("length"))
    return problem_rows(found, "X12-SEGMENT-ORPHAN", detail=detail)


def _unknown_statuses(claims: pl.DataFrame) -> pl.DataFrame:
    status = pl.col("claim_status")
    known = status.is_in(structure().claim_statuses).fill_null(value=False)
    detail = pl.format("CLP02 is {}.", status.fill_null("empty"))
    return problem_rows(
        claims.filter(~known), "X835-STATUS-UNKNOWN", element=2, value=status, detail=detail
    )
