"""Which row of a table of rates prices a line."""

import datetime as dt
from typing import Any

import pytest

from reclaim.contracts.methods.rate_lookup import look_up
from reclaim.contracts.wide import wide
from tests.contracts.pricing import DAY, Row, claims, fees, lines

PLAIN: Row = {"code": "99213"}


def taken(*rows: Row, line: Row | None = None, claim: Row | None = None, **said: Any) -> Any:  # noqa: ANN401 - of two kinds
    """The ordinal of the row that is taken; `two` where several contradict each other."""
    table = fees(*({"rate_micros": 10_000_000 * n, **row} for n, row in enumerate(rows, 1)))
    own = wide(claims(claim or {}), lines({**PLAIN, **(line or {})}))
    own = own.with_columns(**said.pop("own", {}))
    found = look_up(own, table, **{"as_of": None, "components": False, **said})
    if not found.height:
        return None
    (row,) = found.to_dicts()
    return row["found"] if row["rates"] == 1 else "two"


def test_the_code_must_be_that_of_the_line() -> None:
    assert taken({"code": "99212"}, PLAIN, {"code": "99214"}) == 1
    assert taken({"code": "99212"}) is None
    assert taken(PLAIN, line={"code": None}) is None


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("99202", "99213", 0),
        ("99213", "99215", 0),
        ("99202", "99212", None),
        ("99214", "99215", None),
        ("9", "99999", None),
    ],
)
def test_a_range_has_both_its_ends(low: str, high: str, expected: int | None) -> None:
    assert taken({"code": low, "code_to": high}) == expected


def test_a_single_code_goes_before_a_range() -> None:
    everything = {"code": "00000", "code_to": "99999"}
    assert taken(everything, PLAIN) == 1
    assert taken(everything, PLAIN, line={"code": "99214"}) == 0


@pytest.mark.parametrize(
    ("criterion", "line", "claim"),
    [
        ({"modifier": "25"}, {"modifiers": ["59", "25"]}, {}),
        ({"place_of_service": "22"}, {"place_of_service": "22"}, {}),
        ({"setting": "facility"}, {"place_of_service": "22"}, {}),
        ({"taxonomy": "207Q00000X"}, {}, {"taxonomy": "207Q00000X"}),
        ({"provider": "2000000028"}, {"rendering_npi": "2000000028"}, {}),
        ({"provider": "2000000028"}, {}, {"billing_npi": "2000000028"}),
    ],
)
def test_a_criterion_must_hold_and_then_goes_before_none(
    criterion: Row, line: Row, claim: Row
) -> None:
    rows = (PLAIN, {**PLAIN, **criterion})
    assert taken(*rows, line=line, claim=claim) == 1
    assert taken(*rows) == 0
    assert taken(rows[1]) is None


def test_what_the_line_does_not_state_does_not_hold() -> None:
    assert taken({**PLAIN, "place_of_service": "11"}, line={"place_of_service": None}) is None
    assert taken({**PLAIN, "setting": "nonfacility"}, line={"place_of_service": None}) is None


def test_the_most_criteria_win() -> None:
    place = {**PLAIN, "place_of_service": "22"}
    both = {**place, "modifier": "25"}
    line = {"modifiers": ["25"], "place_of_service": "22"}
    assert taken(place, both, PLAIN, line=line) == 1


def test_two_that_state_as_much_and_differ_are_no_rate() -> None:
    rows = ({**PLAIN, "place_of_service": "22"}, {**PLAIN, "modifier": "25"})
    assert taken(*rows, line={"modifiers": ["25"], "place_of_service": "22"}) == "two"


def test_two_that_say_the_same_are_one() -> None:
    same = {**PLAIN, "rate_micros": 5_000_000}
    assert taken(same, same) == 0
    assert taken(same, {**same, "per": "line"}) == "two"


def test_a_row_holds_on_its_days() -> None:
    old = {**PLAIN, "effective_to": DAY - dt.timedelta(1)}
    new = {**PLAIN, "effective_from": DAY}
    assert taken(old, new) == 1
    assert taken(old, new, line={"service_date": DAY - dt.timedelta(1)}) == 0
    assert taken(old, new, as_of=DAY - dt.timedelta(1)) == 0
    assert taken({**new, "effective_to": DAY}) == 0


class TestComponents:
    """A line of a component takes the row of that component, and no other."""

    @pytest.mark.parametrize("part", ["26", "TC"])
    def test_its_own_row(self, part: str) -> None:
        rows = (PLAIN, {**PLAIN, "modifier": "26"}, {**PLAIN, "modifier": "TC"})
        assert taken(*rows, line={"modifiers": ["59", part]}) == ["26", "TC"].index(part) + 1
        assert taken(*rows, line={"modifiers": ["59"]}) == 0

    def test_never_that_of_the_whole(self) -> None:
        assert taken(PLAIN, line={"modifiers": ["26"]}) is None
        assert taken({**PLAIN, "modifier": "59"}, line={"modifiers": ["26", "59"]}) is None

    def test_unless_the_contract_has_a_share(self) -> None:
        assert taken(PLAIN, line={"modifiers": ["26"]}, components=True) == 0
        rows = (PLAIN, {**PLAIN, "modifier": "26"})
        assert taken(*rows, line={"modifiers": ["26"]}, components=True) == 1


class TestOtherCodes:
    """A table may go by revenue code or DRG; what goes by procedure goes before."""

    @pytest.mark.parametrize(
        ("kind", "line", "claim"),
        [
            ("RC", {"revenue_code": "0450"}, {}),
            ("MS-DRG", {}, {"drg": "0450"}),
            ("ms-drg", {}, {"drg": "0450"}),
        ],
    )
    def test_its_code_is_meant(self, kind: str, line: Row, claim: Row) -> None:
        row = {"code": "0450", "code_type": kind}
        assert taken(row, line=line, claim=claim) == 0
        assert taken(row, line={"code": "0450"}) is None
        assert taken(row, PLAIN, line=line, claim=claim) == 1

    @pytest.mark.parametrize("kind", [None, "HC", "CPT", "hcpcs", "CDT"])
    def test_procedures(self, kind: str | None) -> None:
        assert taken({**PLAIN, "code_type": kind}) == 0

    def test_a_kind_that_no_line_has(self) -> None:
        assert taken({**PLAIN, "code_type": "NDC"}) is None


def test_a_table_without_rows() -> None:
    assert taken() is None
