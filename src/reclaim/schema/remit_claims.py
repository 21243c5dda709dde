"""One row a claim on a remittance: CLP and what stands under it."""

from reclaim.schema.table import Rows, Table, above, below, cents, date, each, integer, number, text

CLP = each("CLP")
CLAIM = "2100"
PATIENT = below("NM1", of="QC", loops=CLAIM)
INSURED = below("NM1", of="IL", loops=CLAIM)
CORRECTED = below("NM1", of="74", loops=CLAIM)
RENDERING = below("NM1", of="82", loops=CLAIM)
CROSSOVER = below("NM1", of="TT", loops=CLAIM)
PRIORITY = below("NM1", of="PR", loops=CLAIM)
MIA = below("MIA", loops=CLAIM)
MOA = below("MOA", loops=CLAIM)
PAYER = above("N1", of="PR", loops="1000A")
PAYEE = above("N1", of="PE", loops="1000B")
BPR = above("BPR")
TRN = above("TRN", loops="header")


TABLE = Table(
    "remit_claims",
    grain="one claim on a remittance (CLP)",
    sets=("835",),
    rows=(Rows(CLP),),
    columns=(
        text("patient_control_number", "the provider's claim number, as claimed in CLM01", CLP[1]),
        text(
            "claim_status",
            "1, 2, 3 processed; 4 denied; 19-21 forwarded; 22 reversal; 25 estimate",
            CLP[2],
        ),
        cents("charge_cents", "total charge", CLP[3]),
        cents("paid_cents", "paid on this claim", CLP[4]),
        cents("patient_responsibility_cents", "the patient's share as the payer states it", CLP[5]),
        text(
            "filing_indicator", "kind of plan: 12 PPO, HM HMO, MB Medicare B, MC Medicaid", CLP[6]
        ),
        text("payer_control_number", "the payer's claim number", CLP[7]),
        text("facility_type", "place of service, or first two digits of the bill type", CLP[8]),
        text("frequency", "1 original, 7 replacement, 8 void", CLP[9]),
        text("patient_status", "discharge status", CLP[10]),
        text("drg", "diagnosis related group", CLP[11]),
        number("drg_weight", "weight of the DRG", CLP[12]),
        number("discharge_fraction", "share of the stay, as a percentage", CLP[13]),
        text("patient_last_name", "patient", PATIENT[3], phi=True),
        text("patient_first_name", "patient", PATIENT[4], phi=True),
        text("patient_id", "patient's member id", PATIENT[9], phi=True),
        text("insured_last_name", "subscriber, when not the patient", INSURED[3], phi=True),
        text("insured_first_name", "subscriber, when not the patient", INSURED[4], phi=True),
        text("insured_id", "subscriber's member id", INSURED[9], phi=True),
        text("corrected_last_name", "insured as the payer corrects it", CORRECTED[3], phi=True),
        text("corrected_first_name", "insured as the payer corrects it", CORRECTED[4], phi=True),
        text("corrected_id", "member id as the payer corrects it", CORRECTED[9], phi=True),
        text("rendering_id", "rendering provider's identifier", RENDERING[9]),
        text("crossover_name", "carrier the claim was forwarded to", CROSSOVER[3]),
        text("crossover_id", "identifier of that carrier", CROSSOVER[9]),
        text("priority_payer_name", "payer that should pay first", PRIORITY[3]),
        text("priority_payer_id", "identifier of that payer", PRIORITY[9]),
        integer("covered_days", "covered days or visits (inpatient)", MIA[1]),
        cents("drg_cents", "operating DRG part of the payment", MIA[4]),
        number("reimbursement_rate", "outpatient reimbursement rate", MOA[1]),
        cents("hcpcs_payable_cents", "payable under HCPCS (outpatient)", MOA[2]),
        date(
            "statement_from_date",
            "first day of the statement",
            below("DTM", of="232", loops=CLAIM)[2],
        ),
        date(
            "statement_to_date", "last day of the statement", below("DTM", of="233", loops=CLAIM)[2]
        ),
        date(
            "received_date",
            "when the payer received the claim",
            below("DTM", of="050", loops=CLAIM)[2],
        ),
        date(
            "coverage_expired_date", "when coverage ended", below("DTM", of="036", loops=CLAIM)[2]
        ),
        text(
            "original_claim_number",
            "payer's number of the claim this one replaces",
            below("REF", of="F8", loops=CLAIM)[2],
        ),
        text(
            "contract_class",
            "class of contract the payer used",
            below("REF", of="CE", loops=CLAIM)[2],
        ),
        text("authorization_number", "prior authorization", below("REF", of="G1", loops=CLAIM)[2]),
        cents(
            "covered_charge_cents",
            "charges considered covered; not the allowed amount",
            below("AMT", of="AU", loops=CLAIM)[2],
        ),
        cents("interest_cents", "interest", below("AMT", of="I", loops=CLAIM)[2]),
        text("payer_name", "payer", PAYER[2]),
        text("payer_id", "payer's identifier", PAYER[4]),
        text("payee_id", "payee's identifier, mostly the NPI", PAYEE[4]),
        date("payment_date", "date of the payment", BPR[16]),
        text("trace_number", "check or EFT trace number", TRN[2]),
    ),
)
