"""Do the amounts of a claim explain each other? Charge less adjustments is what is paid (RFI 2348).

Reversals, secondary claims and predeterminations are held to the same equation: a reversal negates
every amount, every payer must account for the whole charge (RFI 2143), and a predetermination
carries what it would pay under reason 101. An amount that cannot be read makes a balance unknown,
not wrong; the problem with the amount already says why.
"""

from collections.abc import Mapping

import polars as pl

from reclaim.x12.checks.rows import all_problems, dollars, problem_rows
from reclaim.x12.checks.sums import Below

REVERSAL = "22"
TOTAL_REVENUE_CODE = "0001"
"""Some senders add a line with the total, as the paper form has it."""

REQUIRED_AMOUNTS = (
    ("remit_claims", "charge_cents", "CLP", pl.lit(3)),
    ("remit_claims", "paid_cents", "CLP", pl.lit(4)),
    ("remit_lines", "charge_cents", "SVC", pl.lit(2)),
    ("remit_lines", "paid_cents", "SVC", pl.lit(3)),
    ("adjustments", "adjustment_cents", "CAS", pl.col("element") + 1),
    ("provider_adjustments", "adjustment_cents", "PLB", pl.col("element") + 1),
    ("payments", "payment_cents", "BPR", pl.lit(2)),
    ("claims", "charge_cents", "CLM", pl.lit(2)),
)
"""Table, column, segment and element of the amounts that no balance can do without."""

Tables = Mapping[str, pl.DataFrame]


def check_balances(tables: Tables) -> pl.DataFrame:
    """Problems with the amounts of a batch of whole claims, remitted and sent."""
    claims = _remit_claims(tables)
    return all_problems(
        [
            *_missing_amounts(tables),
            _lines(tables),
            _claims(claims),
            _charges(claims),
            _patient_shares(claims, tables["problems"]),
            _sent_charges(tables),
        ]
    )


def _missing_amounts(tables: Tables) -> list[pl.DataFrame]:
    """Required amounts that are empty; one that could not be read is a problem already."""
    unreadable = _unreadable(tables["problems"])
    found = []
    for table, column, segment, element in REQUIRED_AMOUNTS:
        if not tables[table][column].null_count():
            continue
        empty = tables[table].filter(pl.col(column).is_null())
        empty = empty.with_columns(element=element.cast(pl.Int64))
        empty = empty.join(unreadable, on=["file_id", "segment_number", "element"], how="anti")
        number = pl.col("element").cast(pl.String).str.zfill(2)
        detail = pl.concat_str(pl.lit(segment), number, pl.lit(" is empty."))
        found.append(
            problem_rows(empty, "X12-AMOUNT-MISSING", element=pl.col("element"), detail=detail)
        )
    return found


def _unreadable(problems: pl.DataFrame) -> pl.DataFrame:
    return problems.filter(pl.col("code") == "X12-AMOUNT")


def _lines(tables: Tables) -> pl.DataFrame:
    lines = tables["remit_lines"]
    adjusted = _adjusted(Below(lines, tables["adjustments"], "line_segment"))
    lines = lines.with_columns(**adjusted)
    return _unbalanced(lines, "X835-BALANCE-LINE", element=3, name="SVC03")


def _claims(claims: pl.DataFrame) -> pl.DataFrame:
    return _unbalanced(claims, "X835-BALANCE-CLAIM", element=4, name="CLP04")


def _unbalanced(rows: pl.DataFrame, code: str, *, element: int, name: str) -> pl.DataFrame:
    adjusted = pl.col("adjusted_cents")
    should_pay = pl.col("charge_cents").cast(pl.Int128) - adjusted
    unexplained = should_pay - pl.col("paid_cents")
    known = pl.col("unread_adjustments") == 0
    return problem_rows(
        rows.filter(known & (unexplained != 0)),
        code,
        element=element,
        difference=unexplained,
        detail=pl.format(
            "Charge {} less adjustments {} should pay {}; {} pays {}. {} is unexplained.",
            dollars(pl.col("charge_cents")),
            dollars(adjusted),
            dollars(should_pay),
            pl.lit(name),
            dollars(pl.col("paid_cents")),
            dollars(unexplained),
        ),
    )


def _charges(claims: pl.DataFrame) -> pl.DataFrame:
    """Claims whose line charges do not sum to theirs; a claim without lines has nothing to sum."""
    difference = pl.col("charge_cents").cast(pl.Int128) - pl.col("line_charge_cents")
    return problem_rows(
        claims.filter((pl.col("lines") > 0) & (pl.col("unread_charges") == 0) & (difference != 0)),
        "X835-BALANCE-LINES",
        element=3,
        difference=difference,
        detail=_sum_words("SVC02", "CLP03", difference),
    )


def _sum_words(line: str, claim: str, difference: pl.Expr) -> pl.Expr:
    return pl.format(
        "The service lines ({}) add up to {}; {} charges {}. {} is unexplained.",
        pl.lit(line),
        dollars(pl.col("line_charge_cents")),
        pl.lit(claim),
        dollars(pl.col("charge_cents")),
        dollars(difference),
    )


def _patient_shares(claims: pl.DataFrame, problems: pl.DataFrame) -> pl.DataFrame:
    """An empty CLP05 states nothing owed; one that cannot be read states nothing at all."""
    unreadable = _unreadable(problems).filter(pl.col("element") == 5)
    stated = pl.col("patient_responsibility_cents").fill_null(0).cast(pl.Int128)
    adjusted = pl.col("patient_adjusted_cents")
    judged = (pl.col("unread_adjustments") == 0) & (pl.col("claim_status").ne_missing(REVERSAL))
    return problem_rows(
        claims.filter(judged & (stated != adjusted)).join(
            unreadable, on=["file_id", "segment_number"], how="anti"
        ),
        "X835-PATIENT-SHARE",
        element=5,
        difference=stated - adjusted,
        detail=pl.format(
            "CLP05 states {}; the PR adjustments of claim and lines add up to {}.",
            dollars(stated),
            dollars(adjusted),
        ),
    )


def _sent_charges(tables: Tables) -> pl.DataFrame:
    """Claims as sent whose lines do not sum to their charge, with a total line or without it."""
    lines = tables["claim_lines"]
    total = lines["revenue_code"].eq_missing(TOTAL_REVENUE_CODE).to_numpy()
    below = Below(tables["claims"], lines, "claim_segment")
    claims = tables["claims"].with_columns(
        line_charge_cents=below.cents("charge_cents", ~total),
        with_total_cents=below.cents("charge_cents"),
        unread_charges=below.nulls("charge_cents"),
        lines=below.count(),
    )
    charge = pl.col("charge_cents").cast(pl.Int128)
    difference = charge - pl.col("line_charge_cents")
    known = pl.col("unread_charges") == 0
    return problem_rows(
        claims.filter(known & (difference != 0) & (charge != pl.col("with_total_cents"))),
        "X837-BALANCE-LINES",
        element=2,
        difference=difference,
        detail=pl.when(pl.col("lines") == 0)
        .then(pl.format("CLM02 charges {}; no service line follows.", dollars(charge)))
        .otherwise(_sum_words("SV102, SV203, SV302", "CLM02", difference)),
    )


def _remit_claims(tables: Tables) -> pl.DataFrame:
    """Remitted claims beside the sums of their adjustments and lines."""
    claims = tables["remit_claims"]
    lines = Below(claims, tables["remit_lines"], "claim_segment")
    return claims.with_columns(
        **_adjusted(Below(claims, tables["adjustments"], "claim_segment")),
        line_charge_cents=lines.cents("charge_cents"),
        unread_charges=lines.nulls("charge_cents"),
        lines=lines.count(),
    )


def _adjusted(adjustments: Below) -> dict[str, pl.Series]:
    """Sum of the adjustments under each line or claim; the two levels add, they never repeat."""
    of_patient = (adjustments.rows["group_code"] == "PR").fill_null(value=False).to_numpy()
    return {
        "adjusted_cents": adjustments.cents("adjustment_cents"),
        "patient_adjusted_cents": adjustments.cents("adjustment_cents", of_patient),
        "unread_adjustments": adjustments.nulls("adjustment_cents"),
    }
