"""The rules of one audit: the shipped ones, those of the practice, and its payer map."""

from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources.abc import Traversable

import polars as pl

from reclaim.rules.overlay import overlay
from reclaim.rules.payer_map import PayerMap, read_payer_map
from reclaim.rules.placement import (
    Part,
    PlacementRule,
    check_complete,
    first_match,
    placement_rules,
    read_placement,
)
from reclaim.rules.signals import Signal, read_signals, signals
from reclaim.rules.signals import candidates as about_any
from reclaim.rules.signals import first_match as first_signal


@dataclass(frozen=True)
class Rulebook:
    """What an audit is judged by.

    `contracts`: the practice has contracts, so that price cuts are held against them.
    """

    placement: tuple[PlacementRule, ...] = field(default_factory=placement_rules)
    signals: tuple[Signal, ...] = field(default_factory=signals)
    payers: PayerMap = field(default_factory=PayerMap)
    contracts: bool = False

    def rules_for(self, part: Part) -> tuple[PlacementRule, ...]:
        """The placement rules that speak about one part of a charge, in order of evaluation."""
        return tuple(rule for rule in self.placement if rule.part == part)

    def decision(self, part: Part) -> pl.Expr:
        """The position in `rules_for(part)` of the rule that decides."""
        return self._decisions[part]

    @cached_property
    def signal_decision(self) -> pl.Expr:
        """The position in `signals` of the one that decides a row; null when none does."""
        return first_signal(self.signals)

    @cached_property
    def candidates(self) -> pl.Expr:
        """The placed rows that some signal is about, before any evidence is gathered."""
        return about_any(self.signals)

    @cached_property
    def _decisions(self) -> dict[Part, pl.Expr]:
        parts: tuple[Part, ...] = ("paid", "adjustment", "gap")
        return {part: first_match(self.rules_for(part)) for part in parts}


SHIPPED = Rulebook()
"""What Reclaim judges by when a practice has no rules and no payer map of its own."""


def read_rulebook(folder: Traversable | None) -> Rulebook:
    """The shipped rules with those of a practice laid over them, and its payer map.

    Read are `payers.yaml`, `rules/placement/*.yaml` and `rules/signals/*.yaml` below `folder`;
    each may be missing.

    Raises:
        ReclaimError: RULE-FILE, for a file, rule or override that cannot be understood.
    """
    if folder is None:
        return SHIPPED
    placement = overlay(placement_rules(), read_placement(_files(folder, "placement")))
    check_complete(placement)
    own = overlay(signals(), read_signals(_files(folder, "signals")))
    payers = folder.joinpath("payers.yaml")
    return Rulebook(placement, own, read_payer_map(payers) if payers.is_file() else PayerMap())


def _files(folder: Traversable, kind: str) -> list[Traversable]:
    below = folder.joinpath("rules").joinpath(kind)
    if not below.is_dir():
        return []
    return [file for file in below.iterdir() if file.name.endswith((".yaml", ".yml"))]
