"""The words of the report: places, categories and next steps, as a biller says them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reclaim.codes.words import category_labels
from reclaim.rules.actions import actions, stages
from reclaim.wording import count


@dataclass(frozen=True)
class Place:
    """Where a charged dollar can go: its name, and what that means for the reader."""

    label: str
    meaning: str


PLACES: dict[str, Place] = {
    "insurer_paid": Place("Paid by insurers", "Money the payers say they sent."),
    "patient_responsibility": Place(
        "Patient’s share", "Deductible, coinsurance, copay: to bill, not to write off."
    ),
    "prior_payer": Place(
        "Counted on another remittance",
        "A second payer repeats the whole charge; this part was settled by the payer before it.",
    ),
    "contractual": Place(
        "Contractual",
        "Cut from the price. What no contract confirms is only the payer’s word.",
    ),
    "payer_reduction": Place(
        "Payer reductions", "Cuts by payer rule: sequestration, multiple procedures, penalties."
    ),
    "underpayment": Place(
        "Underpaid", "Allowed less than your contract, or what is inferred, says."
    ),
    "denial": Place("Denied", "Refused, whole or in part, for a reason that can be examined."),
    "write_off": Place("Written off", "Already given up in the billing system."),
    "pending": Place("Pending or forwarded", "Not decided yet, or sent on to another payer."),
    "unknown": Place(
        "Unknown", "The remittance does not explain it. It is not spread over the rest."
    ),
}
"""All ten places, in the order in which the report tells them."""

STANDINGS: dict[str, Place] = {
    "collected": Place("Collected", "What the insurers say they paid."),
    "patient": Place("Patient’s share", "To bill, not to write off."),
    "prior_payer": Place(
        "Settled by the payer before", "Counted again on a second payer’s remittance."
    ),
    "unverified": Place(
        "Not yet verified: needs your contract",
        "Price cuts on the payer’s word alone. Only your contract can tell what they should be.",
    ),
    "necessary": Place("Necessary", "Agreed or owed by law: a proper write-off."),
    "unnecessary": Place("Unnecessary", "Could have been prevented, or was taken without right."),
    "undecided": Place(
        "Not yet decided", "No evidence says whether it had to be, or the payer has not decided."
    ),
}
"""What became of each charged dollar, in the order of the first page."""

STATES: dict[str, Place] = {
    "open": Place("Open", "To be worked now; the only ones that count as recoverable."),
    "expired": Place("Deadline passed", "The last day for the next step is over."),
    "hold": Place("Waiting", "The payer has not decided, or must act first."),
    "closed": Place("Closed", "Settled since: paid later, or taken back."),
    "books": Place("Only the books", "No money comes in; something was posted wrongly."),
    "none": Place("Nothing to win", "The payer is right, as far as the evidence goes."),
}
"""What a finding can still bring."""

BASES: dict[str, Place] = {
    "contract": Place("Underpaid, by contract", "Less than your contract allows."),
    "inferred": Place(
        "Underpaid, inferred", "Less than the payer has allowed before; no contract says so."
    ),
    "unverified": Place(
        "Price cuts not verified", "In dispute, but no contract says how much is due."
    ),
    "remittance": Place(
        "Denied, reduced or taken back", "By what the payer itself says it took away."
    ),
}
"""By what it is known how much an open finding is about."""

INFERRED = "underpayment/inferred"

HABITS: dict[str, str] = {
    "hides_denials_in_45": "Hides denials in price cuts",
    "unusual_group": "Uses a group code that others do not",
    "cuts_repeated_after_primary": "Repeats the price cut of the payer before",
}

RECOVERABLE: dict[str | None, str] = {
    "yes": "Yes",
    "maybe": "Maybe",
    "no": "No",
    None: "Not judged",
}


def place_label(place: str) -> str:
    """The place's name; one that this version does not know is spelt out."""
    known = PLACES.get(place)
    return known.label if known else _plain(place)


def category_label(category: str) -> str:
    """The category's name; one that this version does not know is spelt out.

    What no contract says, but only the payer's own past, is marked as inferred.
    """
    label = category_labels().get(category) or _plain(category.partition("/")[2] or category)
    return f"{label} (inferred)" if category == INFERRED else label


def habit_label(habit: str) -> str:
    """The habit's name."""
    return HABITS.get(habit) or _plain(habit)


def stage_label(stage: str | None) -> str:
    """The name of a stage of the work."""
    known = stages().get(stage or "")
    return known.label if known else _plain(stage or "not known")


def action_label(action: str | None) -> str:
    """What to do, in a few words; empty when nothing is to be done."""
    known = actions().get(action or "")
    return known.label if known else _plain(action or "")


def step(signal_id: str | None, action: str | None, steps: Mapping[str, str]) -> str:
    """What to do, in a sentence: as the signal says it, or else what the action means."""
    known = actions().get(action or "")
    told = steps.get(signal_id or "") or (known.means if known else action_label(action))
    return told or "Read the claim and decide."


def why(finding: Mapping[str, Any]) -> str:
    """One sentence: the best proof, or what would decide, or what is missing."""
    if finding["for"]:
        return str(finding["for"][0])
    if finding["decides"]:
        return sentence(str(finding["decides"]))
    if finding["missing"]:
        return str(finding["missing"][0])
    return "The remittance says no more than its code."


def check(edit: str | None) -> str:
    """A check before sending; without one, that there is none."""
    return edit or "No check of your own would have caught it"


def chance_source(basis: str | None) -> str:
    """Whether a chance is a prior, or comes from own outcomes too; empty when it is not said."""
    told = basis or ""
    has_own = "own outcomes" in told and not told.endswith("none yet")
    has_prior = told.startswith("prior")
    if has_own:
        return "prior and own" if has_prior else "own outcomes"
    return "prior" if has_prior else ""


def days_left(days: int | None) -> str:
    """`10 days left`; the last day itself is today."""
    if days is None:
        return "no last day known"
    if days < 0:
        return f"{count(-days, 'day')} over"
    return "last day is today" if days == 0 else f"{count(days, 'day')} left"


def sentence(told: str) -> str:
    """The text with a capital at its start."""
    return told[:1].upper() + told[1:]


def _plain(slug: str) -> str:
    return sentence(slug.replace("_", " "))
