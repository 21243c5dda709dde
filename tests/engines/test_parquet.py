"""Tables that come in batches are one Parquet file each, of the declared types."""

from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from polars.testing import assert_frame_equal

from reclaim.engines import parquet
from reclaim.engines.parquet import read_groups, table_files, write_tables
from reclaim.pipeline.checking import checked_batches
from reclaim.schema import TABLES
from reclaim.x12.reader import READ_TABLES, read
from tests.engines.audits import remittance

SCHEMA = pl.Schema({"code": pl.String(), "cents": pl.Int64(), "rarcs": pl.List(pl.String)})
CLAIM = "CLP*A1*1*500*300*80*12*ICN1~CAS*CO*45*120~CAS*PR*1*80~"


def batch(*cents: int) -> pl.DataFrame:
    rows = {"code": ["45"] * len(cents), "cents": list(cents), "rarcs": [["M15"]] * len(cents)}
    return pl.DataFrame(rows, schema=SCHEMA)


def test_batches_follow_one_another(tmp_path: Path) -> None:
    with table_files(tmp_path / "new", {"parts": SCHEMA, "none": SCHEMA}) as files:
        files.write({"parts": batch(1, 2), "other": batch(9)})
        files.write({"parts": batch()})
        files.write({"parts": batch(3)})
        assert files.rows == {"parts": 3, "none": 0}
    assert_frame_equal(pl.read_parquet(tmp_path / "new" / "parts.parquet"), batch(1, 2, 3))
    assert_frame_equal(pl.read_parquet(tmp_path / "new" / "none.parquet"), batch())
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [
        "none.parquet", "parts.parquet"
    ]  # fmt: skip


def test_any_reader_takes_text_as_plain_strings(tmp_path: Path) -> None:
    with table_files(tmp_path, {"parts": SCHEMA}) as files:
        files.write({"parts": batch(1)})
    schema = pq.read_schema(tmp_path / "parts.parquet")
    assert schema.field("code").type == pa.string()
    assert schema.field("cents").type == pa.int64()


def test_groups_come_in_order_and_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS_A_GROUP", 3)
    with table_files(tmp_path, {"parts": SCHEMA}) as files:
        for first in range(0, 10, 5):
            files.write({"parts": batch(*range(first, first + 5))})
    groups = list(read_groups(tmp_path / "parts.parquet"))
    assert max(group.height for group in groups) == 3
    assert_frame_equal(pl.concat(groups), batch(*range(10)))


def test_every_table_of_the_reader_is_written(tmp_path: Path) -> None:
    given = tmp_path / "a.835"
    given.write_text(remittance(CLAIM), "utf-8")
    rows = write_tables(checked_batches([given]), tmp_path / "tables")
    assert set(rows) == set(READ_TABLES)
    expected = read([given])
    for name in READ_TABLES:
        frame = pl.read_parquet(tmp_path / "tables" / f"{name}.parquet")
        assert frame.schema == TABLES[name].polars_schema, name
        assert frame.height == rows[name]
        if name != "problems":
            assert_frame_equal(frame, expected[name])
    assert rows["remit_claims"] == 1
