"""The ledger that the office exports: its local codes, one entry, and the rows of the CSV."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reclaim.x12.generate.model import Claim
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
    "CUR": ("write_off", "Courtesy", "courtesy", "patient"),
    "CHA": ("write_off", "Financial assistance", "charity", "patient"),
    "SPD": ("write_off", "Self-pay discount", "discount/self_pay", "patient"),
    "SML": ("write_off", "Small balance", "small_balance", "patient"),
    "BAD": ("write_off", "Bad debt", "bad_debt", "patient"),
    "CRB": ("write_off", "Credit cleared", "credit_balance", "patient"),
    "MSC": ("write_off", "Miscellaneous adjustment", "other", "patient"),
}
AT_ONCE = {"45": "CON", "131": "CON", "253": "SEQ", "59": "MPR", "24": "CAP"}
"""Reason -> the code by which autoposting writes the cut off as it arrives."""

DENIED = {
    "29": "TFL", "197": "AUT", "50": "MED", "151": "MED", "97": "BUN", "236": "BUN", "B7": "CRD",
    "185": "CRD", "16": "INF", "252": "INF", "96": "NCV", "22": "COB",
}  # fmt: skip
"""Reason -> the code by which the office gives the denial up."""

FIRST_NUMBER = 100_000
"""Entries are numbered after it."""

_RAISES = {"charge": 1, "correction": 1, "refund": 1, "payment": -1, "write_off": -1}


@dataclass(slots=True, eq=False)
class Entry:
    """One row of the ledger. Amounts are positive; the code says which way they go.

    A negative amount undoes. `made` is the day on which it was keyed in, null: the day posted;
    `number` is given when all entries are in order.
    """

    claim: Claim
    code: str
    amount_cents: int
    posted: dt.date
    user: str
    line_number: int | None = None
    payer: str = ""
    reference: str = ""
    reason: str = ""
    approved_by: str = ""
    document: str = ""
    reverses: "Entry | None" = None
    made: dt.date | None = None
    number: str = ""

    @property
    def kind(self) -> str:
        return CODES[self.code][0]

    @property
    def category(self) -> str:
        return CODES[self.code][2]

    @property
    def effect_cents(self) -> int:
        """What it does to the balance of the account."""
        return _RAISES.get(self.kind, 0) * self.amount_cents


def numbered(entries: Iterable[Entry]) -> list[Entry]:
    """The entries in the order in which they were keyed in, each with its number."""
    ordered = sorted(entries, key=lambda entry: entry.made or entry.posted)
    for at, entry in enumerate(ordered, 1):
        entry.number = f"{FIRST_NUMBER + at}"
    return ordered


def csv_rows(entries: Iterable[Entry]) -> Iterator[tuple[object, ...]]:
    """The entries as the columns of the CSV, amounts in dollars."""
    for entry in entries:
        claim = entry.claim
        line = next((one for one in claim.lines if one.number == entry.line_number), None)
        yield (
            entry.number,
            claim.patient.account,
            claim.control,
            entry.line_number,
            entry.code,
            CODES[entry.code][1],
            money(entry.amount_cents, two_places=True),
            f"{entry.posted:%m/%d/%Y}",
            f"{claim.service_date:%m/%d/%Y}",
            line.code if line else "",
            f"{claim.rendering.last}, {claim.rendering.first}",
            claim.provider.name,
            entry.payer,
            entry.reference,
            entry.user,
            entry.reason,
            entry.approved_by,
            entry.document,
            entry.reverses.number if entry.reverses else "",
        )
