"""One row a service line as the provider sent it: LX of an 837 with its SV1, SV2 or SV3."""

from reclaim.schema.table import (
    Rows,
    Table,
    above,
    below,
    cents,
    each,
    integer,
    modifiers,
    number,
    period_end,
    period_start,
    text,
)

LX = each("LX", loops="2400")
LINE = "2400"
SV1 = below("SV1", loops=LINE)
SV2 = below("SV2", loops=LINE)
SV3 = below("SV3", loops=LINE)
SERVICE_DATE = below("DTP", of="472", loops=LINE)
CLM = above("CLM")

TABLE = Table(
    "claim_lines",
    grain="one service line as sent (LX)",
    sets=("837P", "837I", "837D"),
    rows=(Rows(LX),),
    in_claim=True,
    columns=(
        text("patient_control_number", "the provider's claim number", CLM[1]),
        integer("line_number", "the line's number on the claim", LX[1]),
        text(
            "procedure_qualifier",
            "HC HCPCS/CPT, AD dental, HP HIPPS",
            SV1[1, 1],
            SV2[2, 1],
            SV3[1, 1],
        ),
        text("procedure_code", "procedure", SV1[1, 2], SV2[2, 2], SV3[1, 2]),
        *modifiers([(SV1, 1), (SV2, 2), (SV3, 1)]),
        text("procedure_description", "free text", SV1[1, 7], SV2[2, 7], SV3[1, 7]),
        text("revenue_code", "NUBC revenue code", SV2[1]),
        cents("charge_cents", "charge of the line", SV1[2], SV2[3], SV3[2]),
        text("unit", "UN unit, MJ minutes, DA days", SV1[3], SV2[4]),
        number("units", "units", SV1[4], SV2[5], SV3[6]),
        number("unit_rate", "accommodation rate, dollars a unit as sent", SV2[6]),
        cents("noncovered_cents", "part of the charge that is not covered", SV2[7]),
        text("place_of_service", "where, when it differs from the claim's", SV1[5], SV3[3]),
        text("diagnosis_pointers", "which diagnoses (composite, as sent)", SV1[7], SV3[11]),
        text("emergency", "Y: emergency", SV1[9]),
        text("screening", "Y: early screening (EPSDT)", SV1[11]),
        text("family_planning", "Y: family planning", SV1[12]),
        text("copay_status", "0: exempt from copay", SV1[15]),
        text("oral_cavity", "areas of the mouth (composite, as sent)", SV3[4]),
        text("prosthesis", "I initial, R replacement", SV3[5]),
        period_start("service_date", "date of service, or its first day", SERVICE_DATE[3]),
        period_end("service_end_date", "last day of service", SERVICE_DATE[3]),
        text(
            "line_control_number",
            "the provider's line number",
            below("REF", of="6R", loops=LINE)[2],
        ),
        text(
            "authorization_number",
            "prior authorization of the line",
            below("REF", of="G1", loops=LINE)[2],
        ),
        text("drug_code", "national drug code", below("LIN", loops="2410")[3]),
        text(
            "rendering_id",
            "rendering provider of the line",
            below("NM1", of="82", loops="2420A 2420C")[9],
        ),
    ),
)
