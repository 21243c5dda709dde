"""Variances that a person marked as invalid: the payer was right, and the contract is to be mended.

A mark holds for one line (or whole claim), one contract, and the two amounts that differed. When
the contract expects another amount, or the payer allows one, it holds no longer.
"""

import polars as pl

from reclaim.intake.practice import VARIANCES
from reclaim.money import format_cents
from reclaim.schema import TABLES

INVALID = "variance_invalid"
"""The fact that a variance is marked."""

CONTRACT_WRONG = "contract_wrong"
"""The verdict on a line whose variance is marked, and the kind of its finding."""

OFF = ("underpaid", "overpaid")
"""Verdicts on lines that may be marked."""

KEYS = ["patient_control_number", "line_number", "contract", "code", "expected", "allowed"]
"""What a mark names; all of it must be so for the mark to hold. Amounts are cents."""

ROW = ["claim_id", "line_number"]


def mark_keys() -> list[pl.Expr]:
    """KEYS of rows of `expected_lines`.

    Where another payer came first, the two amounts are what this one should have paid, and paid.
    """
    due = pl.coalesce("expected_paid_cents", "expected_cents")
    return [
        *map(pl.col, KEYS[:3]),
        pl.col("procedure_code").alias("code"),
        due.alias("expected"),
        (due - pl.col("variance_cents")).alias("allowed"),
    ]


def marked_variances(expected: pl.DataFrame, variances: pl.DataFrame | None) -> pl.DataFrame:
    """`claim_id`, KEYS, `clause`, and `row` and `on` of the mark, of each row that is marked.

    Args:
        expected: table `expected_lines`, as the contracts alone decide it.
        variances: the rows of `contracts/variances.csv`; null: there is no such file.
    """
    off = expected.filter(pl.col("verdict").is_in(OFF)).select("claim_id", "clause", *mark_keys())
    if variances is None:
        return off.clear().with_columns(
            row=pl.lit(None, dtype=pl.Int64), on=pl.lit(None, dtype=pl.Date)
        )
    marks = variances.select(*KEYS, "row", "on").unique(KEYS, keep="first", maintain_order=True)
    return off.join(marks, on=KEYS, nulls_equal=True, maintain_order="left")


def with_marks(expected: pl.DataFrame, marked: pl.DataFrame) -> pl.DataFrame:
    """The table `expected_lines` with the verdict CONTRACT_WRONG on what is marked."""
    rows = _flagged(expected, marked, ROW)
    verdict = pl.when("marked").then(pl.lit(CONTRACT_WRONG)).otherwise("verdict")
    return rows.with_columns(verdict=verdict).select(expected.columns)


def to_correct(rows: pl.DataFrame, marked: pl.DataFrame) -> pl.DataFrame:
    """Dispositions, of which the underpaid parts of marked lines and claims are no loss for sure.

    What `settle` found avoidable and recoverable is then not known, for the signals to say.
    """
    whole = marked.filter(pl.col("line_number").is_null()).select("claim_id")
    lines = _flagged(rows, marked, ROW).with_columns(of_line="marked").drop("marked")
    about = _flagged(lines, whole, ["claim_id"]).with_columns(
        marked=(pl.col("marked") | pl.col("of_line")) & (pl.col("place") == "underpayment")
    )
    return about.with_columns(
        pl.when(~pl.col("marked")).then(name).alias(name) for name in ("necessary", "recoverable")
    ).select(rows.columns)


def mark_facts(marked: pl.DataFrame) -> pl.DataFrame:
    """Table `facts`: the fact INVALID of each row that is marked, with its line in the file."""
    detail = [
        f"{contract}: expected {format_cents(due)}, allowed {format_cents(allowed)}"
        for contract, due, allowed in marked.select("contract", "expected", "allowed").iter_rows()
    ]
    return marked.select(
        "claim_id",
        "line_number",
        "on",
        fact=pl.lit(INVALID),
        holds=pl.lit(value=True),
        limit=pl.lit(None, dtype=pl.Date),
        detail=pl.Series(detail, dtype=pl.String),
        source_table=pl.lit(VARIANCES.path),
        source_file_id=pl.lit(None, dtype=pl.String),
        source_segment="row",
    ).select(TABLES["facts"].polars_schema.names())


def _flagged(rows: pl.DataFrame, marked: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """The rows with `marked`: whether they are among those marked; no line is no equal line."""
    flags = marked.select(keys).unique().with_columns(marked=pl.lit(value=True))
    return rows.join(
        flags, on=keys, how="left", nulls_equal=True, maintain_order="left"
    ).with_columns(pl.col("marked").fill_null(value=False))
