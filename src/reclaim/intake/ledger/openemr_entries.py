"""What a row of OpenEMR's books is in a ledger: charge, payment, adjustment, transfer, statement.

A balance is OpenEMR's own arithmetic (src/Billing/InvoiceSummary.php): the fees, less what was
paid, less what was adjusted.
"""

import polars as pl

COLUMNS = (
    "Transaction", "Account", "Claim", "Kind", "Code", "Party", "Payer", "Procedure", "Provider",
    "Location", "Service date", "Posted", "Amount", "User", "Reference", "Reason",
)  # fmt: skip
"""The columns of an export; openemr.ledger.yaml reads them. An amount is what it does to the
balance; that of a transfer is what went from insurer to patient."""

CODE_LENGTH = 60

_PATIENT_SHARE = r"^(?:Ins1 (?:dedbl|coins|copay|ptresp): |Deductible \$)(-?\d+(?:\.\d+)?)$"
"""What posting a remittance, or the payment screen, notes of the patient's share."""

_KINDS = {"charge": "C", "payment": "P", "adjustment": "A", "transfer": "T", "statement": "S"}
_SOURCES = {"billing": "B", "drug_sales": "D", "ar_activity": "R", "form_encounter": "E"}
"""An entry's number begins with its table and kind: one row of OpenEMR can be two entries."""

_TEXT = pl.String()
_COPAY = pl.col("code_type").eq_missing("COPAY")
"""Old versions post a copay as a fee below zero."""


def exported(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of the database, with the columns of openemr_sql.ROW, as entries of an export.

    Notes of nothing are no entries. A patient's share that the first insurer states is a transfer
    of that amount, unless another insurer comes next: then it is not the patient's yet.
    """
    share = pl.col("memo").str.extract(_PATIENT_SHARE, 1)
    charge, paid, adjusted = (_cents(name) for name in ("charge", "paid", "adjusted"))
    moved = (
        pl.when((adjusted == 0) & (paid == 0) & (pl.col("has_next_payer") == "0")).then(share)
    ).cast(pl.Decimal(18, 2), strict=False)
    marked = rows.with_row_index("_order").with_columns(
        _charge=charge, _paid=paid, _adjusted=adjusted, _moved=moved
    )
    parts = (
        _entries(marked.filter(~_COPAY), "charge", "_charge", 1),
        _entries(marked.filter(_COPAY), "payment", "_charge", 1),
        _entries(marked, "payment", "_paid", -1),
        _entries(marked, "adjustment", "_adjusted", -1),
        _entries(marked, "transfer", "_moved", 1),
        _sent(marked),
    )
    return pl.concat(parts).sort("_order", maintain_order=True).drop("_order")


def _entries(rows: pl.DataFrame, kind: str, amount: str, sign: int) -> pl.DataFrame:
    """One entry for each row that has the amount."""
    effect = (pl.col(amount) * sign).cast(_TEXT)
    return rows.filter(pl.col(amount) != 0).select("_order", *_fields(kind, effect).values())


def _sent(rows: pl.DataFrame) -> pl.DataFrame:
    """One entry for each statement: OpenEMR keeps their number, and the day of the last only.

    The earlier ones went out on that day or before it, and are dated so.
    """
    counted = rows.with_columns(pl.col("statements").cast(pl.Int64, strict=False).fill_null(0))
    each = counted.select(pl.all().repeat_by("statements").explode(empty_as_null=False))
    number = pl.int_range(1, pl.len() + 1).over("_order").cast(_TEXT)
    fields = _fields("statement", pl.lit(None, dtype=_TEXT))
    fields["Transaction"] = pl.concat_str(fields["Transaction"], number, separator="-")
    return each.with_columns(fields["Transaction"]).select(
        "_order", "Transaction", *(value for name, value in fields.items() if name != "Transaction")
    )


def _fields(kind: str, amount: pl.Expr) -> dict[str, pl.Expr]:
    source = pl.col("source").replace_strict(_SOURCES)
    insurer = pl.col("payer_type").cast(pl.Int64, strict=False) > 0
    party = pl.when(insurer).then(pl.lit("insurer")).otherwise(pl.lit("patient"))
    of_patient = pl.lit("patient") if kind in ("transfer", "statement") else party
    values = {
        "Transaction": pl.concat_str(source, pl.lit(f"{_KINDS[kind]}-"), "number"),
        "Account": pl.col("pid"),
        "Claim": pl.concat_str("pid", "encounter", separator="-"),
        "Kind": pl.lit(kind),
        "Code": _code(kind),
        "Party": pl.lit(None, dtype=_TEXT) if kind == "charge" else of_patient,
        "Payer": pl.when(~_COPAY & pl.lit(kind != "transfer")).then("payer"),
        "Procedure": pl.when(~_COPAY).then(_filled("code")),
        "Provider": pl.col("provider"),
        "Location": _filled("place"),
        "Service date": _day("service_day"),
        "Posted": _day("posted_day"),
        "Amount": amount,
        "User": pl.col("user"),
        "Reference": _filled("reference"),
        "Reason": _filled("note"),
    }
    return {name: value.alias(name) for name, value in values.items()}


def _code(kind: str) -> pl.Expr:
    """What the office chose: of an adjustment the reason, of a payment the kind of payment."""
    memo = pl.col("memo").str.strip_chars().str.slice(0, CODE_LENGTH)
    if kind == "adjustment":
        return pl.when(memo != "").then(memo).otherwise(_filled("account_code"))
    if kind == "transfer":
        return pl.lit("Patient share")
    if kind == "payment":
        copay = pl.when(_COPAY).then(pl.lit("COPAY"))
        insurer = pl.col("payer_type").cast(pl.Int64, strict=False) > 0
        return (
            copay.when(pl.col("account_code").fill_null("") != "")
            .then(pl.col("account_code"))
            .when(insurer)
            .then(pl.lit("Insurance payment"))
            .otherwise(pl.lit("Patient payment"))
        )
    return pl.lit("Statement") if kind == "statement" else pl.col("code_type")


def _cents(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Decimal(18, 2), strict=False).fill_null(0)


def _filled(name: str) -> pl.Expr:
    bare = pl.col(name).str.strip_chars()
    return pl.when(bare != "").then(bare)


def _day(name: str) -> pl.Expr:
    """The day; null for the day 0 of old servers."""
    day = pl.col(name).str.slice(0, 10)
    return pl.when(~day.str.starts_with("0000")).then(day)
