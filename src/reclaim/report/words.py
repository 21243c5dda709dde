"""The words of the report: places, categories and next steps, as a biller says them."""

from dataclasses import dataclass
from functools import cache

from reclaim.codes import categories


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
        "Contractual, unverified",
        "The payer calls it contractual. Until a contract confirms it, that is only its word.",
    ),
    "payer_reduction": Place(
        "Payer reductions", "Cuts by payer rule: sequestration, multiple procedures, penalties."
    ),
    "underpayment": Place("Underpaid", "Less than the contract says."),
    "denial": Place("Denied", "Refused, whole or in part, for a reason that can be examined."),
    "write_off": Place("Written off", "Already given up in the billing system."),
    "pending": Place("Pending or forwarded", "Not decided yet, or sent on to another payer."),
    "unknown": Place(
        "Unknown", "The remittance does not explain it. It is not spread over the rest."
    ),
}
"""All ten places, in the order in which the report tells them."""

FIRST_LOOK: dict[str, str] = {
    "denial/timely_filing": "Look for the 277CA that shows the claim was accepted in time",
    "denial/authorization": "Look for the authorization, or for a window to ask for one late",
    "denial/medical_necessity": "Compare the diagnosis with the payer’s policy",
    "denial/eligibility": "Check coverage on the date of service",
    "denial/cob": "Find out which payer comes first",
    "denial/duplicate": "Find the paid original; if there is none, it was no duplicate",
    "denial/bundling": "Check whether the pair of codes allows a modifier",
    "denial/coding": "Read the remark: it names the element to correct",
    "denial/credentialing": "Check the provider’s enrolment on the date of service",
    "denial/documentation": "Read the remark: it names what the payer wants",
    "denial/noncovered": "Check the benefit; bill the patient only if a notice was signed",
    "denial/hidden_in_45": "Ask the payer why a price cut took the whole charge, then appeal",
    "payer_reduction/sequestration": "Check the rate, on the payment, and the contract",
    "payer_reduction/multiple_procedure": "Check which procedure was ranked first",
    "contractual/second_cut": "Compare with the remittance of the payer before; post only one cut",
    "pending/forwarded": "Wait for the other payer’s remittance; ask if it does not come",
    "pending/pended": "Ask the payer for its decision",
    "pending/withheld": "Keep it open until the settlement; never write it off",
    "pending/estimate": "Nothing yet: the service has not been billed",
    "unknown/unbalanced": "Compare with the payer’s portal or the paper remittance",
    "unknown/code": "Ask the payer what the code means",
    "unknown/group": "Ask the payer who is liable",
    "unknown/no_detail": "Ask the payer for the line detail",
    "unknown/amount": "Open the segment; ask the payer to send it again",
}
"""What to look at first, by category."""

ACTIONS: dict[str, str] = {
    "appeal": "appeal",
    "bill correct payer": "bill the right payer",
    "bill patient": "bill the patient",
    "bill secondary": "bill the secondary",
    "corrected claim": "send a corrected claim",
    "monitor": "watch for the outcome",
    "none-valid contractual": "nothing, if the amount is right",
    "resubmit w/ documentation": "resend with the documents",
    "verify contract": "check the contract",
    "write off": "write off",
}
"""The steps of the code tables, as a sentence says them."""

ACCEPT = "accept"
"""The usual step of a code whose cut is mostly right."""

NOT_BY_CODE = {
    "denial/hidden_in_45",
    "contractual/second_cut",
}
"""Categories that contradict the reason code, so that its usual step would mislead."""

RECOVERABLE: dict[str | None, str] = {
    "yes": "Likely",
    "maybe": "Possible",
    "no": "No",
    None: "Not judged",
}

AVOIDABLE: dict[bool | None, str] = {False: "Yes", True: "No", None: "Not judged"}
"""Whether the loss could have been prevented: the contrary of `necessary`."""


def place_label(place: str) -> str:
    """The place's name; one that this version does not know is spelt out."""
    known = PLACES.get(place)
    return known.label if known else _plain(place)


def category_label(category: str) -> str:
    """The category's name; one that this version does not know is spelt out."""
    if category == "contractual/second_cut":
        return "Price cut repeated by a second payer"
    return _category_labels().get(category) or _plain(category.partition("/")[2] or category)


def next_step(category: str, next_action: str | None, recoverable: str | None = None) -> str:
    """What to do: the code's own steps in their order, or else the category's first look.

    Where a rule sees something to win, a code that says to accept would mislead.
    """
    gives_up = next_action == ACCEPT and recoverable in ("yes", "maybe")
    if gives_up or category in NOT_BY_CODE or category.startswith("unknown/") or not next_action:
        return FIRST_LOOK.get(category, "Read the claim and decide")
    steps = [ACTIONS.get(step.strip(), step.strip()) for step in next_action.split(">")]
    sentence = "; if that fails, ".join(steps)
    return sentence[:1].upper() + sentence[1:]


def first_look(category: str) -> str:
    """What to look at before the next step; empty when there is nothing particular."""
    return FIRST_LOOK.get(category, "")


@cache
def _category_labels() -> dict[str, str]:
    return dict(categories().select("category", "label").iter_rows())


def _plain(slug: str) -> str:
    return slug.replace("_", " ").capitalize()
