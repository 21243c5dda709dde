"""Codes in plain words: our own labels, as every surface says them."""

from functools import cache

from reclaim.codes.sets import carcs, categories, groups, plbs, rarcs

CLAIM_STATUS = {
    "1": "processed as primary",
    "2": "processed as secondary",
    "3": "processed as tertiary",
    "4": "denied",
    "5": "pended",
    "10": "received, not in process",
    "13": "suspended",
    "15": "suspended, under investigation",
    "16": "suspended, returned with material",
    "17": "suspended, under review",
    "19": "processed as primary, forwarded",
    "20": "processed as secondary, forwarded",
    "21": "processed as tertiary, forwarded",
    "22": "reversal of an earlier payment",
    "23": "not this payer's claim, forwarded",
    "25": "estimate, no payment",
    "27": "reviewed",
}
"""CLP02, in our words."""

ANSWER = {
    "A0": "forwarded",
    "A1": "received",
    "A2": "accepted",
    "A3": "returned, not processed",
    "A4": "not found",
    "A5": "split",
    "A6": "rejected: information is missing",
    "A7": "rejected: information is invalid",
    "A8": "rejected: information disagrees",
    "P": "pending",
    "F1": "decided: paid",
    "F2": "decided: denied",
    "F3": "decided: revised",
    "F": "decided",
    "R": "asks for more information",
    "E": "could not be answered",
    "D": "search failed",
}
"""STC01-1, whole or by its first letter, in our words."""

ACKNOWLEDGED = {
    "A": "accepted",
    "E": "accepted with errors",
    "P": "accepted in part",
    "R": "rejected",
    "M": "rejected: authentication failed",
    "W": "rejected: assurance failed",
    "X": "rejected: could not be decrypted",
}
"""TA104, AK901 and IK501, in our words."""

BENEFIT = {
    "1": "active",
    "6": "inactive",
    "A": "coinsurance",
    "B": "copay",
    "C": "deductible",
    "F": "limit",
    "G": "out-of-pocket maximum",
    "I": "not covered",
}
"""EB01, in our words."""

FREQUENCY = {"1": "original", "7": "replacement", "8": "void"}
"""CLM05-3, in our words."""


def answer(code: str | None) -> str:
    """What a claim status category says."""
    return ANSWER.get(code or "", ANSWER.get((code or "")[:1], "unknown status"))


@cache
def carc_labels() -> dict[str, str]:
    """Our label of each reason code."""
    return dict(carcs().select("code", "label").iter_rows())


@cache
def carc_categories() -> dict[str, str]:
    """The category that each reason code stands for by default."""
    return dict(carcs().select("code", "category").iter_rows())


@cache
def rarc_labels() -> dict[str, str | None]:
    """Our label of each remark code; None for the rare ones."""
    return dict(rarcs().select("code", "label").iter_rows())


@cache
def group_labels() -> dict[str, str]:
    """Our label of each group code."""
    return dict(groups().select("code", "label").iter_rows())


@cache
def plb_labels() -> dict[str, str]:
    """Our label of each provider-level adjustment reason."""
    return dict(plbs().select("code", "label").iter_rows())


@cache
def category_labels() -> dict[str, str]:
    """The label of each category of a disposition."""
    return dict(categories().select("category", "label").iter_rows())
