"""What a practice keeps about who may write off what: users, approvals, closed periods."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from reclaim.intake.csv_file import Column, CsvFile, Field, read_csv_file

USERS = CsvFile(
    "policies/users.csv",
    {
        "user": Column(),
        "role": Column(filled=False),
        "limit": Column(Field.DOLLARS, filled=False),
    },
)
"""Who posts, as the ledger names them; `limit` is the most they may write off at once, the amount
itself included. Without a limit there is none."""

APPROVALS = CsvFile(
    "policies/approvals.csv",
    {
        "transaction_id": Column(filled=False),
        "patient_control_number": Column(filled=False),
        "category": Column(filled=False),
        "amount": Column(Field.DOLLARS),
        "requested_by": Column(filled=False),
        "approved_by": Column(),
        "approved_on": Column(Field.DATE),
    },
)
"""What was approved: a write-off by its number, else one of a claim, of a category or of any, up to
the amount. Who asked for it cannot approve it."""

CLOSED_PERIODS = CsvFile(
    "policies/closed_periods.csv",
    {
        "first_day": Column(Field.DATE),
        "last_day": Column(Field.DATE),
        "closed_on": Column(Field.DATE),
        "last_transaction_id": Column(Field.COUNT, filled=False),
    },
    periods=(("first_day", "last_day"),),
)
"""Periods whose books are closed. `last_transaction_id` is the highest number that the ledger had
on that day: an entry of the period with a higher one was put in afterwards."""


@dataclass(frozen=True)
class PostingFiles:
    """The files, each null when the practice keeps none: then it is held against nobody."""

    users: pl.DataFrame | None = None
    approvals: pl.DataFrame | None = None
    closed_periods: pl.DataFrame | None = None


def posting_files(folder: Path | None) -> PostingFiles:
    """What the practice's folder holds; nothing at all when there is no folder.

    Raises:
        ReclaimError: PRACTICE-FILE, for a file that cannot be understood.
    """
    if folder is None:
        return PostingFiles()
    return PostingFiles(
        users=read_csv_file(USERS, folder),
        approvals=read_csv_file(APPROVALS, folder),
        closed_periods=read_csv_file(CLOSED_PERIODS, folder),
    )
