"""One row a status of a claim, line or batch: each filled status composite of an STC."""

from reclaim.schema.table import (
    Column,
    Rows,
    Table,
    above,
    below,
    cents,
    date,
    each,
    period_end,
    period_start,
    text,
)

STC = each("STC")
DETAIL = "2200D 2200E"
LINES = "2220D 2220E"
SERVICE_DATE = below("DTP", of="472 232", loops=f"{DETAIL} {LINES}")
TRN = above("TRN", loops="2200A 2200B 2200C 2200D 2200E")
DEPENDENT = above("NM1", of="QC", loops="2100E")
PATIENT = above("NM1", of="QC IL", loops="2100D")
PAYER = above("NM1", of="PR AY", loops="2100A")
PROVIDER = above("NM1", of="85 1P", loops="2100C")


def _reference(name: str, qualifier: str, meaning: str) -> Column:
    return text(name, meaning, below("REF", of=qualifier, loops=DETAIL)[2])


TABLE = Table(
    "claim_statuses",
    grain="one status (a composite of an STC)",
    key=("file_id", "segment_number", "element"),
    sets=("277CA", "277"),
    rows=(Rows(STC, (1, 10, 11), 1),),
    in_loop=True,
    in_claim=True,
    columns=(
        text("trace_number", "what is answered: at claim level the patient control number", TRN[2]),
        text(
            "category_code",
            "A1, A2 accepted; A3, A6-A8 rejected; F1 paid, F2 denied",
            STC.item(0, 1),
        ),
        text("status_code", "claim status code", STC.item(0, 2)),
        text("entity", "whom the status is about", STC.item(0, 3)),
        text("code_list", "code list of the status", STC.item(0, 4)),
        date("status_date", "when the status was given", STC[2]),
        text("action", "WQ accepted, U rejected", STC[3]),
        cents("charge_cents", "charge of what is answered", STC[4]),
        cents("paid_cents", "paid", STC[5]),
        date("paid_date", "when it was paid", STC[6]),
        text("payment_method", "how it was paid", STC[7]),
        date("check_date", "date of the check", STC[8]),
        text("check_number", "number of the check", STC[9]),
        text("message", "free text", STC[12]),
        _reference("payer_control_number", "1K", "the payer's claim number"),
        _reference("clearinghouse_number", "D9", "the clearinghouse's claim number"),
        text(
            "line_control_number",
            "the provider's line number, of a line's status",
            below("REF", of="FJ", loops=LINES)[2],
        ),
        period_start("service_date", "date of service, or its first day", SERVICE_DATE[3]),
        period_end("service_end_date", "last day of service", SERVICE_DATE[3]),
        text("patient_id", "member id", DEPENDENT[9], PATIENT[9], phi=True),
        text("payer_name", "payer or clearinghouse that answers", PAYER[3]),
        text("payer_id", "its identifier", PAYER[9]),
        text("answered_by", "PR the payer itself, AY a clearinghouse", PAYER[1]),
        text("provider_id", "billing provider", PROVIDER[9]),
    ),
)
