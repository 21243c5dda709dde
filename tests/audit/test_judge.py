"""The first signal that holds says what a placed dollar is; amounts never change."""

import datetime as dt
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reclaim.audit.place import placed
from reclaim.rules.rulebook import SHIPPED
from reclaim.rules.signal_columns import FACTS
from reclaim.schema import TABLES
from tests.audit.judging import fact_rows, judged, signals
from tests.frames import Claim, Line, tables

LATE = Claim(100_00, 0, [Line(100_00, 0, [("CO", "29", 100_00)])])
ID = "f1-1"


def test_a_fact_decides_between_two_signals(tmp_path: Path) -> None:
    known = fact_rows((ID, None, "accepted_in_time", True))
    (with_proof, _), (without, _) = (
        judged([LATE], facts, signals(tmp_path)) for facts in (known, fact_rows())
    )
    assert with_proof.dispositions["signal_id"].to_list() == ["late/proved"]
    assert with_proof.dispositions["recoverable"].to_list() == ["yes"]
    assert without.dispositions["signal_id"].to_list() == ["late/unproved"]
    assert without.dispositions["decides"].to_list() == ["The acceptance report."]


def test_a_fact_of_the_line_goes_before_one_of_the_claim(tmp_path: Path) -> None:
    known = fact_rows((ID, None, "accepted_in_time", True), (ID, 1, "accepted_in_time", False))
    of_line, _ = judged([LATE], known, signals(tmp_path))
    assert of_line.dispositions["signal_id"].to_list() == ["late/unproved"]


def test_what_led_there_is_told_in_order(tmp_path: Path) -> None:
    found, _ = judged([LATE], fact_rows(), signals(tmp_path))
    row = found.dispositions.row(0, named=True)
    assert row["trace"] == "reason/default > late/unproved"
    assert (row["stage"], row["next_action"]) == ("submission", "review")
    assert row["preventable_by"] is not None


def test_a_necessary_loss_was_nobodys_to_prevent(tmp_path: Path) -> None:
    claim = Claim(10_00, 0, [Line(10_00, 0, [("CO", "96", 10_00)], ["N130"])])
    found, _ = judged([claim], fact_rows(), signals(tmp_path))
    row = found.dispositions.row(0, named=True)
    assert (row["necessary"], row["recoverable"], row["preventable_by"]) == (True, "no", None)


def test_what_no_signal_is_about_is_final() -> None:
    claim = Claim(100_00, 60_00, [Line(100_00, 60_00, [("CO", "45", 30_00), ("PR", "2", 10_00)])])
    assert not placed(tables([claim]), SHIPPED).to_judge.any()


def test_what_nothing_can_change_is_final_too() -> None:
    line = Line(8000, 7840, [("CO", "253", 160)], service_date=dt.date(2024, 5, 2))
    rows = placed(tables([Claim(8000, 7840, [line], filing_indicator="MB")]), SHIPPED)
    assert rows.dispositions["rule_id"].to_list()[-1] == "sequestration/on-rate"
    assert not rows.to_judge.any()


def test_a_reversal_waits_for_the_claim_it_takes_back() -> None:
    reversal = Claim(-100_00, -60_00, [Line(-100_00, -60_00, [("CO", "45", -40_00)])], status="22")
    assert placed(tables([reversal]), SHIPPED).to_judge.all()


reasons = st.tuples(
    st.sampled_from(["CO", "PR", "OA", "PI", "CR", "XX"]),
    st.sampled_from(["29", "45", "97", "16", "197", "18", "253", "23", "1", "96", "B7", "ZZZ"]),
    st.integers(-50_00, 100_00),
)
known_facts = st.lists(
    st.tuples(
        st.just(ID),
        st.sampled_from([None, 1]),
        st.sampled_from(sorted(FACTS)),
        st.booleans(),
    ),
    max_size=8,
    unique_by=lambda fact: fact[1:3],
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    reasons=st.lists(reasons, min_size=1, max_size=4),
    facts=known_facts,
    status=st.sampled_from(["1", "2", "4", "22"]),
    remark=st.sampled_from([(), ("MA130",), ("N211",), ("M51",)]),
)
def test_judging_moves_no_cent(
    reasons: list[tuple[str, str, int]],
    facts: list[tuple[str, int | None, str, bool]],
    status: str,
    remark: tuple[str, ...],
) -> None:
    claim = Claim(100_00, 10_00, [Line(100_00, 10_00, reasons, remark)], status=status)
    rows = placed(tables([claim]), SHIPPED)
    before = rows.dispositions.filter(rows.to_judge)
    found, _ = judged([claim], fact_rows(*facts), SHIPPED.signals)
    after = found.dispositions
    kept = ["claim_id", "line_number", "amount_cents", "group_code", "carc", "rule_id"]
    assert after.select(kept).equals(before.select(kept))
    assert after.schema == TABLES["dispositions"].polars_schema
    assert after["place"].null_count() == 0
    lost = after.filter(pl.col("place").is_in(["denial", "payer_reduction", "unknown", "pending"]))
    assert lost["signal_id"].null_count() == 0, "every loss is judged"
