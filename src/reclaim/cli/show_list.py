"""What a file holds, a line each: transactions, payments, claims, answers."""

from collections.abc import Iterator

import polars as pl

from reclaim.cli.show_answers import acknowledgement_words, coverage_words, status_words
from reclaim.cli.view import Row
from reclaim.cli.words import money
from reclaim.codes.words import CLAIM_STATUS
from reclaim.wording import clean, coded, joined
from reclaim.x12.reader import Tables

KINDS = {
    "835": "remittance",
    "837P": "professional claims",
    "837I": "institutional claims",
    "837D": "dental claims",
    "277CA": "claim acknowledgement",
    "277": "claim status",
    "270": "eligibility question",
    "271": "eligibility answer",
    "999": "acknowledgement",
    "997": "acknowledgement",
}


def list_lines(batch: Tables) -> Iterator[str]:
    """The lines of one batch, in the order of the file."""
    told = {
        "payments": _payment,
        "remit_claims": _remitted,
        "claims": _sent,
        "claim_statuses": lambda row: joined(row["trace_number"], status_words(row), by="  "),
        "acknowledgements": acknowledgement_words,
        "coverages": coverage_words,
    }
    starts = batch["segments"].filter(pl.col("segment_id") == "ST")
    found = [(row["segment_number"], _transaction(row)) for row in starts.iter_rows(named=True)]
    for name, words in told.items():
        rows = batch[name].iter_rows(named=True)
        found += [(row["segment_number"], "  " + words(row)) for row in rows]
    for number, line in sorted(found, key=lambda numbered: numbered[0]):
        yield f"  {number:>7} | {line}"


def _transaction(row: Row) -> str:
    code = row["transaction_set"] or "?"
    return f"Transaction {row['transaction']}: {clean(code)} {KINDS.get(code, 'not known')}"


def _payment(row: Row) -> str:
    who = f"{clean(row['payer_name']) or '?'} to {clean(row['payee_name']) or '?'}"
    how = joined(row["method"], row["trace_number"], row["payment_date"], by=" ")
    return f"Payment of {money(row['payment_cents'])}: {who}, {how}"


def _remitted(row: Row) -> str:
    status = CLAIM_STATUS.get(row["claim_status"] or "", "unknown status")
    amounts = f"charged {money(row['charge_cents'])}, paid {money(row['paid_cents'])}"
    numbers = joined(row["patient_control_number"], row["payer_control_number"], by="  ")
    return f"{numbers}  {coded(status, row['claim_status'])}, {amounts}"


def _sent(row: Row) -> str:
    to = joined("to", row["payer_name"], by=" ") if row["payer_name"] else ""
    amount = f"charged {money(row['charge_cents'])}"
    return f"{clean(row['patient_control_number'])}  {joined(amount, to)}"
