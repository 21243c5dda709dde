"""Which terms of a contract never price anything, because another takes all they are about."""

from collections.abc import Iterator, Sequence

from reclaim.contracts.model.conditions import When
from reclaim.contracts.model.contract import Contract, Term
from reclaim.contracts.model.prices import OF_CLAIMS
from reclaim.contracts.model.values import Dated
from reclaim.contracts.patterns import range_ends

ANY_OF = ("forms", "modifiers", "rendering_npis", "billing_npis", "types_of_bill")
"""Conditions that hold by one of their values."""

PATTERNS = ("codes", "revenue_codes", "drgs", "places_of_service", "taxonomies")
"""Conditions that hold by one of their patterns."""

NONE_OF = ("except_codes", "without_modifiers")
"""Conditions that hold by none of their values."""

LIMITS = ("charge_over", "claim_charge_over", "days_over")

OF_A_CLAIM = frozenset(
    {"forms", "types_of_bill", "drgs", "billing_npis", "claim_charge_over", "days_over"}
)
"""Conditions that all lines of a claim fulfil alike."""


def never_reached(contract: Contract) -> Iterator[tuple[Term, Term]]:
    """Terms that never price anything, each with the term that takes all they are about.

    A term that is only here and there too late is none of them.
    """
    for position, term in enumerate(contract.terms):
        for other_position, other in enumerate(contract.terms):
            before = other_position < position
            if other is not term and _takes(other, term, before=before) and _covers(other, term):
                yield term, other
                break


def _takes(other: Term, term: Term, *, before: bool) -> bool:
    """Whether one goes before the other on a line that both are about."""
    whole, of_line = isinstance(other.price, OF_CLAIMS), not isinstance(term.price, OF_CLAIMS)
    if whole and of_line:
        aside = term.carve_out and not before
        every_line = all(
            not getattr(other.when, name) for name in When.model_fields if name not in OF_A_CLAIM
        )
        return every_line and not aside
    return before and whole != of_line


def _covers(other: Term, term: Term) -> bool:
    """Whether one is about all that the other is about."""
    return _lasts(other, term) and _holds_where(other.when, term.when)


def _lasts(other: Dated, term: Dated) -> bool:
    begins = other.effective_from is None or (
        term.effective_from is not None and other.effective_from <= term.effective_from
    )
    ends = other.effective_to is None or (
        term.effective_to is not None and other.effective_to >= term.effective_to
    )
    return begins and ends


def _holds_where(wide: When, narrow: When) -> bool:
    """Whether a condition holds wherever the other one does; where that is not plain: False."""
    return (
        all(_within(getattr(wide, name), getattr(narrow, name)) for name in ANY_OF)
        and all(_fits(getattr(wide, name), getattr(narrow, name)) for name in PATTERNS)
        and all(set(getattr(wide, name)) <= set(getattr(narrow, name)) for name in NONE_OF)
        and wide.setting in {None, narrow.setting}
        and all(_over(getattr(wide, name), getattr(narrow, name)) for name in LIMITS)
    )


def _within(wide: Sequence[str], narrow: Sequence[str]) -> bool:
    return not wide or (bool(narrow) and set(narrow) <= set(wide))


def _fits(wide: Sequence[str], narrow: Sequence[str]) -> bool:
    return not wide or (
        bool(narrow) and all(any(_pattern(one, inner) for one in wide) for inner in narrow)
    )


def _pattern(wide: str, narrow: str) -> bool:
    """Whether a pattern stands for every code that the other one stands for."""
    first, last = range_ends(narrow) or (narrow, narrow)
    if wide.endswith("*"):
        return first.startswith(wide[:-1]) and last.startswith(wide[:-1])
    low, high = range_ends(wide) or (wide, wide)
    alike = range_ends(min(low, first) + "-" + max(low, first)) is not None
    return alike and low <= first and last <= high and not narrow.endswith("*")


def _over(wide: object, narrow: object) -> bool:
    return wide is None or (narrow is not None and wide <= narrow)  # type: ignore[operator]
