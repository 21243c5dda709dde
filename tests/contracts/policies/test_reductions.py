"""Cuts for further services of a day: therapy, imaging, cardiology, ophthalmology."""

import datetime as dt

import pytest
from pydantic import ValidationError

from tests.contracts.policies.desk import (
    CLINIC,
    DAY,
    Code,
    Line,
    applied,
    contract_of,
    last_step,
    priced,
    total,
)

NEXT_DAY = DAY + dt.timedelta(days=1)


def policy(**on: object) -> dict[str, dict[str, object]]:
    return {"reductions": {"clause": "B 1", "indicators": "medicare", **on}}


THERAPY = policy(therapy="medicare")
IMAGING = policy(imaging_technical="medicare", imaging_professional="medicare")


def therapy(code: str, work: str, practice: str, malpractice: str = "0") -> Code:
    return Code(code, work=work, practice=practice, malpractice=malpractice, says={"multiple": "5"})


def imaging(code: str, professional: str, technical: str, multiple: str = "4") -> list[Code]:
    says = {"multiple": multiple, "pctc": "1"}
    return [
        Code(code, work=professional, practice=technical, says=says),
        Code(code, "26", work=professional, says=says),
        Code(code, "TC", practice=technical, says=says),
    ]


NOVITAS = [therapy("97110", "7", "10", "1"), therapy("97112", "11", "8", "1")]
SCANS = [*imaging("70551", "100", "500"), *imaging("70450", "80", "400")]


class TestTherapy:
    """Practice expense is cut after the unit that has most of it."""

    visit = (Line("97110", "36.00", units=2), Line("97112", "20.00"))

    @pytest.mark.parametrize(("percent", "together"), [(25, 51.5), (50, 47)])
    def test_two_units_and_another_procedure(self, percent: int, together: float) -> None:
        """P14: work 7, 7, 11, practice expense 10, 10, 8, malpractice 1, 1, 1: full 56."""
        found = priced(policy(therapy=percent), self.visit, NOVITAS)
        assert float(total(found)) == together

    def test_a_visit_in_texas_in_2011(self) -> None:
        """P15: 28.74 + 26.12 + 24.67 + 10.79 = 90.32, where in full it would have been 96.20."""
        codes = [
            therapy("97110", "15.64", "13.10"),
            therapy("97140", "15.63", "11.30"),
            therapy("97035", "6.79", "5.00"),
        ]
        day = dt.date(2011, 5, 2)
        lines = [
            Line("97110", "28.74", day=day, number=1),
            Line("97110", "28.74", day=day, number=2),
            Line("97140", "26.93", day=day),
            Line("97035", "11.79", day=day),
        ]
        found = priced(THERAPY, lines, codes)
        assert found == ["28.74", "26.12", "24.67", "10.79"]
        assert float(total(found)) == 90.32
        two_units = [Line("97110", "57.48", day=day, units=2), *lines[2:]]
        assert float(total(priced(THERAPY, two_units, codes))) == 90.32

    def test_the_second_unit_in_arizona_in_2013(self) -> None:
        """P13: of 31.63 half the practice expense of 15.97 falls away; by parts it is 23.65."""
        codes = [therapy("97110", "15.31035", "15.97175", "0.34533")]
        found = priced(THERAPY, [Line("97110", "63.26", units=2)], codes)
        assert float(total(found)) == pytest.approx(31.63 + 23.65, abs=0.011)

    def test_the_steps(self) -> None:
        after = applied(THERAPY, self.visit, NOVITAS)
        assert after["steps"][0].splitlines()[1:] == [
            "practice expense 20.00, ranks 1 to 2 of the day: less 50 percent of 1 in 2, 5.00",
            "36.00 - 5.00 = 31.00 (policy B 1)",
        ]
        assert after["steps"][1].splitlines()[1:] == [
            "practice expense 8.00, rank 3 of the day: less 50 percent, 4.00",
            "20.00 - 4.00 = 16.00 (policy B 1)",
        ]

    @pytest.mark.parametrize(
        ("day", "form", "second"),
        [
            ("2010-12-31", "professional", "20.00"),
            ("2011-01-01", "professional", "18.00"),
            ("2011-01-01", "institutional", "17.50"),
            ("2013-03-31", "professional", "18.00"),
            ("2013-03-31", "institutional", "17.50"),
            ("2013-04-01", "professional", "15.00"),
            ("2013-04-01", "institutional", "15.00"),
        ],
    )
    def test_medicares_percentage_by_day_and_form(self, day: str, form: str, second: str) -> None:
        codes = [therapy("97110", "10", "10")]
        lines = [Line("97110", "20.00", day=dt.date.fromisoformat(day), form=form)] * 2
        lines = [Line(**{**vars(line), "number": n}) for n, line in enumerate(lines, 1)]
        assert priced(THERAPY, lines, codes) == ["20.00", second]

    def test_disciplines_and_providers_count_together_and_days_apart(self) -> None:
        codes = [therapy("97110", "10", "10"), therapy("92507", "10", "12")]
        lines = [
            Line("97110", "20.00"),
            Line("92507", "22.00", npi=CLINIC),
            Line("97110", "20.00", day=NEXT_DAY),
            Line("97110", "20.00", claim="c2"),
        ]
        assert priced(THERAPY, lines, codes) == ["15.00", "22.00", "20.00", "20.00"]

    def test_ties_go_to_the_higher_price(self) -> None:
        codes = [therapy("97110", "10", "10"), therapy("97112", "12", "10")]
        lines = [Line("97110", "20.00"), Line("97112", "22.00")]
        assert priced(THERAPY, lines, codes) == ["15.00", "22.00"]

    def test_a_contract_above_medicare_loses_its_own_share(self) -> None:
        codes = [therapy("97110", "10", "10")]
        lines = [Line("97110", "24.00", number=n) for n in (1, 2)]
        assert priced(THERAPY, lines, codes) == ["24.00", "18.00"]

    def test_the_setting_says_which_practice_expense_counts(self) -> None:
        codes = [Code("97110", work="10", practice="10", facility="30", says={"multiple": "5"})]
        lines = [Line("97110", "40.00", number=n, setting="facility") for n in (1, 2)]
        assert priced(THERAPY, lines, codes) == ["40.00", "25.00"]

    def test_without_a_locality_the_part_is_not_known(self) -> None:
        lines = [Line("97110", "18.00", number=n, locality=None) for n in (1, 2)]
        after = applied(THERAPY, lines, NOVITAS)
        no_locality = "no locality: the parts of the price are not known"
        assert after["why_not"].to_list() == [None, no_locality]
        assert priced(THERAPY, lines, NOVITAS) == ["18.00", None]

    def test_a_service_without_a_price_still_has_its_rank(self) -> None:
        higher = [Line("97110", None), Line("97112", "20.00")]
        lower = [Line("97110", "18.00"), Line("97112", None)]
        equal = [Line("97110", "18.00"), Line("97110", None)]
        assert priced(THERAPY, higher, NOVITAS) == [None, "16.00"]
        assert priced(THERAPY, lower, NOVITAS) == ["18.00", None]
        assert priced(THERAPY, equal, NOVITAS) == [None, None]

    def test_other_indicators_are_no_therapy(self) -> None:
        codes = [Code("97110", work="10", practice="10", says={"multiple": "0"})]
        assert priced(THERAPY, [Line("97110", "40.00", units=2)], codes) == ["40.00"]

    def test_an_exempt_modifier_takes_a_line_out(self) -> None:
        exempt = policy(therapy="medicare", exempt_modifiers=["59"])
        lines = [Line("97110", "18.00"), Line("97112", "20.00", ["59"])]
        assert priced(exempt, lines, NOVITAS) == ["18.00", "20.00"]


class TestImaging:
    """Technical and professional parts are ranked each on their own."""

    @pytest.mark.parametrize(
        ("day", "professional", "technical", "whole"),
        [
            ("2010-06-30", 180, 800, 980),
            ("2010-07-01", 180, 700, 880),
            ("2011-12-31", 180, 700, 880),
            ("2012-01-01", 160, 700, 860),
            ("2016-12-31", 160, 700, 860),
            ("2017-01-01", 176, 700, 876),
        ],
    )
    def test_two_scans(self, day: str, professional: int, technical: int, whole: int) -> None:
        """P12: professional 100 and 80, technical 500 and 400."""
        on = dt.date.fromisoformat(day)
        parts = {
            professional: [
                Line("70551", "100", ["26"], day=on),
                Line("70450", "80", ["26"], day=on),
            ],
            technical: [Line("70551", "500", ["TC"], day=on), Line("70450", "400", ["TC"], day=on)],
            whole: [Line("70551", "600", day=on), Line("70450", "480", day=on)],
        }
        for expected, lines in parts.items():
            assert total(priced(IMAGING, lines, SCANS)) == expected

    def test_the_steps(self) -> None:
        after = applied(IMAGING, [Line("70551", "600"), Line("70450", "480")], SCANS)
        assert after["steps"][1].splitlines()[1:] == [
            "professional part 80.00, rank 2 of the day: less 5 percent, 4.00",
            "technical part 400.00, rank 2 of the day: less 50 percent, 200.00",
            "480.00 - 204.00 = 276.00 (policy B 1)",
        ]
        assert after["steps"][0].splitlines()[1:] == [
            "professional part 100.00, rank 1 of the day: in full",
            "technical part 500.00, rank 1 of the day: in full (policy B 1)",
        ]

    def test_parts_of_a_line_may_have_different_ranks(self) -> None:
        codes = [*imaging("70551", "100", "300"), *imaging("70450", "80", "400")]
        lines = [Line("70551", "400"), Line("70450", "480")]
        assert priced(IMAGING, lines, codes) == ["250.00", "476.00"]

    def test_a_part_is_ranked_with_the_parts_of_whole_prices(self) -> None:
        lines = [Line("70551", "600"), Line("70450", "80", ["26"])]
        assert priced(IMAGING, lines, SCANS) == ["600.00", "76.00"]

    def test_one_part_alone_may_be_cut(self) -> None:
        lines = [Line("70551", "600"), Line("70450", "480")]
        assert priced(policy(imaging_technical=50), lines, SCANS) == ["600.00", "280.00"]
        assert priced(policy(imaging_professional=5), lines, SCANS) == ["600.00", "476.00"]

    def test_a_code_that_is_one_part_only(self) -> None:
        says = {"multiple": "4"}
        codes = [
            Code("76145", says={**says, "pctc": "3"}),
            Code("93010", says={**says, "pctc": "2"}),
        ]
        lines = [
            Line("76145", "100", number=1),
            Line("76145", "100", number=2),
            Line("93010", "100", number=3),
            Line("93010", "100", number=4),
        ]
        assert priced(IMAGING, lines, codes) == ["100.00", "50.00", "100.00", "95.00"]

    def test_a_price_without_known_parts(self) -> None:
        codes = [*SCANS, Code("71250", says={"multiple": "4", "pctc": "1"})]
        after = applied(IMAGING, [Line("70551", "600"), Line("71250", "480")], codes)
        assert after["why_not"].to_list() == [
            "line unpriced",
            "not stated: what parts the price has",
        ]

    def test_without_a_locality_the_parts_of_whole_prices_are_not_known(self) -> None:
        lines = [Line(code, "600", locality=None) for code in ("70551", "70450")]
        after = applied(IMAGING, lines, SCANS)
        assert set(after["why_not"]) == {"no locality: the parts of the price are not known"}

    def test_what_brings_nothing_takes_no_rank(self) -> None:
        lines = [Line("70551", "0.00", ["TC"]), Line("70450", "400", ["TC"])]
        assert priced(IMAGING, lines, SCANS) == ["0.00", "400.00"]

    def test_two_units_are_two_scans(self) -> None:
        assert priced(IMAGING, [Line("70551", "1000", ["TC"], units=2)], SCANS) == ["750.00"]

    def test_the_day_and_not_the_provider_counts(self) -> None:
        lines = [
            Line("70551", "500", ["TC"]),
            Line("70450", "400", ["TC"], npi=CLINIC),
            Line("70450", "400", ["TC"], day=NEXT_DAY),
        ]
        assert priced(IMAGING, lines, SCANS) == ["500.00", "200.00", "400.00"]

    def test_a_scan_without_a_price_leaves_the_first_unknown(self) -> None:
        lines = [
            Line("70551", None, ["TC"], number=1),
            Line("70551", "500", ["TC"], number=2),
            Line("70450", "400", ["TC"], number=3),
        ]
        after = applied(IMAGING, lines, SCANS)
        assert priced(IMAGING, lines, SCANS) == [None, None, "200.00"]
        assert after["why_not"].to_list() == ["no rate", "line unpriced", None]
        assert last_step(after, 1) == (
            "technical part 500.00, rank 1 of the day: not known, since another line has no price"
            " (policy B 1)"
        )


@pytest.mark.parametrize(
    ("name", "indicator", "first_day", "second"),
    [
        ("cardiovascular_technical", "6", "2013-01-01", "375.00"),
        ("ophthalmology_technical", "7", "2013-01-01", "400.00"),
    ],
)
def test_the_technical_part_of_other_diagnostics(
    name: str, indicator: str, first_day: str, second: str
) -> None:
    codes = [*imaging("93306", "100", "500", indicator), *imaging("70551", "100", "500")]
    since = dt.date.fromisoformat(first_day)
    for day, found in ((since, second), (since - dt.timedelta(days=1), "500.00")):
        lines = [Line("93306", "500", ["TC"], day=day, number=n) for n in (1, 2)]
        scan = Line("70551", "500", ["TC"], day=day, number=3)
        assert priced(policy(**{name: "medicare"}), [*lines, scan], codes) == [
            "500.00",
            found,
            "500.00",
        ]


def test_professional_parts_of_other_diagnostics_are_not_cut() -> None:
    codes = imaging("93306", "100", "500", "6")
    lines = [Line("93306", "100", ["26"], number=n) for n in (1, 2)]
    on = policy(cardiovascular_technical="medicare", imaging_professional="medicare")
    assert priced(on, lines, codes) == ["100.00", "100.00"]


def test_reductions_need_indicators() -> None:
    with pytest.raises(ValidationError, match="reductions need indicators"):
        contract_of({"reductions": {"clause": "B 1", "therapy": 50}})
