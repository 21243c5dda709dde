"""Medicare's anesthesia conversion factors by locality (CMS's ANES files)."""

import datetime as dt
from pathlib import Path

import polars as pl

from reclaim.intake.rates.imports.cms_file import read_cms_file
from reclaim.intake.rates.imports.cms_gpci import FOOTNOTE
from reclaim.intake.rates.kinds import FACTORS

CONTRACTOR, LOCALITY, NAME = "CONTRACTOR", "LOCALITY", "LOCALITY NAME"
FACTOR = r".*\b(?:ANES CF|CONVERSION FACTOR)\b.*"
"""The name of the column tells the national factor too."""


def read_anesthesia(
    path: Path, *, effective_from: dt.date, effective_to: dt.date | None = None
) -> pl.DataFrame:
    """The factors by locality, intake.rates.kinds.FACTORS; `locality` as 06102-16.

    Args:
        path: a file for one stretch of time; it does not say itself for which.
        effective_from: the first day on which the factors hold.
        effective_to: the last one; null: the end of that year.

    Raises:
        ReclaimError: RATE-FILE, naming file, line and column, for a column that is missing and a
            value that cannot be read.
    """
    source = read_cms_file(path, (CONTRACTOR, LOCALITY))
    contractor = source.checked(CONTRACTOR, r"\d{5}", "a contractor's number of five digits")
    number = source.checked(LOCALITY, r"\d\d", "a locality's number of two digits")
    factor = source.named_like(FACTOR)
    source.checked(factor, ".+", "dollars")
    last = effective_to or dt.date(effective_from.year, 12, 31)
    return pl.DataFrame(
        {
            "locality": contractor + "-" + number,
            "name": source.text(NAME).str.replace(FOOTNOTE, ""),
            "effective_from": [effective_from] * number.len(),
            "effective_to": [last] * number.len(),
            "conversion_millionths": source.numbers(factor),
            "row": source.rows["row"],
        },
        schema=FACTORS,
    )
