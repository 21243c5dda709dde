"""What a rule file may say, and what its reader says about one in error."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from reclaim.errors import ReclaimError
from reclaim.rules.dated import dated_rule
from reclaim.rules.placement import (
    COLUMNS,
    PlacementRule,
    check_complete,
    first_match,
    placement_rules,
    read_placement,
)

RULE = """
- id: {id}
  asks: Why?
  part: {part}
  from: 1995-01-01
  cite: somewhere
  when: {when}
  category: {category}
  tests:
    - name: a case
      input: {{charge_cents: 1, paid_cents: 1}}
      expect: {{category: paid/insurer}}
"""
PAID = RULE.format(id="p", part="paid", when="true", category="paid/insurer")
REST = "".join(
    RULE.format(id=part, part=part, when="true", category="unknown/code")
    for part in ("adjustment", "gap")
)


def read(folder: Path, *texts: str) -> tuple[PlacementRule, ...]:
    for number, text in enumerate(texts):
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")
    rules = read_placement(sorted(folder.iterdir()))
    check_complete(rules)
    return rules


def test_rules_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    assert [rule.id for rule in read(tmp_path, PAID, REST)] == ["p", "adjustment", "gap"]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ((PAID.replace("asks", "wants"), REST), "rule p cannot be understood"),
        ((PAID.replace("paid/insurer\n  tests", "paid/nobody\n  tests"), REST), "unknown category"),
        ((PAID.replace("when: true", "when: carc = '45'"), REST), "unknown column carc"),
        ((PAID.replace("when: true", "when: level = = 1"), REST), "rule p, when"),
        ((PAID.replace("  cite: somewhere\n", ""), REST), "cite: Field required"),
        ((PAID.replace("  cite:", "  takes: carc\n  cite:"), REST), "either category or takes"),
        (
            (PAID.replace("  cite:", "  id: q\n  cite:"), REST),
            "0.yaml:6: the key id is given twice",
        ),
        ((PAID, PAID, REST), "the rule id p is given twice"),
        ((PAID,), "the last rule about adjustment does not hold always"),
        (("id: p",), "the file is not a list of rules"),
        (("- [",), "0.yaml:1"),
    ],
)
def test_an_error_names_file_rule_and_field(
    tmp_path: Path, texts: tuple[str, ...], said: str
) -> None:
    with pytest.raises(ReclaimError, match="RULE-FILE") as caught:
        read(tmp_path, *texts)
    assert said in str(caught.value)


def test_yes_is_a_word_and_true_is_true(tmp_path: Path) -> None:
    text = PAID.replace("  tests:", "  recoverable: yes\n  necessary: true\n  tests:")
    rule = read(tmp_path, text, REST)[0]
    assert (rule.recoverable, rule.necessary) == ("yes", True)


def test_every_shipped_rule_says_who_says_so() -> None:
    for rule in placement_rules():
        assert rule.asks.endswith("?"), rule.id
        assert rule.cite, rule.id
        assert "/" in rule.id


def test_every_column_a_rule_may_ask_is_used() -> None:
    asked = {
        (rule.part, column)
        for rule in placement_rules()
        for column in rule.condition.meta.root_names()
    }
    own = {(part, name) for part, names in COLUMNS.items() for name in names}
    shared = {("paid", name) for name in COLUMNS["paid"]} | {
        ("gap", name) for name in COLUMNS["paid"]
    }
    for_own_rules = {("adjustment", name) for name in ("level", "payer", "payer_kind", "network")}
    assert own - asked <= shared | for_own_rules


def test_the_first_rule_that_holds_decides() -> None:
    rules = [
        rule.model_copy(update={"when": when})
        for rule, when in zip(placement_rules(), ("a > 1", "a > 0", "true"), strict=False)
    ]
    frame = pl.DataFrame({"a": [2, 1, 0, None], "payment_date": [None] * 4})
    chosen = frame.select(first_match(rules)).to_series()
    assert chosen.to_list() == [0, 1, 2, 2]


SEQUESTRATION = dated_rule("sequestration.yaml", "sequestration/medicare")


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (dt.date(2013, 4, 1), 200),
        (dt.date(2020, 4, 30), 200),
        (dt.date(2020, 5, 1), 0),
        (dt.date(2022, 3, 31), 0),
        (dt.date(2022, 4, 1), 100),
        (dt.date(2022, 6, 30), 100),
        (dt.date(2022, 7, 1), 200),
    ],
)
def test_sequestration_on_either_side_of_each_change(day: dt.date, value: int) -> None:
    assert SEQUESTRATION.on(day).value == value
    assert pl.DataFrame({"day": [day]}).select(SEQUESTRATION.expr(pl.col("day"))).item() == value


def test_before_the_first_value_there_is_none() -> None:
    before = dt.date(2013, 3, 31)
    with pytest.raises(ReclaimError, match="has no value on 2013-03-31") as caught:
        SEQUESTRATION.on(before)
    assert caught.value.why == "Its first value starts 2013-04-01."
    frame = pl.DataFrame({"day": [before, None]}, schema={"day": pl.Date})
    assert frame.select(SEQUESTRATION.expr(pl.col("day"))).to_series().to_list() == [None, None]


def test_values_out_of_order_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "rates.yaml"
    path.write_text(
        "- id: r\n  asks: How much?\n  unit: percent\n  values:\n"
        "    - {from: 2020-01-01, value: 1, cite: a}\n"
        "    - {from: 2019-01-01, value: 2, cite: b}\n",
        encoding="utf-8",
    )
    with pytest.raises(ReclaimError, match="in order of their dates"):
        dated_rule("rates.yaml", "r", path)


def test_a_rule_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "rates.yaml"
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(ReclaimError, match="there is no rule r"):
        dated_rule("rates.yaml", "r", path)
