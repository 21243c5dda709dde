"""Recoupments that no reversal explains: they belong to a payment, not to a claim."""

import polars as pl

from reclaim.audit import taken_back
from reclaim.audit.evidence import evidence
from reclaim.audit.findings import finding_lines, findings, named_rows
from reclaim.pipeline.scan import Scan
from reclaim.rules.rulebook import Rulebook
from reclaim.schema import TABLES


def recoupments(scan: Scan, book: Rulebook) -> dict[str, pl.DataFrame]:
    """The rows of `findings` (without rank), `finding_lines` and `evidence` about recoupments.

    A reversal anywhere may explain one, so all of them are looked at whenever anything is new.

    Args:
        scan: gives `provider_adjustments`, `payments` and `remit_claims`, whole.
        book: the signals and the payer map.
    """
    payments = scan("payments").select(
        "file_id", "transaction", "payer_id", "payer_name", "payee_id", "payment_date"
    )
    reversals = (
        scan("remit_claims")
        .filter(pl.col("claim_status") == "22")
        .select("payer_control_number", "patient_control_number")
    )
    found = taken_back.recoupments(
        scan("provider_adjustments").collect(),
        payments.collect(),
        reversals.collect(),
        book.payers,
        book.signals,
    )
    rows = named_rows(found, book.signals)
    return {
        "findings": findings(rows, book.signals),
        "finding_lines": finding_lines(rows),
        "evidence": evidence(rows, TABLES["facts"].empty(), book.signals),
    }
