"""The practice's ledger: what the office posted from its claims and remittances, as a CSV."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reclaim.x12.generate.model import Adjustment, Case, Claim, Remit
from reclaim.x12.generate.seeded import Random
from reclaim.x12.writer import money

COLUMNS = (
    "Trans No", "Account", "Claim No", "Line", "Code", "Description", "Amount", "Posted", "DOS",
    "CPT", "Provider", "Location", "Payer", "Check/Trace", "User", "Reason", "Approved By",
    "Document", "Reverses",
)  # fmt: skip

# Local code -> kind, name, category, and whose balance changes where the kind leaves it open.
CODES = {
    "CHG": ("charge", "Charge", "", ""),
    "PMT": ("payment", "Insurance payment", "", "insurer"),
    "PPT": ("payment", "Patient payment", "", "patient"),
    "CPY": ("payment", "Payment at the visit", "", "patient"),
    "TRF": ("transfer", "Moved to the patient", "", ""),
    "STM": ("statement", "Statement sent", "", ""),
    "CAL": ("call", "Called the patient", "", ""),
    "AGY": ("agency", "Placed with an agency", "", ""),
    "RFP": ("refund", "Refund to the patient", "", "patient"),
    "RFI": ("refund", "Refund to the insurer", "", "insurer"),
    "COR": ("correction", "Charge corrected", "", ""),
    "CON": ("write_off", "Contractual", "contractual", "insurer"),
    "CAP": ("write_off", "Capitated service", "contractual/capitation", "insurer"),
    "SEQ": ("write_off", "Sequestration", "payer_reduction/sequestration", "insurer"),
    "MPR": ("write_off", "Multiple procedures", "payer_reduction/multiple_procedure", "insurer"),
    "TFL": ("write_off", "Timely filing", "denial/timely_filing", "insurer"),
    "AUT": ("write_off", "No authorization", "denial/authorization", "insurer"),
    "MED": ("write_off", "Medical necessity", "denial/medical_necessity", "insurer"),
    "BUN": ("write_off", "Bundled", "denial/bundling", "insurer"),
    "CRD": ("write_off", "Not enrolled", "denial/credentialing", "insurer"),
    "INF": ("write_off", "Missing information", "denial/documentation", "insurer"),
    "NCV": ("write_off", "Not covered", "denial/noncovered", "insurer"),
    "COB": ("write_off", "Other insurance", "denial/cob", "insurer"),
    "ADM": ("write_off", "Office error", "administrative", "insurer"),
    "CUR": ("write_off", "Courtesy", "courtesy", "patient"),
    "CHA": ("write_off", "Financial assistance", "charity", "patient"),
    "SPD": ("write_off", "Self-pay discount", "discount/self_pay", "patient"),
    "SML": ("write_off", "Small balance", "small_balance", "patient"),
    "BAD": ("write_off", "Bad debt", "bad_debt", "patient"),
    "CRB": ("write_off", "Credit cleared", "credit_balance", "patient"),
}
_AT_ONCE = {"45": "CON", "131": "CON", "253": "SEQ", "59": "MPR", "24": "CAP"}
_DENIED = {
    "29": "TFL", "197": "AUT", "50": "MED", "151": "MED", "97": "BUN", "236": "BUN", "B7": "CRD",
    "185": "CRD", "16": "INF", "252": "INF", "96": "NCV", "22": "COB",
}  # fmt: skip
_USERS = ("u.ames", "u.bird", "u.cole", "u.dunn")
_ESTIMATE = "25"


@dataclass(frozen=True, slots=True)
class Posting:
    """One ledger row. Amounts are positive; the code says which way they go (negative: undone)."""

    claim: Claim
    line_number: int | None
    local_code: str
    amount_cents: int
    posted: dt.date
    user: str
    payer: str = ""
    reference: str = ""


def postings(rng: Random, cases: Sequence[Case], as_of: dt.date) -> list[Posting]:
    """Every row posted up to and on `as_of`, by posting date."""
    every = (row for case in cases for row in _case_postings(rng, case))
    rows = [row for row in every if row.posted <= as_of]
    rows.sort(key=lambda row: row.posted)
    return rows


def csv_rows(rows: Sequence[Posting]) -> Iterator[tuple[object, ...]]:
    """The rows as the columns of the CSV, amounts in dollars."""
    for number, row in enumerate(rows, 1):
        claim = row.claim
        line = next((one for one in claim.lines if one.number == row.line_number), None)
        yield (
            f"T{number:07d}",
            claim.patient.account,
            claim.control,
            row.line_number,
            row.local_code,
            CODES[row.local_code][1],
            money(row.amount_cents, two_places=True),
            f"{row.posted:%m/%d/%Y}",
            f"{claim.service_date:%m/%d/%Y}",
            line.code if line else "",
            f"{claim.rendering.last}, {claim.rendering.first}",
            claim.provider.name,
            row.payer,
            row.reference,
            row.user,
            "",
            "",
            "",
            "",
        )


def _case_postings(rng: Random, case: Case) -> Iterator[Posting]:
    user = rng.choice(_USERS)
    gives_up = bool(case.written_off_as) or rng.random() < 0.35
    gives_up = gives_up and not case.worked
    first = case.claims[0]
    for line in first.lines:
        posted = first.end_date + dt.timedelta(days=1)
        yield Posting(first, line.number, "CHG", line.charge_cents, posted, user, first.payer.name)
    for remit in case.remits:
        if remit.status != _ESTIMATE:
            yield from _remit_postings(case, remit, user, gives_up=gives_up)
    yield from _patient_postings(case, user)


def _remit_postings(case: Case, remit: Remit, user: str, *, gives_up: bool) -> Iterator[Posting]:
    levels: list[tuple[int | None, int, tuple[Adjustment, ...]]] = [
        (outcome.line.number, outcome.paid_cents, outcome.adjustments) for outcome in remit.lines
    ]
    if remit.adjustments or not remit.lines:
        by_lines = sum(paid for _, paid, _ in levels)
        levels.append((None, remit.sign * remit.paid_cents - by_lines, remit.adjustments))
    posted = remit.produced + dt.timedelta(days=2)
    for line_number, paid, adjustments in levels:
        if paid:
            amount = remit.sign * paid
            yield _row(remit, line_number, "PMT", amount, posted, user)
        for adjustment in adjustments:
            code, days = _write_off(case, adjustment, gives_up=gives_up)
            if code:
                day = posted + dt.timedelta(days=days)
                amount = remit.sign * adjustment.amount_cents
                yield _row(remit, line_number, code, amount, day, user)


def _write_off(case: Case, adjustment: Adjustment, *, gives_up: bool) -> tuple[str, int]:
    """The local code that the office writes the adjustment off with, and after how many days."""
    if adjustment.group not in ("CO", "PI"):
        return "", 0
    if adjustment.carc in _AT_ONCE:
        return _AT_ONCE[adjustment.carc], 0
    if not gives_up:
        return "", 0
    if case.written_off_as:
        return case.written_off_as, 3
    return _DENIED.get(adjustment.carc, ""), 40


def _patient_postings(case: Case, user: str) -> Iterator[Posting]:
    """What happens to the patient's share of the last word on the claim."""
    remit = _last_word(case)
    if remit is None or remit.patient_cents <= 0:
        return
    posted = remit.produced + dt.timedelta(days=2)
    share = remit.patient_cents
    yield _row(remit, None, "TRF", share, posted, user)
    for code, days in _OUTCOMES[case.patient_outcome]:
        amount = 0 if code == "STM" else share
        yield _row(remit, None, code, amount, posted + dt.timedelta(days=days), user)


_OUTCOMES = {
    "pays": (("STM", 5), ("PPT", 27)),
    "open": (("STM", 5),),
    "bad_debt": (("STM", 5), ("STM", 15), ("STM", 25), ("BAD", 40)),
    "bad_debt_without_statement": (("BAD", 30),),
    "waived": (("CUR", 0),),
    "small_balance": (("SML", 0),),
}


def _last_word(case: Case) -> Remit | None:
    """The remittance that stands in the end: not reversed, not an estimate, not a duplicate's."""
    standing = [
        remit
        for remit in case.remits
        if remit.sign > 0
        and remit.status != _ESTIMATE
        and any(a.carc != "18" for a in remit.all_adjustments)
    ]
    return standing[-1] if standing else None


def _row(
    remit: Remit, line_number: int | None, code: str, amount_cents: int, posted: dt.date, user: str
) -> Posting:
    return Posting(
        remit.claim, line_number, code, amount_cents, posted, user, remit.payer.name, remit.number
    )
