"""The claims, remittances and truth rows of a synthetic practice; payments are always derived."""

import datetime as dt
from dataclasses import dataclass, field, fields, replace

from reclaim.x12.generate.cast import Patient, Payer, Person, Provider


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One CAS reason; a positive amount lowers the payment."""

    group: str
    carc: str
    amount_cents: int
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One charged service of a claim; `control` is its REF*6R."""

    number: int
    code: str
    charge_cents: int
    service_date: dt.date
    modifiers: tuple[str, ...] = ()
    units: int = 1
    revenue_code: str = ""
    control: str = ""
    emergency: bool = False


@dataclass(slots=True)
class Claim:
    """What the provider bills; `form` is P, I or D after the 837 it goes out on."""

    form: str
    control: str
    payer: Payer
    provider: Provider
    rendering: Person
    patient: Patient
    lines: tuple[ServiceLine, ...]
    diagnoses: tuple[str, ...]
    submitted: dt.date
    place: str
    frequency: str = "1"
    authorization: str = ""
    original_number: str = ""
    drg: str = ""
    days: int = 0
    prior: "Remit | None" = None

    @property
    def charge_cents(self) -> int:
        return sum(line.charge_cents for line in self.lines)

    @property
    def service_date(self) -> dt.date:
        return self.lines[0].service_date

    @property
    def end_date(self) -> dt.date:
        return self.service_date + dt.timedelta(days=self.days)

    @property
    def per_claim(self) -> bool:
        """An inpatient stay is paid per case, so its remittance carries no lines."""
        return bool(self.drg)


@dataclass(frozen=True, slots=True)
class LineOutcome:
    """What a payer made of one line. `paid_cents` follows from the rest, so it balances."""

    line: ServiceLine
    adjustments: tuple[Adjustment, ...] = ()
    remarks: tuple[str, ...] = ()
    allowed_cents: int | None = None
    policy: str = ""

    @property
    def paid_cents(self) -> int:
        return self.line.charge_cents - total(self.adjustments)


@dataclass(slots=True)
class Remit:
    """One CLP with its lines. `sign` is -1 in a reversal: every amount is written negated."""

    claim: Claim
    payer: Payer
    status: str
    number: str
    produced: dt.date
    received: dt.date
    lines: tuple[LineOutcome, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    remarks: tuple[str, ...] = ()
    forwarded_to: Payer | None = None
    original_number: str = ""
    sign: int = 1

    @property
    def paid_cents(self) -> int:
        return self.sign * (self.claim.charge_cents - total(self.all_adjustments))

    @property
    def patient_cents(self) -> int:
        """The PR adjustments of both levels: CLP05."""
        return sum(a.amount_cents for a in self.all_adjustments if a.group == "PR")

    @property
    def all_adjustments(self) -> tuple[Adjustment, ...]:
        """Claim level first, then line by line."""
        return self.adjustments + tuple(a for line in self.lines for a in line.adjustments)

    def reversal(self, produced: dt.date) -> "Remit":
        """The take-back of this remittance: status 22, every amount negated."""
        return replace(self, status="22", produced=produced, sign=-1, forwarded_to=None)


@dataclass(frozen=True, slots=True)
class ProviderAdjustment:
    """One PLB entry; positive lowers the check.

    It stands on the first transaction of payer and provider on or after `not_before`.
    """

    payer: Payer
    provider: Provider
    not_before: dt.date
    reason: str
    reference: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Truth:
    """One planted leak: where its cents are said to be, where they belong, and the proof."""

    leak: str
    patient_control_number: str
    payer: str
    payer_control_number: str
    line_number: int | None
    amount_cents: int
    group_code: str
    carc: str
    rarcs: str
    expected_place: str
    expected_category: str
    necessary: str
    recoverable: str
    evidence: str
    why: str
    signal: str = ""


@dataclass(frozen=True, slots=True)
class Authorization:
    """One authorization that the practice holds for a claim."""

    patient_control_number: str
    number: str
    code: str
    valid_from: dt.date
    valid_to: dt.date


@dataclass(frozen=True, slots=True)
class Document:
    """One paper that the practice holds for a claim: abn, record and the like."""

    patient_control_number: str
    document: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class Decision:
    """A denial that the office worked, and what the payer decided then."""

    cause: str
    patient_control_number: str
    payer: str
    action: str
    denied_number: str
    decided_number: str
    decided: dt.date
    amount_cents: int
    won: str


@dataclass(frozen=True, slots=True)
class PostedTruth:
    """One thing that was posted wrongly: the entry, and what should be found about it.

    `kind` is the finding's, or the pattern's where `subject` names a user or a day. Without a
    transaction it is about the claim as a whole.
    """

    leak: str
    kind: str
    transaction_id: str
    account: str
    patient_control_number: str
    line_number: int | None
    posted_date: dt.date | None
    amount_cents: int
    posted_category: str
    category: str
    recoverable: str
    subject_kind: str
    subject: str
    evidence: str
    why: str


TRUTH_COLUMNS = tuple(f.name for f in fields(Truth))
POSTED_TRUTH_COLUMNS = tuple(f.name for f in fields(PostedTruth))
AUTHORIZATION_COLUMNS = (
    "patient_control_number",
    "authorization_number",
    "procedure_code",
    "valid_from",
    "valid_to",
)
DOCUMENT_COLUMNS = tuple(f.name for f in fields(Document))
DECISION_COLUMNS = tuple(f.name for f in fields(Decision))


@dataclass(slots=True)
class Case:
    """Everything that happens around one visit, in the order it was billed.

    `first_rejected`: the first submission came back on the 277CA. `coverage`: what the 271 says
    (active, ended, other_payer; empty: nobody asked). `written_off_as`: the local code that
    denials are posted with at once. `worked`: the office fought for it, so that nothing denied is
    written off. `status_asked`: the office asked what became of the claim, and the payer answered.
    `appealed`: a letter of appeal went out, and nobody has answered it.
    """

    claims: list[Claim]
    remits: list[Remit] = field(default_factory=list)
    truth: list[Truth] = field(default_factory=list)
    provider_adjustments: list[ProviderAdjustment] = field(default_factory=list)
    first_rejected: bool = False
    coverage: str = ""
    patient_outcome: str = "open"
    written_off_as: str = ""
    worked: bool = False
    status_asked: dt.date | None = None
    appealed: dt.date | None = None
    authorizations: list[Authorization] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)


def total(adjustments: tuple[Adjustment, ...]) -> int:
    """The sum of the adjustments in cents."""
    return sum(a.amount_cents for a in adjustments)
