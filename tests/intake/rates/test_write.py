"""What is written is what is read back, and equal tables give equal bytes."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.intake.rates.imports.imported import Rate
from reclaim.intake.rates.kinds import KINDS, RATES
from reclaim.intake.rates.read import read_rate_table
from reclaim.intake.rates.write import write_rate_table

ROWS: dict[str, dict[str, object]] = {
    "rates": {"code": "99213", "rate_micros": 91_630_000},
    "physician": {"code": "99213", "work_millionths": 1_300_000, "facility_na": True},
    "indices": {
        "locality": "06102-16",
        "work_millionths": 1_000_000,
        "practice_millionths": 950_000,
        "malpractice_millionths": 1_010_000,
    },
    "anesthesia": {"locality": "06102-16", "conversion_millionths": 20_317_800},
    "weights": {"drg": "470", "weight_millionths": 1_906_500, "mean_days_millionths": 2_000_000},
    "base_units": {"code": "00100", "units_thousandths": 5_000},
    "groups": {"code": "66984", "group": "5491"},
    "areas": {"zip_code": "01001", "area": "urban"},
}


def table(kind: str, *rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=KINDS[kind])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_every_kind_is_read_back_as_it_was(kind: str, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"table.{suffix}"
    whole = table(kind, ROWS[kind])
    write_rate_table(kind, whole, path)
    assert read_rate_table(kind, path).drop("row").equals(whole.drop("row"))


def test_a_csv_file_has_the_columns_that_say_something(tmp_path: Path) -> None:
    path = tmp_path / "new" / "harbor.csv"
    first = {"code": "J1450", "rate_micros": 250, "effective_from": dt.date(2026, 1, 1)}
    second = {"code": "99213", "percent_millionths": 455_000, "modifier": "26"}
    write_rate_table("rates", table("rates", first, second), path)
    assert path.read_bytes() == (
        b"code,modifier,effective_from,rate,percent\n99213,26,,,45.5\nJ1450,,2026-01-01,0.00025,\n"
    )


days = st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))
rates = st.tuples(
    st.from_regex(r"[A-Z0-9][0-9]{4}", fullmatch=True),
    st.sampled_from([None, "26", "TC"]),
    days,
    st.integers(0, 10**15),
    st.sampled_from([None, "line", "day"]),
).map(
    lambda drawn: Rate(
        code=drawn[0],
        modifier=drawn[1],
        effective_from=drawn[2],
        rate_micros=drawn[3],
        per=drawn[4],
    )
)


@settings(max_examples=25)
@given(rows=st.lists(rates, max_size=6, unique_by=lambda rate: rate.code))
def test_neither_order_nor_trip_change_anything(
    rows: list[Rate], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("rates")
    paths = [folder / "one.csv", folder / "two.csv"]
    for path, some in zip(paths, (rows, rows[::-1]), strict=True):
        write_rate_table("rates", pl.DataFrame(some, schema=RATES, orient="row"), path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    back = read_rate_table("rates", paths[0]).drop("row").rows()
    assert sorted(back, key=str) == sorted((row[:-1] for row in rows), key=str)
