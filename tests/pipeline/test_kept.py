"""What is kept of a batch does not keep the batch."""

import polars as pl

from reclaim.pipeline.kept import kept


def bytes_held(rows: pl.DataFrame) -> int:
    """The size of every buffer the texts reach into."""
    return int(rows["text"].to_arrow(compat_level=pl.CompatLevel.newest()).get_total_buffer_size())


def test_kept_rows_are_the_same_and_hold_nothing_else() -> None:
    batch = pl.DataFrame({"text": [f"a segment of some length {n}" for n in range(10_000)]})
    rows = batch.with_columns(n=pl.int_range(pl.len())).filter(pl.col("n") % 4_000 == 1)
    copied = kept(rows)
    assert copied.equals(rows)
    assert copied.schema == rows.schema
    assert bytes_held(copied) < 1_000


def test_nulls_and_empty_frames_stay() -> None:
    rows = pl.DataFrame(
        {"text": [None, ""], "cents": [1, None]}, schema_overrides={"text": pl.String}
    )
    assert kept(rows).equals(rows)
    assert kept(rows.clear()).schema == rows.schema
