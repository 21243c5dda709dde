"""Placement again, one adjustment at a time, in plain Python: the kernel's auditor."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reclaim.codes import carcs, categories, rarcs
from tests.frames import Claim, Line, Reason

GROUPS = {"CO", "PR", "OA", "PI", "CR"}
COST_SHARE = {"patient/deductible", "patient/coinsurance", "patient/copay"}
LATER = {"2", "3", "20", "21"}
CARCS = {row["code"]: row for row in carcs().iter_rows(named=True)}
RARCS = {row["code"]: row for row in rarcs().iter_rows(named=True)}
PLACE = dict(categories().select("category", "place").iter_rows())

Row = tuple[int | None, str, int]
"""Line number, category, cents."""


@dataclass(frozen=True)
class Around:
    """What stands around an adjustment."""

    claim: Claim
    charge_cents: int | None
    paid_cents: int | None
    filled: int
    remarks: Sequence[str]
    prior_payer: bool


def place_slowly(claim: Claim) -> Counter[Row]:
    """The rows of a claim without dates: line, category and cents, as often as they come."""
    return Counter(_rows(claim))


def _rows(claim: Claim) -> Iterator[Row]:
    everything = [*claim.reasons, *(reason for line in claim.lines for reason in line.reasons)]
    prior = any(PLACE.get(_default(carc)) == "prior_payer" for _, carc, _ in everything)
    for number, line in enumerate(claim.lines, 1):
        filled = _filled(line.reasons)
        remarks = [*line.remarks, *claim.remarks]
        around = Around(claim, line.charge_cents, line.paid_cents, filled, remarks, prior)
        yield from _of_level(number, line.paid_cents or 0, line.reasons, around)
        gap = (line.charge_cents or 0) - (line.paid_cents or 0) - _sum(line.reasons)
        yield from _gap(claim, number, gap, unread=_unread(line), detailed=True)
    yield from _claim_level(claim, everything, prior)


def _claim_level(claim: Claim, everything: list[Reason], prior: bool) -> Iterator[Row]:  # noqa: FBT001 - the slow model is read, not called
    on_lines = sum(line.paid_cents or 0 for line in claim.lines)
    paid = 0 if claim.paid_cents is None else claim.paid_cents - on_lines
    filled = _filled(everything)
    around = Around(claim, claim.charge_cents, claim.paid_cents, filled, claim.remarks, prior)
    yield from _of_level(None, paid, claim.reasons, around)
    charged = sum(line.charge_cents or 0 for line in claim.lines)
    gap = (claim.charge_cents or 0) - charged - paid - _sum(claim.reasons)
    unread = _unread(claim) or any(_unread(line) for line in claim.lines)
    yield from _gap(claim, None, gap, unread=unread, detailed=bool(claim.lines or everything))


def _of_level(
    number: int | None, paid: int, reasons: Sequence[Reason], around: Around
) -> Iterator[Row]:
    if paid:
        estimate = around.claim.status == "25"
        yield number, "pending/estimate" if estimate else "paid/insurer", paid
    for reason in reasons:
        yield number, _category(reason, around), reason[2] or 0


def _gap(
    claim: Claim, number: int | None, cents: int, *, unread: bool, detailed: bool
) -> Iterator[Row]:
    if not cents:
        return
    if unread:
        yield number, "unknown/amount", cents
    elif claim.status in {"25", "23"}:
        yield number, "pending/estimate" if claim.status == "25" else "pending/forwarded", cents
    elif number is None and not detailed:
        yield number, "unknown/no_detail", cents
    else:
        yield number, "unknown/unbalanced", cents


def _category(reason: Reason, around: Around) -> str:  # noqa: C901, PLR0911, PLR0912 - the rules, in order
    group, carc, cents = reason
    status = around.claim.status
    if cents is None:
        return "unknown/amount"
    if status == "25":
        return "pending/estimate"
    if status == "23":
        return "pending/forwarded"
    if group not in GROUPS:
        return "unknown/group"
    default = _default(carc)
    if default is None or carc is None:
        return "unknown/code"
    place = PLACE[default]
    if place in {"prior_payer", "pending"}:
        return default
    if default in COST_SHARE and any(RARCS[rarc]["qmb"] for rarc in around.remarks):
        return "pending/forwarded"
    if carc == "45" and group == "CO" and status in LATER and not around.prior_payer:
        return "contractual/second_cut"
    whole = cents == around.charge_cents and around.charge_cents and around.filled == 1
    if carc == "45" and whole and around.paid_cents == 0:
        return "denial/hidden_in_45"
    if carc == "24" and around.claim.filing_indicator in {"MA", "MB"}:
        return "denial/cob"
    if default == "payer_reduction/sequestration":
        return default
    if group == "PR" and place == "patient_responsibility":
        return default
    if default in COST_SHARE:
        return "contractual/other" if group == "CO" else "payer_reduction/other"
    if place == "patient_responsibility":
        return default
    if group == "PR":
        not_covered = default in {"denial/noncovered", "denial/medical_necessity"}
        if not_covered or carc in {"242", "279"}:
            return "patient/noncovered"
        if place != "denial":
            return "patient/other"
    if group == "PI" and place != "denial" and default != "payer_reduction/multiple_procedure":
        return "payer_reduction/other"
    if place == "denial" and CARCS[carc]["remark_required"]:
        return _cause(around.remarks) or default
    return default


def _cause(remarks: Sequence[str]) -> str | None:
    for remark in remarks:
        known = RARCS.get(remark)
        if known and known["kind"] == "supplemental":
            category: str = known["category"] or ""
            if category.startswith("denial/"):
                return category
    return None


def _default(carc: str | None) -> str | None:
    known = CARCS.get(carc or "")
    return known["category"] if known else None


def _sum(reasons: Sequence[Reason]) -> int:
    return sum(cents or 0 for _, _, cents in reasons)


def _filled(reasons: Sequence[Reason]) -> int:
    return sum(1 for _, _, cents in reasons if cents)


def _unread(level: Claim | Line) -> bool:
    read = [level.charge_cents, level.paid_cents, *(cents for _, _, cents in level.reasons)]
    return None in read
