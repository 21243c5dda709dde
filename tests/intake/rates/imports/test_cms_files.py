"""CMS's smaller files: indices, anesthesia factors, laboratory rates, surgery centers."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from reclaim.errors import ReclaimError
from reclaim.intake.rates.imports.cms_anesthesia import read_anesthesia
from reclaim.intake.rates.imports.cms_asc import read_asc
from reclaim.intake.rates.imports.cms_clfs import read_clfs
from reclaim.intake.rates.imports.cms_gpci import combine_gpci, read_gpci
from reclaim.intake.rates.kinds import FACTORS, INDICES, RATES
from reclaim.intake.rates.read import read_rate_table
from reclaim.intake.rates.write import write_rate_table
from tests.intake.rates.imports.cms import ANES, ASC, CLFS, GPCI_2025, GPCI_2026, written

YEAR_2025 = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))


def _anesthesia(path: Path) -> pl.DataFrame:
    return read_anesthesia(path, effective_from=dt.date(2025, 1, 1))


# -- indices -----------------------------------------------------------------------------------


def test_indices_are_those_of_their_year_by_contractor_and_number(tmp_path: Path) -> None:
    table = read_gpci(written(tmp_path, "GPCI2025.csv", GPCI_2025))

    assert table.schema == INDICES
    assert table.rows() == [
        ("02102-01", "AK", "ALASKA", *YEAR_2025, 1_500_000, 1_081_000, 592_000, 4),
        ("01112-54", "CA", "BAKERSFIELD, KERN", *YEAR_2025, 1_017_000, 1_093_000, 662_000, 5),
    ]


def test_footnote_marks_in_the_header_are_no_part_of_a_name(tmp_path: Path) -> None:
    before = read_gpci(written(tmp_path, "GPCI2025.csv", GPCI_2025))
    after = read_gpci(written(tmp_path, "GPCI2026.csv", GPCI_2026))
    days = ("effective_from", "effective_to")

    assert after.drop(days).equals(before.drop(days))
    assert after["effective_from"].unique().to_list() == [dt.date(2026, 1, 1)]


def test_of_two_work_indices_the_one_with_the_floor_pays(tmp_path: Path) -> None:
    both = GPCI_2025.replace(
        "2025 PW GPCI (with 1.0 Floor)",
        "2025 PW GPCI (without 1.0 Floor),2025 PW GPCI (with 1.0 Floor)",
    ).replace("ALASKA*,1.5,", "ALASKA*,0.9,1.5,")
    both = both.replace('KERN",1.017,', 'KERN",1.017,1.017,')

    table = read_gpci(written(tmp_path, "GPCI.csv", both))

    assert table["work_millionths"].to_list() == [1_500_000, 1_017_000]


def test_a_number_of_two_states_is_told_apart(tmp_path: Path) -> None:
    twice = GPCI_2025 + "01112,NV,54,ELSEWHERE,1,0.9,0.9\n"

    table = read_gpci(written(tmp_path, "GPCI.csv", twice))

    assert table["locality"].to_list() == ["02102-01", "01112-54 CA", "01112-54 NV"]


def _years(tmp_path: Path, *changes: tuple[str, str]) -> list[tuple[str, int]]:
    """The localities and years of two years, of which the second one is changed."""
    second = GPCI_2026
    for old, new in changes:
        assert old in second
        second = second.replace(old, new)
    years = [
        read_gpci(written(tmp_path, "GPCI2026.csv", second)),
        read_gpci(written(tmp_path, "GPCI2025.csv", GPCI_2025)),
    ]
    combined = combine_gpci(years).select("locality", pl.col("effective_from").dt.year())
    return sorted(combined.rows())


def test_years_in_which_nothing_moves_are_put_together(tmp_path: Path) -> None:
    both = ["01112-54", "02102-01"]

    assert _years(tmp_path) == [(place, year) for place in both for year in (2025, 2026)]


def test_a_place_that_was_renumbered_stands_under_both_its_numbers(tmp_path: Path) -> None:
    found = _years(tmp_path, ("01112,CA,54", "01112,CA,01"))

    assert [row for row in found if row[0].startswith("01112")] == [
        ("01112-01", 2025),
        ("01112-01", 2026),
        ("01112-54", 2025),
        ("01112-54", 2026),
    ]


def test_a_number_that_went_to_another_place_is_that_places(tmp_path: Path) -> None:
    changes = ("01112,CA,54", "01112,CA,01"), ("02102,AK,01", "01112,AK,54")
    path = written(tmp_path, "GPCI2025.csv", GPCI_2025)
    second = GPCI_2026
    for old, new in changes:
        second = second.replace(old, new)
    later = read_gpci(written(tmp_path, "GPCI2026.csv", second))
    table = combine_gpci([read_gpci(path), later])

    of_number = table.filter(locality="01112-54").sort("effective_from")
    assert of_number["state"].to_list() == ["CA", "AK"]


def test_a_place_with_another_name_is_another_place(tmp_path: Path) -> None:
    found = _years(tmp_path, ("01112,CA,54", "01112,CA,01"), ("BAKERSFIELD", "BAKERSVILLE"))

    assert [row for row in found if row[0].startswith("01112")] == [
        ("01112-01", 2026),
        ("01112-54", 2025),
    ]


# -- anesthesia --------------------------------------------------------------------------------


def test_factors_hold_for_the_year_that_is_given(tmp_path: Path) -> None:
    table = _anesthesia(written(tmp_path, "ANES2025.csv", ANES))

    assert table.schema == FACTORS
    assert table.rows() == [
        ("02102-01", "ALASKA", *YEAR_2025, 27_860_000, 2),
        ("01112-54", "BAKERSFIELD", *YEAR_2025, 20_120_000, 3),
    ]


def test_factors_may_hold_for_a_part_of_a_year(tmp_path: Path) -> None:
    path = written(tmp_path, "ANES2024.csv", ANES)
    first, last = dt.date(2024, 1, 1), dt.date(2024, 3, 8)

    table = read_anesthesia(path, effective_from=first, effective_to=last)

    assert table.select("effective_from", "effective_to").unique().rows() == [(first, last)]


# -- laboratory --------------------------------------------------------------------------------


def test_laboratory_rates_hold_from_their_day_within_the_year(tmp_path: Path) -> None:
    table = read_clfs(written(tmp_path, "PUF_CLFS_CY2026_Q4V1.csv", CLFS))
    said = table.select("code", "modifier", "effective_from", "rate_micros", "status", "row")
    january = dt.date(2026, 1, 1)

    assert table.schema == RATES
    assert table["effective_to"].unique().to_list() == [dt.date(2026, 12, 31)]
    assert said.rows() == [
        ("80053", None, january, 10_560_000, None, 5),
        ("80053", "QW", january, 10_560_000, None, 6),
        ("0001U", None, dt.date(2026, 4, 1), 720_000_000, None, 7),
        ("36415", None, january, 9_090_000, None, 8),
        ("P9603", None, january, None, "algorithm: the Medicare contractor prices it", 9),
        ("0002U", None, january, None, "algorithm: the schedule states no rate", 10),
    ]


# -- surgery centers ---------------------------------------------------------------------------


def test_rates_of_surgery_centers_hold_from_the_month_of_their_column(tmp_path: Path) -> None:
    table = read_asc(written(tmp_path, "AA.csv", ASC))
    days = table.select("effective_from", "effective_to").unique().rows()

    assert table.schema == RATES
    assert days == [(dt.date(2026, 4, 1), dt.date(2026, 12, 31))]
    assert table.select("code", "rate_micros", "status", "row").rows() == [
        ("64628", 9_891_330_000, None, 5),
        ("66984", 1_188_400_000, None, 6),
        ("00001", 0, None, 7),
        ("K0001", None, "payment indicator K7", 8),
    ]


@pytest.mark.parametrize("name", ["CY 2026", "Final CY 2026", "2026"])
def test_a_column_without_a_month_is_about_its_year(tmp_path: Path, name: str) -> None:
    table = read_asc(written(tmp_path, "BB.csv", ASC.replace("April 2026", name)))

    assert table["effective_from"].unique().to_list() == [dt.date(2026, 1, 1)]


# -- all of them -------------------------------------------------------------------------------

READERS: dict[str, tuple[str, str, Callable[[Path], pl.DataFrame]]] = {
    "gpci": ("indices", GPCI_2025, read_gpci),
    "anes": ("anesthesia", ANES, _anesthesia),
    "clfs": ("rates", CLFS, read_clfs),
    "asc": ("rates", ASC, read_asc),
}


@pytest.mark.parametrize("name", READERS)
def test_what_was_imported_is_read_back_without_descriptions(tmp_path: Path, name: str) -> None:
    kind, text, read = READERS[name]
    table = read(written(tmp_path, f"{name}.csv", text))
    write_rate_table(kind, table, tmp_path / "own.csv")
    back = read_rate_table(kind, tmp_path / "own.csv")

    key = table.columns[0]
    assert (
        back.drop("row")
        .sort(key, "effective_from")
        .equals(table.drop("row").sort(key, "effective_from"), null_equal=True)
    )
    assert "ade up" not in (tmp_path / "own.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "where", "what"),
    [
        ("gpci", "02102,", "2102,", "gpci.csv:4", "MEDICARE ADMINISTRATIVE CONTRACTOR (MAC): '21"),
        ("gpci", "CA,54", "CA,5", "gpci.csv:5", "LOCALITY NUMBER: '5' cannot be read"),
        ("gpci", "1.081", "n/a", "gpci.csv:4", "2025 PE GPCI: 'n/a' cannot be read"),
        ("gpci", "2025 PE GPCI", "PE", "gpci.csv:3", "0 columns are called"),
        ("anes", "27.86", "", "anes.csv:2", "NATIONAL ANES CF OF 20.3178: is empty"),
        ("anes", "National Anes CF of 20.3178", "CF", "anes.csv:1", "0 columns are called"),
        ("clfs", "P9603", "P960", "clfs.csv:9", "HCPCS: 'P960' cannot be read"),
        ("clfs", "20260401", "04/01/2026", "clfs.csv:7", "EFF_DATE: '04/01/2026' cannot be read"),
        ("clfs", ",L,", ",X,", "clfs.csv:9", "INDICATOR: 'X' cannot be read"),
        ("clfs", "720.00", "free", "clfs.csv:7", "RATE: 'free' cannot be read"),
        ("asc", '"$9,891.33 "', "call us", "asc.csv:5", "APRIL 2026 PAYMENT RATE: 'call us'"),
        ("asc", ",Y,A2,", ",Y,,", "asc.csv:6", "APRIL 2026 PAYMENT INDICATOR: is empty"),
        ("asc", "April 2026", "Sometime", "asc.csv:4", "SOMETIME PAYMENT RATE: the name tells no"),
    ],
)
def test_a_fault_is_named_by_file_line_and_column(
    tmp_path: Path, name: str, old: str, new: str, where: str, what: str
) -> None:
    _, text, read = READERS[name]
    assert old in text
    path = written(tmp_path, f"{name}.csv", text.replace(old, new))

    with pytest.raises(ReclaimError) as stop:
        read(path)

    assert (stop.value.code, stop.value.where) == ("RATE-FILE", where)
    assert stop.value.what.startswith(what)
