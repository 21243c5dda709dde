"""The words of the report: places, categories and next steps, as a biller says them."""

from dataclasses import dataclass


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

CATEGORIES: dict[str, str] = {
    "paid/insurer": "Paid by insurers",
    "patient/deductible": "Deductible",
    "patient/coinsurance": "Coinsurance",
    "patient/copay": "Copay",
    "patient/noncovered": "Not covered, patient owes",
    "patient/other": "Other patient share",
    "contractual/unverified": "Contractual, unverified",
    "contractual/capitation": "Capitation",
    "contractual/other": "Other contractual",
    "contractual/double_write_off": "Contractual cut taken twice",
    "payer_reduction/sequestration": "Sequestration",
    "payer_reduction/multiple_procedure": "Multiple-procedure cut",
    "payer_reduction/other": "Other payer reduction",
    "denial/timely_filing": "Filed too late",
    "denial/authorization": "Authorization missing",
    "denial/medical_necessity": "Medical necessity",
    "denial/eligibility": "Eligibility",
    "denial/cob": "Another payer first (COB)",
    "denial/duplicate": "Duplicate",
    "denial/bundling": "Bundled",
    "denial/coding": "Coding",
    "denial/credentialing": "Credentialing",
    "denial/documentation": "Documentation",
    "denial/noncovered": "Not covered",
    "denial/other": "Other denial",
    "denial/hidden_in_45": "Hidden in contractual",
    "prior_payer/oa23": "Settled by the payer before",
    "prior_payer/double_write_off": "Contractual cut taken twice",
    "pending/forwarded": "Forwarded to another payer",
    "pending/pended": "Pended",
    "pending/estimate": "Estimate only",
    "unknown/unbalanced": "Does not balance",
    "unknown/code": "Unknown reason code",
    "unknown/group": "Unknown group code",
    "unknown/no_detail": "No detail given",
    "unknown/amount": "Unreadable amount",
}

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
    "payer_reduction/sequestration": "Check the rate: it applies to the payment, not the charge",
    "payer_reduction/multiple_procedure": "Check which procedure was ranked first",
    "contractual/double_write_off": "Do not post it: the payer before has already cut it",
    "prior_payer/double_write_off": "Do not post it: the payer before has already cut it",
    "pending/forwarded": "Wait for the other payer’s remittance; ask if it does not come",
    "pending/pended": "Ask the payer for its decision",
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
    "none-valid contractual": "nothing: it is valid",
    "resubmit w/ documentation": "resend with the documents",
    "verify contract": "check the contract",
    "write off": "write off",
}
"""The steps of the code tables, as a sentence says them."""

NOT_BY_CODE = {
    "denial/hidden_in_45",
    "contractual/double_write_off",
    "prior_payer/double_write_off",
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
    return CATEGORIES.get(category) or _plain(category.partition("/")[2] or category)


def next_step(category: str, next_action: str | None) -> str:
    """What to do: the code's own steps in their order, or else the category's first look."""
    if category in NOT_BY_CODE or category.startswith("unknown/") or not next_action:
        return FIRST_LOOK.get(category, "Read the claim and decide")
    steps = [ACTIONS.get(step.strip(), step.strip()) for step in next_action.split(">")]
    sentence = "; if that fails, ".join(steps)
    return sentence[:1].upper() + sentence[1:]


def first_look(category: str) -> str:
    """What to look at before the next step; empty when there is nothing particular."""
    return FIRST_LOOK.get(category, "")


def _plain(slug: str) -> str:
    return slug.replace("_", " ").capitalize()
