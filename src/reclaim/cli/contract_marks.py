"""Marks a variance as invalid in the practice's own file, or takes the mark back."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from reclaim.audit.marked import CONTRACT_WRONG, KEYS, OFF, mark_keys
from reclaim.cli.contracts_of import contracts_folder
from reclaim.cli.whys import JudgedBy
from reclaim.errors import UsageError
from reclaim.intake.csv_file import TYPES, read_csv_file
from reclaim.intake.csv_write import write_csv_file
from reclaim.intake.practice import VARIANCES
from reclaim.report.words import INFERRED
from reclaim.wording import clean

Row = dict[str, Any]

KINDS = (*OFF, CONTRACT_WRONG)
"""Kinds of findings that are about the difference of an expected and an allowed amount."""

OF_LINE = KEYS[:4]
"""What of a mark names the line; the rest are its two amounts."""


@dataclass(frozen=True)
class Mark:
    """What is noted of a variance besides its line: why, on which day, and by whom, if known."""

    because: str
    on: dt.date
    by: str | None = None


@dataclass(frozen=True)
class Marked:
    """What was done.

    Args:
        file: the practice's file of variances.
        rows: the rows of `expected_lines` concerned.
        changed: lines of the file that were added or taken out.
    """

    file: Path
    rows: pl.DataFrame
    changed: int


def mark(source: JudgedBy, name: str, noted: Mark) -> Marked:
    """Note that the variance of a finding is invalid; what is noted already is left as it is.

    Raises:
        UsageError: NAME-UNKNOWN, VARIANCE-MARK, or CONTRACT-MISSING without a practice's folder.
    """
    rows = _rows_of(source, name)
    folder = contracts_folder(source.known.folder).parent
    kept = _kept(folder)
    new = rows.select(mark_keys()).join(kept, on=KEYS, how="anti", nulls_equal=True)
    noted_rows = new.with_columns(
        marked=pl.lit("invalid"),
        because=pl.lit(noted.because),
        on=pl.lit(noted.on),
        by=pl.lit(noted.by, dtype=pl.String),
    )
    both = pl.concat([kept, noted_rows.select(kept.columns)])
    file = write_csv_file(VARIANCES, folder, both) if new.height else folder / VARIANCES.path
    return Marked(file, rows, new.height)


def unmark(source: JudgedBy, name: str) -> Marked:
    """Take out every mark on the lines of a finding, whatever its amounts.

    Raises:
        UsageError: as `mark`.
    """
    rows = _rows_of(source, name)
    folder = contracts_folder(source.known.folder).parent
    kept = _kept(folder)
    left = kept.join(rows.select(mark_keys()), on=OF_LINE, how="anti", nulls_equal=True)
    if left.height < kept.height:
        write_csv_file(VARIANCES, folder, left)
    return Marked(folder / VARIANCES.path, rows, kept.height - left.height)


def _kept(folder: Path) -> pl.DataFrame:
    """What the file holds, without the places of its rows."""
    found = read_csv_file(VARIANCES, folder)
    if found is not None:
        return found.drop("row")
    return pl.DataFrame(
        schema={name: TYPES[column.field] for name, column in VARIANCES.columns.items()}
    )


def _rows_of(source: JudgedBy, name: str) -> pl.DataFrame:
    """The rows of `expected_lines` that a finding is about."""
    finding = _finding(source, name)
    rows = (
        source.tables["expected_lines"]
        .filter(
            pl.col("claim_id") == finding["claim_id"],
            pl.col("verdict") == finding["kind"],
            pl.col("line_number").is_null() | pl.col("line_number").is_in(finding["lines"]),
        )
        .collect()
    )
    if finding["kind"] != CONTRACT_WRONG:
        inferred = pl.col("inferred").fill_null(value=False)
        rows = rows.filter(inferred == (finding["category"] == INFERRED))
    unknown = rows["contract"].null_count() or rows["patient_control_number"].null_count()
    if unknown or rows.is_empty():
        raise _refused(source, f"no one contract, or no claim number, stands behind {clean(name)}")
    return rows


def _finding(source: JudgedBy, name: str) -> Row:
    """The finding of that name, which is about a variance."""
    found = source.tables["findings"].filter(finding_id=name.upper()).collect()
    if found.is_empty():
        raise UsageError(
            "NAME-UNKNOWN",
            where=str(source.where),
            what=f"there is no finding {clean(name)}",
            why="A finding is named F- and ten letters and digits.",
            next_step="look up the number in findings.xlsx, or audit again",
        )
    finding = found.row(0, named=True)
    if finding["kind"] not in KINDS:
        raise _refused(source, f"{clean(name)} is no difference of expected and allowed")
    return finding


def _refused(source: JudgedBy, what: str) -> UsageError:
    return UsageError(
        "VARIANCE-MARK",
        where=str(source.where),
        what=what,
        why="A mark says that a contract expects the wrong amount of a line.",
        next_step="give a finding of the kind underpaid or overpaid",
    )
