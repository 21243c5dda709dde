"""`reclaim read` writes every table, whole or not at all."""

from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from reclaim.cli.output import MARKER
from reclaim.schema import TABLES
from reclaim.x12.reader import READ_TABLES
from reclaim.x12.reader import read as read_tables
from tests.cli.conftest import Reclaim


def test_tables_come_back_as_they_were_read(
    reclaim: Reclaim, clean: Path, sent: Path, tmp_path: Path
) -> None:
    out = tmp_path / "tables"
    said = reclaim("read", clean, sent, "--out", out)
    assert said.code == 0
    tables = read_tables([clean, sent])
    for name in READ_TABLES:
        written = pl.read_parquet(out / f"{name}.parquet")
        assert written.schema == TABLES[name].polars_schema
        assert written.equals(tables[name]), name
    assert "           3  remit_lines" in said.out


def test_text_is_stored_in_the_type_that_every_tool_reads(
    reclaim: Reclaim, clean: Path, tmp_path: Path
) -> None:
    reclaim("read", clean, "--out", tmp_path / "tables")
    schema = pq.read_schema(tmp_path / "tables" / "segments.parquet")
    assert str(schema.field("text").type) == "string"


def test_problems_are_those_of_check(reclaim: Reclaim, broken: Path, tmp_path: Path) -> None:
    reclaim("read", broken, "--out", tmp_path / "tables")
    problems = pl.read_parquet(tmp_path / "tables" / "problems.parquet")
    assert "X835-BALANCE-CLAIM" in problems["code"].to_list()


def test_a_folder_of_others_is_left_alone(reclaim: Reclaim, clean: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine"
    out.mkdir()
    (out / "notes.txt").write_text("keep", "utf-8")
    said = reclaim("read", clean, "--out", out)
    assert said.code == 2
    assert "OUT-NOT-EMPTY" in said.err
    assert [path.name for path in out.iterdir()] == ["notes.txt"]
    assert reclaim("read", clean, "--out", out, "--force").code == 0
    assert (out / "notes.txt").read_text("utf-8") == "keep"
    assert (out / "files.parquet").exists()


def test_a_folder_is_no_file(reclaim: Reclaim, clean: Path) -> None:
    said = reclaim("read", clean, "--out", clean)
    assert said.code == 2
    assert "OUT-NOT-A-FOLDER" in said.err


def test_our_own_folder_is_replaced_and_nothing_else_in_it(
    reclaim: Reclaim, clean: Path, tmp_path: Path
) -> None:
    out = tmp_path / "tables"
    reclaim("generate", "--claims", "3", "--out", out)
    before = {path.name for path in out.iterdir()}
    (out / "notes.txt").write_text("keep", "utf-8")
    assert reclaim("read", clean, "--out", out).code == 0
    after = {path.name for path in out.iterdir() if path.is_file()}
    assert after == {MARKER, "notes.txt", *(f"{name}.parquet" for name in READ_TABLES)}
    assert "truth.csv" in before - after
    assert not [path.name for path in tmp_path.iterdir() if path.name.endswith(".partial")]
