"""CMS's relative values: two layouts, every column, every fault, and releases in a row."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from reclaim.errors import ReclaimError
from reclaim.intake.rates.imports.cms_physician import combine, read_physician
from reclaim.intake.rates.kinds import RVUS
from reclaim.intake.rates.read import read_rate_table
from reclaim.intake.rates.write import write_rate_table
from tests.intake.rates.imports.cms import (
    VALUES_2025,
    VALUES_2026,
    VALUES_ROWS_2025,
    VALUES_ROWS_2026,
    written,
)


@pytest.fixture
def october(tmp_path: Path) -> Path:
    head = VALUES_2025.format(month="October")
    return written(tmp_path, "PPRRVU2025_Oct.csv", head, VALUES_ROWS_2025)


@pytest.fixture
def july(tmp_path: Path) -> Path:
    head = VALUES_2026.format(month="July")
    return written(tmp_path, "PPRRVU2026_Jul.csv", head, VALUES_ROWS_2026)


def _mended(path: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def _fault(path: Path) -> ReclaimError:
    with pytest.raises(ReclaimError) as stop:
        read_physician(path)
    assert stop.value.code == "RATE-FILE"
    return stop.value


def test_every_column_is_read(october: Path) -> None:
    table = read_physician(october)

    assert table.schema == RVUS
    assert table.row(1, named=True) == {
        "code": "29807",
        "modifier": None,
        "effective_from": dt.date(2025, 10, 1),
        "effective_to": dt.date(2025, 12, 31),
        "release": "2025 October",
        "status": "A",
        "work_millionths": 14_670_000,
        "nonfacility_millionths": 13_910_000,
        "facility_millionths": 13_910_000,
        "malpractice_millionths": 2_890_000,
        "nonfacility_na": True,
        "facility_na": False,
        "conversion_millionths": 32_346_500,
        "pctc": "0",
        "global_days": "090",
        "pre_millionths": 100_000,
        "intra_millionths": 690_000,
        "post_millionths": 210_000,
        "multiple": "3",
        "bilateral": "1",
        "assistant": "1",
        "co_surgeon": "1",
        "team": "0",
        "endoscopic_base": "29805",
        "imaging_family": "99",
        "row": 10,
    }


def test_columns_are_found_by_name_where_they_have_moved(october: Path, july: Path) -> None:
    moved = ("effective_from", "effective_to", "release", "conversion_millionths")
    before, after = read_physician(october), read_physician(july)

    assert after.drop(moved).equals(before.drop(moved))
    assert after["conversion_millionths"].unique().to_list() == [33_400_900]
    assert after["effective_from"].unique().to_list() == [dt.date(2026, 7, 1)]
    assert after["effective_to"].unique().to_list() == [dt.date(2026, 12, 31)]


def test_descriptions_are_never_kept(october: Path) -> None:
    kept = read_physician(october).write_csv()

    assert "made up" not in kept
    assert "picture" not in kept


def test_components_and_places_without_a_value_are_told_apart(october: Path) -> None:
    visit, _, picture = read_physician(october).iter_rows(named=True)

    assert (visit["modifier"], picture["modifier"]) == (None, "TC")
    assert (visit["nonfacility_na"], visit["facility_na"]) == (False, False)
    assert (picture["nonfacility_na"], picture["facility_na"]) == (False, True)


@pytest.mark.parametrize("name", ["physician.csv", "physician.parquet"])
def test_what_was_imported_is_read_back(october: Path, tmp_path: Path, name: str) -> None:
    table = read_physician(october)
    write_rate_table("physician", table, tmp_path / name)
    back = read_rate_table("physician", tmp_path / name)

    assert back.drop("row").sort("code").equals(table.drop("row").sort("code"))


@pytest.mark.parametrize(
    ("month", "first"),
    [
        ("January", dt.date(2025, 1, 1)),
        ("APRIL", dt.date(2025, 4, 1)),
        ("July", dt.date(2025, 7, 1)),
        ("October", dt.date(2025, 10, 1)),
    ],
)
def test_a_release_begins_with_its_month(tmp_path: Path, month: str, first: dt.date) -> None:
    path = written(tmp_path, "a.csv", VALUES_2025.format(month=month), VALUES_ROWS_2025)

    assert read_physician(path)["effective_from"].unique().to_list() == [first]


def test_windows_code_page_and_line_ends_are_read(october: Path) -> None:
    text = october.read_text(encoding="utf-8").replace("A procedure", "A procédure")
    october.write_bytes(text.replace("\n", "\r\n").encode("cp1252"))

    assert read_physician(october)["code"].to_list() == ["99213", "29807", "71046"]


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ("99213,", "9213,", "PPRRVU2025_Oct.csv:9", "HCPCS: '9213' cannot be read"),
        (",14.67,", ",x,", "PPRRVU2025_Oct.csv:10", "WORK RVU: 'x' cannot be read"),
        (",13.91,NA,", ",13.91,YES,", "PPRRVU2025_Oct.csv:10", "NON-FAC NA INDICATOR: 'YES'"),
        (",0.10,0.69,", ",0.10,-1,", "PPRRVU2025_Oct.csv:10", "INTRA OP: '-1' cannot be read"),
        ("BASE,FACTOR,", "BASE,FACTORS,", "PPRRVU2025_Oct.csv:8", "CONV FACTOR: the column is"),
        ("October Release", "Release", "PPRRVU2025_Oct.csv", "no title says of which year"),
        ("HCPCS,MOD,", "CODE,MOD,", "PPRRVU2025_Oct.csv", "no header that begins with HCPCS, MOD"),
    ],
)
def test_a_fault_is_named_by_file_line_and_column(
    october: Path, old: str, new: str, where: str, what: str
) -> None:
    fault = _fault(_mended(october, old, new))

    assert fault.where == where
    assert fault.what.startswith(what)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert _fault(tmp_path / "none.csv").what == "there is no such file"


# -- releases in a row -------------------------------------------------------------------------


def _release(first: dt.date, last: dt.date | None, *codes: str) -> pl.DataFrame:
    rows = [{"code": code, "effective_from": first, "effective_to": last} for code in codes]
    return pl.DataFrame(rows, schema=RVUS)


def test_a_later_release_replaces_all_of_the_one_before() -> None:
    january = _release(dt.date(2025, 1, 1), dt.date(2025, 12, 31), "A", "B")
    april = _release(dt.date(2025, 4, 1), dt.date(2025, 12, 31), "A")
    next_year = _release(dt.date(2026, 1, 1), dt.date(2026, 12, 31), "A")

    days = combine([next_year, january, april]).select("code", "effective_from", "effective_to")

    assert days.rows() == [
        ("A", dt.date(2025, 1, 1), dt.date(2025, 3, 31)),
        ("B", dt.date(2025, 1, 1), dt.date(2025, 3, 31)),
        ("A", dt.date(2025, 4, 1), dt.date(2025, 12, 31)),
        ("A", dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    ]


def test_the_end_of_a_year_is_not_moved_by_a_release_long_after() -> None:
    old = _release(dt.date(2024, 10, 1), dt.date(2024, 12, 31), "A")
    new = _release(dt.date(2025, 4, 1), dt.date(2025, 12, 31), "A")

    assert combine([old, new])["effective_to"][0] == dt.date(2024, 12, 31)


def test_an_open_release_ends_when_the_next_begins() -> None:
    combined = combine(
        [_release(dt.date(2025, 1, 1), None, "A"), _release(dt.date(2025, 2, 1), None, "A")]
    )

    assert combined["effective_to"].to_list() == [dt.date(2025, 1, 31), None]


def test_two_releases_of_one_day_are_refused(october: Path) -> None:
    table = read_physician(october)

    with pytest.raises(ReclaimError, match="two of them begin on 2025-10-01"):
        combine([table, table])


def test_one_release_stays_as_it_is(october: Path) -> None:
    table = read_physician(october)

    assert combine([table]).equals(table)
