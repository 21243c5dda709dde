"""Every placement rule is tried on the cases it brings; a case that fails is told."""

from pathlib import Path

import pytest

from reclaim.audit.trial import placement_failures
from reclaim.rules.rulebook import SHIPPED, Rulebook, read_rulebook
from reclaim.rules.trial import failures

OWN = """
- id: own/late
  asks: Is it late, by the payer that is never in time?
  from: 1995-01-01
  cite: our own
  when: carc = '29' and payer = 'slow'
  category: {category}
  overrides: reason/default
  tests:
    - name: late
      input:
        {{payer_id: SLOW, charge_cents: 100, paid_cents: 0,
         group_code: CO, carc: '29', adjustment_cents: 100}}
      expect: {{category: denial/other}}
"""
PAYERS = "- {payer: slow, ids: [SLOW]}\n"


def book(folder: Path, rules: str, payers: str = PAYERS) -> Rulebook:
    placement = folder / "rules" / "placement"
    placement.mkdir(parents=True)
    (placement / "own.yaml").write_text(rules)
    (folder / "payers.yaml").write_text(payers)
    return read_rulebook(folder)


def test_every_shipped_rule_decides_its_own_cases() -> None:
    assert sum(len(rule.tests) for rule in SHIPPED.placement) > 50
    assert placement_failures(SHIPPED) == []


def test_every_shipped_signal_decides_its_own_cases() -> None:
    assert sum(len(signal.tests) for signal in SHIPPED.signals) > 200
    assert failures(SHIPPED.signals) == []


def test_an_own_rule_goes_before_the_one_it_overrides(tmp_path: Path) -> None:
    own = book(tmp_path, OWN.format(category="denial/other"))
    ids = [rule.id for rule in own.placement]
    assert ids.index("own/late") == ids.index("reason/default") - 1
    assert placement_failures(own) == []


@pytest.mark.parametrize(
    ("category", "payers", "found"),
    [
        ("denial/coding", PAYERS, "denial/coding"),
        ("denial/other", "[]\n", "another rule decided"),
    ],
)
def test_a_case_that_comes_out_otherwise_is_told(
    tmp_path: Path, category: str, payers: str, found: str
) -> None:
    told = placement_failures(book(tmp_path, OWN.format(category=category), payers))
    assert [(failure.rule_id, failure.case, failure.found) for failure in told] == [
        ("own/late", "late", found)
    ]
