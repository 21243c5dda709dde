"""Copies Parquet files without some of their rows, batch by batch."""

from collections.abc import Iterator, Sequence

import polars as pl

from reclaim.engines.workspace.delta import Part
from reclaim.engines.workspace.manifest import part_key
from reclaim.engines.workspace.parts import Parts, part_of
from reclaim.engines.workspace.place import Place
from reclaim.schema import TABLES

BATCH_ROWS = 262_144


def scan_parts(place: Place, name: str, uris: list[str]) -> pl.LazyFrame:
    """The rows of a table's files; a column that older files lack is null there."""
    if not uris:
        return TABLES[name].empty().lazy()
    return pl.scan_parquet(
        uris,
        schema=TABLES[name].polars_schema,
        storage_options=place.options,
        glob=False,
        missing_columns="insert",
        extra_columns="ignore",
    )


def batches(rows: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """The rows in order, some at a time."""
    yield from rows.collect_batches(chunk_size=BATCH_ROWS, maintain_order=True)


def without(
    place: Place, name: str, parts: Sequence[Part], dropped: pl.DataFrame, into: Parts
) -> list[Part]:
    """The parts of a table without the rows that agree with `dropped` in its columns.

    What has to be written anew goes into `into`, which is put in place; what has no such row is
    given back as it is. Nulls agree with nulls.
    """
    keys = dropped.columns
    kept = []
    for part in parts:
        rows = scan_parts(place, name, [place.uri(part_key(name, part.path))])
        left = rows.join(dropped.lazy(), on=keys, how="anti", nulls_equal=True)
        if left.select(pl.len()).collect().item() == part.rows:
            kept.append(part)
            continue
        for batch in batches(left):
            into.add(batch)
    return [*kept, *settle(place, into)]


def settle(place: Place, parts: Parts) -> list[Part]:
    """Finish the files, and put them where the table's files lie."""
    parts.close()
    found = [part_of(path, rows) for path, rows in zip(parts.written, parts.counts, strict=True)]
    for path in parts.written:
        place.put_file(path, part_key(parts.name, path.name))
    return found
