"""The rows that a signal holds for, before they are gathered into findings."""

import polars as pl

TEXT = pl.String()

FOUND = pl.Schema(
    {
        "signal": pl.UInt16(),
        "claim_id": TEXT,
        "file_id": TEXT,
        "segment_number": pl.Int64(),
        "patient_control_number": TEXT,
        "payer_control_number": TEXT,
        "payer": TEXT,
        "payer_id": TEXT,
        "payer_name": TEXT,
        "payer_kind": TEXT,
        "network": TEXT,
        "payee_id": TEXT,
        "rendering_id": TEXT,
        "payment_date": pl.Date(),
        "received_date": pl.Date(),
        "service_date": pl.Date(),
        "line_number": pl.Int64(),
        "procedure_code": TEXT,
        "place": TEXT,
        "category": TEXT,
        "sent_group_code": TEXT,
        "carc": TEXT,
        "rarcs": pl.List(TEXT),
        "rule_id": TEXT,
        "amount_cents": pl.Int64(),
        "necessary": pl.Boolean(),
        "recoverable": TEXT,
        "stage": TEXT,
        "preventable_by": TEXT,
        "trace": TEXT,
    }
)
"""`signal` is the position among the signals of the rulebook; the rest is as judged."""


def as_found(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows in the shape of FOUND; what they do not have is null."""
    return rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in FOUND.items()
    )
