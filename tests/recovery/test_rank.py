"""Deadlines, status and order of findings."""

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.recovery.deadlines import NO_CLOCK, NO_LIMIT, deadlines
from reclaim.recovery.rank import rank
from reclaim.recovery.worth import SHARE_SCHEMA
from reclaim.rules.payer_map import PayerMap, read_payer_map
from reclaim.schema import TABLES

AS_OF = dt.date(2025, 6, 1)
SCHEMA = pl.Schema(
    TABLES["findings"].polars_schema
    | {
        "clock": pl.String(),
        "prior": pl.String(),
        "payer_name": pl.String(),
        "network": pl.String(),
        "received_date": pl.Date(),
    }
)
FINDING: dict[str, Any] = {
    "finding_id": "F-1",
    "signal_id": "timely-filing/accepted-in-time",
    "payer": "TIDEWATER",
    "payer_kind": "medicare",
    "payer_name": "TIDEWATER",
    "service_date": dt.date(2025, 1, 2),
    "payment_date": dt.date(2025, 2, 1),
    "place": "denial",
    "category": "denial/timely_filing",
    "recoverable": "yes",
    "hard_stop": False,
    "action": "appeal",
    "money": "cash",
    "clock": "appeal",
    "prior": "timely_filing/with_proof",
    "at_stake_cents": 10000,
}
STAKES = pl.DataFrame(
    schema={"finding_id": pl.String, "procedure_code": pl.String, "at_stake_cents": pl.Int64}
)
OUTCOMES = pl.DataFrame(
    schema={
        "payer": pl.String,
        "category": pl.String,
        "signal_id": pl.String,
        "attempts": pl.Int64,
        "wins": pl.Int64,
    }
)


def findings(*changes: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([FINDING | change for change in changes], schema=SCHEMA)


def ranked(
    *changes: dict[str, Any], as_of: dt.date = AS_OF, payers: PayerMap | None = None
) -> pl.DataFrame:
    return rank(
        findings(*changes),
        stakes=STAKES,
        shares=SHARE_SCHEMA.to_frame(),
        outcomes=OUTCOMES,
        payers=payers or PayerMap(),
        as_of=as_of,
    )


def test_a_finding_gets_its_deadline_worth_chance_and_status() -> None:
    [row] = ranked({}).rows(named=True)
    assert row["deadline"] == dt.date(2025, 6, 6)
    assert row["deadline_rule"] == "appeal/medicare"
    assert str(row["deadline_cite"]).startswith("42 CFR 405.942(a)")
    assert (row["worth_cents"], row["chance_bp"], row["expected_cents"]) == (10000, 7000, 7000)
    assert row["expected_low_cents"] == row["chance_low_bp"]
    assert row["expected_high_cents"] == row["chance_high_bp"]
    assert row["status"] == "open"


@pytest.mark.parametrize(("at_stake", "expected"), [(2, 1), (5, 4), (7, 5)])
def test_the_expected_value_is_rounded_half_up(at_stake: int, expected: int) -> None:
    assert ranked({"at_stake_cents": at_stake})["expected_cents"].item() == expected


def test_the_columns_stay_as_they_were() -> None:
    given = findings({})
    result = ranked({})
    assert result.schema == given.schema
    untouched = [name for name in given.columns if given[name].is_not_null().all()]
    assert result.select(untouched).equals(given.select(untouched))


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (dt.date(2025, 6, 5), "open"),
        (dt.date(2025, 6, 6), "open"),
        (dt.date(2025, 6, 7), "expired"),
    ],
)
def test_the_last_day_is_still_in_time(day: dt.date, status: str) -> None:
    assert ranked({}, as_of=day)["status"].item() == status


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"recoverable": "no", "action": "write_off"}, "closed"),
        ({"recoverable": "no", "action": None}, "closed"),
        ({"recoverable": "no", "action": "bill_patient", "clock": "none"}, "open"),
        ({"hard_stop": True, "action": "accept"}, "closed"),
        ({"hard_stop": True, "action": "request_exception"}, "open"),
        ({"recoverable": "maybe", "action": "write_off"}, "open"),
        ({"place": "pending", "action": "review"}, "hold"),
        ({"action": "hold"}, "hold"),
        ({"action": "hold", "payment_date": dt.date(2020, 1, 1)}, "hold"),
        ({"recoverable": None, "hard_stop": None, "clock": None}, "open"),
    ],
)
def test_status(change: dict[str, Any], status: str) -> None:
    assert ranked(change)["status"].item() == status


def test_a_missing_deadline_says_why() -> None:
    result = deadlines(
        findings(
            {"clock": "none"},
            {"clock": None},
            {"payer_kind": None},
            {"payment_date": None},
        ),
        PayerMap(),
    )
    assert result["deadline"].to_list() == [None] * 4
    assert result["deadline_cite"].to_list()[:3] == [NO_LIMIT, NO_LIMIT, NO_CLOCK]
    assert result["deadline_rule"].to_list() == [None, None, None, "appeal/medicare"]
    assert result["deadline_cite"].to_list()[3].endswith("the day it counts from is not known")


def test_each_clock_is_asked_its_own_question() -> None:
    result = deadlines(
        findings(*({"clock": c} for c in ("filing", "corrected_claim", "appeal"))), PayerMap()
    )
    assert result["deadline_rule"].to_list() == [
        "filing/medicare",
        "corrected-claim/medicare",
        "appeal/medicare",
    ]


def test_the_practices_own_clock_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "payers.yaml"
    path.write_text(
        "- payer: tidewater\n  names: [TIDE*]\n  clocks:\n"
        "    - {question: appeal, length: 10, counts_from: payment_date, cite: contract 7}\n",
        encoding="utf-8",
    )
    [row] = ranked({"payer": "tidewater"}, payers=read_payer_map(path)).rows(named=True)
    assert (row["deadline"], row["deadline_cite"]) == (dt.date(2025, 2, 11), "contract 7")
    assert row["status"] == "expired"


def test_without_a_payer_name_the_payer_is_the_name() -> None:
    rows = findings({"payer": "AETNA", "payer_kind": None}).drop("payer_name")
    assert deadlines(rows, PayerMap())["deadline_rule"].item() == "appeal/aetna"


def test_the_best_comes_first_and_what_is_over_last() -> None:
    result = ranked(
        {"finding_id": "F-closed", "recoverable": "no", "action": "write_off"},
        {"finding_id": "F-small", "at_stake_cents": 1},
        {"finding_id": "F-unknown", "prior": "no/such"},
        {"finding_id": "F-late", "payment_date": dt.date(2020, 1, 1)},
        {"finding_id": "F-hold", "action": "hold"},
        {"finding_id": "F-large", "at_stake_cents": 10**6},
    )
    assert result["finding_id"].to_list() == [
        "F-large",
        "F-small",
        "F-unknown",
        "F-hold",
        "F-late",
        "F-closed",
    ]


def test_an_unknown_chance_has_no_expected_value() -> None:
    [row] = ranked({"prior": "no/such"}).rows(named=True)
    assert (row["chance_bp"], row["expected_cents"], row["expected_low_cents"]) == (None,) * 3


def test_no_findings_are_no_findings() -> None:
    assert ranked().schema == SCHEMA


CHANGES = st.fixed_dictionaries(
    {
        "at_stake_cents": st.integers(-(10**12), 10**12),
        "money": st.sampled_from(["cash", "books", None]),
        "prior": st.sampled_from(["timely_filing/with_proof", "duplicate/unknown", None]),
        "payer_kind": st.sampled_from(["medicare", "commercial", None]),
        "recoverable": st.sampled_from(["yes", "no", "maybe", None]),
        "action": st.sampled_from(["appeal", "write_off", "hold", None]),
        "clock": st.sampled_from(["appeal", "filing", "corrected_claim", "none", None]),
    }
)


@settings(max_examples=12, deadline=None)
@given(st.lists(CHANGES, min_size=1, max_size=5))
def test_no_estimate_exceeds_what_it_is_made_from(changes: list[dict[str, Any]]) -> None:
    named = [change | {"finding_id": f"F-{n}"} for n, change in enumerate(changes)]
    result = ranked(*named)
    for row in result.rows(named=True):
        assert 0 <= row["expected_low_cents"] <= row["expected_cents"]
        assert row["expected_cents"] <= row["expected_high_cents"] <= row["worth_cents"]
        assert row["worth_cents"] <= max(0, row["at_stake_cents"])
        assert row["status"] in {"open", "expired", "hold", "closed"}
        assert row["deadline_cite"]
    assert result.equals(ranked(*named[::-1]))
