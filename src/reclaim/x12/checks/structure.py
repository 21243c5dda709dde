"""Does every segment belong where it stands? What belongs where is data/x12/structure.yaml."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from reclaim.x12.checks.declared import BOUNDARY, OUTSIDE, structure
from reclaim.x12.checks.kinds import NEEDS, Flags, Kinds, numbering
from reclaim.x12.checks.rows import PROBLEMS, all_problems, problem_rows

ABOVE = {"claim": "a claim", "line": "a service line"}


def check_structure(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Problems with the kind and the place of the segments of a batch, and with claim statuses."""
    kinds = Kinds(tables["segments"])
    inside = _inside(kinds)
    return all_problems(
        [
            _unknown_sets(kinds),
            _unknown_segments(inside),
            _orphans(inside),
            _outside(kinds),
            _unknown_statuses(tables["remit_claims"]),
        ]
    )


def _inside(kinds: Kinds) -> pl.DataFrame:
    """Segments of known sets that lack what they need; `needs` is null for an unknown one."""
    known = (kinds.set < numbering().unknown_set) & kinds.has("segment_id")
    within = known & ~kinds.boundary & kinds.has("transaction")
    needs = numbering().needs[kinds.set, kinds.name]
    met = needs == NEEDS.index("transaction")
    for above in ABOVE:
        met |= (needs == NEEDS.index(above)) & kinds.has(f"{above}_segment")
    wrong = within & ~met
    words = pl.Series([*NEEDS[:-1], None], dtype=pl.String)
    return kinds.rows(wrong).with_columns(needs=words.gather(needs[wrong]))


def _unknown_sets(kinds: Kinds) -> pl.DataFrame:
    number = numbering()
    found = kinds.rows((kinds.name == number.name("ST")) & (kinds.set == number.unknown_set))
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


def _outside(kinds: Kinds) -> pl.DataFrame:
    """Segments before the first ST or after an SE, once for each unbroken run of them."""
    if not _any_outside(kinds):
        return PROBLEMS.empty()
    segments = kinds.segments
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


def _any_outside(kinds: Kinds) -> bool:
    """Whether a segment stands in no transaction, or right after what ends or precedes one."""
    closing = np.isin(
        np.arange(len(BOUNDARY)), [numbering().name(name) for name in (*OUTSIDE, "SE")]
    )
    after = np.zeros(len(kinds.name), np.bool_)
    last = np.minimum(kinds.name[:-1], len(BOUNDARY) - 1)
    after[1:] = kinds.boundary[:-1] & closing[last]
    stray: Flags = ~kinds.boundary & (after | ~kinds.has("transaction"))
    return bool(stray.any())


def _unknown_statuses(claims: pl.DataFrame) -> pl.DataFrame:
    status = pl.col("claim_status")
    known = status.is_in(structure().claim_statuses).fill_null(value=False)
    detail = pl.format("CLP02 is {}.", status.fill_null("empty"))
    return problem_rows(
        claims.filter(~known), "X835-STATUS-UNKNOWN", element=2, value=status, detail=detail
    )
