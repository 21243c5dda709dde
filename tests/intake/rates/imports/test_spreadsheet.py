"""A payer's fee schedule, as payers send them: each row is a rate, a problem or counted."""

import datetime as dt
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from reclaim.errors import ReclaimError
from reclaim.intake.rates.imports.guess import guess_mapping
from reclaim.intake.rates.imports.imported import Imported
from reclaim.intake.rates.imports.mapping import ColumnMapping, Mapping
from reclaim.intake.rates.imports.sheet import read_sheets
from reclaim.intake.rates.imports.spreadsheet import read_spreadsheet

HEADER = ["CPT Code", "MOD", "Description", "Fee", "Eff Date"]
NEW_YEAR = dt.date(2026, 1, 1)


def workbook(path: Path, *rows: Sequence[object], **formats: str) -> Path:
    """A workbook whose columns (A, B ...) have the number formats given."""
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet("Fees")
    styles = {name: book.add_format({"num_format": form}) for name, form in formats.items()}
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            page.write(number, column, value, styles.get(chr(ord("A") + column)))
    book.close()
    return path


def imported(path: Path) -> Imported:
    return read_spreadsheet(path, guess_mapping(read_sheets(path)))


def rates(found: Imported) -> list[tuple[object, ...]]:
    wanted = ("code", "modifier", "setting", "effective_from", "rate_micros")
    return found.rates.select(wanted).rows()


def test_a_workbook_with_titles_totals_and_headers_again_is_read_whole(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "harbor.xlsx",
        ["Harbor Mutual PPO"],
        [],
        HEADER,
        ["Office visits"],
        [99213, None, "words", 91.63, "1/1/2026"],
        ["99214", "25", "words", "$1,234.50", 46023],
        [],
        HEADER,
        [100, 26, "words", 12.5, "2026-01-01"],
        ["99215", None, "words"],
        ["Total", None, None, 1338.63],
    )
    found = imported(path)
    assert rates(found) == [
        ("99213", None, None, NEW_YEAR, 91_630_000),
        ("99214", "25", None, NEW_YEAR, 1_234_500_000),
        ("00100", "26", None, NEW_YEAR, 12_500_000),
    ]
    assert found.rates["row"].to_list() == [5, 6, 9]
    assert found.problems == ()
    assert found.skipped == {
        "lines above the header": 1,
        "titles and notes": 1,
        "repeated headers": 1,
        "empty cells of 'Fee'": 1,
        "rows with a code and no amount": 1,
        "totals": 1,
    }
    assert found.notes == ("codes that got back the zeros a spreadsheet had cut: 1",)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (["99213", None, "x", "n/a"], "Fees!D2: 'n/a' is no amount"),
        (["99213", None, "x", -5], "Fees!D2: '-5' is no amount"),
        (["99213", None, "x", "118%"], "Fees!D2: '118%' is no amount"),
        (["99213", "255", "x", 5], "Fees!B2: '255' is no modifier"),
        (["99213", None, "x", 5, "soon"], "Fees!E2: 'soon' is no day"),
        (["9921x3", None, "x", 5], "Fees!A2: '9921x3' is no code"),
        ([None, None, "x", 5], "Fees!A2: an amount without a code"),
        (["Surgery", None, "x", 5], "Fees!A2: 'Surgery' is no code"),
    ],
)
def test_a_wrong_cell_is_named(row: list[object], problem: str, tmp_path: Path) -> None:
    found = imported(workbook(tmp_path / "harbor.xlsx", HEADER, row, ["99215", None, "x", 7]))
    assert [str(each) for each in found.problems] == [problem]
    assert found.rates["code"].to_list() == ["99215"]


def test_what_a_formula_could_not_work_out_is_a_problem(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "harbor.xlsx")
    page = book.add_worksheet("Fees")
    page.write_row(0, 0, HEADER)
    page.write(1, 0, "99213")
    page.write_formula(1, 3, "=1/0", None, "#DIV/0!")
    page.write(2, 0, "99214")
    page.write_formula(2, 3, "=0.1+0.2", None, 0.30000000000000004)
    book.close()
    found = imported(tmp_path / "harbor.xlsx")
    assert [str(each) for each in found.problems] == ["Fees!D2: '#DIV/0!' is no amount"]
    assert found.rates["rate_micros"].to_list() == [300_000]


def test_number_formats_say_what_a_number_is(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Rev Code", "% of Charges", "Eff Date"], [110, 0.455, 46023]]
    path = workbook(tmp_path / "a.xlsx", *rows, A="0000", B="0.0%", C="m/d/yyyy")
    found = imported(path).rates
    assert found.select("code", "code_type", "percent_millionths", "effective_from").rows() == [
        ("0110", "RC", 455_000, NEW_YEAR)
    ]


def test_a_wrong_amount_leaves_the_other_of_its_row(tmp_path: Path) -> None:
    header = ["HCPCS", "Non-Fac Fee", "Facility Fee"]
    found = imported(workbook(tmp_path / "a.xlsx", header, ["99213", 91.63, "n/a"]))
    assert rates(found) == [("99213", None, "nonfacility", None, 91_630_000)]
    assert [str(each) for each in found.problems] == ["Fees!C2: 'n/a' is no amount"]


def test_columns_by_setting_and_component_become_rows(tmp_path: Path) -> None:
    header = ["Procedure", "Fee", "Facility Fee", "26 Fee", "TC Fee"]
    found = imported(workbook(tmp_path / "a.xlsx", header, ["70450", 200, 180, 55, 145]))
    assert rates(found) == [
        ("70450", None, None, None, 200_000_000),
        ("70450", None, "facility", None, 180_000_000),
        ("70450", "26", None, None, 55_000_000),
        ("70450", "TC", None, None, 145_000_000),
    ]


def test_words_in_place_of_an_amount_have_their_meaning(tmp_path: Path) -> None:
    rows: list[list[object]] = [["99999", None, "x", "BR"], ["99213", None, "x", "45% of charges"]]
    found = imported(workbook(tmp_path / "a.xlsx", HEADER, *rows)).rates
    assert found.select("code", "rate_micros", "percent_millionths", "status").rows() == [
        ("99999", None, None, "by report"),
        ("99213", None, 450_000, None),
    ]


def test_a_percentage_of_something_else_is_no_price(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["CPT", "% of Medicare"], ["99213", "118%"])
    mapping = guess_mapping(read_sheets(path))
    assert mapping.doubts == ("what '% of Medicare' is a percentage of; its rows have no price",)
    found = read_spreadsheet(path, mapping).rates
    assert found.select("rate_micros", "percent_millionths", "status").rows() == [
        (None, None, "algorithm: 118% % of Medicare")
    ]


def test_codes_may_bring_a_modifier_a_range_or_places(tmp_path: Path) -> None:
    header = ["CPT", "POS", "Fee"]
    rows: list[list[object]] = [
        ["70450-26", 11, 5],
        ["99202-99205", None, 6],
        ["99213", "11, 22", 7],
    ]
    found = imported(workbook(tmp_path / "a.xlsx", header, *rows)).rates
    wanted = found.select("code", "code_to", "modifier", "place_of_service", "rate_micros")
    assert wanted.rows() == [
        ("70450", None, "26", "11", 5_000_000),
        ("99202", "99205", None, None, 6_000_000),
        ("99213", None, None, "11", 7_000_000),
        ("99213", None, None, "22", 7_000_000),
    ]


def test_every_sheet_with_the_columns_is_read(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx", {"constant_memory": True})
    for name, code in (("Notes", None), ("Surgery", "27447"), ("Visits", "99213")):
        page = book.add_worksheet(name)
        page.write_row(0, 0, ["CPT", "Fee"] if code else ["Harbor & Co, 2026"])
        if code:
            page.write_row(1, 0, [code, 5])
    book.close()
    found = imported(tmp_path / "a.xlsx")
    assert found.rates["code"].to_list() == ["27447", "99213"]
    assert found.skipped == {"rows of the sheet Notes, which has not these columns": 1}


def test_next_years_file_is_read_by_this_years_mapping(tmp_path: Path) -> None:
    this = workbook(tmp_path / "a.xlsx", ["CPT", "2026 Fee ($)"], ["99213", 5])
    mapping = guess_mapping(read_sheets(this))
    following = workbook(tmp_path / "b.xlsx", ["Notes", "Cpt", "2027 FEE"], ["x", "99213", 6])
    found = read_spreadsheet(following, mapping)
    assert found.rates["rate_micros"].to_list() == [6_000_000]
    assert found.notes == ("Fees: the column 'Notes' is not in the mapping, left aside: 1",)


def test_a_column_that_is_gone_is_a_problem_or_a_stop(tmp_path: Path) -> None:
    columns = [("CPT", "code"), ("MOD", "modifier"), ("Fee", "rate")]
    mapping = Mapping.model_validate(
        {"columns": [{"header": header, "holds": holds} for header, holds in columns]}
    )
    without = workbook(tmp_path / "a.xlsx", ["CPT", "Fee"], ["99213", 5])
    found = read_spreadsheet(without, mapping)
    assert [str(each) for each in found.problems] == [
        "Fees!1: the column 'MOD' of the mapping is missing"
    ]
    other = workbook(tmp_path / "b.xlsx", ["CPT", "Allowed"], ["99213", 5])
    with pytest.raises(ReclaimError, match="no sheet has the columns of the mapping: CPT, MOD"):
        read_spreadsheet(other, mapping)


def test_days_of_the_mapping_hold_where_the_sheet_has_none(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["CPT", "Fee"], ["99213", 5])
    mapping = Mapping(
        columns=(
            ColumnMapping(header="CPT", holds="code"),
            ColumnMapping(header="Fee", holds="rate"),
        ),
        effective_from=NEW_YEAR,
        per="line",
    )
    found = read_spreadsheet(path, mapping).rates
    assert found.select("effective_from", "per").rows() == [(NEW_YEAR, "line")]


def test_two_amounts_for_one_code_are_no_rate(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["99213", None, "x", 5],
        ["99213", None, "x", 6],
        ["99213", None, "x", 5],
    ]
    found = imported(workbook(tmp_path / "a.xlsx", HEADER, *rows))
    assert found.rates.select("rate_micros", "status").rows() == [(None, "two rates: 5.00, 6.00")]
    assert [str(each) for each in found.problems] == ["a.xlsx: 99213: two rates: 5.00, 6.00"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_text_files_have_their_columns_between_any_of_the_usual_marks(
    delimiter: str, tmp_path: Path
) -> None:
    path = tmp_path / "harbor.csv"
    lines = [["Harbor, 2026"], ["CPT", "Fee"], ["99213", "91.63"], ["99214", "n/a"]]
    quoted = [[f'"{cell}"' for cell in line] for line in lines]
    path.write_text("\n".join(delimiter.join(line) for line in quoted))
    found = imported(path)
    assert rates(found) == [("99213", None, None, None, 91_630_000)]
    assert [str(each) for each in found.problems] == ["harbor.csv:4 B: 'n/a' is no amount"]


@pytest.mark.parametrize("name", ["a.xls", "a.ods", "a.xlsx", "missing.xlsx", "missing.csv"])
def test_what_is_no_workbook_is_a_stop(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if "missing" not in name:
        path.write_bytes(b"\xd0\xcf\x11\xe0 not a workbook of that form")
    with pytest.raises(ReclaimError) as caught:
        read_sheets(path)
    assert caught.value.code == "RATE-FILE"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_damaged_part_of_a_workbook_is_a_stop(part: str, tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", ["CPT", "Fee"], ["99213", 5])
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as broken:
        for name in source.namelist():
            content = source.read(name)
            broken.writestr(name, content[: len(content) // 2] + b"<" if name == part else content)
    with pytest.raises(ReclaimError, match="cannot be read"):
        read_sheets(tmp_path / "b.xlsx")


def test_a_workbook_that_declares_entities_is_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", ["CPT", "Fee"], ["99213", 5])
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as broken:
        for name in source.namelist():
            broken.writestr(name, bomb if name.endswith("sheet1.xml") else source.read(name))
    with pytest.raises(ReclaimError, match="document type"):
        read_sheets(tmp_path / "b.xlsx")
