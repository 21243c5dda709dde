"""Each rule that led to a finding, in words: what it asks, since when it holds, who says so."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from reclaim.report.explain.lines import Kind, Line
from reclaim.report.text import reason_code
from reclaim.rules.conditions import ALWAYS
from reclaim.rules.payer_map import PayerEntry, PayerMap, Treatment
from reclaim.rules.placement import PlacementRule, placement_rules
from reclaim.rules.signal_model import Signal
from reclaim.rules.signals import signals
from reclaim.wording import joined

SEPARATOR = " > "
"""Between the rules of a trace."""


@dataclass(frozen=True)
class RuleWords:
    """What an explanation says about a rule. `until` is exclusive; null: still in force.

    `step` is what to do when it holds, and `facts` are those that its condition asks for; only
    signals have them.
    """

    rule_id: str
    asks: str
    from_date: dt.date | None
    until: dt.date | None
    cite: str
    step: str = ""
    facts: frozenset[str] = frozenset()

    @property
    def details(self) -> tuple[str, ...]:
        """Since when it holds, until when, and its citation."""
        return (self._dates, f"Source: {self.cite}.")

    @property
    def _dates(self) -> str:
        since = f"since {self.from_date}" if self.from_date else ""
        end = f"until the day before {self.until}" if self.until else ""
        return f"In force {joined(since, end, by=' and ') or 'always'}."


Rules = Mapping[str, RuleWords]

SPLIT = RuleWords(
    "second-cut/rest",
    "What does a later payer cut beyond what the payer before it had settled?",
    ALWAYS,
    None,
    "X12 RFI 1696",
)
"""No rule decides it: the amounts do (`audit.second_cut`)."""


BY_CONTRACT = (
    RuleWords(
        "contract/verified",
        "How much of the price cut does the contract allow?",
        ALWAYS,
        None,
        "the clause of the contract that prices the line",
    ),
    RuleWords(
        "contract/underpaid",
        "How much of the price cut is beyond what the contract, or a schedule inferred, allows?",
        ALWAYS,
        None,
        "the clause of the contract that prices the line",
    ),
    RuleWords(
        "contract/overpaid",
        "How much more was allowed than the contract says?",
        ALWAYS,
        None,
        "the clause of the contract that prices the line",
    ),
    RuleWords(
        "contract/late",
        "How much interest does the contract promise for the days that the payment was late?",
        ALWAYS,
        None,
        "the clause of the contract on prompt payment",
    ),
)
"""The contract decides them (`audit.settle`, `audit.priced`, `audit.late_payments`)."""


def rules_of(
    placement: Sequence[PlacementRule], signals: Sequence[Signal], payers: PayerMap
) -> dict[str, RuleWords]:
    """Every rule of an audit, by the id under which a trace names it."""
    told = [SPLIT, *BY_CONTRACT] + [
        RuleWords(rule.id, rule.asks, rule.from_date, rule.until, rule.cite) for rule in placement
    ]
    told += [_of_signal(signal) for signal in signals]
    told += [
        _of_treatment(entry, treatment) for entry in payers.entries for treatment in entry.treats
    ]
    return {words.rule_id: words for words in told}


def shipped_rules() -> Rules:
    """The rules that Reclaim ships."""
    return rules_of(placement_rules(), signals(), PayerMap())


def steps_of(trace: str | None) -> list[str]:
    """The ids of a trace, in order."""
    return trace.split(SEPARATOR) if trace else []


def rule_line(rules: Rules, rule_id: str, because: tuple[str, ...] = ()) -> Line:
    """A rule: its question, why it holds here, its dates and its source."""
    words = rules.get(rule_id)
    if words is None:
        own = "It is no rule that Reclaim ships; --practice tells of a practice’s own."
        return Line(f"Rule {rule_id}.", Kind.RULE, details=(own, *because))
    return Line(f"{words.asks} ({rule_id})", Kind.RULE, details=(*because, *words.details))


def _of_signal(signal: Signal) -> RuleWords:
    asked = pl.sql_expr(signal.when).meta.root_names()
    return RuleWords(
        signal.id,
        signal.asks,
        signal.from_date,
        signal.until,
        signal.cite,
        signal.step,
        frozenset(asked),
    )


def _of_treatment(entry: PayerEntry, treatment: Treatment) -> RuleWords:
    code = reason_code(treatment.group, treatment.carc)
    return RuleWords(
        f"payer-map/{entry.payer}/{treatment.group}-{treatment.carc}",
        f"Your payer map reads {code} of {entry.payer} as {treatment.as_group}-{treatment.carc}.",
        treatment.from_date,
        treatment.until,
        treatment.cite,
    )
