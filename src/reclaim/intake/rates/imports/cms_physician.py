"""Medicare's relative values (CMS's PPRRVU files), and how one release follows another."""

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from reclaim.intake.rates.imports.cms_file import CmsFile, fault, read_cms_file
from reclaim.intake.rates.kinds import RVUS

RELEASE = re.compile(
    r"(?P<year>20\d\d) National Physician Fee Schedule Relative Value File\s+(?P<month>\w+)",
    re.IGNORECASE,
)
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

NUMBERS = {
    "work_millionths": "WORK RVU",
    "nonfacility_millionths": "NON-FAC PE RVU",
    "facility_millionths": "FACILITY PE RVU",
    "malpractice_millionths": "MP RVU",
    "conversion_millionths": "CONV FACTOR",
    "pre_millionths": "PRE OP",
    "intra_millionths": "INTRA OP",
    "post_millionths": "POST OP",
}
TEXTS = {
    "modifier": "MOD",
    "status": "STATUS CODE",
    "pctc": "PCTC IND",
    "global_days": "GLOB DAYS",
    "multiple": "MULT PROC",
    "bilateral": "BILAT SURG",
    "assistant": "ASST SURG",
    "co_surgeon": "CO- SURG",
    "team": "TEAM SURG",
    "endoscopic_base": "ENDO BASE",
    "imaging_family": "DIAGNOSTIC IMAGING FAMILY INDICATOR",
}
NOT_VALUED = {"nonfacility_na": "NON-FAC NA INDICATOR", "facility_na": "FACILITY NA INDICATOR"}


def read_physician(path: Path) -> pl.DataFrame:
    """The rows of a release, intake.rates.kinds.RVUS, without CMS's descriptions.

    Columns are found by their names, which stand in several lines, because they move from year to
    year. A release holds from the first day of its month to the end of its year.

    Args:
        path: PPRRVUyy_mmm.csv, for qualifying participants (QPP) or for the others (nonQPP): they
            differ in the conversion factor.

    Raises:
        ReclaimError: RATE-FILE, naming file, line and column, for a file that is no such release,
            a column that is missing, and a value that cannot be read.
    """
    source = read_cms_file(path, ("HCPCS", "MOD"), stacked=True)
    year, month = _release(source)
    values = {name: source.numbers(column) for name, column in NUMBERS.items()}
    values |= {name: source.text(column) for name, column in TEXTS.items()}
    values |= {name: _is_na(source, column) for name, column in NOT_VALUED.items()}
    values["code"] = source.checked("HCPCS", "[0-9A-Z]{5}", "a code of five characters")
    values["row"] = source.rows["row"]
    return pl.DataFrame([value.alias(name) for name, value in values.items()]).select(
        _column(name, kind, year, month) for name, kind in RVUS.items()
    )


def combine(releases: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Several releases as one table, each in force until the day before the next one begins.

    The next one replaces all of it: a code that it leaves out is no longer in force. Serves for
    every kind of table that is published as a whole, with a first day.

    Args:
        releases: tables of one kind, in any order; each begins with its earliest `effective_from`.

    Raises:
        ReclaimError: RATE-FILE, where two begin on the same day, so that neither is the later one.
    """
    starts = [_first_day(release) for release in releases]
    for day in starts:
        if starts.count(day) > 1:
            raise fault("the releases", 0, f"two of them begin on {day}")
    in_order = [releases[starts.index(day)] for day in sorted(starts)]
    following = [*sorted(starts)[1:], None]
    return pl.concat([_until(*both) for both in zip(in_order, following, strict=True)])


def _release(source: CmsFile) -> tuple[int, int]:
    """Year and month of the release, from the first line that tells them."""
    for title in source.titles:
        found = RELEASE.search(title)
        if found and found["month"].capitalize() in MONTHS:
            return int(found["year"]), MONTHS.index(found["month"].capitalize()) + 1
    raise fault(source.name, 0, "no title says of which year and month the release is")


def _is_na(source: CmsFile, column: str) -> pl.Series:
    return source.checked(column, "NA", "NA, or nothing", filled=False).is_not_null()


def _column(name: str, kind: pl.DataType, year: int, month: int) -> pl.Expr:
    constants = {
        "effective_from": dt.date(year, month, 1),
        "effective_to": dt.date(year, 12, 31),
        "release": f"{year} {MONTHS[month - 1]}",
    }
    value = pl.lit(constants[name]) if name in constants else pl.col(name)
    return value.cast(kind).alias(name)


def _first_day(release: pl.DataFrame) -> dt.date:
    """The day with which a release begins; without one it has always held."""
    earliest = release["effective_from"].min()
    return earliest if isinstance(earliest, dt.date) else dt.date.min


def _until(release: pl.DataFrame, next_one: dt.date | None) -> pl.DataFrame:
    """The release up to the day before the next one; rows that would begin later fall away."""
    if next_one is None:
        return release
    last = next_one - dt.timedelta(days=1)
    return release.with_columns(
        effective_to=pl.min_horizontal("effective_to", pl.lit(last))
    ).filter(pl.col("effective_from").is_null() | (pl.col("effective_from") <= last))
