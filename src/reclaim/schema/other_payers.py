"""One row another payer of a claim: SBR in loop 2320 of an 837."""

from reclaim.schema.table import Rows, Table, above, below, cents, each, period_start, text

SBR = each("SBR", loops="2320")
OTHER = "2320"
PAYER = below("NM1", of="PR", loops="2330B")
INSURED = below("NM1", of="IL", loops="2330A")

TABLE = Table(
    "other_payers",
    grain="one other payer of a claim (SBR in 2320)",
    sets=("837P", "837I", "837D"),
    rows=(Rows(SBR),),
    in_claim=True,
    columns=(
        text("patient_control_number", "the provider's claim number", above("CLM")[1]),
        text("payer_order", "P primary, S secondary, T tertiary", SBR[1]),
        text("relationship", "18 self", SBR[2]),
        text("group_number", "insured group", SBR[3]),
        text("group_name", "name of the group or plan", SBR[4]),
        text("insurance_type", "Medicare secondary reason", SBR[5]),
        text("filing_indicator", "kind of plan", SBR[9]),
        cents("paid_cents", "what this payer paid", below("AMT", of="D", loops=OTHER)[2]),
        cents(
            "noncovered_cents",
            "what this payer does not cover",
            below("AMT", of="A8", loops=OTHER)[2],
        ),
        cents(
            "patient_liability_cents",
            "what remains for the patient",
            below("AMT", of="EAF", loops=OTHER)[2],
        ),
        text("insured_last_name", "its subscriber", INSURED[3], phi=True),
        text("insured_id", "its member id", INSURED[9], phi=True),
        text("payer_name", "this payer", PAYER[3]),
        text("payer_id", "its identifier", PAYER[9]),
        period_start("paid_date", "when it decided", below("DTP", of="573", loops="2330B")[3]),
        text("claim_number", "its claim number", below("REF", of="F8", loops="2330B")[2]),
    ),
)
