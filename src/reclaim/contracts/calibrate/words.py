"""A calibration as a contract analyst reads it."""

from collections.abc import Iterator

from reclaim.contracts.calibrate.change import Edit, apply_change, change_yaml
from reclaim.contracts.calibrate.proposals import Calibration, Example, Proposal
from reclaim.contracts.model.contract import Contract
from reclaim.money import format_cents

CAUSES = {
    "amount": "another percentage or amount than the contract's",
    "release": "rates of another day or file of the schedule",
    "locality": "rates of another locality",
    "setting": "rates in and out of a facility mixed up",
    "modifier": "a share of the price for a modifier",
    "bilateral": "a rule for both sides in one session",
    "non_physician": "a share of the price for some rendering providers",
    "multiple_procedures": "a rule for several procedures of a day",
    "charge": "the charge as the limit of a price",
    "rounding": "another way to round",
    "escalator": "an escalator from another day on, or not at all",
    "family": "another percentage for some codes",
    "rate": "another rate for a single code",
    "missing": "a code that has no rate",
    "default": "a share of charges for codes that have no rate",
    "days": "for some days of service only",
}
"""What is likely to be wrong, by its key."""

INDENT = "    "


def calibration_words(calibration: Calibration) -> list[str]:
    """The lines of a terminal: what was compared, each proposal with its evidence, what is left.

    Amounts are dollars. Lines are named by claim id and number; no person is.
    """
    lines = list(_compared(calibration))
    contract = calibration.contract
    for number, each in enumerate(calibration.proposals, 1):
        lines += ["", *_proposal(calibration, contract, each, number)]
        contract = apply_change(contract, each.change)
    return [*lines, "", *_left(calibration)]


def cause_words(proposal: Proposal) -> str:
    """Its causes in one phrase."""
    return ", ".join(CAUSES[cause] for cause in proposal.causes)


def _compared(found: Calibration) -> Iterator[str]:
    yield (
        f"{found.contract.contract}: {_many(found.compared, 'line')} compared with what the payer "
        f"allowed"
    )
    if not found.misses:
        yield "All are as the contract expects."
    else:
        yield (
            f"{_many(found.misses, 'line')} differ, by {format_cents(found.miss_cents)} in sum; "
            f"of that {format_cents(found.underpaid_cents)} underpaid"
        )
    if found.unpriced:
        yield f"{_many(found.unpriced, 'line')} without a price under the contract"
    if found.left_out:
        yield (
            f"{_many(found.left_out, 'line')} left out: priced otherwise now than in the audit; "
            "run the audit again"
        )


def _proposal(found: Calibration, contract: Contract, each: Proposal, number: int) -> Iterator[str]:
    yield f"{number}. {cause_words(each)}"
    yield f"  Evidence: {each.fitting:,} of {_many(each.touched, 'line')} come out as allowed"
    yield from (f"{INDENT}{_example(example)}" for example in each.examples)
    yield "  Proposed change:"
    yield from (f"{INDENT}{_edit(edit)}" for edit in each.change.edits)
    yield "  To paste:"
    yield from (f"{INDENT}{line}" for line in change_yaml(contract, each.change).splitlines())
    yield from _effect(found, each)


def _effect(found: Calibration, each: Proposal) -> Iterator[str]:
    if each.lines:
        yield (
            f"  Explains {each.lines:,} of {_many(found.misses, 'difference')}, "
            f"{format_cents(each.cents)} ({found.share_percent(each)} percent of all)"
        )
    if each.priced:
        yield f"  Gives {_many(each.priced, 'line')} a price, and the one that was allowed"
    if each.broken:
        yield (
            f"  Makes {_many(each.broken, 'line')} differ that agreed, "
            f"by {format_cents(each.broken_cents)}"
        )
    if each.gives_up_cents:
        yield (
            f"  Accepting this gives up {format_cents(each.gives_up_cents)} of underpayments: "
            "read the contract first"
        )


def _left(found: Calibration) -> Iterator[str]:
    if found.left:
        yield (
            f"Unexplained: {_many(found.left, 'line')}, {format_cents(found.left_cents)}; "
            f"of that {format_cents(found.left_underpaid_cents)} underpaid: "
            "these are the underpayments to work"
        )
    else:
        yield "Nothing is left unexplained."
    if found.left_unpriced:
        yield f"{_many(found.left_unpriced, 'line')} still without a price"


def _example(example: Example) -> str:
    line = "whole claim" if example.line_number is None else f"line {example.line_number}"
    code = f" {example.code}" if example.code else ""
    now = (
        "no price"
        if example.before_cents is None
        else f"expected {format_cents(example.before_cents)}"
    )
    return (
        f"{example.claim_id} {line}{code}: {now}, allowed {format_cents(example.allowed_cents)}, "
        f"changed {format_cents(example.after_cents)}"
    )


def _edit(edit: Edit) -> str:
    if edit.old is None and edit.path[0] == "terms" and len(edit.path) == 2:
        return f"new term {edit.path[1]}, {f'before {edit.before}' if edit.before else 'the last'}"
    return f"{edit.place}: {_value(edit.old)} -> {_value(edit.new)}"


def _value(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return str(value.get("id", "as below"))
    if isinstance(value, list):
        return ", ".join(_value(each) for each in value)
    return str(value)


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
