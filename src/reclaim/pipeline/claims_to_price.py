"""What contracts ask about claims: as the provider sent them, else as the remittance tells."""

import polars as pl

from reclaim.pipeline.scan import Scan

REMIT_CLAIM_COLUMNS = (
    "file_id",
    "segment_number",
    "patient_control_number",
    "claim_status",
    "filing_indicator",
    "charge_cents",
    "facility_type",
    "frequency",
    "patient_status",
    "drg",
    "covered_days",
    "contract_class",
    "statement_from_date",
    "statement_to_date",
    "payee_id",
    "rendering_id",
    "payer_id",
    "payer_name",
    "payment_date",
)
SENT_CLAIM_COLUMNS = (
    "file_id",
    "segment_number",
    "facility_type",
    "facility_qualifier",
    "frequency",
    "patient_status",
    "statement_date",
    "statement_end_date",
    "admission_date",
    "discharge_date",
    "service_date",
    "filing_indicator",
    "group_number",
    "billing_id",
    "billing_tax_id",
    "billing_taxonomy",
    "billing_zip",
    "rendering_id",
    "rendering_taxonomy",
    "service_zip",
)
DENTAL, REVENUE, DRG = "AD", "NU", "DR"
BILL_TYPE = "A"
ZIP_DIGITS = 5


def sent_claims(scan: Scan, claims: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """The claims as sent, by the `claim_id` of the remittance that answers them."""
    answered = (
        links.filter((pl.col("link") == "sent") & ~pl.col("ambiguous"))
        .select(claim_id="from_id", sent_id="to_id")
        .join(claims.select("claim_id"), on="claim_id", how="semi")
        .unique("claim_id", keep="first", maintain_order=True)
    )
    rows = scan("claims").select(SENT_CLAIM_COLUMNS)
    on = ["file_id", "segment_number"]
    found = rows.join(keys_of(answered["sent_id"]), on=on, how="semi").with_columns(
        sent_id=pl.concat_str("file_id", pl.lit("-"), "segment_number")
    )
    return answered.join(found.collect(engine="streaming"), on="sent_id")


def drgs(scan: Scan, sent: pl.DataFrame) -> pl.DataFrame:
    """`sent_id` and `sent_drg`: the DRG that the provider states."""
    on = ["file_id", "claim_segment"]
    keys = sent.lazy().select("file_id", claim_segment="segment_number")
    return (
        scan("claim_diagnoses")
        .filter(pl.col("qualifier") == DRG)
        .select(*on, sent_drg="code")
        .join(keys, on=on, how="semi")
        .with_columns(sent_id=pl.concat_str("file_id", pl.lit("-"), "claim_segment"))
        .select("sent_id", "sent_drg")
        .unique("sent_id", keep="first", maintain_order=True)
        .collect(engine="streaming")
    )


def told_of_claims(
    claims: pl.DataFrame, sent: pl.DataFrame, remitted: pl.DataFrame, stated: pl.DataFrame
) -> pl.DataFrame:
    """CLAIMS, with what else the table of expected lines tells of the remittance."""
    known = pl.col("sent_id").is_not_null()
    both = (
        claims.join(_shape(remitted), on="claim_id", how="left", maintain_order="left")
        .join(sent, on="claim_id", how="left", suffix="_sent", maintain_order="left")
        .join(stated, on="sent_id", how="left", maintain_order="left")
    )
    by_bill = pl.col("facility_qualifier") == BILL_TYPE
    form = (
        pl.when(pl.col("dental").fill_null(value=False))
        .then(pl.lit("dental"))
        .when(pl.when(known).then(by_bill).otherwise(pl.col("institutional") | _stay()))
        .then(pl.lit("institutional"))
        .otherwise(pl.lit("professional"))
    )
    with_form = both.with_columns(form=form)
    bill = pl.col("form") == "institutional"
    first_day = pl.coalesce(
        "statement_date", "service_date", "statement_from_date", "first_service_date"
    )
    return with_form.with_columns(
        pl.coalesce("filing_indicator", "filing_indicator_sent").alias("filing_indicator"),
        pl.coalesce("billing_id", "payee_id").alias("billing_npi"),
        pl.coalesce("rendering_taxonomy", "billing_taxonomy").alias("taxonomy"),
        pl.when(bill)
        .then(
            pl.concat_str(
                pl.coalesce("facility_type_sent", "facility_type"),
                pl.coalesce("frequency_sent", "frequency").fill_null(""),
            )
        )
        .alias("type_of_bill"),
        pl.coalesce("sent_drg", "drg").alias("drg"),
        pl.coalesce("patient_status_sent", "patient_status").alias("patient_status"),
        pl.coalesce("discharge_date", "statement_end_date", "statement_to_date").alias(
            "discharge_date"
        ),
        first_day.alias("claim_date"),
        pl.coalesce("service_zip", "billing_zip").str.slice(0, ZIP_DIGITS).alias("zip_code"),
        pl.col("charge_cents").alias("claim_charge_cents"),
        pl.when(~bill).then(pl.coalesce("facility_type_sent", "facility_type")).alias("place"),
        pl.coalesce("rendering_id_sent", "rendering_id").alias("claim_rendering_npi"),
    )


def _stay() -> pl.Expr:
    return pl.col("drg").is_not_null() | pl.col("covered_days").is_not_null()


def _shape(remitted: pl.DataFrame) -> pl.DataFrame:
    """What the remitted lines tell of the form of the claim, and its first day of service."""
    return remitted.group_by("claim_id").agg(
        dental=(pl.col("procedure_qualifier") == DENTAL).any(),
        institutional=(
            pl.col("revenue_code").is_not_null() | (pl.col("procedure_qualifier") == REVENUE)
        ).any(),
        first_service_date=pl.col("service_date").min(),
    )


def keys_of(ids: pl.Series) -> pl.LazyFrame:
    """`file_id` and `segment_number` out of names like file_id-segment_number."""
    parts = ids.drop_nulls().unique().str.split_exact("-", 1).struct
    return pl.DataFrame(
        {"file_id": parts.field("field_0"), "segment_number": parts.field("field_1").cast(pl.Int64)}
    ).lazy()
