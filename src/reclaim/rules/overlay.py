"""A practice's own rules laid over the shipped ones: replacing them, or going before them."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from reclaim.rules.yaml_file import refuse_duplicates, rule_error


class Overriding(Protocol):
    """A rule that may say which shipped one it goes before."""

    @property
    def id(self) -> str: ...
    @property
    def overrides(self) -> str | None: ...


Rule = TypeVar("Rule", bound=Overriding)


def overlay(shipped: Sequence[Rule], own: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules in order of evaluation.

    An own rule with the id of a shipped one stands in its place. One that overrides a shipped
    rule stands directly before it. The others come before all. Among themselves own rules keep
    their order.

    Raises:
        ReclaimError: RULE-FILE, for an id given twice, or an override of a rule there is not.
    """
    refuse_duplicates("own rules", [rule.id for rule in own])
    known = {rule.id for rule in shipped}
    for rule in own:
        _check(rule, known)
    replacing = {rule.id: rule for rule in own if rule.id in known}
    laid = [rule for rule in own if rule.id not in known and rule.overrides is None]
    for rule in shipped:
        laid += [mine for mine in own if mine.overrides == rule.id]
        laid.append(replacing.get(rule.id, rule))
    return tuple(laid)


def _check(rule: Overriding, known: set[str]) -> None:
    if rule.overrides is None:
        return
    if rule.id in known:
        raise rule_error(
            "own rules",
            f"rule {rule.id} has the id of a shipped rule and overrides another",
            "It can replace the one or go before the other, not both.",
        )
    if rule.overrides not in known:
        raise rule_error(
            "own rules",
            f"rule {rule.id} overrides {rule.overrides}, which is no shipped rule",
            "`reclaim rules` lists the ids.",
        )
