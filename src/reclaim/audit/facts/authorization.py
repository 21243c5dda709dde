"""Was the service authorized, and was that said on the claim?"""

import polars as pl

from reclaim.audit.facts.asked import Asked
from reclaim.audit.facts.rows import Source, fact, first
from reclaim.audit.facts.tables import FactTables

ROSTER = Source("roster/authorizations.csv", file=None, segment="row")
SENT = Source(pl.col("table"))


def authorization(given: FactTables, asked: Asked) -> list[pl.LazyFrame]:
    """Facts about prior authorization, on the claim as sent and in the practice's own list."""
    numbers = _numbers(asked)
    return [*_sent(asked, numbers), *_on_file(given, asked, numbers), *_mismatch(given, asked)]


def _numbers(asked: Asked) -> pl.LazyFrame:
    """Of each claim as sent, where its authorization number stands first, if anywhere.

    `number` is null without one; then the place is that of the claim itself.
    """
    columns = ("claim", "file_id", "segment_number")
    of_claim = asked.sent.lazy().select(*columns, number="authorization_number", rank=0)
    of_lines = asked.sent_lines.lazy().select(*columns, number="authorization_number", rank=1)
    table = pl.when(rank=0).then(pl.lit("claims")).otherwise(pl.lit("claim_lines"))
    places = pl.concat([of_claim, of_lines]).with_columns(
        table=table, missing=pl.col("number").is_null()
    )
    return first(places, ("claim",), "missing", "rank", "segment_number")


def _sent(asked: Asked, numbers: pl.LazyFrame) -> list[pl.LazyFrame]:
    """For the claim; and for each line where only lines carry a number."""
    holds = ~pl.col("missing")
    on_lines = numbers.filter(~pl.col("missing"), table="claim_lines").select("claim")
    lines = asked.lines.lazy().drop_nulls("sent_segment").join(on_lines, on="claim", how="semi")
    of_line = Source("claim_lines", file="sent_file_id", segment="sent_segment")
    return [
        fact(numbers, "authorization_sent", holds, SENT),
        fact(
            lines,
            "authorization_sent",
            pl.col("sent_authorization").is_not_null(),
            of_line,
            line_number="line_number",
        ),
    ]


def _on_file(given: FactTables, asked: Asked, numbers: pl.LazyFrame) -> list[pl.LazyFrame]:
    """In the list, else as sent. No: a list is kept, this claim is not on it, and none was sent."""
    name = "authorization_on_file"
    listed = first(_listed(given, asked), ("claim",), "row")
    elsewhere = numbers.filter(~pl.col("missing")).join(listed, on="claim", how="anti")
    found = [
        fact(listed, name, pl.lit(value=True), ROSTER, on="valid_from", limit="valid_to"),
        fact(elsewhere, name, pl.lit(value=True), SENT),
    ]
    kept = given.practice.authorizations
    if kept is None or kept.is_empty():
        return found
    neither = numbers.filter("missing").join(listed, on="claim", how="anti")
    return [*found, fact(neither, name, pl.lit(value=False))]


def _listed(given: FactTables, asked: Asked) -> pl.LazyFrame:
    """The rows of the practice's list that are about a claim."""
    kept = given.practice.authorizations
    claims = asked.claims.lazy().select("claim", "patient_control_number")
    if kept is None:
        return claims.head(0).with_columns(
            row=pl.lit(None, dtype=pl.Int64),
            authorization_number=pl.lit(None, dtype=pl.String),
            authorized_code=pl.lit(None, dtype=pl.String),
            valid_from=pl.lit(None, dtype=pl.Date),
            valid_to=pl.lit(None, dtype=pl.Date),
        )
    renamed = kept.lazy().rename({"procedure_code": "authorized_code"})
    return claims.join(renamed, on="patient_control_number")


def _mismatch(given: FactTables, asked: Asked) -> list[pl.LazyFrame]:
    """No row of the list fits the number sent, the code and the day; the nearest row is shown.

    For each line; and for the claim when that is so of all its lines.
    """
    differs = {
        "number": _plain("authorization_number") != _plain("number"),
        "procedure code": ~pl.col("authorized_code").is_in(pl.col("codes")),
        "day": ~pl.col("service_date").is_between(
            pl.col("valid_from").fill_null(pl.col("service_date")),
            pl.col("valid_to").fill_null(pl.col("service_date")),
        ),
    }
    known = {what: off.fill_null(value=False) for what, off in differs.items()}
    words = (pl.when(off).then(pl.lit(what)) for what, off in known.items())
    held = (
        _billed(asked)
        .join(_listed(given, asked).drop("patient_control_number"), on="claim")
        .with_columns(
            faults=pl.sum_horizontal(*known.values()),
            detail=pl.concat_str(*words, separator=", ", ignore_nulls=True).replace("", None),
        )
    )
    nearest = first(held, ("claim", "line_number"), "faults", "row")
    whole = first(nearest, ("claim",), "faults", "line_number")
    off = pl.col("faults") > 0
    said = {"on": "valid_from", "limit": "valid_to", "detail": "detail"}
    name = "authorization_mismatch"
    return [
        fact(whole, name, off, ROSTER, **said),
        fact(
            nearest.drop_nulls("line_number"), name, off, ROSTER, line_number="line_number", **said
        ),
    ]


def _billed(asked: Asked) -> pl.LazyFrame:
    """What was billed: one row a line, one for a claim without lines; with the number sent."""
    sent = asked.sent.lazy().select("claim", of_claim="authorization_number")
    lines = asked.lines.lazy().select(
        "claim",
        "line_number",
        "service_date",
        "sent_authorization",
        codes=pl.concat_list("code", "sent_code").list.drop_nulls(),
    )
    bare = (
        asked.claims.lazy()
        .join(lines, on="claim", how="anti")
        .select(
            "claim",
            "service_date",
            line_number=pl.lit(None, dtype=pl.Int64),
            sent_authorization=pl.lit(None, dtype=pl.String),
            codes=pl.lit(None, dtype=pl.List(pl.String)),
        )
    )
    return (
        pl.concat([lines, bare], how="diagonal")
        .join(sent, on="claim", how="left")
        .with_columns(number=pl.coalesce("sent_authorization", "of_claim"))
    )


def _plain(number: str) -> pl.Expr:
    """A number without the marks that people put into it."""
    return pl.col(number).str.to_uppercase().str.replace_all("[^A-Z0-9]", "")
