"""Families of endoscopies: the first in full, the others less their base."""

import datetime as dt

import polars as pl
import pytest

from reclaim.contracts.exact import EXACT, PER_CENT
from reclaim.contracts.frames import PRICED, WIDE
from tests.contracts.policies.desk import CLINIC, DAY, Code, Line, applied, last_step, priced, total

POLICY = {"multiple_procedures": [{"clause": "B 1", "indicators": "medicare", "endoscopy": True}]}
NO_FAMILIES = {"multiple_procedures": [{"clause": "B 1", "indicators": "medicare"}]}
NEXT_DAY = DAY + dt.timedelta(days=1)


def scope(code: str, base: str, value: str) -> Code:
    return Code(code, work=value, says={"multiple": "3", "endoscopic_base": base})


def surgery(code: str, value: str) -> Code:
    return Code(code, work=value, says={"multiple": "2"})


COLON = [
    surgery("45378", "255.40"),
    scope("45380", "45378", "285.98"),
    scope("45385", "45378", "374.56"),
]
SHOULDER = [
    surgery("29805", "200"),
    scope("29807", "29805", "310.02"),
    scope("29819", "29805", "275.12"),
    scope("29820", "29805", "270.13"),
]
ALL = [*COLON, *SHOULDER, surgery("49505", "500")]
PRICE = {code.code: code.work for code in ALL}


def claim(*codes: str) -> list[Line]:
    return [Line(code, PRICE[code]) for code in codes]


def test_two_of_a_family() -> None:
    """P8: 374.56 in full, and of 285.98 what is above the base of 255.40."""
    assert priced(POLICY, claim("45380", "45385"), ALL) == ["30.58", "374.56"]


def test_the_base_beside_its_family_brings_nothing() -> None:
    assert priced(POLICY, claim("45378", "45380", "45385"), ALL) == ["0.00", "30.58", "374.56"]
    assert priced(POLICY, claim("45378", "45380"), ALL) == ["0.00", "285.98"]
    assert priced(POLICY, claim("45378"), ALL) == ["255.40"]


def test_the_steps_name_the_base() -> None:
    after = applied(POLICY, claim("45378", "45380", "45385"), ALL)
    assert [last_step(after, line) for line in range(3)] == [
        "base of other endoscopies of the day, paid within them: x 0 percent = 0.00 (policy B 1)",
        "endoscopies of base 45378: less 255.40 of the base = 30.58 (policy B 1)",
        "endoscopies of base 45378: the first in full (policy B 1)",
    ]


def test_three_of_a_family() -> None:
    """P9: 310.02 + 75.12 + 70.13 = 455.27."""
    found = priced(POLICY, claim("29820", "29807", "29819"), ALL)
    assert found == ["70.13", "310.02", "75.12"]
    assert float(total(found)) == 455.27


def test_a_second_family_ranks_as_one_procedure() -> None:
    """P9: as second family 455.27 brings 227.64, before a rounding of each line 227.635."""
    dear = [surgery("47562", "900"), *SHOULDER]
    lines = [Line("47562", "900.00"), *claim("29807", "29819", "29820")]
    after = applied(POLICY, lines, dear)
    family = after["exact"][1:].sum()
    assert family == 22763_500_000_000_000
    assert priced(POLICY, lines, dear) == ["900.00", "155.01", "37.56", "35.07"]
    assert after["steps"][2].splitlines()[1:] == [
        "endoscopies of base 29805: less 200.00 of the base = 75.12 (policy B 1)",
        "rank 2 of the day by price: x 50 percent = 37.56 (policy B 1)",
    ]


def test_families_are_ranked_by_what_they_bring_together() -> None:
    """405.14 and 455.27: the family with the dearest single endoscopy is the second."""
    found = priced(POLICY, claim("45380", "45385", "29807", "29819", "29820"), ALL)
    assert found == ["15.29", "187.28", "310.02", "75.12", "70.13"]


def test_a_family_and_other_surgery() -> None:
    found = priced(POLICY, claim("45380", "45385", "49505"), ALL)
    assert found == ["15.29", "187.28", "500.00"]
    below = [*COLON, surgery("49505", "400")]
    assert priced(POLICY, [*claim("45380", "45385"), Line("49505", "400.00")], below) == [
        "30.58",
        "374.56",
        "200.00",
    ]


def test_without_families_endoscopies_are_ranked_like_all() -> None:
    assert priced(NO_FAMILIES, claim("45380", "45385"), ALL) == ["142.99", "374.56"]


def test_an_endoscopy_alone_and_one_of_another_family_are_ranked() -> None:
    assert priced(POLICY, claim("45385", "29807"), ALL) == ["374.56", "155.01"]


@pytest.mark.parametrize(
    "other",
    [
        Line("45380", "285.98", day=NEXT_DAY),
        Line("45380", "285.98", npi=CLINIC),
        Line("45380", "285.98", claim="c2"),
    ],
    ids=["day", "provider", "claim"],
)
def test_a_family_is_of_one_day_and_provider(other: Line) -> None:
    assert priced(POLICY, [*claim("45385"), other], ALL) == ["374.56", "285.98"]
    assert priced(POLICY, [*claim("45378"), other], ALL) == ["255.40", "285.98"]


def test_each_unit_after_the_first_is_less_its_base() -> None:
    lines = [Line("45385", "749.12", units=2), Line("45380", "571.96", units=2)]
    after = applied(POLICY, lines, ALL)
    assert priced(POLICY, lines, ALL) == ["493.72", "61.16"]
    assert last_step(after, 1) == (
        "endoscopies of base 45378: less 2 x 255.40 of the base = 61.16 (policy B 1)"
    )


def test_an_endoscopy_that_costs_less_than_its_base_brings_nothing() -> None:
    codes = [*COLON, scope("45330", "45378", "200")]
    assert priced(POLICY, [Line("45330", "200.00"), *claim("45385")], codes) == ["0.00", "374.56"]


def test_the_base_stands_as_the_price_does() -> None:
    """An assistant's 16 percent are 16 percent of the base too."""
    share = {"modifier_shares": [{"clause": "B 2", "shares": {"80": 16}}]}
    lines = [Line(code, PRICE[code], ["80"]) for code in ("29807", "29819")]
    assert priced({**POLICY, **share}, lines, ALL) == ["49.60", "12.02"]


def test_both_sides_of_an_endoscopy_take_part_as_one() -> None:
    """468.00 is 150 percent of 312.00, so that 300.00 of base fall away from 412.68."""
    policy = {**POLICY, "bilateral": {"clause": "B 2", "percent": 150}}
    lines = [
        Line("29807", "310.02", ["50"]),
        Line("29819", "275.12", ["LT"]),
        Line("29819", "275.12", ["RT"]),
    ]
    found = priced(policy, lines, ALL)
    assert found == ["465.03", "75.12", "37.56"]


def test_the_base_is_what_the_contract_pays_for_it() -> None:
    asked: list[pl.DataFrame] = []

    def alone(lines: pl.DataFrame) -> pl.DataFrame:
        asked.append(lines)
        price = pl.lit(26_000 * PER_CENT, EXACT)
        return lines.select("row", exact=price, step=pl.lit(""), why_not=pl.lit(None)).cast(PRICED)

    found = priced(POLICY, claim("45380", "45385"), ALL, alone=alone)
    assert found == ["25.98", "374.56"]
    assert asked[0].schema == WIDE
    assert asked[0]["code"].unique().to_list() == ["45378"]
    assert asked[0]["units_thousandths"].unique().to_list() == [1000]


def test_without_a_price_of_the_base_the_others_have_none() -> None:
    def alone(lines: pl.DataFrame) -> pl.DataFrame:
        return lines.select(
            "row", exact=pl.lit(None, EXACT), step=pl.lit(None), why_not=pl.lit("no rate")
        ).cast(PRICED)

    after = applied(POLICY, claim("45380", "45385"), ALL, alone=alone)
    assert after["why_not"].to_list() == ["no rate: 45378, the endoscopic base", None]
    assert after["exact"][1] == 37456 * PER_CENT


def test_a_base_that_is_not_in_the_schedule_is_not_known() -> None:
    codes = [code for code in ALL if code.code != "45378"]
    assert priced(POLICY, claim("45380", "45385"), codes) == [None, "374.56"]


def test_an_endoscopy_without_a_price_leaves_its_family_without() -> None:
    lines = [Line("45380", None), *claim("45385", "45378")]
    after = applied(POLICY, lines, ALL)
    assert after["why_not"].to_list() == ["no rate", "line unpriced", None]
    assert priced(POLICY, lines, ALL)[2] == "0.00"


def test_a_base_without_a_price_takes_no_rank() -> None:
    lines = [Line("45378", None), *claim("45380", "49505")]
    assert priced(POLICY, lines, ALL) == [None, "142.99", "500.00"]
