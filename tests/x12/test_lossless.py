"""Nothing that is sent is lost: bytes come back, and every value stands where it is declared to."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.schema import X12_TABLES
from reclaim.x12.generate.practice import generate
from reclaim.x12.restore import restore
from tests.x12.reading import Tables, every_sample, read_files, read_one, sample
from tests.x12.slow_model import lost, split


@pytest.fixture(scope="module")
def samples() -> tuple[dict[str, bytes], Tables]:
    contents = every_sample()
    return contents, read_files(contents)


def _ids(tables: Tables) -> dict[str, str]:
    return dict(tables["files"].select("path", "file_id").iter_rows())


def test_every_sample_comes_back_byte_for_byte(samples: tuple[dict[str, bytes], Tables]) -> None:
    contents, tables = samples
    back = restore(tables["segments"], tables["files"])
    for name, file_id in _ids(tables).items():
        assert back[file_id] == contents[name], name


def test_every_value_of_every_sample_is_in_a_table(
    samples: tuple[dict[str, bytes], Tables],
) -> None:
    contents, tables = samples
    for name, file_id in _ids(tables).items():
        assert lost(split(contents[name]), tables, file_id) == [], name


@settings(max_examples=4)
@given(st.integers(0, 10_000))
def test_every_value_of_a_generated_practice_is_in_a_table(seed: int) -> None:
    contents = {
        name: content
        for name, content in generate(seed, 12).files.items()
        if content.startswith(b"ISA")
    }
    tables = read_files(contents)
    back = restore(tables["segments"], tables["files"])
    for name, file_id in _ids(tables).items():
        assert back[file_id] == contents[name], name
        assert lost(split(contents[name]), tables, file_id) == [], name


def test_the_slow_model_notices_a_value_that_is_gone() -> None:
    content = sample("835_everything.x12")
    tables = read_one(content)
    file_id = tables["files"]["file_id"][0]
    for table, column in (("adjustments", "carc"), ("remit_lines", "paid_cents")):
        emptied = tables[table].with_columns(
            pl.lit(None, tables[table][column].dtype).alias(column)
        )
        assert lost(split(content), {**tables, table: emptied}, file_id), column


def test_the_slow_model_notices_a_segment_that_is_gone() -> None:
    content = sample("835_everything.x12")
    tables = read_one(content)
    file_id = tables["files"]["file_id"][0]
    fewer = {**tables, "segments": tables["segments"].head(-1)}
    assert lost(split(content), fewer, file_id)
    for table in ("remarks", "other_elements"):
        fewer = {**tables, table: tables[table].clear()}
        assert lost(split(content), fewer, file_id), table


def test_what_is_copied_from_above_is_read_in_a_row_of_its_own() -> None:
    """So that a date which cannot be read is reported once, wherever the file was cut."""
    sources = [
        (column, source)
        for table in X12_TABLES.values()
        for column in table.columns
        for source in column.sources
    ]
    held = {
        (segment, source.element, source.component)
        for column, source in sources
        for segment in source.place.segments
        if source.place.reach != "above" and not source.relative
    }
    for column, source in sources:
        for segment in source.place.segments if source.place.reach == "above" else ():
            if column.kind.value != "text" and source.element:
                assert (segment, source.element, source.component) in held, column.name


def test_bytes_of_every_segment_stand_at_its_offset() -> None:
    for encoding in ("ascii", "utf-8-sig", "utf-16", "utf-16-be", "latin-1"):
        text = sample("837p_secondary.x12").decode()
        if encoding != "ascii":
            text = text.replace("GRADY", "GRÄDY").replace("MILLBROOK", "MÜLLBROOK")
        if encoding.startswith("u"):
            text = text.replace("INDIRA", "INDI😀RA")
        content = text.encode(encoding)
        tables = read_one(content, piece_bytes=500)
        plain = encoding.replace("-sig", "").replace("utf-16", "utf-16-le").replace("le-be", "be")
        rows = tables["segments"].select("byte_offset", "text").iter_rows()
        for offset, segment in rows:
            written = segment.encode(plain)
            assert content[offset : offset + len(written)] == written, encoding
