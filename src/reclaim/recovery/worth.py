"""The worth of a finding: what the payer would pay if it gave way, which is not the charge."""

from collections.abc import Iterable

import polars as pl

from reclaim.recovery.payers import payer_of

LEAST_LINES = 5
"""A share of the charge is taken from no fewer paid lines than this."""

NOT_PAYMENTS = ("22", "23", "25")
"""Claim status of a reversal, a claim sent on, an estimate."""

FROM_THE_ALLOWED = ("payer_reduction/sequestration", "payer_reduction/multiple_procedure")
"""Categories whose amounts were cut from the allowed amount: winning brings all of them."""

SHARE_SCHEMA = pl.Schema(
    {
        "payer": pl.String(),
        "procedure_code": pl.String(),
        "lines": pl.Int64(),
        "charge_cents": pl.Int64(),
        "paid_cents": pl.Int64(),
    }
)
SUMS = ("lines", "charge_cents", "paid_cents")
BY_CONTRACT = {
    "contract_charge_cents": pl.Int64(),
    "contract_paid_cents": pl.Int64(),
    "contract_basis": pl.String(),
}
"""Of a denied line: its charge, what the payer would pay of it by contract, and on what basis."""
WHERE = {
    "contract": "by contract",
    "code": "same payer and code",
    "payer": "same payer, all codes",
    "all": "all payers",
}
MORE = " (its largest line; others by other shares)"
LATE_INTEREST = "late_interest"
"""Kind of finding whose stake is the interest itself."""

WHOLE = {
    "books": "only the books change",
    "cut": "the amount itself: it was cut from the allowed amount",
    "interest": "the amount itself: the interest that the contract promises",
    "paid": "the amount itself: it was paid before, and taken back",
    "no line": "the amount itself: no line is known for it",
}


def paid_shares(remit_lines: pl.DataFrame, remit_claims: pl.DataFrame) -> pl.DataFrame:
    """By payer and procedure code: paid lines, their charges and payments.

    The sums of several batches are put together with `add_shares`. A line is paid when both its
    charge and its payment are positive; those of reversals and estimates are left out.

    Args:
        remit_lines: `file_id`, `claim_segment`, `procedure_code`, `charge_cents`, `paid_cents`.
        remit_claims: `file_id`, `segment_number`, `claim_status`, and for `payer_of` the payer
            columns, of the claims of these lines.
    """
    claims = remit_claims.filter(
        ~pl.col("claim_status").is_in(NOT_PAYMENTS).fill_null(value=False)
    ).select(
        "file_id",
        pl.col("segment_number").alias("claim_segment"),
        payer=payer_of(remit_claims),
    )
    paid = remit_lines.filter(pl.col("paid_cents") > 0, pl.col("charge_cents") > 0).select(
        "file_id", "claim_segment", "procedure_code", "charge_cents", "paid_cents"
    )
    rows = paid.join(claims, on=["file_id", "claim_segment"]).with_columns(lines=pl.lit(1))
    return add_shares([rows])


def add_shares(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The sums of several batches in one."""
    keys = ["payer", "procedure_code"]
    columns = SHARE_SCHEMA.names()
    together = pl.concat(
        [SHARE_SCHEMA.to_frame(), *(part.select(columns).cast(SHARE_SCHEMA) for part in parts)]
    )
    return together.group_by(keys).agg(pl.col(SUMS).sum()).sort(keys)


def worth(findings: pl.DataFrame, stakes: pl.DataFrame, shares: pl.DataFrame) -> pl.DataFrame:
    """The findings with `worth_cents` and `worth_basis`; their order is kept.

    Each line's stake is multiplied by what the payer would pay of its charge by the contract, when
    `stakes` tells it; else by what the payer paid of the charge for the same code, when
    there are LEAST_LINES such lines; else of all its charges; else of what all payers paid of
    theirs; else it is taken whole, and the basis says so. What was cut from an allowed amount, what
    was paid and taken back, interest on a late payment, and what no line is known for, is taken
    whole too. Where only the books
    change it is nothing. Each line is rounded half up; the sum is never negative and never more
    than is at stake.

    Args:
        findings: `finding_id`, `payer`, `place`, `category`, `money`, `at_stake_cents`, where
            known `kind`, and further columns.
        stakes: `finding_id`, `procedure_code`, `at_stake_cents`, and where contracts are known
            the columns of `by_contract`.
        shares: what `paid_shares` or `add_shares` returned.
    """
    own = [name for name in findings.columns if name not in ("worth_cents", "worth_basis")]
    known = findings.select(own)
    of_lines = _of_lines(known, stakes, shares)
    at_stake = pl.col("at_stake_cents").clip(lower_bound=0)
    return (
        known.join(of_lines, on="finding_id", how="left", maintain_order="left")
        .with_columns(taken=_taken(pl.col("kind") if "kind" in own else pl.lit("")))
        .with_columns(
            worth_cents=pl.when(pl.col("taken") == "books")
            .then(0)
            .when(pl.col("taken") == "lines")
            .then(pl.min_horizontal(pl.col("lines_worth_cents").clip(lower_bound=0), at_stake))
            .otherwise(at_stake),
            worth_basis=pl.coalesce(
                pl.col("taken").replace_strict(WHOLE, default=None, return_dtype=pl.String),
                "basis",
            ),
        )
        .select(*own, "worth_cents", "worth_basis")
    )


def worth_by_line(stakes: pl.DataFrame, shares: pl.DataFrame) -> pl.DataFrame:
    """The stakes with `lines_worth_cents`, and what that rests on.

    `level` says whose paid lines gave the share (WHERE), `lines`, `charge_cents` and `paid_cents`
    what they add up to; all null where there are too few, and the stake is taken whole.

    Args:
        stakes: `payer`, `procedure_code`, `at_stake_cents`, and further columns.
        shares: what `paid_shares` or `add_shares` returned.
    """
    return _with_share(stakes, shares).with_columns(_line_worth())


def _taken(kind: pl.Expr) -> pl.Expr:
    """How the worth is taken: `lines`, by each line's share, or one of WHOLE."""
    cut = (pl.col("place") == "underpayment") | pl.col("category").is_in(FROM_THE_ALLOWED)
    return (
        pl.when(pl.col("money").fill_null("none") != "cash")
        .then(pl.lit("books"))
        .when(cut.fill_null(value=False))
        .then(pl.lit("cut"))
        .when((kind == LATE_INTEREST).fill_null(value=False))
        .then(pl.lit("interest"))
        .when((pl.col("place") == "insurer_paid").fill_null(value=False))
        .then(pl.lit("paid"))
        .when(pl.col("lines_worth_cents").is_null())
        .then(pl.lit("no line"))
        .otherwise(pl.lit("lines"))
    )


def _of_lines(findings: pl.DataFrame, stakes: pl.DataFrame, shares: pl.DataFrame) -> pl.DataFrame:
    """By finding `lines_worth_cents`, and the `basis` of its largest line."""
    payers = findings.select("finding_id", "payer")
    rows = stakes.select("finding_id", "procedure_code", "at_stake_cents", *_told(stakes)).join(
        payers, on="finding_id"
    )
    found = worth_by_line(rows, shares).with_columns(basis=_basis())
    largest = ["at_stake_cents", "procedure_code", "basis"]
    more = pl.col("basis").n_unique() > 1
    return (
        found.sort(largest, descending=[True, False, False], nulls_last=True)
        .group_by("finding_id", maintain_order=True)
        .agg(
            pl.col("lines_worth_cents").sum(),
            basis=pl.col("basis").first() + pl.when(more).then(pl.lit(MORE)).otherwise(pl.lit("")),
        )
    )


def _with_share(rows: pl.DataFrame, shares: pl.DataFrame) -> pl.DataFrame:
    """The rows with `level`, `lines`, `charge_cents`, `paid_cents` of the nearest share."""
    by_code = shares.filter(pl.col("procedure_code").is_not_null())
    by_payer = shares.group_by("payer").agg(pl.col(SUMS).sum())
    of_all = shares.select(pl.col(SUMS).sum())
    return (
        _with_contract(rows)
        .join(_share(by_code, "code"), on=["payer", "procedure_code"], how="left")
        .join(_share(by_payer, "payer"), on="payer", how="left")
        .join(_share(of_all, "all"), how="cross")
        .with_columns(share=pl.coalesce("share_contract", "share_code", "share_payer", "share_all"))
        .unnest("share")
    )


def _told(stakes: pl.DataFrame) -> list[str]:
    return [name for name in BY_CONTRACT if name in stakes.columns]


def _with_contract(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with `share_contract`: the charge of the line, and what would be paid of it."""
    known = rows.with_columns(
        pl.lit(None, dtype=kind).alias(name)
        for name, kind in BY_CONTRACT.items()
        if name not in rows.columns
    )
    share = pl.struct(
        pl.lit("contract").alias("level"),
        pl.lit(1, dtype=pl.Int64).alias("lines"),
        pl.col("contract_charge_cents").alias("charge_cents"),
        pl.col("contract_paid_cents").alias("paid_cents"),
    )
    told = pl.col("contract_paid_cents").is_not_null()
    return known.with_columns(share_contract=pl.when(told).then(share))


def _share(sums: pl.DataFrame, level: str) -> pl.DataFrame:
    """The sums and their level as one column, `share_{level}`; null when of too few lines."""
    share = pl.when(pl.col("lines") >= LEAST_LINES).then(
        pl.struct(pl.lit(level).alias("level"), *SUMS)
    )
    return sums.select(pl.exclude(SUMS), share.alias(f"share_{level}"))


def _line_worth() -> pl.Expr:
    """The line's share of its stake, rounded half up; all of it without a share."""
    stake, paid, charge = (
        pl.col(name).cast(pl.Int128) for name in ("at_stake_cents", "paid_cents", "charge_cents")
    )
    share = pl.min_horizontal(paid, charge)
    rounded = (2 * stake * share + charge) // (2 * charge)
    return pl.coalesce(rounded, stake).cast(pl.Int64).alias("lines_worth_cents")


def _basis() -> pl.Expr:
    """Such as `same payer and code: 62.1 percent of charge on 41 paid lines`."""
    tenths = (pl.col("paid_cents").cast(pl.Int128) * 1000 // pl.col("charge_cents")).cast(pl.Int64)
    percent = pl.concat_str(tenths // 10, pl.lit("."), tenths % 10)
    where = pl.col("level").replace_strict(WHERE, default=None, return_dtype=pl.String)
    by_share = pl.concat_str(
        where,
        pl.lit(": "),
        percent,
        pl.lit(" percent of charge on "),
        "lines",
        pl.lit(" paid lines"),
    ).fill_null("the charge itself: too few paid lines to know better")
    return pl.coalesce("contract_basis", by_share)
