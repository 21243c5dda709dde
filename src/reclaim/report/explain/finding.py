"""Explains one finding: what, why, evidence, what to do, until when, what it is worth."""

from dataclasses import dataclass

import polars as pl

from reclaim.audit.marked import CONTRACT_WRONG
from reclaim.codes.words import carc_categories, group_labels
from reclaim.recovery.contract_worth import by_contract
from reclaim.recovery.worth import LATE_INTEREST, worth_by_line
from reclaim.report.explain.claim_rows import ClaimRows, reason, remark_lines
from reclaim.report.explain.deadline import deadline_lines
from reclaim.report.explain.late import interest_lines
from reclaim.report.explain.lines import Explanation, Kind, Line, Source, sections
from reclaim.report.explain.priced import (
    allowed_lines,
    contract_lines,
    difference_lines,
    of_finding,
    title,
)
from reclaim.report.explain.rules import Rules, rule_line, steps_of
from reclaim.report.explain.tables import Row, Rows
from reclaim.report.explain.worth import worth_lines
from reclaim.report.text import dollars
from reclaim.report.words import category_label, place_label
from reclaim.rules.actions import actions, stages
from reclaim.rules.payer_map import PayerMap
from reclaim.wording import clean, joined

SIDES = (
    ("for", "What speaks for it", Kind.FOR),
    ("against", "What speaks against it", Kind.AGAINST),
    ("missing", "What is missing", Kind.MISSING),
)

STATUS = {
    "open": "Open.",
    "expired": "Expired: the last day to act has passed.",
    "hold": "On hold: nothing is to be done yet.",
    "closed": "Closed: nothing is left to be done.",
}

RECOVERABLE = {
    "yes": "This can be won back.",
    "maybe": "This can perhaps be won back.",
    "no": "This cannot be won back from the payer.",
}

PAID = "insurer_paid"
TAKEN_BACK = "Money taken back"
OVERPAID = "overpaid"
TOO_MUCH = "Allowed more than the contract says"
WRONG_CONTRACT = "Difference marked as invalid: the contract is to be corrected"
PAID_LATE = "Paid late, without the interest that the contract promises"

NOT_PLACED = "on the claim, not on one of its lines"
COUNTED_ELSEWHERE = "of that does not count for this reason"

HARD_STOP = "Do not appeal this, and do not send it again as it is."


@dataclass(frozen=True)
class Told:
    """A finding, the claim it is about (null for an adjustment of a whole payment), the rules.

    `shares` and `contract_shares`: what payers pay of their charges, and would pay by contract.
    """

    finding: Row
    claim: ClaimRows | None
    rows: Rows
    rules: Rules
    payers: PayerMap
    shares: pl.DataFrame
    contract_shares: pl.DataFrame


def finding_explained(told: Told) -> Explanation:
    """Everything known about a finding."""
    finding = told.finding
    return Explanation(
        name=finding["finding_id"],
        title=f"{finding['finding_id']}: {_cause(finding)}; {_about(told)}",
        sections=sections(
            ("In short", _short(told)),
            ("What is at stake", _stake(told)),
            *_priced(told),
            ("Why", _why(told)),
            *((title, _evidence(told, side, kind)) for side, title, kind in SIDES),
            ("What to do", _to_do(told)),
            ("Until when", _until(told)),
            ("What it is worth", worth_lines(finding, _worth_by_line(told))),
            ("How to prevent it", _prevention(finding)),
        ),
    )


def _priced(told: Told) -> list[tuple[str, list[Line]]]:
    """Expected and allowed, where the finding is about the difference of the two."""
    if told.claim is None:
        return []
    rows = of_finding(told.finding, told.claim)
    return [
        (title(rows), contract_lines(told.claim, rows)),
        ("What the payer allowed", allowed_lines(told.claim, rows)),
        ("The difference", difference_lines(told.claim, rows, told.finding)),
    ]


def _until(told: Told) -> list[Line]:
    received = told.claim.claim.get("received_date") if told.claim else None
    return deadline_lines(told.finding, received, told.payers)


def _worth_by_line(told: Told) -> list[Row]:
    """What each line of it would bring, by what the payer paid of such charges."""
    if told.finding["kind"] == LATE_INTEREST:
        return []
    own = pl.col("finding_id") == told.finding["finding_id"]
    stakes = told.rows.read("finding_lines", own).with_columns(
        payer=pl.lit(told.finding["payer"], dtype=pl.String)
    )
    priced = by_contract(stakes, told.contract_shares)
    return worth_by_line(priced, told.shares).sort("line_number", nulls_last=True).to_dicts()


def _about(told: Told) -> str:
    number = clean(told.finding["patient_control_number"])
    payer = told.claim.payer if told.claim else clean(told.finding["payer"])
    return joined(f"claim {number}" if number else "", payer)


def _cause(finding: Row) -> str:
    """What it is; of money that was paid: taken back, too much, or too late."""
    if finding["kind"] == OVERPAID:
        return TOO_MUCH
    if finding["kind"] == CONTRACT_WRONG:
        return WRONG_CONTRACT
    if finding["kind"] == LATE_INTEREST:
        return PAID_LATE
    return TAKEN_BACK if finding["place"] == PAID else category_label(finding["category"])


def _short(told: Told) -> list[Line]:
    finding = told.finding
    amounts = [f"{dollars(finding['at_stake_cents'])} at stake"]
    if finding["worth_cents"] and finding["expected_cents"] != 0:
        amounts.append(f"worth {dollars(finding['worth_cents'])} if won")
    if finding["expected_cents"]:
        amounts.append(f"{dollars(finding['expected_cents'])} expected")
    verdict = joined(RECOVERABLE.get(finding["recoverable"]), by=" ")
    status = STATUS.get(finding["status"] or "", "")
    return [Line(joined(f"{', '.join(amounts)}.", verdict, status, by=" "))]


def _stake(told: Told) -> list[Line]:
    """Each adjustment that was taken away for this reason; the last line adds them up."""
    stake = told.finding["at_stake_cents"]
    if told.claim is None:
        return _payment_level(told)
    if told.finding["kind"] == LATE_INTEREST:
        return interest_lines(told.finding, told.claim)
    parts = parts_of(told.finding, told.claim.parts)
    lines = [
        told.claim.amount(part, reason(part) or category_label(part["category"])) for part in parts
    ]
    rest = stake - sum(part["amount_cents"] for part in parts)
    if rest:
        what = _rest(rest, told.finding)
        lines.append(Line(what, Kind.AMOUNT, rest, told.claim.source()))
    lines.append(Line("at stake", Kind.TOTAL, stake))
    return [*lines, *remark_lines(sorted({code for part in parts for code in part["rarcs"] or ()}))]


def parts_of(finding: Row, parts: list[Row]) -> list[Row]:
    """The parts of the charge that a finding is about."""
    shared = [name for name in ("group_code", "carc") if finding[name] is not None]
    return [
        part
        for part in parts
        if part["signal_id"] == finding["signal_id"]
        and part["category"] == finding["category"]
        and all(part[name] == finding[name] for name in shared)
    ]


def _rest(rest: int, finding: Row) -> str:
    if finding["kind"] in (OVERPAID, CONTRACT_WRONG):
        return "allowed above what the contract says"
    if finding["place"] == PAID:
        return "paid before, and taken back"
    return NOT_PLACED if rest > 0 else COUNTED_ELSEWHERE


def _payment_level(told: Told) -> list[Line]:
    finding = told.finding
    number = finding["segment_number"]
    path = told.rows.path(finding["file_id"])
    what = "taken from the whole payment (PLB)"
    stake = finding["at_stake_cents"]
    return [
        Line(what, Kind.AMOUNT, stake, Source(path, number)),
        Line("at stake", Kind.TOTAL, stake),
    ]


def _why(told: Told) -> list[Line]:
    """The rules that led here, in order; the signal with the facts on which it held."""
    steps = dict.fromkeys(steps_of(told.finding["trace"]) or [told.finding["signal_id"]])
    lines = _code_lines(told.finding)
    for step in steps:
        because = _because(told, step) if step == told.finding["signal_id"] else ()
        lines.append(rule_line(told.rules, step, because))
    return [*lines, _verdict(told.finding)]


def _code_lines(finding: Row) -> list[Line]:
    """What the payer says, and what its code stands for before anything else is looked at."""
    if not finding["carc"]:
        return []
    group = group_labels().get(finding["group_code"] or "", "")
    lines = [Line(f"The payer’s reason: {reason(finding)}.")]
    if group:
        lines.append(Line(f"Group {finding['group_code']}, in the payer’s opinion: {group}."))
    category = carc_categories().get(finding["carc"])
    if category:
        lines.append(Line(f"By itself the code stands for: {category_label(category)}."))
    return lines


def _verdict(finding: Row) -> Line:
    place = "" if finding["place"] == PAID else f"{place_label(finding['place'])}: "
    return Line(f"So it is: {place}{_cause(finding)}.")


def _because(told: Told, signal: str) -> tuple[str, ...]:
    """What the question was answered by: the facts that the signal asks for."""
    asked = told.rules[signal].facts if signal in told.rules else ()
    found = [
        row["statement"]
        for row in _evidence_rows(told)
        if row["side"] != "missing" and row["fact"] in asked
    ]
    return tuple(dict.fromkeys(f"Here: {statement}" for statement in found))


def _evidence_rows(told: Told) -> list[Row]:
    return told.rows.rows("evidence", pl.col("finding_id") == told.finding["finding_id"])


def _evidence(told: Told, side: str, kind: Kind) -> list[Line]:
    lines = [
        Line(_statement(told, row), kind, source=_seen(told, row))
        for row in _evidence_rows(told)
        if row["side"] == side
    ]
    return list(dict.fromkeys(lines))


def _statement(told: Told, row: Row) -> str:
    number = row["line_number"]
    line = told.claim.line_words(number) if told.claim and number else ""
    where = f"{line[0].upper()}{line[1:]}: " if line else ""
    would = (
        f" Would be settled by: {row['input']}."
        if row["side"] == "missing" and row["input"]
        else ""
    )
    return f"{where}{clean(row['statement'])}{would}"


def _seen(told: Told, row: Row) -> Source | None:
    """The segment that says so, or the row of the practice's own file."""
    if row["source_file_id"] is not None:
        number = _shown_by(told, row)
        return Source(told.rows.path(row["source_file_id"]), row["source_segment"], number)
    if row["source_table"] is not None:
        return Source(row["source_table"], row["source_segment"], unit="row")
    return None


def _shown_by(told: Told, row: Row) -> str:
    """By which number `reclaim show` finds the claim that the evidence is from; empty: by none."""
    if row["source_table"] in ("remit_claims", "claims"):
        return f"{row['source_file_id']}-{row['source_segment']}"
    of_claim = row["source_table"] == "claim_statuses"
    return (told.finding["patient_control_number"] or "") if of_claim else ""


def _to_do(told: Told) -> list[Line]:
    finding, rules = told.finding, told.rules
    signal = rules.get(finding["signal_id"])
    lines = [Line(HARD_STOP, Kind.WARNING)] if finding["hard_stop"] else []
    action = actions().get(finding["action"] or "")
    if action:
        lines.append(Line(f"{action.label}. {action.means}", Kind.STEP))
    if signal and signal.step:
        lines.append(Line(signal.step, Kind.STEP))
    if finding["decides"]:
        lines.append(Line(f"What decides it: {finding['decides']}"))
    return lines


def _prevention(finding: Row) -> list[Line]:
    stage = stages().get(finding["stage"] or "")
    who = finding["preventable_by"]
    parts = (
        f"It went wrong at this stage: {stage.label.lower()}." if stage else "",
        f"Who could have prevented it: {clean(who)}." if who else "",
    )
    text = joined(*parts, by=" ")
    return [Line(text)] if text else []
