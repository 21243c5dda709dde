"""One row a line of a remitted claim: what the contract allows, what the payer allowed, and why."""

from reclaim.schema.table import FILE_ID, Table, cents, codes, date, flag, integer, text

TABLE = Table(
    "expected_lines",
    grain="one line of a remitted claim, or the whole claim where it is priced as one",
    made_by="audit",
    key=("claim_id", "line_number"),
    columns=(
        FILE_ID,
        text("claim_id", "file_id and the CLP's segment number, joined by a hyphen"),
        integer("line_number", "ordinal of the SVC on the claim, from 1; null: the whole claim"),
        text("patient_control_number", "the provider's claim number"),
        text("payer", "the payer's key in the payer map; else its name as sent"),
        text("procedure_code", "procedure that was priced: as claimed, where the claim is known"),
        codes("modifiers", "its modifiers, in order"),
        text("place_of_service", "where, as claimed or as the remittance says"),
        date("service_date", "first day of service"),
        date("payment_date", "date of the payment"),
        text("priced_from", "claim: as the provider sent it; remittance: as the payer names it"),
        text("contract", "the contract that holds; null: none"),
        text("term", "its term"),
        text("clause", "the clause that the term comes from"),
        text("method", "how the term prices: fee_schedule, drg, per_diem, ..."),
        flag("inferred", "the contract was made from what the payer has allowed before"),
        cents("charge_cents", "charge of the line, or claim"),
        cents("price_cents", "the price before multiple-procedure and other payment policies"),
        cents("expected_cents", "what the contract allows; null: no price"),
        text("why_not", "why there is no price"),
        cents(
            "expected_paid_cents",
            "what the contract says the payer pays where another came first; null elsewhere",
        ),
        cents(
            "allowed_cents", "what the payer allowed: charge less its price cuts; null: not known"
        ),
        text("allowed_basis", "how that is known, or why it is not"),
        cents(
            "reported_allowed_cents", "allowed as the payer states it (AMT*B6): evidence, not truth"
        ),
        cents("paid_cents", "what the insurer paid"),
        cents("patient_cents", "deductible, coinsurance and copay"),
        cents(
            "variance_cents",
            "expected less allowed, where another payer came first expected payment less payment; "
            "positive: underpaid; null: not compared",
        ),
        text(
            "verdict",
            "as_contracted, underpaid, overpaid, contract_wrong (marked so by a person), denied, "
            "unpriced, not_compared",
        ),
        text("why_not_compared", "why expected and allowed are not held together"),
        codes("steps", "how the price came, step by step"),
    ),
)
