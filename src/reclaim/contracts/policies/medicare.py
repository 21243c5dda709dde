"""Medicare's own percentages for payment policies, by date, from data/contracts/medicare.yaml."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import polars as pl

from reclaim.contracts.exact import ONE
from reclaim.rules.dated import DatedRule
from reclaim.rules.yaml_file import read_rules, refuse_duplicates

FILE = "medicare.yaml"
HUNDREDTHS = ONE // 10_000
"""Millionths in a hundredth of a percent, the unit of the rules."""

SHARES = "modifier/"
INSTITUTIONAL_SHARES = "institutional-modifier/"
REPORTS = "by-report/"


@cache
def medicare() -> Mapping[str, DatedRule]:
    """The rules by id.

    Raises:
        ReclaimError: RULE-FILE, when the file is in error.
    """
    source = files("reclaim.data").joinpath("contracts", FILE)
    rules = read_rules(source, DatedRule)
    refuse_duplicates(FILE, [rule.id for rule in rules])
    return {rule.id: rule for rule in rules}


def medicare_share(rule_id: str, day: pl.Expr) -> pl.Expr:
    """Millionths of one in force on each row's day; null before the first value."""
    return medicare()[rule_id].expr(day) * HUNDREDTHS


def modifiers_of(kind: str) -> dict[str, str]:
    """The rule's id by modifier, of SHARES, INSTITUTIONAL_SHARES or REPORTS."""
    return {
        rule_id.removeprefix(kind): rule_id for rule_id in medicare() if rule_id.startswith(kind)
    }
