"""What a file of signals may say, and what its reader says about one in error."""

from pathlib import Path

import pytest
import yaml

from reclaim.codes.sets import STAGES
from reclaim.errors import ReclaimError
from reclaim.rules.actions import actions, preventable_by, stages
from reclaim.rules.signals import Signal, read_signals, signal_of, signals
from reclaim.rules.trial import failures

SIGNAL: dict[str, object] = {
    "id": "own/late",
    "asks": "Was it late?",
    "from": "2024-01-01",
    "cite": "our contract, 4.2",
    "categories": ["denial/timely_filing"],
    "when": "payer = 'acme'",
    "kind": "late_by_contract",
    "recoverable": "no",
    "action": "write_off",
    "step": "Write it off.",
    "money": "none",
    "clock": "none",
    "stage": "submission",
    "tests": [
        {
            "name": "late",
            "input": {"category": "denial/timely_filing", "payer": "acme"},
            "expect": {"signal": "own/late"},
        }
    ],
}


def read(folder: Path, *changes: dict[str, object]) -> tuple[Signal, ...]:
    items = [{**SIGNAL, **change} for change in changes]
    text = yaml.safe_dump(items).replace("'2024-01-01'", "2024-01-01")
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    return read_signals([folder / "own.yaml"])


def case(**expect: object) -> list[dict[str, object]]:
    given = {"category": "denial/timely_filing", "payer": "acme"}
    return [{"name": "late", "input": given, "expect": {"signal": "own/late", **expect}}]


def test_a_signal_as_a_practice_writes_it(tmp_path: Path) -> None:
    (signal,) = read(tmp_path, {})
    assert (signal.preventable_by, signal.hard_stop, signal.signal) == ("billing", False, None)
    assert failures([signal]) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"categories": ["denial/lateness"]}, "unknown category denial/lateness"),
        ({"category": "denial"}, "category denial is a whole place"),
        ({"action": "complain"}, "unknown action complain"),
        ({"stage": "mailing"}, "unknown stage mailing"),
        ({"looks_at": ["-sent_by_pigeon"]}, "unknown fact sent_by_pigeon"),
        ({"recoverable": "maybe"}, "say what would decide a maybe"),
        ({"recoverable": "yes", "hard_stop": True, "action": "appeal"}, "never appealed"),
        ({"prior": "timely_filing/no_proof"}, "nothing can be won where recoverable is no"),
        ({"tests": []}, "give at least one case"),
        ({"when": "phase_of_moon = 'full'"}, "unknown column phase_of_moon"),
        ({"when": "payer = = 'acme'"}, "rule own/late, when"),
        ({"asks": "It was late."}, "asks"),
        ({"signal": "seven"}, "signal"),
    ],
)
def test_an_error_names_the_signal_and_what_is_wrong(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    with pytest.raises(ReclaimError, match="RULE-FILE") as caught:
        read(tmp_path, change)
    assert said in str(caught.value)
    assert "own/late" in str(caught.value)


@pytest.mark.parametrize(
    ("column", "value"),
    [("moon", "full"), ("amount_cents", "12"), ("paid_later", "yes"), ("rarcs", ["N4", 4])],
)
def test_a_case_may_only_say_what_can_be_known(tmp_path: Path, column: str, value: object) -> None:
    wrong = {"name": "late", "input": {column: value}, "expect": {"signal": "own/late"}}
    with pytest.raises(ReclaimError, match=column):
        read(tmp_path, {"tests": [wrong]})


def test_an_id_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReclaimError, match="given twice"):
        read(tmp_path, {}, {})


@pytest.mark.parametrize(
    ("expect", "expected", "found"),
    [
        ({"signal": "none"}, "signal none", "own/late"),
        ({"signal": "other/one"}, "signal other/one", "own/late"),
        ({"recoverable": "yes"}, "recoverable yes", "no"),
        ({"category": "denial/other"}, "category denial/other", "denial/timely_filing"),
        ({"hard_stop": True}, "hard_stop True", "False"),
    ],
)
def test_a_case_that_fails_says_what_was_found(
    tmp_path: Path, expect: dict[str, object], expected: str, found: str
) -> None:
    (failure,) = failures(read(tmp_path, {"tests": case(**expect)}))
    assert (failure.rule_id, failure.case) == ("own/late", "late")
    assert (failure.expected, failure.found) == (expected, found)


def test_a_word_that_begins_with_true_is_a_word(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    text = yaml.safe_dump([{**SIGNAL, "kind": "true_duplicate"}])
    path.write_text(text.replace("'2024-01-01'", "2024-01-01"), encoding="utf-8")
    assert "kind: true_duplicate" in text
    assert read_signals([path])[0].kind == "true_duplicate"


def test_a_signal_is_found_by_its_id() -> None:
    assert signal_of(signals(), "reversal/orphan").signal == "R48"
    with pytest.raises(KeyError):
        signal_of(signals(), "reversal/none")


def test_every_stage_has_its_people_and_every_action_its_words() -> None:
    assert set(stages()) == STAGES
    assert [preventable_by(stage) for stage in (None, "patient", "coding")] == [None, None, "coder"]
    assert {signal.action for signal in signals()} <= set(actions())
    assert all(action.means.endswith(".") for action in actions().values())
