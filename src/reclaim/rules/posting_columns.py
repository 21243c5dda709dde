"""What a rule about postings may ask, for each thing that it can be about: meaning and type."""

from collections.abc import Mapping
from typing import Literal

import polars as pl

from reclaim.codes import categories, write_off_categories
from reclaim.rules.posting_policy import DEFAULT, policy_columns, policy_questions
from reclaim.schema import TABLES

About = Literal["split", "write_off", "claim", "account", "payment"]
"""What one finding is about: a part of a write-off, a write-off, a claim, an account, a payment."""

Columns = Mapping[str, tuple[str, pl.DataType]]

ALWAYS_THERE: Columns = {
    "as_of": ("the day of the audit", pl.Date()),
    "payer_kind": ("medicare, medicaid, commercial, ...; null unknown", pl.String()),
    "posted_date": ("day of posting, by which dated values are chosen", pl.Date()),
}
FINDING: Columns = {
    "finding_id": ("the remittance's finding about the same money; null: none", pl.String()),
    "finding_recoverable": ("what that finding says: yes, no, maybe", pl.String()),
    "finding_action": ("what it asks to be done", pl.String()),
    "finding_money": ("its money: cash, books, none", pl.String()),
    "finding_worth_cents": ("what winning it would bring in", pl.Int64()),
    "finding_expected_cents": ("worth times chance", pl.Int64()),
    "finding_chance_bp": ("its chance, in hundredths of a percent", pl.Int64()),
    "finding_deadline": ("its last day", pl.Date()),
    "finding_deadline_rule": ("the clock that gives it", pl.String()),
    "finding_status": ("open, expired, hold, closed", pl.String()),
}
"""What the remittance's finding about the same money says. Of a write-off with several: the one
about most of it."""

WRITE_OFF_MORE: Columns = {
    **FINDING,
    "denial_cents": ("of what stands: parts that the payer denied", pl.Int64()),
    "secondary_cents": ("of what stands: parts that another insurer might pay", pl.Int64()),
    "remit_negative_cents": (
        "of the claim: cuts that the remittance takes back, as a positive amount",
        pl.Int64(),
    ),
    "remits_since": (
        "first payment among the remittances given; null: none was given, or not told",
        pl.Date(),
    ),
}
SPLIT_MORE: Columns = {
    "expected_cents": ("what the contract expects for the line; null: not priced", pl.Int64()),
    "contract": ("the contract that prices the line", pl.String()),
    "clause": ("its clause", pl.String()),
}
CLAIM: Columns = {
    "account": ("the patient's account", pl.String()),
    "patient_control_number": ("the claim's number", pl.String()),
    "claim_id": ("the decision it is held against; null: none found", pl.String()),
    "payer": ("key in the payer map, else as named", pl.String()),
    "payer_kind": ("medicare, medicaid, commercial, ...; null unknown", pl.String()),
    "service_date": ("first day of service", pl.Date()),
    "remittance_date": ("payment date of the decision", pl.Date()),
    "charge_cents": ("charge by the ledger", pl.Int64()),
    "ledger_insurer_paid_cents": ("posted as paid by insurers", pl.Int64()),
    "remit_paid_cents": ("paid by the remittances", pl.Int64()),
    "ledger_patient_cents": ("moved or charged to the patient", pl.Int64()),
    "remit_patient_cents": ("the patient's share by the remittances", pl.Int64()),
    "ledger_patient_paid_cents": ("paid by the patient", pl.Int64()),
    "balance_cents": ("what is open", pl.Int64()),
    "balance_insurer_cents": ("of it, what insurers owe", pl.Int64()),
    "balance_patient_cents": ("of it, what the patient owes", pl.Int64()),
    "ledger_written_off_cents": ("written off and standing", pl.Int64()),
    "remit_contractual_cents": ("cut by contract, by the remittances", pl.Int64()),
    "remit_negative_cents": ("cuts taken back on the remittances, positive", pl.Int64()),
    "billed_to_patient_contractual_cents": (
        "moved to the patient although the remittance says it is a contract's cut",
        pl.Int64(),
    ),
}
PAYMENT: Columns = {
    "trace": ("number of the check or transfer", pl.String()),
    "payer": ("key in the payer map, else as named", pl.String()),
    "payer_kind": ("medicare, medicaid, commercial, ...; null unknown", pl.String()),
    "payment_date": ("date of the payment", pl.Date()),
    "reason_code": ("PLB03-1, e.g. WO", pl.String()),
    "plb_cents": ("taken out of the payment as a whole; below 0: added", pl.Int64()),
    "posted_cents": ("of it, what entries of the ledger show", pl.Int64()),
}
_WORDS = "the words of the category list"
WRITE_OFF_DERIVED: Columns = {
    "posted_place": ("first part of the posted category", pl.String()),
    "posted_label": (f"the posted category, in {_WORDS}", pl.String()),
    "posted_party": ("whose balance its category lowers; null: either's", pl.String()),
    "posted_ncr": ("its category leaves the net collection rate's denominator", pl.Boolean()),
    "posted_backed": ("a remittance can bear its category out", pl.Boolean()),
    "documented": ("a reason or a proof is on file for it", pl.Boolean()),
    "effort_days": ("days from the first statement to the posting", pl.Int64()),
    "held_days": ("days from the move to the patient to the posting", pl.Int64()),
    "quiet_days": ("days from the patient's last payment to the posting", pl.Int64()),
    "hardship_document": ("a document shows a decision on the patient's need", pl.Boolean()),
    "reversed_later": ("it was taken back in a later month than posted", pl.Boolean()),
    "winnable": ("the remittance's finding can still be won", pl.Boolean()),
}
SPLIT_DERIVED: Columns = {
    "label": (f"the category by the evidence, in {_WORDS}", pl.String()),
    "cas_reason": ("group and reason code of the amount behind it, such as CO-29", pl.String()),
    "rebook": ("the category it is booked under by the evidence; null: it stays open", pl.String()),
    "evidence_ncr": ("that category leaves the net collection rate's denominator", pl.Boolean()),
    "evidence_necessary": ("whether that category is a proper write-off", pl.Boolean()),
}
CLAIM_DERIVED: Columns = {
    "posting_days": ("days from the remittance to the day of the audit", pl.Int64()),
}


def _of_table(name: str) -> Columns:
    return {column.name: (column.meaning, column.polars_type) for column in TABLES[name].columns}


def _policy() -> Columns:
    asked = {question.column: question.asks for question in reversed(policy_questions())}
    values: Columns = {
        name: (f"policy: {asked[name]} Dollars in cents", pl.Int64()) for name in policy_columns()
    }
    defaults: Columns = {
        DEFAULT + name: (f"{name} is a default, not the practice's own", pl.Boolean())
        for name in policy_columns()
    }
    return {**values, **defaults}


POLICY: Columns = _policy()
_WRITE_OFF: Columns = {**_of_table("posted_write_offs"), **WRITE_OFF_MORE}

GIVEN: Mapping[About, Columns] = {
    "split": {**ALWAYS_THERE, **_WRITE_OFF, **SPLIT_MORE, **_of_table("posted_splits"), **FINDING},
    "write_off": {**ALWAYS_THERE, **_WRITE_OFF},
    "claim": {**ALWAYS_THERE, **CLAIM},
    "account": {**ALWAYS_THERE, **_of_table("accounts")},
    "payment": {**ALWAYS_THERE, **PAYMENT},
}
"""What the evidence gives of each thing. What is not known is null."""

DERIVED: Mapping[About, Columns] = {
    "split": {**WRITE_OFF_DERIVED, **SPLIT_DERIVED},
    "write_off": WRITE_OFF_DERIVED,
    "claim": CLAIM_DERIVED,
    "account": {},
    "payment": {},
}
"""What follows from it (rules/posting_derived.py)."""

ASKED: Mapping[About, Columns] = {
    about: {**GIVEN[about], **DERIVED[about], **POLICY} for about in GIVEN
}
"""Everything that a condition about it may ask."""

NEVER_TOLD = frozenset(
    ("account", "patient_control_number", "reason", "transaction_id", "documents", "document")
)
"""What no sentence may hold: it names a patient, or may."""


def labels() -> dict[str, str]:
    """Words for every category, of write-offs and of remitted amounts."""
    both = [*write_off_categories().select("category", "label").iter_rows()]
    return dict([*categories().select("category", "label").iter_rows(), *both])
