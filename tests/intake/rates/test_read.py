"""Rate tables: what is read of a file, and which line and column an error names."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.errors import ReclaimError
from reclaim.intake.rates.columns import LAYOUTS
from reclaim.intake.rates.kinds import KINDS
from reclaim.intake.rates.read import read_rate_table
from reclaim.intake.rates.values import scaled


def table(tmp_path: Path, text: str, kind: str = "rates") -> pl.DataFrame:
    """What a file of this text holds."""
    path = tmp_path / "fees.csv"
    path.write_text(text, "utf-8")
    return read_rate_table(kind, path)


def stop(tmp_path: Path, text: str, kind: str = "rates") -> str:
    """What reading such a file stops with."""
    with pytest.raises(ReclaimError) as raised:
        table(tmp_path, text, kind)
    assert raised.value.code == "RATE-FILE"
    return str(raised.value)


def test_values_land_in_the_columns_of_their_kind(tmp_path: Path) -> None:
    text = (
        "rate, code,modifier,effective_from,percent,status\n"
        "91.63,99213,,2026-01-01,,\n"
        "\n"
        ",J1234 ,JW,,45.5,\n"
        ",99999,,,,by report\n"
    )
    found = table(tmp_path, text)
    assert found.schema == KINDS["rates"]
    assert found.select(
        "code", "modifier", "effective_from", "rate_micros", "percent_millionths", "status", "row"
    ).rows() == [
        ("99213", None, dt.date(2026, 1, 1), 91_630_000, None, None, 2),
        ("J1234", "JW", None, None, 455_000, None, 4),
        ("99999", None, None, None, None, "by report", 5),
    ]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_has_a_layout_that_fills_its_columns(kind: str) -> None:
    layout = LAYOUTS[kind]
    filled = {column.into or name for name, column in layout.columns.items()}
    assert filled | {"row"} == set(KINDS[kind])
    assert set(layout.same) | set(layout.says) <= filled


@pytest.mark.parametrize(
    ("kind", "text", "last"),
    [
        ("physician", "code,work_rvu,nonfacility_na\n99213,1.3,true\n", (1_300_000, True)),
        ("indices", "locality,work,practice,malpractice\n06102-16,1.01,1,1\n", (1_010_000, None)),
        ("weights", "drg,relative_weight\n064,2.0123\n", (2_012_300, None)),
        ("base_units", "code,base_units\n00790,7\n", (7_000, None)),
        ("anesthesia", "locality,conversion_factor\n06102-16,20.4976\n", (20_497_600, None)),
        ("groups", "code,group\n66984,G8\n", ("G8", None)),
        ("areas", "zip_code,area\n02110,urban\n", ("urban", None)),
    ],
)
def test_each_kind_is_read(
    tmp_path: Path, kind: str, text: str, last: tuple[object, object]
) -> None:
    found = table(tmp_path, text, kind)
    assert found.schema == KINDS[kind]
    assert last[0] in found.row(0)
    assert last[1] is None or last[1] in found.row(0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ":1: the file is empty"),
        ("code,rat\n99213,1\n", ":1: rat: unknown column; known are code, code_to"),
        ("rate\n1\n", ":1: code: the column is missing"),
        ("code,rate\n99213,$5\n", ":2: rate: '$5' cannot be read; expected a number of 0 or more"),
        ("code,rate\n99213,-5\n", ":2: rate: '-5' cannot be read"),
        ('code,rate\n99213,"1,234.50"\n', ":2: rate: '1,234.50' cannot be read"),
        ("code,rate\n99213,1.0000001\n", ":2: rate: '1.0000001' cannot be read"),
        ("code,rate\n99213,1e3\n", ":2: rate: '1e3' cannot be read"),
        ("code,percent\n99213,1.00001\n", ":2: percent: '1.00001' cannot be read; expected a perc"),
        ("code,rate\n,5\n", ":2: code: is empty"),
        ("code,rate\n99213,\n", ":2: rate: is empty, and neither percent nor status says"),
        ("code,rate,percent\n99213,1,2\n", ":2: rate, percent: only one of them"),
        (
            "code,rate,setting\n99213,1,office\n",
            ":2: setting: 'office' cannot be read; expected fa",
        ),
        ("code,rate,effective_from\n99213,1,1/2/26\n", ":2: effective_from: '1/2/26' cannot be re"),
        ("code,rate\n110,5\n", ":2: code: '110' is too short; a spreadsheet may have cut leading"),
        ("code,rate\n99213,5,6\n", ":2: the line has 3 fields for 2 columns"),
    ],
)
def test_an_error_names_file_line_and_column(tmp_path: Path, text: str, said: str) -> None:
    assert stop(tmp_path, text).startswith(f"fees.csv{said}")


def test_a_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "fees.csv"
    path.write_bytes(b"code,rate\n99213,1\n99214,\xff\n")
    with pytest.raises(ReclaimError, match=r"fees\.csv:3: the line is not in UTF-8"):
        read_rate_table("rates", path)


def test_a_file_that_is_not_there_is_named_as_asked(tmp_path: Path) -> None:
    with pytest.raises(ReclaimError, match=r"contracts/a\.csv: there is no such file"):
        read_rate_table("rates", tmp_path / "a.csv", shown="contracts/a.csv")


def test_all_faults_are_named_and_many_are_counted(tmp_path: Path) -> None:
    told = stop(tmp_path, "code,rate\n" + "99213,x\n" * 12).splitlines()
    assert [line.split(":")[1] for line in told[:10]] == [str(line) for line in range(2, 12)]
    assert told[10] == "and 2 more"


def test_a_code_of_another_type_may_be_short(tmp_path: Path) -> None:
    assert table(tmp_path, "code,code_type,rate\n450,RC,5\n").height == 1


@pytest.mark.parametrize(
    ("days", "rate", "well"),
    [
        (("2026-01-01,2026-06-30", "2026-07-01,"), "6", True),
        (("2026-01-01,2026-07-01", "2026-07-01,"), "6", False),
        (("2026-01-01,2026-07-01", "2026-07-01,"), "5", True),
        ((",", "2026-07-01,2026-07-01"), "6", False),
    ],
)
def test_two_rows_may_not_differ_about_the_same_day(
    tmp_path: Path, days: tuple[str, str], rate: str, *, well: bool
) -> None:
    text = f"code,effective_from,effective_to,rate\n99213,{days[0]},5\n99213,{days[1]},{rate}\n"
    if well:
        assert table(tmp_path, text).height == 2
    else:
        assert stop(tmp_path, text).startswith("fees.csv:3: says otherwise than line 2 about")


def test_rows_for_different_modifiers_may_differ(tmp_path: Path) -> None:
    assert table(tmp_path, "code,modifier,rate\n99213,,5\n99213,26,6\n99213,TC,7\n").height == 3


def test_a_span_inside_a_long_one_is_found_behind_one_that_says_the_same(tmp_path: Path) -> None:
    text = (
        "code,effective_from,effective_to,rate\n"
        "99213,2026-01-01,2026-12-31,5\n"
        "99213,2026-02-01,2026-02-28,5\n"
        "99213,2026-06-01,2026-06-30,6\n"
    )
    assert stop(tmp_path, text).startswith("fees.csv:4: says otherwise than line 2")


def test_a_parquet_file_has_the_columns_of_its_kind(tmp_path: Path) -> None:
    path = tmp_path / "fees.parquet"
    rows = table(tmp_path, "code,rate\n99213,91.63\n")
    rows.write_parquet(path)
    assert read_rate_table("rates", path).equals(rows)
    rows.drop("per").write_parquet(path)
    with pytest.raises(ReclaimError, match="per: the column is missing"):
        read_rate_table("rates", path)
    path.write_text("no")
    with pytest.raises(ReclaimError, match="the file is not Parquet"):
        read_rate_table("rates", path)


@given(st.decimals(0, 999_999, places=6, allow_nan=False))
def test_numbers_are_exact(number: object) -> None:
    found = pl.select(scaled(pl.lit(f"{number:f}"), 6)).item()
    assert found == int(str(f"{number:f}").replace(".", ""))
