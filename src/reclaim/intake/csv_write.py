"""Writes a CSV file that a practice keeps, so that it reads back as the same rows."""

import csv
from pathlib import Path

import polars as pl

from reclaim.intake.csv_file import CsvFile, Field
from reclaim.money import format_cents


def write_csv_file(declared: CsvFile, folder: Path, rows: pl.DataFrame) -> Path:
    """Write the rows, in their order, over what is there; where the file is.

    Args:
        declared: the file.
        folder: the practice's folder.
        rows: its columns, as `read_csv_file` gives them; amounts in cents. Others are left out.
    """
    path = folder / declared.path
    path.parent.mkdir(parents=True, exist_ok=True)
    # A reader sees the old file or the new one, never a part of it.
    draft = path.with_name(f".{path.name}.new")
    with draft.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream, lineterminator="\n")
        lines.writerow(declared.columns)
        fields = [column.field for column in declared.columns.values()]
        for row in rows.select(list(declared.columns)).iter_rows():
            lines.writerow(map(_written, row, fields))
    draft.replace(path)
    return path


def _written(value: object, field: Field) -> str:
    if value is None:
        return ""
    if field is Field.DOLLARS and isinstance(value, int):
        return format_cents(value).replace(",", "")
    # A file of one row a line stays so: a reason that was typed with line breaks loses them.
    return " ".join(str(value).split()) if field is Field.TEXT else str(value)
