"""Splits a price cut that a later payer repeats: what the payer before settled, and the rest.

X12 RFI 1696: charge 500.00; Medicare pays 300.00, PR-1 75.00, CO-45 125.00; Medicaid pays 65.00 and
sends CO-45 435.00. Of the 435.00, 425.00 is what Medicare paid and cut (it belongs in OA-23) and
10.00 is Medicaid's own cut. Posted as sent, the account would end at -425.00.
"""

import polars as pl

from reclaim.money import format_cents
from reclaim.schema import TABLES

SECOND_CUT = "contractual/second_cut"
REST = "contractual/unverified"
FACT = "prior_settled_known"

ROW_KEYS = ["claim_id", "line_number"]


def settled_by_prior(
    prior_links: pl.DataFrame, decisions: pl.DataFrame, lines: pl.DataFrame
) -> pl.DataFrame:
    """What the payer before settled of each line, and of each claim, that a later payer answers.

    Settled is the charge less what that payer left to the patient (PR). A line of the later claim
    is the one at the same ordinal with the same charge, when both claims have equally many lines
    with the same charges in the same order; else only the claim as a whole is known.

    Args:
        prior_links: `claim_id` (the later payer's) and `prior_id`, one row a claim, none ambiguous.
        decisions: `claim_id`, `charge_cents`, `patient_cents` (PR of both levels).
        lines: `claim_id`, `line_number`, `charge_cents`, `patient_cents` (PR of the line).

    Returns:
        `claim_id`, `line_number` (null: the whole claim), `settled_cents`, `prior_id`. What has a
        charge that cannot be read is not settled for all that is known, and has no row.
    """
    priors = decisions.lazy().rename({"claim_id": "prior_id"})
    claims = prior_links.lazy().join(priors, on="prior_id")
    whole = claims.select(
        "claim_id",
        pl.lit(None, dtype=pl.Int64).alias("line_number"),
        settled_cents=pl.col("charge_cents") - pl.col("patient_cents"),
        prior_id="prior_id",
    )
    every = pl.concat([whole, _by_line(prior_links.lazy(), lines.lazy())])
    return every.filter(pl.col("settled_cents").is_not_null()).collect()


def _by_line(links: pl.LazyFrame, lines: pl.LazyFrame) -> pl.LazyFrame:
    """The lines of both claims, where their charges agree one by one."""
    charges = pl.col("charge_cents").sort_by("line_number")
    shapes = lines.group_by("claim_id").agg(charges=charges)
    alike = (
        links.join(shapes, on="claim_id")
        .join(shapes.rename({"claim_id": "prior_id", "charges": "before"}), on="prior_id")
        .filter(pl.col("charges") == pl.col("before"))
        .select("claim_id", "prior_id")
    )
    return alike.join(lines.rename({"claim_id": "prior_id"}), on="prior_id").select(
        "claim_id",
        "line_number",
        settled_cents=pl.col("charge_cents") - pl.col("patient_cents"),
        prior_id="prior_id",
    )


def split_second_cuts(rows: pl.DataFrame, settled: pl.DataFrame) -> pl.DataFrame:
    """The dispositions with every second cut split: what was settled before, and the later cut.

    The first part keeps the category contractual/second_cut, the second is contractual/unverified;
    both add up to the row. A row whose share is not known stays whole. Where a claim is known only
    as a whole, its cuts are taken in the order of the rows until what was settled is used up.

    Args:
        rows: columns of `dispositions`.
        settled: what `settled_by_prior` gave.
    """
    cuts = rows.with_row_index("row").filter(pl.col("category") == SECOND_CUT)
    if cuts.is_empty() or settled.is_empty():
        return rows
    known = _shares(cuts, settled)
    before = pl.col("settled")
    split = rows.with_row_index("row").join(known, on="row", how="left", maintain_order="left")
    kept = split.with_columns(amount_cents=pl.coalesce(before, "amount_cents"))
    rest = split.filter(before.is_not_null()).with_columns(
        amount_cents=pl.col("amount_cents") - before,
        category=pl.lit(REST),
        recoverable=pl.lit(None, dtype=pl.String),
        trace=pl.concat_str("trace", pl.lit("second-cut/rest"), separator=" > "),
    )
    both = pl.concat([kept, rest]).sort("row", maintain_order=True)
    zero = before.is_not_null() & (pl.col("amount_cents") == 0)
    return both.filter(~zero).select(rows.columns)


def settled_facts(rows: pl.DataFrame, settled: pl.DataFrame) -> pl.DataFrame:
    """The fact that the payer before is known to have settled a row (table facts)."""
    cuts = (
        rows.filter(pl.col("category") == SECOND_CUT).select(ROW_KEYS).unique(maintain_order=True)
    )
    found = pl.concat(_beside(cuts, settled))
    source = pl.col("prior_id").str.split_exact("-", 1)
    dollars = [format_cents(cents) for cents in found["settled_cents"]]
    return found.select(
        *ROW_KEYS,
        fact=pl.lit(FACT),
        holds=pl.lit(value=True),
        on=pl.lit(None, dtype=pl.Date),
        limit=pl.lit(None, dtype=pl.Date),
        detail=pl.Series(dollars, dtype=pl.String),
        source_table=pl.lit("remit_claims"),
        source_file_id=source.struct.field("field_0"),
        source_segment=source.struct.field("field_1").cast(pl.Int64),
    ).select(TABLES["facts"].polars_schema.names())


def _shares(cuts: pl.DataFrame, settled: pl.DataFrame) -> pl.DataFrame:
    """`row` and `settled`: how much of each cut the payer before had settled, first come first."""
    on_lines, on_claims = _beside(cuts, settled)
    return pl.concat([_in_turn(on_lines, ROW_KEYS), _in_turn(on_claims, ["claim_id"])])


def _beside(cuts: pl.DataFrame, settled: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The cuts with what was settled: those known line by line, and those known by claim only."""
    of_line = settled.filter(pl.col("line_number").is_not_null())
    of_claim = settled.filter(pl.col("line_number").is_null()).drop("line_number")
    by_line = pl.col("claim_id").is_in(of_line["claim_id"].unique().implode())
    return (
        cuts.filter(by_line).join(of_line, on=ROW_KEYS, maintain_order="left"),
        cuts.filter(~by_line).join(of_claim, on="claim_id", maintain_order="left"),
    )


def _in_turn(cuts: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    taken = pl.col("amount_cents").cum_sum().over(keys, order_by="row")
    left = pl.col("settled_cents") - (taken - pl.col("amount_cents"))
    share = pl.min_horizontal("amount_cents", left.clip(lower_bound=0))
    positive = cuts.filter(pl.col("amount_cents") > 0)
    return positive.select("row", settled=share)
