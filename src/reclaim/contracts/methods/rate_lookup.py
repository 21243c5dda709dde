"""Finds the rate of each line in a table of rates by code: the row that states the most of it.

A row fits a line when its code does, it is in force on the day, and each criterion that it states
holds. Of the rows that fit, the one with the most criteria is taken; a single procedure code is a
criterion too, so that it goes before a range, a revenue code or a DRG. A line of a professional
(26) or technical (TC) component takes no row that is not for that component.
"""

import datetime as dt
from collections.abc import Iterator

import polars as pl

COMPONENTS = ("26", "TC")

PROCEDURE = "code"
CODES = {
    **dict.fromkeys(("HC", "CPT", "HCPCS", "CDT", "AD", "HP", "HIPPS"), PROCEDURE),
    "RC": "revenue_code",
    **dict.fromkeys(("DRG", "MS-DRG", "APR-DRG", "AP-DRG", "R-DRG", "S-DRG", "APS-DRG"), "drg"),
}
"""The column of a line that a row's `code_type` is about; null is about the procedure."""

OF_LINE = ("place_of_service", "setting", "taxonomy", "locality")
"""Criteria that hold when the line's own column is equal."""

CRITERIA = (*OF_LINE, "modifier", "provider")

SAYS = ("rate_micros", "percent_millionths", "per", "status")
"""What a row says. Two rows that say the same do not contradict each other."""

FOUND = pl.Schema({"row": pl.UInt32(), "found": pl.UInt32(), "rates": pl.UInt32()})
"""One row a line for which there is any. `found`: ordinal in the table of the row that is taken.
`rates`: how many rows fit equally well and say different things."""


def look_up(
    lines: pl.DataFrame, rates: pl.DataFrame, *, as_of: dt.date | None, components: bool
) -> pl.DataFrame:
    """The row of each line (FOUND), for lines that have any; lines without one are left out.

    Args:
        lines: frames.WIDE.
        rates: intake.rates.kinds.RATES.
        as_of: the day on which rows must be in force; null: the line's own.
        components: whether a line of a component may take a row for the whole, because the
            contract says what share of it the component has.
    """
    asked = _asked(lines, as_of)
    hits = [
        _hits(asked, rows, column, components=components)
        for column, part in _by_column(rates)
        for rows in _by_criteria(part, asked[column].unique())
    ]
    return _best(pl.concat(hits), rates) if hits else pl.DataFrame(schema=FOUND)


def component(modifiers: pl.Expr) -> pl.Expr:
    """26 or TC, where a line carries it."""
    carried = [pl.when(modifiers.list.contains(one)).then(pl.lit(one)) for one in COMPONENTS]
    return pl.coalesce(carried)


def _asked(lines: pl.DataFrame, as_of: dt.date | None) -> pl.DataFrame:
    """What rows may ask of a line. Modifiers beside that of a component do not count."""
    part = component(pl.col("modifiers"))
    return lines.select(
        "row",
        *dict.fromkeys(CODES.values()),
        *OF_LINE,
        "rendering_npi",
        "billing_npi",
        day=pl.lit(as_of) if as_of else "day",
        part=part,
        modifiers=pl.when(part.is_null()).then("modifiers").otherwise(pl.concat_list(part)),
    )


def _by_column(rates: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """The rows of the table, by the column of a line that their code is about."""
    column = pl.col("code_type").str.to_uppercase().fill_null("HC")
    table = rates.with_row_index("found").with_columns(
        column=column.replace_strict(CODES, default=None, return_dtype=pl.String)
    )
    for name in dict.fromkeys(CODES.values()):
        rows = table.filter(pl.col("column") == name)
        if rows.height:
            yield name, rows


def _by_criteria(rows: pl.DataFrame, codes: pl.Series) -> Iterator[pl.DataFrame]:
    """The rows for these codes, those together that state the same criteria; ranges unfolded.

    `asks` is the number of criteria.
    """
    known = codes.drop_nulls()
    single = rows.filter(pl.col("code_to").is_null(), pl.col("code").is_in(known.implode()))
    ranges = rows.filter(pl.col("code_to").is_not_null())
    unfolded = _unfolded(ranges, known)
    procedure = pl.col("code_to").is_null() & (pl.col("column") == PROCEDURE)
    stated = [pl.col(name).is_not_null() for name in CRITERIA]
    every = pl.concat([single, unfolded]).with_columns(
        asks=pl.sum_horizontal(*stated, procedure).cast(pl.UInt8),
        stated=pl.concat_str([one.cast(pl.UInt8) for one in stated]),
    )
    yield from every.partition_by("stated", include_key=False)


def _unfolded(ranges: pl.DataFrame, codes: pl.Series) -> pl.DataFrame:
    """A row for every code in every range that it is in; ends and code are of one length."""
    low = ranges.rename({"code": "low"})
    inside = (
        codes.rename("code")
        .to_frame()
        .join_where(low, pl.col("code") >= pl.col("low"), pl.col("code") <= pl.col("code_to"))
    )
    long = pl.col("code").str.len_chars() == pl.col("low").str.len_chars()
    return inside.filter(long).select(ranges.columns)


def _hits(
    asked: pl.DataFrame, rows: pl.DataFrame, column: str, *, components: bool
) -> pl.DataFrame:
    """Every line with every row that fits it: `row`, `found`, `asks`. The rows ask alike."""
    stated = [name for name in CRITERIA if rows[name][0] is not None]
    asking = asked
    if "modifier" in stated:
        asking = asked.explode("modifiers", empty_as_null=False).rename({"modifiers": "modifier"})
    elif not components:
        asking = asked.filter(pl.col("part").is_null())
    if "provider" in stated:
        npis = [asking.rename({name: "provider"}) for name in ("rendering_npi", "billing_npi")]
        asking = pl.concat([one.select(pl.exclude("rendering_npi", "billing_npi")) for one in npis])
    named = asking.select("row", "day", *stated, code=column)
    dates = ("effective_from", "effective_to")
    fitting = named.join(
        rows.select("found", "asks", "code", *stated, *dates), on=["code", *stated]
    )
    return fitting.filter(in_force()).select("row", "found", "asks")


def in_force() -> pl.Expr:
    """Whether the row holds on `day`."""
    day = pl.col("day")
    begun = pl.col("effective_from").is_null() | (day >= pl.col("effective_from"))
    return begun & (pl.col("effective_to").is_null() | (day <= pl.col("effective_to")))


def _best(hits: pl.DataFrame, rates: pl.DataFrame) -> pl.DataFrame:
    """One row a line: that with the most criteria; of rows that say the same, the first."""
    most = hits
    if hits["row"].is_duplicated().any():
        most = hits.filter(pl.col("asks") == pl.col("asks").max().over("row"))
    again = most["row"].is_duplicated()
    single = most.filter(~again).select("row", "found", rates=pl.lit(1, pl.UInt32))
    several = most.filter(again)
    said = several.with_columns(rates[several["found"]].select(says=pl.struct(SAYS), at="row"))
    first = pl.col("found").sort_by("at").first()
    equal = said.group_by("row").agg(first, rates=pl.col("says").n_unique())
    return pl.concat([single, equal.cast(FOUND)])
