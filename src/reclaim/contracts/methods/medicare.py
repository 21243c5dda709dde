"""Medicare's own values by date, from data/contracts."""

from functools import cache
from importlib.resources import files

from reclaim.rules.dated import DatedRule
from reclaim.rules.yaml_file import read_rules, refuse_duplicates, rule_error


@cache
def medicare_rule(name: str, rule_id: str) -> DatedRule:
    """The rule of that id in a file of data/contracts.

    Raises:
        ReclaimError: RULE-FILE, when the file is in error or holds no such rule.
    """
    rules = read_rules(files("reclaim.data").joinpath("contracts", name), DatedRule)
    refuse_duplicates(name, [rule.id for rule in rules])
    for rule in rules:
        if rule.id == rule_id:
            return rule
    raise rule_error(name, f"there is no rule {rule_id}", "it was asked for by its id")
