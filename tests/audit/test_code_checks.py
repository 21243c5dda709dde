"""Group, reason and remark codes are on their lists, in force on the payment date, and complete."""

import datetime as dt

import polars as pl
import pytest

from reclaim.audit.code_checks import CodeLists, check_codes
from reclaim.codes import carcs, groups, rarcs
from reclaim.x12.catalogue import catalogue
from tests.x12.checks.cases import REMITTANCE
from tests.x12.frames import frames

SHIPPED = CodeLists(groups(), carcs(), rarcs())
BY_CHECKS = [
    *("X835-GROUP-UNKNOWN", "X835-GROUP-STOPPED", "X835-GROUP-RESTRICTED"),
    *("X835-CARC-UNKNOWN", "X835-CARC-STOPPED", "X835-CARC-FUTURE"),
    *("X835-REMARK-MISSING", "X835-RARC-UNKNOWN", "X835-RARC-STOPPED"),
]

STOPPED_ON = dt.date(2020, 7, 1)
STARTED_ON = dt.date(2010, 1, 1)


def code_list(**columns: object) -> pl.DataFrame:
    """Codes A (in force), B (stopped) and C (in force), with the columns given beside them."""
    dates = {"start": [STARTED_ON] * 3, "stop": [None, STOPPED_ON, None]}
    return pl.DataFrame({"code": ["A", "B", "C"], **dates, **columns})


OURS = CodeLists(
    groups=pl.DataFrame(
        {"code": ["CO", "PR", "CR"], "start": [None] * 3, "stop": [None, None, STOPPED_ON]},
        schema_overrides={"start": pl.Date},
    ),
    carcs=code_list(groups_allowed=[None, None, ["PR"]], remark_required=[False, False, True]),
    rarcs=code_list(kind=["supplemental", "supplemental", "alert"], retired=[False, True, False]),
)


def found(body: str, *, paid_on: str = "20261123", lists: CodeLists = OURS) -> pl.DataFrame:
    return check_codes(frames(f"BPR*I*0*C*NON************{paid_on}~{body}"), lists)


def codes(body: str, *, paid_on: str = "20261123") -> list[str]:
    return found(body, paid_on=paid_on)["code"].to_list()


@pytest.mark.parametrize("code", BY_CHECKS)
def test_the_example_of_a_code_has_that_problem(code: str) -> None:
    assert check_codes(frames(catalogue()[code].example), SHIPPED)["code"].to_list() == [code]


def test_a_clean_remittance_has_no_problem() -> None:
    assert check_codes(frames(REMITTANCE), SHIPPED).is_empty()


def test_the_problem_stands_at_the_code() -> None:
    row = found("CLP*A17*1*3*0*0~CAS*CO*A*1**A*1**ZZ*1~").row(0, named=True)
    assert (row["code"], row["value"]) == ("X835-CARC-UNKNOWN", "ZZ")
    assert (row["segment_number"], row["element"]) == (3, 8)
    assert row["patient_control_number"] == "A17"
    assert row["severity"] == "warning"
    assert row["detail"] == "Reason code ZZ is not on the list."


@pytest.mark.parametrize("group", ["XX", "co", ""])
def test_a_group_that_is_not_on_the_list_is_told_once_a_segment(group: str) -> None:
    assert codes(f"CLP*A*1*2*0*0~CAS*{group}*A*1**A*1~") == ["X835-GROUP-UNKNOWN"]


@pytest.mark.parametrize("code", ["A", "B"])
def test_a_code_on_the_list_is_not_unknown(code: str) -> None:
    assert "X835-CARC-UNKNOWN" not in codes(f"CLP*A*1*1*0*0~CAS*CO*{code}*1~")


def test_an_amount_without_a_reason_is_told_as_unknown() -> None:
    row = found("CLP*A*1*1*0*0~CAS*CO**1~").row(0, named=True)
    assert (row["code"], row["value"]) == ("X835-CARC-UNKNOWN", None)
    assert row["detail"] == "Reason code empty is not on the list."


@pytest.mark.parametrize(
    ("paid_on", "expected"),
    [
        ("20200630", []),
        ("20200701", ["X835-CARC-STOPPED"]),
        ("20091231", ["X835-CARC-FUTURE"]),
        ("20100101", []),
        ("", []),
    ],
)
def test_the_payment_date_decides_whether_a_reason_is_in_force(
    paid_on: str, expected: list[str]
) -> None:
    assert codes("CLP*A*1*1*0*0~CAS*CO*B*1~", paid_on=paid_on) == expected


def test_the_words_give_both_dates() -> None:
    assert found("CLP*A*1*1*0*0~CAS*CO*B*1~")["detail"].to_list() == [
        "B stopped on 2020-07-01; the payment is of 2026-11-23."
    ]


def test_a_reversal_may_repeat_what_has_stopped_since() -> None:
    body = "CLP*A*{}*-1*0*0~CAS*CR*B*-1~MOA***B~"
    assert codes(body.format("22")) == []
    assert set(codes(body.format("1"))) == {
        "X835-CARC-STOPPED",
        "X835-GROUP-STOPPED",
        "X835-RARC-STOPPED",
    }


@pytest.mark.parametrize(("group", "expected"), [("PR", []), ("CO", ["X835-GROUP-RESTRICTED"])])
def test_a_reason_may_be_limited_to_groups(group: str, expected: list[str]) -> None:
    assert codes(f"CLP*A*1*1*0*0~CAS*{group}*C*1~MOA***A~") == expected


def test_an_unknown_group_is_not_also_a_restricted_one() -> None:
    assert codes("CLP*A*1*1*0*0~CAS*XX*C*1~MOA***A~") == ["X835-GROUP-UNKNOWN"]


@pytest.mark.parametrize(
    "body",
    [
        "CLP*A*1*1*0*0~CAS*PR*C*1~MOA***A~",
        "CLP*A*1*1*0*0~MOA***A~SVC*HC:1*1*0~CAS*PR*C*1~",
        "CLP*A*1*1*0*0~SVC*HC:1*1*0~CAS*PR*C*1~LQ*HE*A~",
        "CLP*A*1*1*0*0~SVC*HC:1*1*0~CAS*PR*C*1~LQ*RX*75~",
        "CLP*A*1*1*0*0~CAS*PR*C*1~SVC*HC:1*1*1~LQ*HE*A~",
        "CLP*A*22*-1*0*0~CAS*PR*C*-1~",
        "CLP*A*1*1*0*0~CAS*PR*A*1~",
    ],
    ids=["claim", "claim for line", "line", "pharmacy", "line for claim", "reversal", "none asked"],
)
def test_a_remark_at_either_level_will_do(body: str) -> None:
    assert codes(body) == []


@pytest.mark.parametrize(
    "body",
    [
        "CLP*A*1*1*0*0~CAS*PR*C*1~",
        "CLP*A*1*1*0*0~CAS*PR*C*1~MOA***C~",
        "CLP*A*1*2*1*0~SVC*HC:1*1*0~CAS*PR*C*1~SVC*HC:2*1*1~LQ*HE*A~",
        "CLP*A*1*1*0*0~CAS*PR*C*1~CLP*B*1*1*1*0~MOA***A~",
    ],
    ids=["none", "alert", "other line", "other claim"],
)
def test_an_alert_or_the_remark_of_another_will_not(body: str) -> None:
    assert codes(body) == ["X835-REMARK-MISSING"]


def test_remarks_are_looked_up_and_pharmacy_codes_are_not() -> None:
    body = "CLP*A*1*1*1*0~SVC*HC:1*1*1~LQ*{}*ZZ~"
    assert codes(body.format("HE")) == ["X835-RARC-UNKNOWN"]
    assert codes(body.format("RX")) == []


def test_codes_of_no_claim_are_still_looked_up() -> None:
    assert codes("CAS*CO*ZZ*1~") == ["X835-CARC-UNKNOWN"]


def test_nothing_in_gives_nothing_out() -> None:
    assert check_codes(frames(""), OURS).is_empty()
    assert check_codes({}, OURS).is_empty()
