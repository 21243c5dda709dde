"""A slow 835 reader in plain Python, written apart from the real one, to check totals with."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass
class SlowLine:
    """One SVC: its charge, payment and adjustments (group, carc, cents)."""

    charge: int
    paid: int
    control: str = ""
    cas: list[tuple[str, str, int]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass
class SlowClaim:
    """One CLP with its claim-level adjustments and its lines."""

    control: str
    status: str
    charge: int
    paid: int
    patient: int
    number: str
    cas: list[tuple[str, str, int]] = field(default_factory=list)
    lines: list[SlowLine] = field(default_factory=list)

    @property
    def every_cas(self) -> list[tuple[str, str, int]]:
        return self.cas + [entry for line in self.lines for entry in line.cas]


@dataclass
class SlowTransaction:
    """One ST..SE."""

    bpr: int = 0
    claims: list[SlowClaim] = field(default_factory=list)
    plb: list[tuple[str, str, int]] = field(default_factory=list)


def cents(text: str) -> int:
    value = Decimal(text or "0") * 100
    if value != int(value):
        raise ValueError("not whole cents")
    return int(value)


def split(content: bytes) -> list[list[str]]:
    """Segments as lists of elements, with the delimiters that ISA declares."""
    text = content.decode()
    element, terminator = text[3], text[105]
    return [part.strip().split(element) for part in text.split(terminator) if part.strip()]


def read(content: bytes) -> list[SlowTransaction]:
    """Every transaction of the file; raises AssertionError on wrong envelope counts."""
    component = content.decode()[104]
    segments = split(content)
    check_envelope(segments)
    transactions: list[SlowTransaction] = []
    for segment in segments:
        segment.extend([""] * 20)
        if segment[0] == "ST":
            transactions.append(SlowTransaction())
        elif segment[0] == "BPR":
            transactions[-1].bpr = cents(segment[2])
        elif segment[0] == "PLB":
            transactions[-1].plb += provider_adjustments(segment, component)
        elif segment[0] == "CLP":
            transactions[-1].claims.append(claim_payment(segment))
        elif transactions and transactions[-1].claims:
            take(transactions[-1].claims[-1], segment)
    return transactions


def claim_payment(clp: list[str]) -> SlowClaim:
    amounts = (cents(clp[3]), cents(clp[4]), cents(clp[5]))
    return SlowClaim(clp[1], clp[2], *amounts, clp[7])


def take(claim: SlowClaim, segment: list[str]) -> None:
    """Put a segment that follows CLP where it belongs."""
    if segment[0] == "SVC":
        claim.lines.append(SlowLine(cents(segment[2]), cents(segment[3])))
    elif segment[0] == "CAS":
        target = claim.lines[-1].cas if claim.lines else claim.cas
        for at in range(2, 20, 3):
            if segment[at]:
                target.append((segment[1], segment[at], cents(segment[at + 1])))
    elif segment[0] == "REF" and segment[1] == "6R":
        claim.lines[-1].control = segment[2]
    elif segment[0] == "LQ":
        claim.lines[-1].remarks.append(segment[2])


def provider_adjustments(plb: list[str], component: str) -> list[tuple[str, str, int]]:
    found = []
    for at in range(3, 15, 2):
        reason, _, reference = plb[at].partition(component)
        if reason:
            found.append((reason, reference, cents(plb[at + 1])))
    return found


def check_envelope(segments: list[list[str]]) -> None:
    """SE01, GE01, IEA01 and every control number agree."""
    started: list[tuple[int, str]] = []
    groups = transactions = 0
    group_control = interchange_control = ""
    for at, segment in enumerate(segments):
        tag = segment[0]
        if tag == "ISA":
            interchange_control, groups = segment[13], 0
        elif tag == "GS":
            group_control, transactions = segment[6], 0
        elif tag == "ST":
            started.append((at, segment[2]))
        elif tag == "SE":
            first, control = started.pop()
            assert (int(segment[1]), segment[2]) == (at - first + 1, control)
            transactions += 1
        elif tag == "GE":
            assert (int(segment[1]), segment[2]) == (transactions, group_control)
            groups += 1
        elif tag == "IEA":
            assert (int(segment[1]), segment[2]) == (groups, interchange_control)
    assert not started


def imbalances(transaction: SlowTransaction) -> list[str]:
    """What does not add up, in words; empty when all is well."""
    found = []
    for claim in transaction.claims:
        for at, line in enumerate(claim.lines, 1):
            if line.charge - sum(entry[2] for entry in line.cas) != line.paid:
                found.append(f"line {claim.control}/{at}")
        if claim.charge - sum(entry[2] for entry in claim.every_cas) != claim.paid:
            found.append(f"claim {claim.control}")
        if claim.lines and sum(line.charge for line in claim.lines) != claim.charge:
            found.append(f"charges {claim.control}")
        owed = sum(entry[2] for entry in claim.every_cas if entry[0] == "PR")
        if claim.status != "22" and owed != claim.patient:
            found.append(f"patient share {claim.control}")
    paid = sum(claim.paid for claim in transaction.claims)
    if paid - sum(entry[2] for entry in transaction.plb) != transaction.bpr:
        found.append("transaction")
    return found
