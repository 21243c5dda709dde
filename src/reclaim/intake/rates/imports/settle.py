"""Makes a table of rates say one thing at a time, as tables that are priced by must."""

from collections.abc import Mapping

import polars as pl

from reclaim.intake.rates.columns import LAYOUTS
from reclaim.intake.rates.imports.imported import Tally
from reclaim.intake.rates.kinds import MICROS, RATES
from reclaim.intake.rates.overlaps import FIRST_DAY, LAST_DAY

SAME = list(LAYOUTS["rates"].same)
SAYS = list(LAYOUTS["rates"].says)
SHOWN_RATES = 5


def settled(rates: pl.DataFrame) -> tuple[pl.DataFrame, int, list[str]]:
    """The rates without contradictions, how many were ended by a later one, and what was in doubt.

    A rate without a last day ends on the day before the next rate of the same kind begins. Rates
    of the same days that are still not the same become one row each code without a price, whose
    status begins "two rates" and names them; the list has one text for each.
    """
    ended, number = _ended(rates)
    marked = _marked(ended)
    doubtful = marked.filter("doubtful")
    if doubtful.is_empty():
        return ended, number, []
    kept = marked.filter(~pl.col("doubtful")).select(RATES.names())
    joined = _joined(doubtful)
    texts = [_told(row) for row in joined.iter_rows(named=True)]
    return pl.concat([kept, joined.select(RATES.names())]), number, texts


def settle_tables(
    tables: Mapping[str, pl.DataFrame], source: str, tally: Tally
) -> dict[str, pl.DataFrame]:
    """The tables of an import, settled; what was in doubt becomes problems of the tally."""
    done: dict[str, pl.DataFrame] = {}
    for part, rates in tables.items():
        done[part], ended, doubts = settled(rates)
        if ended:
            tally.notes["rates that end where a later one begins"] += ended
        for doubt in doubts:
            tally.problem(f"{source}, {part}" if part else source, doubt)
    return done


def _ended(rates: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    starts = (
        rates.select(*SAME, start=pl.col("effective_from").fill_null(FIRST_DAY))
        .unique()
        .sort("start")
        .with_columns(next=pl.col("start").shift(-1).over(*SAME))
    )
    beside = rates.with_columns(start=pl.col("effective_from").fill_null(FIRST_DAY)).join(
        starts,
        on=[*SAME, "start"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    cut = pl.col("effective_to").is_null() & pl.col("next").is_not_null()
    number = beside.select(cut.sum()).item()
    last = pl.when(cut).then(pl.col("next").dt.offset_by("-1d")).otherwise("effective_to")
    return beside.with_columns(effective_to=last).select(RATES.names()), number


def _marked(rates: pl.DataFrame) -> pl.DataFrame:
    """The rates with `run`, the days of one thing that hang together, and whether it is doubtful.

    A run is doubtful when its rates are not all the same: on one of its days there are two.
    """
    first = pl.col("effective_from").fill_null(FIRST_DAY)
    last = pl.col("effective_to").fill_null(LAST_DAY)
    reached = pl.col("last").cum_max().shift(1).over(*SAME, order_by="first")
    begins = (pl.col("first") > pl.col("reached")).fill_null(value=False)
    said = pl.struct(SAYS)
    return (
        rates.with_columns(first=first, last=last)
        .with_columns(reached=reached)
        .with_columns(run=begins.cum_sum().over(*SAME, order_by="first"))
        .with_columns(doubtful=said.n_unique().over(*SAME, "run") > 1)
    )


def _joined(doubtful: pl.DataFrame) -> pl.DataFrame:
    """One row for each thing in doubt, from its first day to its last one."""
    amount = (pl.col("rate_micros").cast(pl.Decimal(38, 6)) / MICROS).cast(pl.Decimal(38, 2))
    percent = (pl.col("percent_millionths").cast(pl.Decimal(38, 4)) / 10_000).cast(
        pl.Decimal(38, 2)
    )
    said = pl.coalesce(
        amount.cast(pl.String), percent.cast(pl.String) + " percent", pl.col("status")
    ) + pl.when(pl.col("per").is_null()).then(pl.lit("")).otherwise(" a " + pl.col("per"))
    groups = doubtful.with_columns(said=said).group_by([*SAME, "run"], maintain_order=True)
    open_from = pl.col("effective_from").is_null().any()
    open_to = pl.col("effective_to").is_null().any()
    return groups.agg(
        effective_from=pl.when(~open_from).then(pl.col("effective_from").min()),
        effective_to=pl.when(~open_to).then(pl.col("effective_to").max()),
        rate_micros=pl.lit(None, pl.Int64),
        percent_millionths=pl.lit(None, pl.Int64),
        per=pl.lit(None, pl.String),
        status="two rates: "
        + pl.col("said").unique(maintain_order=True).head(SHOWN_RATES).str.join(", "),
        row=pl.col("row").min(),
    )


def _told(row: dict[str, object]) -> str:
    criteria = [f"{name} {row[name]}" for name in SAME[1:] if row[name] is not None]
    return " ".join([str(row["code"]), *criteria]) + f": {row['status']}"
