"""Holds what the contract allows against what the payer allowed, by line or by whole claim."""

from collections.abc import Sequence

import polars as pl

from reclaim.audit.allowed import ALLOWED, added_up
from reclaim.contracts.exact import ONE, fraction
from reclaim.contracts.model.contract import Contract
from reclaim.money import format_cents

LATER_PAYERS = ("2", "3", "20", "21")
"""CLP02 of a claim that another payer had before."""

NOT_DECIDED = ("22", "23", "25")
"""CLP02 of a reversal, a claim sent on, an estimate."""

WHY_NOT = {
    "as a whole": "The claim is compared as a whole.",
    "later payer": "Another payer came first: what this one allows says nothing about its price.",
    "not decided": "The claim is not decided: it was sent on, or is an estimate.",
    "part denied": "A part of it is denied, so that what was allowed is not known.",
    "left over": "Some of the charge is pending, unknown, not covered, or another payer's.",
    "no charge": "The line has no charge, or takes one back.",
}
"""Why expected and allowed are not held together."""

VERDICTS = (
    "as_contracted",
    "underpaid",
    "overpaid",
    "contract_wrong",
    "denied",
    "unpriced",
    "not_compared",
)
"""What came of a line; `contract_wrong` stands where a person says so (`audit.marked`)."""

KEYS = ["claim_id", "line_number"]
TOGETHER = "the prices of its lines together"
"""Step of a claim that is priced by its lines and compared as a whole."""
CARVED = "with its carve-outs: {} + {} = {}"
"""Step of a claim that is priced as a whole, with carve-outs beside it."""


def compare(
    expected: pl.DataFrame,
    amounts: pl.DataFrame,
    statuses: pl.DataFrame,
    contracts: Sequence[Contract],
) -> pl.DataFrame:
    """The expected rows with `allowed_cents`, `variance_cents`, `verdict` and why there is none.

    A claim that is priced as a whole is compared as a whole, and so is one whose price cuts stand
    at claim level. Variance is expected less allowed; one that is not above the contract's
    tolerance is none, and the verdict is as_contracted. What was denied has no variance: its
    expected amount says what the denial costs.

    Args:
        expected: contracts.frames.EXPECTED of decided claims.
        amounts: `allowed.amounts` of the same claims.
        statuses: `claim_id`, `claim_status` (CLP02).
        contracts: those of the book, for their tolerances.
    """
    rows = _with_whole_claims(_with_carve_outs(expected), amounts)
    parts = pl.concat([amounts, added_up(_of_whole(amounts, rows))]).unique(KEYS, keep="last")
    compared = (
        rows.lazy()
        .join(parts.lazy(), on=KEYS, how="left", nulls_equal=True, maintain_order="left")
        .join(statuses.lazy(), on="claim_id", how="left", maintain_order="left")
        .with_columns((pl.col("expected_cents") - ALLOWED).alias("variance_cents"), why=_why_not())
        .with_columns(_tolerated(contracts).alias("tolerated"))
        .with_columns(verdict=_verdict())
        .collect()
    )
    known = pl.col("verdict").is_in(["as_contracted", "underpaid", "overpaid", "unpriced"])
    clear = pl.col("why").is_null() & known
    return compared.with_columns(
        allowed_cents=pl.when(clear).then(ALLOWED),
        expected_paid_cents=pl.lit(None, dtype=pl.Int64),
        variance_cents=pl.when(clear).then("variance_cents"),
        allowed_basis=pl.when(clear).then(_basis()),
        why_not_compared=pl.col("why"),
    ).drop("why", "tolerated")


def _with_carve_outs(expected: pl.DataFrame) -> pl.DataFrame:
    """Claims priced as a whole with the price of their carve-outs added, since cuts are of both."""
    whole = pl.col("line_number").is_null()
    carved = (
        expected.filter(~whole & pl.col("expected_cents").is_not_null())
        .join(expected.filter(whole).select("claim_id"), on="claim_id", how="semi")
        .group_by("claim_id")
        .agg(
            carved_price=pl.col("price_cents").sum(),
            carved_cents=pl.col("expected_cents").sum(),
        )
    )
    if carved.is_empty():
        return expected
    both = expected.join(carved, on="claim_id", how="left", maintain_order="left")
    added = whole & pl.col("carved_cents").is_not_null() & pl.col("expected_cents").is_not_null()
    sums = [
        CARVED.format(*map(format_cents, (own, more, own + more)))
        for own, more in both.filter(added).select("expected_cents", "carved_cents").iter_rows()
    ]
    steps = both.filter(added).select("claim_id", sum=pl.Series(sums, dtype=pl.String))
    return (
        both.join(steps, on="claim_id", how="left", maintain_order="left")
        .with_columns(
            price_cents=pl.when(added)
            .then(pl.col("price_cents") + pl.col("carved_price"))
            .otherwise("price_cents"),
            expected_cents=pl.when(added)
            .then(pl.col("expected_cents") + pl.col("carved_cents"))
            .otherwise("expected_cents"),
            steps=pl.when(added).then(pl.concat_list("steps", "sum")).otherwise("steps"),
        )
        .select(expected.columns)
    )


def _with_whole_claims(expected: pl.DataFrame, amounts: pl.DataFrame) -> pl.DataFrame:
    """Add a row for each claim priced by its lines, but cut, denied or remitted as a whole."""
    cut = (pl.col("cut_cents") != 0) | (pl.col("denied_cents") != 0)
    without_lines = pl.col("line_number").is_null().all().over("claim_id")
    at_claim = amounts.filter(pl.col("line_number").is_null() & (cut | without_lines)).select(
        "claim_id"
    )
    whole = expected.filter(pl.col("line_number").is_null()).select("claim_id")
    by_lines = expected.join(at_claim, on="claim_id", how="semi").join(
        whole, on="claim_id", how="anti"
    )
    one = pl.col("contract").n_unique() == 1
    unknown = pl.col("expected_cents").is_null()
    added = by_lines.group_by("claim_id", maintain_order=True).agg(
        pl.when(one).then(pl.col("contract").first()).alias("contract"),
        pl.when(pl.col("term").n_unique() == 1).then(pl.col("term").first()).alias("term"),
        pl.when(pl.col("clause").n_unique() == 1).then(pl.col("clause").first()).alias("clause"),
        pl.when(pl.col("method").n_unique() == 1).then(pl.col("method").first()).alias("method"),
        pl.col("inferred").any(),
        *(
            pl.when(~unknown.any()).then(pl.col(name).sum()).alias(name)
            for name in ("price_cents", "expected_cents")
        ),
        why_not=pl.when(unknown.any()).then(pl.lit("line unpriced")),
    )
    named = added.with_columns(line_number=pl.lit(None, dtype=pl.Int64), steps=pl.lit([TOGETHER]))
    return pl.concat([expected, named.select(expected.columns)])


def _of_whole(amounts: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    whole = rows.filter(pl.col("line_number").is_null()).select("claim_id")
    return amounts.join(whole, on="claim_id", how="semi")


def _why_not() -> pl.Expr:
    whole = pl.col("claim_id").is_in(
        pl.col("claim_id").filter(pl.col("line_number").is_null()).unique().implode()
    )
    in_whole = whole & pl.col("line_number").is_not_null()
    untouched = (pl.col("paid_cents") == 0) & (pl.col("patient_cents") == 0)
    reasons = (
        (in_whole, "as a whole"),
        (pl.col("claim_status").is_in(NOT_DECIDED), "not decided"),
        (pl.col("claim_status").is_in(LATER_PAYERS), "later payer"),
        (pl.col("other_cents") != 0, "left over"),
        ((pl.col("denied_cents") != 0) & ~untouched, "part denied"),
        (pl.col("charge_cents").fill_null(0) <= 0, "no charge"),
    )
    return pl.coalesce(*(pl.when(holds).then(pl.lit(why)) for holds, why in reasons))


def _verdict() -> pl.Expr:
    variance = pl.col("variance_cents")
    return (
        pl.when(pl.col("why").is_not_null())
        .then(pl.lit("not_compared"))
        .when(pl.col("denied_cents") != 0)
        .then(pl.lit("denied"))
        .when(pl.col("expected_cents").is_null())
        .then(pl.lit("unpriced"))
        .when("tolerated")
        .then(pl.lit("as_contracted"))
        .when(variance > 0)
        .then(pl.lit("underpaid"))
        .otherwise(pl.lit("overpaid"))
    )


def _tolerated(contracts: Sequence[Contract]) -> pl.Expr:
    """Whether the variance is not above the contract's tolerance, of the line or of the claim."""
    of_claim = {c.contract: c.tolerance.per == "claim" for c in contracts}
    free = pl.col("why").is_null() & (pl.col("denied_cents") == 0)
    by_claim = pl.col("contract").replace_strict(of_claim, default=False, return_dtype=pl.Boolean)

    def taken(name: str) -> pl.Expr:
        own = pl.when(free).then(pl.col(name))
        return pl.when(by_claim).then(own.sum().over("claim_id")).otherwise(pl.col(name))

    limit = tolerance(contracts, taken("expected_cents"))
    return (taken("variance_cents").abs() <= limit).fill_null(value=False)


def tolerance(contracts: Sequence[Contract], expected: pl.Expr) -> pl.Expr:
    """Up to how many cents a difference is none, by the `contract` of each row."""
    cents = {c.contract: int(c.tolerance.dollars * 100) for c in contracts}
    share = {c.contract: fraction(c.tolerance.percent) for c in contracts}

    def said(values: dict[str, int]) -> pl.Expr:
        return pl.col("contract").replace_strict(values, default=0, return_dtype=pl.Int64)

    return pl.max_horizontal(said(cents), expected * said(share) // ONE)


def _basis() -> pl.Expr:
    """How the allowed amount is known; it equals what was paid, owed and taken after it."""
    return pl.lit("charge less price cuts; equals paid, patient's share and what was taken after")
