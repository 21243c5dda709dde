"""Medicare's rates of ambulatory surgery centers (CMS's Addenda AA and BB)."""

import datetime as dt
import re
from pathlib import Path

import polars as pl

from reclaim.intake.rates.imports.cms_file import fault, read_cms_file
from reclaim.intake.rates.imports.cms_physician import MONTHS
from reclaim.intake.rates.kinds import RATES

CODE = "HCPCS CODE"
INDICATOR = r".*\bPAYMENT INDICATOR"
RATE = r".*\bPAYMENT RATE"
PACKAGED = ("L1", "N1")
"""Paid with the procedure and not for itself, as CMS's Addendum DD1 explains: the rate is zero."""
RELEASE = re.compile(r"^(?P<month>[A-Z]+) (?P<year>20\d\d) PAYMENT RATE$")
YEAR = re.compile(r"^(?:FINAL )?(?:CY )?(?P<year>20\d\d) PAYMENT RATE$")


def read_asc(path: Path) -> pl.DataFrame:
    """The rates of an addendum, intake.rates.kinds.RATES, without CMS's descriptions.

    They are national, before the wage index of the place. What is packaged has a rate of zero; any
    other code without a rate (priced by the contractor, not covered) has the payment indicator as
    its status. A release holds from
    the first day of the month that its columns tell to the end of the year; without a month, for
    the whole year.

    Args:
        path: Addendum AA (surgical procedures) or BB (services that go with them).

    Raises:
        ReclaimError: RATE-FILE, naming file, line and column, for a column that is missing, names
            that tell no date, and a value that cannot be read.
    """
    source = read_cms_file(path, (CODE,))
    column = source.named_like(RATE)
    first = _first_day(column)
    if first is None:
        what = f"{column}: the name tells no month and year"
        raise fault(source.name, source.header_line, what)
    rate = source.numbers(column).fill_null(0)
    indicator = source.checked(source.named_like(INDICATOR), r"[A-Z]\d", "an indicator such as G2")
    read = pl.DataFrame(
        {
            "code": source.checked(CODE, "[0-9A-Z]{5}", "a code of five characters"),
            "rate_micros": rate.set(rate == 0, None),
            "indicator": indicator,
            "row": source.rows["row"],
        }
    )
    said = pl.concat_str(pl.lit("payment indicator "), "indicator")
    packaged = pl.col("indicator").is_in(PACKAGED) & pl.col("rate_micros").is_null()
    rated = read.with_columns(rate_micros=pl.when(packaged).then(0).otherwise("rate_micros"))
    rates = rated.with_columns(
        effective_from=pl.lit(first),
        effective_to=pl.lit(dt.date(first.year, 12, 31)),
        status=pl.when(pl.col("rate_micros").is_null()).then(said),
    )
    return rates.match_to_schema(RATES, missing_columns="insert", extra_columns="ignore")


def _first_day(column: str) -> dt.date | None:
    """The first day of a release, from the name of its column of rates."""
    found = RELEASE.match(column)
    if found and found["month"].capitalize() in MONTHS:
        return dt.date(int(found["year"]), MONTHS.index(found["month"].capitalize()) + 1, 1)
    whole_year = YEAR.match(column)
    return dt.date(int(whole_year["year"]), 1, 1) if whole_year else None
