"""What lies beside the X12 of money: eligibility answers, ledger, contracts, enrolments."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple

from reclaim.x12.generate import cast, contracts, coverage271, fees, ledger, ledger_mapping
from reclaim.x12.generate.books import Books, policies
from reclaim.x12.generate.coverage271 import Inquiry
from reclaim.x12.generate.envelopes import OFFICE_ID, interchange_bytes, numbered
from reclaim.x12.generate.leaks import access
from reclaim.x12.generate.leaks.coding import CODE_PAIRS, UNIT_LIMITS
from reclaim.x12.generate.model import (
    AUTHORIZATION_COLUMNS,
    DECISION_COLUMNS,
    DOCUMENT_COLUMNS,
    POSTED_TRUTH_COLUMNS,
    TRUTH_COLUMNS,
    Authorization,
    Case,
    Decision,
    Document,
    PostedTruth,
    Truth,
)
from reclaim.x12.generate.seeded import Random

_ASKED_ANYWAY = 0.15


def coverage_files(rng: Random, cases: Sequence[Case]) -> dict[str, bytes]:
    """One 271 per payer and week of service, one transaction per provider in it."""
    weeks: dict[tuple[dt.date, str], dict[str, list[Inquiry]]] = {}
    for case in cases:
        claim = case.claims[0]
        asked = rng.random() < _ASKED_ANYWAY
        if case.coverage or asked:
            monday = claim.service_date - dt.timedelta(days=claim.service_date.weekday())
            inquiry = Inquiry(claim.patient, claim.service_date, case.coverage or "active")
            by_provider = weeks.setdefault((monday, claim.payer.key), {})
            by_provider.setdefault(claim.provider.key, []).append(inquiry)
    payers = {payer.key: payer for payer in cast.PAYERS}
    providers = {provider.key: provider for provider in cast.PROVIDERS}
    files = {}
    for number, ((day, payer_key), by_provider) in enumerate(sorted(weeks.items()), 1):
        payer = payers[payer_key]
        bodies = [
            coverage271.transaction_body(
                payer, providers[key], by_provider[key], day, f"E{number:06d}{at}"
            )
            for at, key in enumerate(sorted(by_provider))
        ]
        envelope = numbered(payer.payer_id, OFFICE_ID, "HB", "005010X279A1", day, number)
        name = f"271/{day}-{payer_key}-{number:04d}.271"
        files[name] = interchange_bytes(envelope, "271", bodies)
    return files


def ledger_files(own: Books) -> dict[str, bytes]:
    """The ledger as it stands on the last day, how to read it, what it came to, and the policy."""
    return {
        "ledger/transactions.csv": csv_bytes(ledger.COLUMNS, ledger.csv_rows(own.entries)),
        "ledger/practice.ledger.yaml": ledger_mapping.mapping_yaml().encode(),
        "ledger/closings.csv": csv_bytes(policies.CLOSING_COLUMNS, policies.closing_rows(own)),
        "policies/posting.yaml": policies.POSTING_YAML.encode(),
        "policies/users.csv": csv_bytes(policies.USER_COLUMNS, policies.user_rows()),
        "policies/approvals.csv": csv_bytes(policies.APPROVAL_COLUMNS, policies.approval_rows(own)),
        "policies/closed_periods.csv": csv_bytes(
            policies.CLOSED_COLUMNS, policies.closed_rows(own)
        ),
        "truth_postings.csv": _rows(POSTED_TRUTH_COLUMNS, own.truth),
    }


def contract_files() -> dict[str, bytes]:
    """Contracts with their rates and schedules; they do not depend on the seed."""
    schedule = f"contracts/schedules/{fees.SCHEDULE_NAME}.csv"
    files = {
        schedule: csv_bytes(contracts.RATE_COLUMNS, contracts.schedule_rows()),
        "contracts/schedules/drg.csv": csv_bytes(contracts.DRG_COLUMNS, contracts.drg_rows()),
    }
    for payer in contracts.contracted():
        files[f"contracts/{payer.key}.yaml"] = contracts.contract_yaml(payer).encode()
        rates = contracts.rate_rows(payer)
        if rates:
            files[f"contracts/rates/{payer.key}.csv"] = csv_bytes(contracts.RATE_COLUMNS, rates)
    return files


def reference_files() -> dict[str, bytes]:
    """Who is enrolled with whom since when; which code pairs a modifier may part; unit limits."""
    enrolments = [
        (person.npi, payer.key, contracts.EFFECTIVE_FROM)
        for provider in cast.PROVIDERS
        for person in provider.people
        for payer in contracts.contracted()
    ]
    return {
        "roster/enrolments.csv": csv_bytes(("npi", "payer", "enrolled_from"), enrolments),
        "reference/code_pairs.csv": csv_bytes(
            ("column_1", "column_2", "modifier_allowed"), CODE_PAIRS
        ),
        "reference/unit_limits.csv": csv_bytes(("procedure_code", "units", "mai"), UNIT_LIMITS),
    }


def office_files(cases: Sequence[Case]) -> dict[str, bytes]:
    """What the office knows of its payers, and the papers it holds for its claims."""
    authorizations = [row for case in cases for row in _authorizations(case)]
    documents = [row for case in cases for row in (*case.documents, *_appeals(case))]
    return {
        "payers.yaml": contracts.payers_yaml().encode(),
        "roster/authorizations.csv": _rows(AUTHORIZATION_COLUMNS, authorizations),
        "documents.csv": _rows(DOCUMENT_COLUMNS, documents),
    }


def truth_files(cases: Sequence[Case]) -> dict[str, bytes]:
    """What was planted: the leaks, and the denials that were decided again."""
    leaks = [row for case in cases for row in case.truth]
    decisions = [row for case in cases for row in case.decisions]
    return {
        "truth.csv": _rows(TRUTH_COLUMNS, leaks),
        "truth_decisions.csv": _rows(DECISION_COLUMNS, decisions),
    }


def _authorizations(case: Case) -> list[Authorization]:
    """Those that the case states; else the one on the claim as sent."""
    claim = case.claims[0]
    if case.authorizations or not claim.authorization:
        return case.authorizations
    return [access.authorization(claim, claim.authorization)]


def _appeals(case: Case) -> list[Document]:
    """The letter of an appeal that went out."""
    if case.appealed is None:
        return []
    return [Document(case.claims[0].control, "appeal", case.appealed)]


def _rows(
    header: Sequence[str], rows: Iterable[Authorization | Document | Truth | Decision | PostedTruth]
) -> bytes:
    return csv_bytes(header, (astuple(row) for row in rows))


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file with the header; null is the empty field."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
