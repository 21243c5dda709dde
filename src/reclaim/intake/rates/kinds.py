"""The kinds of rate tables: one row each, the same columns whatever the source was.

Days are both included; null is open. Empty criteria are null and stand for any. Dollar rates are
whole millionths of a dollar (`_micros`), relative values and indices whole millionths.
"""

import polars as pl

MICROS = 10**6

DATES = {"effective_from": pl.Date(), "effective_to": pl.Date()}

RATES = pl.Schema(
    {
        "code": pl.String(),
        "code_to": pl.String(),
        "code_type": pl.String(),
        "modifier": pl.String(),
        "place_of_service": pl.String(),
        "setting": pl.String(),
        "taxonomy": pl.String(),
        "provider": pl.String(),
        "locality": pl.String(),
        **DATES,
        "rate_micros": pl.Int64(),
        "percent_millionths": pl.Int64(),
        "per": pl.String(),
        "status": pl.String(),
        "row": pl.Int64(),
    }
)
"""Rates by code. `code_to`: last code of a range. `code_type`: HCPCS when null; else MS-DRG, RC
(revenue code) ... `setting`: facility, nonfacility. `provider`: an NPI. Either `rate_micros`, or
`percent_millionths` of the charge, or neither: `status` then says why there is no price (e.g.
"algorithm: ..."). `per`: unit (null), line, day, claim. `row`: its line in the file, the header is
line 1. In a CSV file the columns are called rate (dollars) and percent."""

RVUS = pl.Schema(
    {
        "code": pl.String(),
        "modifier": pl.String(),
        **DATES,
        "release": pl.String(),
        "status": pl.String(),
        "work_millionths": pl.Int64(),
        "nonfacility_millionths": pl.Int64(),
        "facility_millionths": pl.Int64(),
        "malpractice_millionths": pl.Int64(),
        "nonfacility_na": pl.Boolean(),
        "facility_na": pl.Boolean(),
        "conversion_millionths": pl.Int64(),
        "pctc": pl.String(),
        "global_days": pl.String(),
        "pre_millionths": pl.Int64(),
        "intra_millionths": pl.Int64(),
        "post_millionths": pl.Int64(),
        "multiple": pl.String(),
        "bilateral": pl.String(),
        "assistant": pl.String(),
        "co_surgeon": pl.String(),
        "team": pl.String(),
        "endoscopic_base": pl.String(),
        "imaging_family": pl.String(),
        "row": pl.Int64(),
    }
)
"""Medicare physician fee schedule: relative values and payment indicators, as CMS's PPRRVU has
them; practice expense in and out of a facility."""

INDICES = pl.Schema(
    {
        "locality": pl.String(),
        "state": pl.String(),
        "name": pl.String(),
        **DATES,
        "work_millionths": pl.Int64(),
        "practice_millionths": pl.Int64(),
        "malpractice_millionths": pl.Int64(),
        "row": pl.Int64(),
    }
)
"""Geographic practice cost indices. `locality`: contractor and locality number, 06102-16."""

FACTORS = pl.Schema(
    {
        "locality": pl.String(),
        "name": pl.String(),
        **DATES,
        "conversion_millionths": pl.Int64(),
        "row": pl.Int64(),
    }
)
"""Anesthesia conversion factors by locality."""

WEIGHTS = pl.Schema(
    {
        "drg": pl.String(),
        **DATES,
        "weight_millionths": pl.Int64(),
        "mean_days_millionths": pl.Int64(),
        "row": pl.Int64(),
    }
)
"""Relative weights of DRGs; `mean_days`: geometric mean length of stay. In a CSV file the columns
are drg, relative_weight, geometric_mean_days."""

BASE_UNITS = pl.Schema(
    {"code": pl.String(), **DATES, "units_thousandths": pl.Int64(), "row": pl.Int64()}
)
"""Base units of anesthesia codes. In a CSV file the column is called base_units."""

GROUPS = pl.Schema({"code": pl.String(), **DATES, "group": pl.String(), "row": pl.Int64()})
"""Payment group (ASC, APC) of codes."""

AREAS = pl.Schema({"zip_code": pl.String(), **DATES, "area": pl.String(), "row": pl.Int64()})
"""urban, rural or super_rural by ZIP code of five digits."""

KINDS: dict[str, pl.Schema] = {
    "rates": RATES,
    "physician": RVUS,
    "indices": INDICES,
    "anesthesia": FACTORS,
    "weights": WEIGHTS,
    "base_units": BASE_UNITS,
    "groups": GROUPS,
    "areas": AREAS,
}
