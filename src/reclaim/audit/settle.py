"""Splits price cuts by what the contract says: what it allows, and what the payer took beyond it.

Charge 500.00, the contract allows 350.00, the payer 300.00: of CO-45 200.00 the contract allows
150.00, and 50.00 is underpaid. The parts of a cut always add up to the cut.
"""

from dataclasses import dataclass

import polars as pl

from reclaim.audit.allowed import is_price_cut

VERIFIED = "contractual/verified"
TOLERATED = "contractual/within_tolerance"
UNDERPAID = {False: "underpayment/contract", True: "underpayment/inferred"}
MULTIPLE = "payer_reduction/multiple_procedure"

MAIN_CUT = "45"
"""What is beyond the contract is taken from this reason first: payers put it there."""

RANKED_CUT = "59"
"""Before it, what this one takes beyond the contract's own multiple-procedure cut."""

CLEAR = ("as_contracted", "underpaid", "overpaid")
"""Verdicts by which a cut is known to be in order or not."""

COLUMNS = ("verdict", "variance_cents", "inferred", "price_cents", "expected_cents")


@dataclass(frozen=True)
class Settled:
    """Dispositions after the contract has spoken.

    Args:
        settled: what the contract allows; nothing about it is open.
        open: the underpaid parts, and everything that the contract says nothing about.
    """

    settled: pl.DataFrame
    open: pl.DataFrame


def settle(rows: pl.DataFrame, compared: pl.DataFrame) -> Settled:
    """Split the price cuts among `rows`; the others stay open, in their order.

    A cut that is in order becomes contractual/verified; one for multiple procedures keeps its
    category and is known to be necessary. Of an underpaid line so much of its cuts as is beyond
    the contract becomes an underpayment: first what CARC 59 takes beyond the contract's own cut for
    multiple procedures, then of CARC 45, then of the largest. Negative cuts are never split. Under
    an inferred schedule a cut is as the payer always does, which proves nothing: what is not beyond
    it stays open and unverified.

    Args:
        rows: columns of `dispositions`.
        compared: what `compare` gave; `claim_id` and `line_number` (null: the whole claim).
    """
    cuts = _with_verdict(rows.with_row_index("row"), compared)
    beyond = _beyond(cuts)
    parts = rows.with_row_index("row").join(beyond, on="row", how="left", maintain_order="left")
    known = pl.col("beyond").is_not_null()
    inferred = pl.col("inferred").fill_null(value=False)
    allowed = parts.filter(known).with_columns(
        amount_cents=pl.col("amount_cents") - pl.col("beyond")
    )
    taken = parts.filter(known & (pl.col("beyond") != 0)).with_columns(amount_cents="beyond")
    underpaid = taken.filter(verdict="underpaid")
    tolerated = taken.filter(pl.col("verdict") != "underpaid")
    some = pl.col("amount_cents") != 0
    settled = pl.concat(
        [
            _verified(allowed.filter(some & ~inferred), VERIFIED),
            _verified(tolerated, TOLERATED),
        ]
    )
    unproved = allowed.filter(some & inferred)
    left = pl.concat([parts.filter(~known), unproved, _underpaid(underpaid)])
    names = rows.columns
    return Settled(
        settled.sort("row", maintain_order=True).select(names),
        left.sort("row", maintain_order=True).select(names),
    )


def _with_verdict(rows: pl.DataFrame, compared: pl.DataFrame) -> pl.DataFrame:
    """The price cuts among the rows with what was found about their line, or their whole claim."""
    proves = ~pl.col("inferred").fill_null(value=False) | (pl.col("verdict") == "underpaid")
    said = compared.filter(pl.col("verdict").is_in(CLEAR) & proves).select(
        "claim_id", "line_number", *COLUMNS
    )
    whole = said.filter(pl.col("line_number").is_null()).drop("line_number")
    lines = said.filter(pl.col("line_number").is_not_null())
    owed = pl.col("place") == "patient_responsibility"
    cuts = rows.filter(is_price_cut() & ~owed & (pl.col("amount_cents") != 0)).select(
        "row", "claim_id", "line_number", "carc", "amount_cents"
    )
    of_whole = cuts.join(whole, on="claim_id").with_columns(
        line_number=pl.lit(None, dtype=pl.Int64)
    )
    of_lines = cuts.join(lines, on=["claim_id", "line_number"])
    return pl.concat([of_whole, of_lines.select(of_whole.columns)])


def _beyond(cuts: pl.DataFrame) -> pl.DataFrame:
    """`row`, its verdict, and `beyond`: how much of the cut the contract does not allow."""
    unit = ["claim_id", "line_number"]
    ranked = pl.col("carc") == RANKED_CUT
    of_policies = (pl.col("price_cents") - pl.col("expected_cents")).clip(lower_bound=0)
    size = pl.col("amount_cents").clip(lower_bound=0)
    too_much = (size.filter(ranked).sum().over(unit) - of_policies).clip(lower_bound=0)
    due = pl.col("variance_cents").clip(lower_bound=0)
    in_order = cuts.with_columns(
        other=pl.col("carc") != MAIN_CUT,
        size=size,
        ranked=pl.when(ranked).then(size).otherwise(0),
        due=due,
        due_of_ranked=pl.min_horizontal(due, too_much.fill_null(0)),
    ).sort(*unit, "other", pl.col("size").neg(), "row", nulls_last=True)
    first = _in_turn("ranked", "due_of_ranked", unit)
    left = in_order.with_columns(first=first).with_columns(
        size=pl.col("size") - pl.col("first"),
        due=pl.col("due") - pl.col("first").sum().over(unit),
    )
    return left.select(
        "row", "verdict", "inferred", beyond=pl.col("first") + _in_turn("size", "due", unit)
    )


def _in_turn(amount: str, due: str, unit: list[str]) -> pl.Expr:
    """How much of each amount is taken, in the order of the rows, until what is due is used up."""
    before = (pl.col(amount).cum_sum() - pl.col(amount)).over(unit)
    return pl.min_horizontal(amount, (pl.col(due) - before).clip(lower_bound=0))


def _verified(rows: pl.DataFrame, category: str) -> pl.DataFrame:
    ranked = (pl.col("category") == MULTIPLE) & (category == VERIFIED)
    kept = pl.when(ranked).then("category").otherwise(pl.lit(category))
    return rows.with_columns(
        place=pl.when(ranked).then("place").otherwise(pl.lit("contractual")),
        category=kept,
        necessary=pl.lit(value=True),
        recoverable=pl.lit("no"),
        next_action=pl.lit(None, dtype=pl.String),
        trace=pl.concat_str("trace", pl.lit("contract/verified"), separator=" > "),
    )


def _underpaid(rows: pl.DataFrame) -> pl.DataFrame:
    inferred = pl.col("inferred").fill_null(value=False)
    return rows.with_columns(
        place=pl.lit("underpayment"),
        category=pl.when(inferred)
        .then(pl.lit(UNDERPAID[True]))
        .otherwise(pl.lit(UNDERPAID[False])),
        necessary=pl.lit(value=False),
        recoverable=pl.when(inferred).then(pl.lit("maybe")).otherwise(pl.lit("yes")),
        next_action=pl.lit(None, dtype=pl.String),
        trace=pl.concat_str("trace", pl.lit("contract/underpaid"), separator=" > "),
    )
