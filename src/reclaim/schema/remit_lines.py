"""One row a service line on a remittance: SVC and what stands under it."""

from reclaim.schema.table import (
    Rows,
    Table,
    above,
    below,
    cents,
    date,
    each,
    modifiers,
    number,
    text,
)

SVC = each("SVC")
LINE = "2110"
CLP = above("CLP")
SERVICE_DATE = below("DTM", of="472", loops=LINE)
START_DATE = below("DTM", of="150", loops=LINE)
END_DATE = below("DTM", of="151", loops=LINE)

TABLE = Table(
    "remit_lines",
    grain="one service line on a remittance (SVC)",
    sets=("835",),
    rows=(Rows(SVC),),
    in_claim=True,
    columns=(
        text("patient_control_number", "the provider's claim number", CLP[1]),
        text(
            "procedure_qualifier",
            "HC HCPCS/CPT, NU revenue code, AD dental, N4 NDC, HP HIPPS",
            SVC[1, 1],
        ),
        text("procedure_code", "procedure as the payer adjudicated it", SVC[1, 2]),
        *modifiers([(SVC, 1)]),
        text("procedure_description", "free text", SVC[1, 7]),
        cents("charge_cents", "charge of the line", SVC[2]),
        cents("paid_cents", "paid on the line", SVC[3]),
        text("revenue_code", "NUBC revenue code", SVC[4]),
        number("paid_units", "units paid; one when not given", SVC[5]),
        text(
            "submitted_qualifier",
            "kind of the submitted code, when the payer changed it",
            SVC[6, 1],
        ),
        text("submitted_code", "procedure as claimed, when the payer changed it", SVC[6, 2]),
        text("submitted_modifier_1", "modifier 1 as claimed", SVC[6, 3]),
        text("submitted_modifier_2", "modifier 2 as claimed", SVC[6, 4]),
        text("submitted_modifier_3", "modifier 3 as claimed", SVC[6, 5]),
        text("submitted_modifier_4", "modifier 4 as claimed", SVC[6, 6]),
        number("submitted_units", "units claimed, when they differ", SVC[7]),
        date("service_date", "date of service, or its first day", SERVICE_DATE[2], START_DATE[2]),
        date("service_end_date", "last day of service", END_DATE[2]),
        text(
            "line_control_number",
            "the provider's line number",
            below("REF", of="6R", loops=LINE)[2],
        ),
        text(
            "policy_id", "payer's policy behind the decision", below("REF", of="0K", loops=LINE)[2]
        ),
        cents(
            "allowed_cents",
            "allowed as the payer states it; evidence, not truth",
            below("AMT", of="B6", loops=LINE)[2],
        ),
        cents("late_filing_cents", "late filing reduction", below("AMT", of="KH", loops=LINE)[2]),
    ),
)
