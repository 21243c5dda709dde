"""The practice's ledger: what the office posted from its claims and remittances, as a CSV."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reclaim.x12.generate.model import Adjustment, Case, Claim, Remit
from reclaim.x12.generate.seeded import Random
from reclaim.x12.writer import money

COLUMNS = (
    "transaction_id", "account", "patient_control_number", "line_number", "kind", "local_code",
    "amount", "posted_date", "service_date", "user", "payer", "reference",
)  # fmt: skip
CODE_COLUMNS = ("local_code", "kind", "name", "category", "balance_effect")

# Local code -> kind, name, category, and what an amount does to the account's balance.
CODES = {
    "CHG": ("charge", "Charge", "", 1),
    "PMT": ("payment", "Insurance payment", "paid/insurer", -1),
    "PPT": ("payment", "Patient payment", "", -1),
    "TRF": ("transfer", "Moved to the patient", "", 0),
    "STM": ("statement", "Statement sent", "", 0),
    "CON": ("write_off", "Contractual", "contractual", -1),
    "CAP": ("write_off", "Capitated service", "contractual/capitation", -1),
    "SEQ": ("write_off", "Sequestration", "payer_reduction/sequestration", -1),
    "MPR": ("write_off", "Multiple procedures", "payer_reduction/multiple_procedure", -1),
    "TFL": ("write_off", "Timely filing", "denial/timely_filing", -1),
    "AUT": ("write_off", "No authorization", "denial/authorization", -1),
    "MED": ("write_off", "Medical necessity", "denial/medical_necessity", -1),
    "BUN": ("write_off", "Bundled", "denial/bundling", -1),
    "CRD": ("write_off", "Not enrolled", "denial/credentialing", -1),
    "INF": ("write_off", "Missing information", "denial/documentation", -1),
    "NCV": ("write_off", "Not covered", "denial/noncovered", -1),
    "COB": ("write_off", "Other insurance", "denial/cob", -1),
    "CUR": ("write_off", "Courtesy", "courtesy", -1),
    "SML": ("write_off", "Small balance", "small_balance", -1),
    "BAD": ("write_off", "Bad debt", "bad_debt", -1),
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
        yield (
            f"T{number:07d}",
            row.claim.patient.account,
            row.claim.control,
            row.line_number,
            CODES[row.local_code][0],
            row.local_code,
            money(row.amount_cents, two_places=True),
            row.posted,
            row.claim.service_date,
            row.user,
            row.payer,
            row.reference,
        )


def code_rows() -> list[tuple[object, ...]]:
    """The office's local codes, for the file that maps them."""
    return [(code, *meaning) for code, meaning in CODES.items()]


def _case_postings(rng: Random, case: Case) -> Iterator[Posting]:
    user = rng.choice(_USERS)
    gives_up = bool(case.written_off_as) or rng.random() < 0.35
    gives_up = gives_up and not case.worked
    first = case.claims[0]
    for line in first.lines:
        posted = first.end_date + dt.timedelta(days=1)
        yield Posting(first, line.number, "CHG", line.charge_cents, posted, user)
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
        remit.claim, line_number, code, amount_cents, posted, user, remit.payer.key, remit.number
    )
