"""Medicare's clinical laboratory fee schedule (CMS's CLFS files)."""

from pathlib import Path

import polars as pl

from reclaim.intake.rates.imports.cms_file import read_cms_file
from reclaim.intake.rates.kinds import RATES

LOCAL = "algorithm: the Medicare contractor prices it"
NO_RATE = "algorithm: the schedule states no rate"
"""CMS writes zero where it has no rate; `INDICATOR` tells local ones (L) from national ones (N)."""


def read_clfs(path: Path) -> pl.DataFrame:
    """The rates of a release, intake.rates.kinds.RATES, without CMS's descriptions.

    A rate holds from its own first day, but not before the year, to the end of the year. A later
    release of a year has all that the earlier ones have: import the latest one. A test that has no
    rate has a status that says why.

    Args:
        path: a release such as PUF_CLFS_CY2026_Q4V1.csv.

    Raises:
        ReclaimError: RATE-FILE, naming file, line and column, for a column that is missing and a
            value that cannot be read.
    """
    source = read_cms_file(path, ("YEAR", "HCPCS", "MOD"))
    rate = source.numbers("RATE").fill_null(0)
    indicator = source.checked("INDICATOR", "[NL]", "N (national) or L (local)")
    read = pl.DataFrame(
        {
            "code": source.checked("HCPCS", "[0-9A-Z]{5}", "a code of five characters"),
            "modifier": source.text("MOD"),
            "year": source.checked("YEAR", r"20\d\d", "a year"),
            "first_day": source.days("EFF_DATE", "%Y%m%d"),
            "rate_micros": rate.set(rate == 0, None),
            "local": indicator == "L",
            "row": source.rows["row"],
        }
    )
    of_year = pl.col("year").cast(pl.Int32)
    unpriced = pl.when("local").then(pl.lit(LOCAL)).otherwise(pl.lit(NO_RATE))
    rates = read.with_columns(
        effective_from=pl.max_horizontal("first_day", pl.date(of_year, 1, 1)),
        effective_to=pl.date(of_year, 12, 31),
        status=pl.when(pl.col("rate_micros").is_null()).then(unpriced),
    )
    return rates.match_to_schema(RATES, missing_columns="insert", extra_columns="ignore")
