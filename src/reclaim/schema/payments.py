"""One row a payment: the check or electronic funds transfer that an 835 explains."""

from reclaim.schema.table import Rows, Table, below, cents, date, each, text

BPR = each("BPR")
TRN = below("TRN", loops="header")
PRODUCTION = below("DTM", of="405", loops="header")
PAYER = below("N1", of="PR", loops="1000A")
PAYEE = below("N1", of="PE", loops="1000B")
VERSION = below("REF", of="F2", loops="header")

TABLE = Table(
    "payments",
    grain="one payment (BPR of an 835)",
    sets=("835",),
    rows=(Rows(BPR),),
    columns=(
        text("handling_code", "I remittance only, C payment follows, H notification", BPR[1]),
        cents("payment_cents", "what the payer pays in all", BPR[2]),
        text("credit_debit", "C credit, D debit", BPR[3]),
        text("method", "ACH, CHK, FWT, NON", BPR[4]),
        text("payment_format", "CCP, CTX", BPR[5]),
        text("payer_bank_qualifier", "kind of bank id", BPR[6]),
        text("payer_bank_id", "payer's bank", BPR[7]),
        text("payer_account_qualifier", "kind of account", BPR[8]),
        text("payer_account", "payer's account", BPR[9]),
        text("originating_company", "payer's identifier with its bank", BPR[10]),
        text("originating_supplement", "payer's supplementary code", BPR[11]),
        text("payee_bank_qualifier", "kind of bank id", BPR[12]),
        text("payee_bank_id", "payee's bank", BPR[13]),
        text("payee_account_qualifier", "kind of account", BPR[14]),
        text("payee_account", "payee's account", BPR[15]),
        date("payment_date", "date of the check, or effective date of the transfer", BPR[16]),
        text("trace_number", "check or EFT trace number", TRN[2]),
        text("trace_payer_id", "payer identifier with the trace number", TRN[3]),
        text("trace_supplement", "originating company's supplement", TRN[4]),
        date("production_date", "end of the adjudication cycle", PRODUCTION[2]),
        text("payer_name", "payer", PAYER[2]),
        text("payer_id", "payer's identifier", PAYER[4]),
        text("payee_name", "payee", PAYEE[2]),
        text("payee_id_qualifier", "XX: NPI, FI: tax id", PAYEE[3]),
        text("payee_id", "payee's identifier", PAYEE[4]),
        text("adjudication_version", "payer's system version", VERSION[2]),
    ),
)
