"""Medicare's geographic practice cost indices (CMS's GPCI files, Addendum E)."""

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from reclaim.intake.rates.imports.cms_file import read_cms_file
from reclaim.intake.rates.imports.cms_physician import combine
from reclaim.intake.rates.kinds import INDICES

CONTRACTOR = "MEDICARE ADMINISTRATIVE CONTRACTOR (MAC)"
STATE = "STATE"
NUMBER = "LOCALITY NUMBER"
NAME = "LOCALITY NAME"
FOOTNOTE = r"[\s*]+$"
"""Asterisks point from a name to the notes below the table."""

INDEX = {
    "work_millionths": r"20\d\d PW GPCI( \(WITH 1\.0 FLOOR\)\**)?",
    "practice_millionths": r"20\d\d PE GPCI\**",
    "malpractice_millionths": r"20\d\d MP GPCI\**",
}
"""Some years have the work index twice: the one with the floor of 1.0 is the one that pays."""


def read_gpci(path: Path) -> pl.DataFrame:
    """The indices of a year by locality, intake.rates.kinds.INDICES; `locality` as 06102-16.

    They hold for the year that the names of the columns tell. Where CMS gives one number to places
    in two states, none of them has it alone: their localities are 05102-00 CT and 05102-00 IA.

    Raises:
        ReclaimError: RATE-FILE, naming file, line and column, for a column that is missing and a
            value that cannot be read.
    """
    source = read_cms_file(path, (CONTRACTOR, STATE, NUMBER))
    names = {value: source.named_like(pattern) for value, pattern in INDEX.items()}
    year = int(re.findall(r"20\d\d", names["practice_millionths"])[0])
    contractor = source.checked(CONTRACTOR, r"\d{5}", "a contractor's number of five digits")
    number = source.checked(NUMBER, r"\d\d", "a locality's number of two digits")
    values = {value: source.numbers(name) for value, name in names.items()}
    locality = contractor + "-" + number
    told_apart = locality + " " + source.text(STATE)
    return pl.DataFrame(
        {
            "locality": told_apart.zip_with(locality.is_duplicated(), locality),
            "state": source.text(STATE),
            "name": source.text(NAME).str.replace(FOOTNOTE, ""),
            "effective_from": [dt.date(year, 1, 1)] * number.len(),
            "effective_to": [dt.date(year, 12, 31)] * number.len(),
            **values,
            "row": source.rows["row"],
        },
        schema=INDICES,
    )


def combine_gpci(years: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The indices of several years as one table, in which a place keeps all its numbers.

    CMS renumbers localities from one year to the next. What has the same state and name is the same
    place, and a contract that names it by the number of one year means it in the others too: there
    it stands under each of its numbers, but for one that another place has in that year.

    Raises:
        ReclaimError: RATE-FILE, where two tables are of one year.
    """
    rows = combine(years)
    place = ["state", "name"]
    numbers = rows.select(*place, other="locality").unique(maintain_order=True)
    year = ["effective_from", "effective_to"]
    taken = rows.select(*year, other="locality")
    further = (
        rows.join(numbers, on=place, maintain_order="left_right")
        .join(taken, on=[*year, "other"], how="anti", maintain_order="left")
        .with_columns(locality="other")
        .unique(["locality", *year], keep="none", maintain_order=True)
    )
    return pl.concat([rows, further.select(rows.columns)])
