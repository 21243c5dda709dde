"""What is written to a practice's file reads back as the same rows."""

import datetime as dt
import string
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from reclaim.intake.csv_file import TYPES, read_csv_file
from reclaim.intake.csv_write import write_csv_file
from reclaim.intake.practice import VARIANCES

SCHEMA = pl.Schema({name: TYPES[column.field] for name, column in VARIANCES.columns.items()})
WORDS = st.text(string.ascii_letters + string.digits + ",\"';-é", min_size=1, max_size=8)
CENTS = st.integers(0, 10**11)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "patient_control_number": WORDS,
            "line_number": st.none() | st.integers(1, 99),
            "contract": WORDS,
            "code": st.none() | WORDS,
            "expected": CENTS,
            "allowed": CENTS,
            "marked": st.just("invalid"),
            "because": WORDS,
            "on": st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)),
            "by": st.none() | WORDS,
        }
    ),
    max_size=4,
)


@given(rows=ROWS)
def test_it_reads_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, object]]
) -> None:
    folder = tmp_path_factory.mktemp("practice")
    frame = pl.DataFrame(rows, SCHEMA)
    write_csv_file(VARIANCES, folder, frame)
    found = read_csv_file(VARIANCES, folder)
    assert found is not None
    assert_frame_equal(found.drop("row"), frame)


def test_a_reason_with_line_breaks_stays_on_its_line(tmp_path: Path) -> None:
    row = ["A1", 1, "c", None, 1, 2, "invalid", "no\n raise\there", dt.date(2026, 5, 1), None]
    file = write_csv_file(VARIANCES, tmp_path, pl.DataFrame([row], SCHEMA, orient="row"))
    assert file.read_text().splitlines()[1] == "A1,1,c,,0.01,0.02,invalid,no raise here,2026-05-01,"
    assert [path.name for path in file.parent.iterdir()] == ["variances.csv"]
