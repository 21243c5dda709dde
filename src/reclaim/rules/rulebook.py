"""The rules of one audit: the shipped ones, those of the practice, and its payer map."""

from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from reclaim.rules.payer_map import PayerMap
from reclaim.rules.placement import Part, PlacementRule, first_match, placement_rules


@dataclass(frozen=True)
class Rulebook:
    """What an audit is judged by."""

    placement: tuple[PlacementRule, ...] = field(default_factory=placement_rules)
    payers: PayerMap = field(default_factory=PayerMap)

    def rules_for(self, part: Part) -> tuple[PlacementRule, ...]:
        """The placement rules that speak about one part of a charge, in order of evaluation."""
        return tuple(rule for rule in self.placement if rule.part == part)

    def decision(self, part: Part) -> pl.Expr:
        """The position in `rules_for(part)` of the rule that decides."""
        return self._decisions[part]

    @cached_property
    def _decisions(self) -> dict[Part, pl.Expr]:
        parts: tuple[Part, ...] = ("paid", "adjustment", "gap")
        return {part: first_match(self.rules_for(part)) for part in parts}


SHIPPED = Rulebook()
"""What Reclaim judges by when a practice has no rules and no payer map of its own."""
