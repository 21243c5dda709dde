"""The book of one visit: its entries so far, and the hands that make new ones."""

import datetime as dt
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

from reclaim.x12.generate.ledger import Entry
from reclaim.x12.generate.model import Case, Claim
from reclaim.x12.generate.seeded import Random

AUTOPOST, FRONT_DESK = "autopost", "f.ellis"
BILLERS, SENIOR, MANAGER, OWNER = ("u.ames", "u.bird"), "u.cole", "u.dunn", "o.reed"
LIMIT_CENTS = {"u.ames": 10_000, "u.bird": 10_000, SENIOR: 25_000, MANAGER: 1_000_000}
"""Most that a user may write off at once; autoposting and the owner have no limit."""

ASKED = ("STM", "CAL", "AGY", "PPT", "RFP", "CUR", "CHA", "SML", "BAD")
"""The codes of what happens with the patient once the share is moved."""

_ONE_DAY = dt.timedelta(days=1)
CLOSED_AFTER = dt.timedelta(days=9)
"""A month is closed so many days after its last."""


class More(TypedDict, total=False):
    """What an entry may also say."""

    line_number: int | None
    payer: str
    reference: str
    reason: str
    approved_by: str
    document: str
    reverses: Entry


@dataclass(frozen=True)
class Calendar:
    """What the days of the books depend on.

    Args:
        until: the last day of the books.
        middle: a day in the middle of the visits.
    """

    until: dt.date
    middle: dt.date

    @property
    def month_end(self) -> dt.date:
        """The last day of the month in the middle."""
        return (self.middle.replace(day=1) + dt.timedelta(days=31)).replace(day=1) - _ONE_DAY

    @property
    def burst(self) -> dt.date:
        """A Saturday some weeks later, when the office is shut."""
        day = self.middle + dt.timedelta(days=50)
        return day + dt.timedelta(days=(5 - day.weekday()) % 7)


@dataclass(frozen=True)
class Planted:
    """One thing that the office did wrong, with the entry, if it is about one."""

    leak: str
    amount_cents: int
    category: str
    recoverable: str
    evidence: str
    why: str
    entry: Entry | None = None
    subject_kind: str = ""
    subject: str = ""


@dataclass
class Book:
    """A visit and its entries, in the order in which they were made.

    `case` is null for a visit of which no insurer ever heard. `next_visit`: when the patient comes
    again. `alone`: the account's only visit. `never_pays`: the patient pays for none. `waits_for`:
    an insurer that the patient also has, and that nobody has billed for it; `secondary_known`: it
    answered another claim of the patient.
    """

    claim: Claim
    rng: Random
    calendar: Calendar
    case: Case | None = None
    entries: list[Entry] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)
    next_visit: dt.date | None = None
    alone: bool = False
    never_pays: bool = False
    waits_for: str = ""
    secondary_known: bool = False

    def post(
        self, code: str, cents: int, day: dt.date, user: str, /, **more: Unpack[More]
    ) -> Entry:
        """Make an entry."""
        entry = Entry(self.claim, code, cents, day, user, **more)
        self.entries.append(entry)
        return entry

    def give_up(
        self,
        code: str,
        cents: int,
        day: dt.date,
        reason: str,
        document: str,
        /,
        **more: Unpack[More],
    ) -> Entry:
        """Write off by somebody who may, approved by somebody else, with the proof on file."""
        user = self.rng.choice((*BILLERS, SENIOR, MANAGER))
        if cents > LIMIT_CENTS[user]:
            user = SENIOR if cents <= LIMIT_CENTS[SENIOR] else MANAGER
        approver = OWNER if user == MANAGER else MANAGER
        told: More = {"reason": reason, "document": document, "approved_by": approver}
        told |= more
        return self.post(code, cents, day, user, **told)

    def of(self, *codes: str) -> list[Entry]:
        """The entries with these codes."""
        return [entry for entry in self.entries if entry.code in codes]

    def drop(self, entries: list[Entry]) -> None:
        """Take entries out, as if they had never been made."""
        gone = {id(entry) for entry in entries}
        self.entries = [entry for entry in self.entries if id(entry) not in gone]

    def plant(
        self,
        leak: str,
        entry: Entry | None,
        category: str,
        recoverable: str,
        *,
        evidence: str,
        why: str,
        cents: int | None = None,
    ) -> bool:
        """Write down what was done wrong; the amount is the entry's unless another is given."""
        amount = cents if cents is not None else abs(entry.amount_cents if entry else 0)
        self.planted.append(Planted(leak, amount, category, recoverable, evidence, why, entry))
        return True

    def pattern(self, leak: str, subject_kind: str, subject: str, why: str) -> bool:
        """Write down that the visit is part of a pattern, which no entry shows by itself."""
        self.planted.append(
            Planted(leak, 0, "", "", "", why, subject_kind=subject_kind, subject=subject)
        )
        return True

    @property
    def balance_cents(self) -> int:
        """What is open of the visit."""
        return sum(entry.effect_cents for entry in self.entries)

    @property
    def share_cents(self) -> int:
        """What was moved to the patient and not back."""
        return sum(entry.amount_cents for entry in self.of("TRF"))

    @property
    def closes(self) -> dt.date:
        """The last day of the books."""
        return self.calendar.until
