"""Codes and their types as the price files of hospitals and payers name them."""

from reclaim.intake.rates.imports import amounts

RANK = (None, "MS-DRG", "APR-DRG", "DRG", "APC", "EAPG", "HIPPS", "CMG", "RC", "NDC", "ICD")
"""Of several codes of one item the price belongs to those of the first type in this order."""


def billed_code(text: str, type_: str) -> tuple[str, str | None]:
    """The code with its zeros, and its type by our name: null for a line's procedure.

    Raises:
        ValueError: where it is no code of its type.
    """
    named = amounts.code_type(type_)
    return amounts.code(text, named), named


def priced_codes(codes: list[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    """Those of an item's codes that its price is for: procedures before DRGs before revenue codes.

    A hospital names the revenue code beside the procedure, and its own numbers beside both.
    """
    if not codes:
        return []
    best = min(_rank(type_) for _, type_ in codes)
    return [(code, type_) for code, type_ in codes if _rank(type_) == best]


def _rank(type_: str | None) -> int:
    return RANK.index(type_) if type_ in RANK else len(RANK) + (type_ in {"CDM", "LOCAL"})
