"""The clocks: every shipped one on its own cases, and which of several decides."""

import datetime as dt
from pathlib import Path
from typing import get_args

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.errors import ReclaimError
from reclaim.rules.clocks import (
    COLUMNS,
    GRADES,
    ClockCase,
    ClockRule,
    ClockTest,
    clock_rules,
    read_clocks,
    with_clock,
)
from reclaim.rules.payer_map import PayerMap, Question, read_payer_map

CASES = [(rule, test) for rule in clock_rules() for test in rule.tests]
MAP = """
- payer: harbor
  names: ['HARBOR*']
  clocks:
    - {question: filing, length: 60, counts_from: service_date, from: 2024-01-01,
       until: 2025-01-01, cite: contract 4.2}
    - {question: filing, length: 3, unit: months, counts_from: service_date, from: 2025-01-01,
       cite: amendment 1}
    - {question: appeal, length: 45, counts_from: received_date, cite: contract 9}
"""


def asked(
    question: Question, *cases: ClockCase, payers: PayerMap | None = None
) -> list[tuple[object, ...]]:
    frame = pl.DataFrame([case.model_dump() for case in cases], schema=COLUMNS)
    found = with_clock(frame.lazy(), question, payers or PayerMap(), prefix="limit").collect()
    assert found.select(COLUMNS.names()).equals(frame)
    return found.select("limit_date", "limit_rule", "limit_cite").rows()


@pytest.fixture
def harbor(tmp_path: Path) -> PayerMap:
    path = tmp_path / "payers.yaml"
    path.write_text(MAP, encoding="utf-8")
    return read_payer_map(path)


@pytest.fixture(scope="module")
def answers() -> dict[tuple[str, str], tuple[object, ...]]:
    """What is found for every case of every shipped clock: all cases of a question at once."""
    found: dict[tuple[str, str], tuple[object, ...]] = {}
    for question in get_args(Question):
        cases = [(rule.id, test) for rule, test in CASES if rule.question == question]
        rows = asked(question, *(test.input for _, test in cases))
        found |= {(rule, test.name): row for (rule, test), row in zip(cases, rows, strict=True)}
    return found


@pytest.mark.parametrize(
    ("rule", "test"), CASES, ids=[f"{rule.id}: {test.name}" for rule, test in CASES]
)
def test_a_shipped_clock_on_its_own_case(
    rule: ClockRule, test: ClockTest, answers: dict[tuple[str, str], tuple[object, ...]]
) -> None:
    day, found, cite = answers[rule.id, test.name]
    assert day == test.expect.last_day
    assert (found is None) == (cite is None)
    if test.expect.rule or day:
        assert found == (test.expect.rule or rule.id)
    else:
        assert found is None


@pytest.mark.parametrize("rule", clock_rules(), ids=lambda rule: rule.id)
def test_a_shipped_clock_says_how_sure_it_is(
    rule: ClockRule, answers: dict[tuple[str, str], tuple[object, ...]]
) -> None:
    tried = next(
        test for test in rule.tests if test.expect.last_day and test.expect.rule in (None, rule.id)
    )
    _, _, cite = answers[rule.id, tried.name]
    assert str(cite).startswith(tuple(value.cite for value in rule.values))
    assert str(cite).endswith(GRADES[rule.grade] or rule.note or "")


def test_the_contract_comes_before_what_is_published(harbor: PayerMap) -> None:
    case = ClockCase(
        payer="harbor",
        payer_name="AETNA",
        payer_kind="commercial",
        service_date=dt.date(2024, 12, 31),
    )
    [(day, rule, cite)] = asked("filing", case, payers=harbor)
    assert day == dt.date(2025, 3, 1)
    assert (rule, cite) == ("payers.yaml/harbor/filing", "contract 4.2")


def test_before_and_after_a_contract_the_next_clock_holds(harbor: PayerMap) -> None:
    days = [dt.date(2023, 12, 31), dt.date(2024, 1, 1), dt.date(2024, 12, 31), dt.date(2025, 1, 1)]
    cases = [ClockCase(payer="harbor", payer_kind="medicare", service_date=day) for day in days]
    cites = [str(cite) for _, _, cite in asked("filing", *cases, payers=harbor)]
    assert cites[0].startswith("42 CFR 424.44")
    assert cites[1:] == ["contract 4.2", "contract 4.2", "amendment 1"]


def test_a_contract_whose_first_day_is_unknown_is_named_without_a_date(harbor: PayerMap) -> None:
    case = ClockCase(payer="harbor", payer_kind="medicare", payment_date=dt.date(2024, 1, 1))
    assert asked("appeal", case, payers=harbor) == [
        (None, "payers.yaml/harbor/appeal", "contract 9")
    ]


def test_without_its_first_day_the_newest_value_is_cited() -> None:
    [(day, _, cite)] = asked("appeal", ClockCase(payer_kind="medicare_advantage", network="out"))
    assert day is None
    assert str(cite).startswith("42 CFR 422.582(b); the CMS page")


def test_a_payer_nobody_knows_has_no_clock() -> None:
    case = ClockCase(payer_name="SOMEBODY", service_date=dt.date(2024, 1, 1))
    assert asked("filing", case, ClockCase()) == [(None, None, None)] * 2


def test_columns_that_are_missing_count_as_unknown() -> None:
    rows = pl.LazyFrame({"payer_kind": ["medicare"], "service_date": [dt.date(2024, 3, 1)]})
    found = with_clock(rows, "filing", PayerMap(), prefix="limit").collect()
    assert found["limit_date"].to_list() == [dt.date(2025, 3, 1)]


def test_no_rows_have_the_columns_too() -> None:
    found = with_clock(pl.LazyFrame(schema=COLUMNS), "appeal", PayerMap(), prefix="due").collect()
    assert found.schema["due_date"] == pl.Date
    assert found.columns[-3:] == ["due_date", "due_rule", "due_cite"]


def test_a_date_at_the_end_of_all_calendars_does_not_overflow() -> None:
    cases = [
        ClockCase(payer_kind="medicare", service_date=dt.date.max),
        ClockCase(payer_name="FEP", service_date=dt.date.max),
    ]
    assert [day for day, *_ in asked("filing", *cases)] == [dt.date.max] * 2


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["medicare", "medicaid", "tricare", None]),
            st.dates(dt.date(2009, 6, 1), dt.date(2026, 1, 1)) | st.none(),
        ),
        max_size=6,
    )
)
def test_rows_do_not_know_of_each_other(rows: list[tuple[object, dt.date | None]]) -> None:
    cases = [ClockCase.model_validate({"payer_kind": k, "service_date": d}) for k, d in rows]
    together = asked("filing", *cases)
    assert together == [asked("filing", case)[0] for case in cases]
    assert together[::-1] == asked("filing", *cases[::-1])


def test_an_error_names_the_clock_and_the_field(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "- {id: x, asks: 'Why?', question: filing, kinds: [], counts_from: service_date, "
        "unit: days, grade: law, values: [], tests: []}",
        encoding="utf-8",
    )
    with pytest.raises(ReclaimError, match="rule x cannot be understood") as caught:
        read_clocks([path])
    assert "kinds" in caught.value.why


def test_values_out_of_order_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "- id: x\n  asks: 'Why?'\n  question: filing\n  kinds: [medicare]\n"
        "  counts_from: service_date\n  unit: days\n  grade: law\n  values:\n"
        "    - {from: 2020-01-01, value: 1, cite: a}\n"
        "    - {from: 2019-01-01, value: 2, cite: b}\n"
        "  tests: [{name: t, input: {}, expect: {last_day: null}}]\n",
        encoding="utf-8",
    )
    with pytest.raises(ReclaimError, match="in order of their dates"):
        read_clocks([path])


def test_a_plan_whose_rows_come_in_another_order_each_time_keeps_each_rows_own_day() -> None:
    days = [dt.date(2024, 1, 1) + dt.timedelta(days=number) for number in range(50)]
    frame = pl.DataFrame({"service_date": days, "payer_kind": "medicare"})
    looks = iter((frame, frame.reverse(), frame, frame.reverse()))
    restless = pl.LazyFrame(schema=frame.schema).map_batches(
        lambda _: next(looks), schema=frame.schema
    )
    rows = with_clock(restless, "filing", PayerMap(), prefix="filing").collect()
    straight = with_clock(frame.lazy(), "filing", PayerMap(), prefix="filing").collect()
    assert rows.sort("service_date").equals(straight)
