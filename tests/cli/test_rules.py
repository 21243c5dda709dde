"""`reclaim rules` lists them in order, shows one, and tries them all."""

from pathlib import Path

import pytest

from tests.audit.test_trial import OWN, PAYERS
from tests.cli.conftest import Reclaim


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    (tmp_path / "rules" / "placement").mkdir(parents=True)
    (tmp_path / "payers.yaml").write_text(PAYERS)
    return tmp_path


def _own(practice: Path, category: str) -> None:
    rules = practice / "rules" / "placement" / "own.yaml"
    rules.write_text(OWN.format(category=category))


def test_they_come_in_order_with_own_ones_marked(practice: Path, reclaim: Reclaim) -> None:
    _own(practice, "denial/other")
    said = reclaim("rules", "--practice", practice)
    assert said.code == 0
    own, default = said.out.index("own/late"), said.out.index("reason/default  ")
    assert own < default
    assert "[own, before reason/default]" in said.out


def test_each_says_since_when_what_it_decides_and_who_says_so(reclaim: Reclaim) -> None:
    said = reclaim("rules").out.splitlines()
    at = next(at for at, line in enumerate(said) if line.startswith("  units/limit-absolute "))
    assert said[at + 1] == (
        "      from 2007-01-01; R22, no, write_off; "
        "CMS NCCI medically unlikely edits, adjudication indicator 2"
    )
    at = next(at for at, line in enumerate(said) if line.startswith("  hard-stop/do-not-resend "))
    assert "maybe, hold, never appeal; X12" in said[at + 1]
    at = next(at for at, line in enumerate(said) if line.startswith("  reason/default "))
    assert "from 1995-01-01; category of the carc; X12" in said[at + 1]


def test_one_is_shown_whole(reclaim: Reclaim) -> None:
    said = reclaim("rules", "timely-filing/accepted-in-time")
    assert said.code == 0
    for word in ("Did the payer itself accept", "cite:", "when:", "cases:", "appeal"):
        assert word in said.out


def test_one_that_is_not_there_is_misuse(reclaim: Reclaim) -> None:
    said = reclaim("rules", "no/such-rule")
    assert said.code == 2
    assert "RULE-MISSING" in said.err


def test_all_cases_of_the_shipped_rules_hold(reclaim: Reclaim) -> None:
    said = reclaim("rules", "--check")
    assert said.code == 0
    assert said.out.endswith("0 failures\n")


def test_a_case_that_fails_is_told_and_ends_with_1(practice: Path, reclaim: Reclaim) -> None:
    _own(practice, "denial/coding")
    said = reclaim("rules", "--practice", practice, "--check")
    assert said.code == 1
    assert "own/late: late: expected category denial/other, found denial/coding" in said.out
