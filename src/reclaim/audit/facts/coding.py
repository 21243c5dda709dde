"""How the service was coded: modifiers as sent, code pairs, and limits on units."""

import polars as pl

from reclaim.audit.facts.asked import Asked
from reclaim.audit.facts.rows import Source, fact, first, line_facts
from reclaim.audit.facts.tables import FactTables
from reclaim.rules.fact_words import fact_codes

CODE_PAIRS = Source("reference/code_pairs.csv", file=None, segment="row")
UNIT_LIMITS = Source("reference/unit_limits.csv", file=None, segment="row")
IN_EFFECT = pl.col("service_date").is_between(
    pl.col("effective_from").fill_null(pl.col("service_date")),
    pl.col("effective_to").fill_null(pl.col("service_date")),
)


def coding(given: FactTables, asked: Asked) -> list[pl.LazyFrame]:
    """Facts about the codes of each line, from what was sent and the practice's reference files."""
    return [
        _modifier(asked, "modifier_sent"),
        _modifier(asked, "notice_sent"),
        *_pairs(given, asked),
        *_units(given, asked),
    ]


def _modifier(asked: Asked, name: str) -> pl.LazyFrame:
    """The line as sent carries one of the modifiers.

    Where it was not read, the payer's copy of the line can say yes, but not no.
    """
    codes = pl.lit(fact_codes(name, "modifier"))
    as_sent = pl.col("sent_segment").is_not_null()
    carried = pl.when(as_sent).then("sent_modifiers").otherwise("modifiers")
    lines = asked.lines.lazy().with_columns(
        carried=carried.list.set_intersection(codes).list.sort(),
        table=pl.when(as_sent).then(pl.lit("claim_lines")).otherwise(pl.lit("remit_lines")),
        at_file=pl.coalesce("sent_file_id", "file_id"),
        at=pl.coalesce("sent_segment", "segment_number"),
    )
    carries = pl.col("carried").list.len() > 0
    holds = pl.when(carries).then(pl.lit(value=True)).when(as_sent).then(pl.lit(value=False))
    source = Source(pl.col("table"), "at_file", "at")
    return line_facts(
        lines.with_columns(holds=holds), name, source, detail=pl.col("carried").list.join(" ")
    )


def _pairs(given: FactTables, asked: Asked) -> list[pl.LazyFrame]:
    """The line's code is the second of a pair whose first stands on the claim on the same day.

    A pair that is never parted goes before one that may be.
    """
    listed = given.practice.code_pairs
    if listed is None:
        return []
    codes = asked.lines.lazy().select("claim", "line_number", "service_date", "code").drop_nulls()
    never, parted = (
        pl.col("modifier_allowed").is_in(fact_codes(name, "modifier_allowed"))
        for name in ("pair_never_parts", "pair_can_be_parted")
    )
    # Codes of the day beside each other first: a code may stand in thousands of listed pairs.
    of_day = codes.select("claim", "service_date", "code").unique()
    billed = of_day.join(of_day.rename({"code": "column_1"}), on=["claim", "service_date"])
    found = (
        billed.join(
            listed.lazy().filter(never | parted),
            left_on=["column_1", "code"],
            right_on=["column_1", "column_2"],
        )
        .filter(IN_EFFECT)
        .with_columns(never=never, parts=parted)
    )
    day = ("claim", "service_date", "code")
    strictest = first(found, day, "parts", "column_1", "row")
    beside = pl.concat_str("code", pl.lit(" beside "), "column_1")
    lines = codes.join(
        strictest.select(*day, "row", "column_1", "never"),
        on=day,
        how="left",
    ).with_columns(detail=beside)
    return [
        line_facts(
            lines.with_columns(holds=holds.fill_null(value=False)),
            name,
            CODE_PAIRS,
            detail="detail",
        )
        for name, holds in (
            ("pair_never_parts", pl.col("never")),
            ("pair_can_be_parted", ~pl.col("never")),
        )
    ]


def _units(given: FactTables, asked: Asked) -> list[pl.LazyFrame]:
    """What kind of limit stands on the units of the line's code on its day."""
    listed = given.practice.unit_limits
    if listed is None:
        return []
    limits = listed.lazy().rename({"units": "most"})
    billed = pl.coalesce("sent_units", "units").cast(pl.String).str.strip_suffix(".0")
    found = (
        asked.lines.lazy()
        .with_columns(billed=billed)
        .join(limits, left_on="code", right_on="procedure_code")
        .filter(IN_EFFECT)
    )
    # The file is in order of its quarters: of two limits in force, the last one written holds.
    last = found.sort("claim", "line_number", "row").unique(
        ["claim", "line_number"], keep="last", maintain_order=True
    )
    words = pl.concat_str(
        "billed", pl.lit(" billed, "), pl.lit("at most "), "most", pl.lit(" of "), "code"
    )
    detail = pl.coalesce(words, pl.concat_str(pl.lit("at most "), "most", pl.lit(" of "), "code"))
    return [
        fact(
            last,
            name,
            pl.col("mai").is_in(fact_codes(name, "mai")),
            UNIT_LIMITS,
            line_number="line_number",
            detail=detail,
        )
        for name in ("units_limit_absolute", "units_limit_reviewable")
    ]
