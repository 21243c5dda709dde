"""Words about payments held against contracts: why there is no price, and what would settle it."""

from collections.abc import Mapping
from typing import Any

from reclaim.audit.compare import WHY_NOT
from reclaim.audit.later_payers import WHY_NOT as OF_LATER_PAYERS
from reclaim.contracts.frames import WHY_NOT as NO_PRICE
from reclaim.wording import clean, joined

WHOLE_CLAIM = "Priced as a whole claim"

SETTLES = {
    "no contract": "Load the contract that was in force.",
    "two contracts": "Give one of the two a higher priority.",
    "no term": "Add a term about such lines.",
    "no rate": "Add the codes to the schedule, or a default term.",
    "two rates": "Take one of the two rates out.",
    "no locality": "State the locality in the contract.",
    "not stated": "Load the claims (837): the remittance alone does not say it.",
    "by report": "Price it by hand from the papers.",
    "algorithm unknown": "Ask the payer how it is worked out.",
    "not priced by this schedule": "Add a term about these codes.",
    "beyond reckoning": "Look whether the amount, the units or the rate are meant so.",
    "line unpriced": "Settle the other line first.",
}
"""By the reason why a line has no price: what to do about it."""


def why_unpriced(reason: str | None) -> str:
    """One sentence; a reason that this version does not know is spelt out."""
    return NO_PRICE.get(reason or "") or spelt_out(reason)


def why_not_compared(reason: str | None) -> str:
    """One sentence; a reason that this version does not know is spelt out."""
    return (WHY_NOT | OF_LATER_PAYERS).get(reason or "") or spelt_out(reason)


def settles(reason: str | None) -> str:
    """What would give the line a price."""
    return SETTLES.get(reason or "", "Read the contract about it.")


def spelt_out(reason: str | None) -> str:
    """The reason as a sentence."""
    told = clean(reason) or "not said"
    return f"{told[:1].upper()}{told[1:]}."


def code(procedure: str | None, modifiers: list[str] | None = None) -> str:
    """`20610-RT`; the claim as a whole has no code."""
    return joined(procedure, *(modifiers or []), by="-") if procedure else "the whole claim"


def of_code(procedure: str | None) -> str:
    """The code as a row of its own."""
    return clean(procedure) or WHOLE_CLAIM


def clauses(contract: str | None, term: str | None, clause: str | None) -> str:
    """`harbor-2026, services: Exhibit A 3`."""
    return joined(joined(contract, term), clause, by=": ")


def price_steps(row: Mapping[str, Any]) -> list[str]:
    """How a price comes, without a first step that only names the contract, term and clause."""
    opening = f"contract {row['contract']}, term {row['term']} ({row['clause']})"
    return [clean(step) for step in row["steps"] or [] if step != opening]
