"""Which line as sent a service line on a remittance answers."""

import polars as pl

from reclaim.matching.forms import trimmed
from reclaim.matching.ladder import PAIRS
from reclaim.matching.line_keys import BY_NUMBER, BY_PLACE, BY_SERVICE, match, service_columns
from reclaim.matching.tables import PLACE
from reclaim.schema import TABLES

NAMES = TABLES["line_links"].polars_schema.names()

_FILE = 1 << 32
"""Room for the segment numbers of one file."""


def line_links(
    remit_lines: pl.DataFrame, claim_lines: pl.DataFrame, links: pl.DataFrame
) -> pl.DataFrame:
    """The table line_links, in the order of the remitted lines.

    Only lines of claims that are linked beyond doubt are looked at. A line as sent answers one
    remitted line of a claim, unless the payer split it. Where several match equally well all are
    given, as ambiguous; equal lines in equal number are taken in their order, which is a guess.

    Args:
        remit_lines: LINE_COLUMNS of the lines on remittances.
        claim_lines: LINE_COLUMNS of the lines as sent.
        links: claim_links; only those called `sent` are used.
    """
    claims = _claims(links)
    files = pl.concat([remit_lines["file_id"], claim_lines["file_id"]])
    known = pl.Enum(pl.concat([files, claims["file_id"], claims["sent_file"]]).unique().sort())
    left = _of_claims(remit_lines, claims, _at(known, "file_id", "segment"), known)
    right = _of_claims(claim_lines, claims, _at(known, "sent_file", "sent_segment"), known)
    pairs = _pairs(left, right, remit_lines, claim_lines).sort("row", "other")
    mine, theirs = left[pairs["row"]], right[pairs["other"]]
    remitted = remit_lines.select(PLACE)[mine["place"]]
    sent = claim_lines.select(PLACE)[theirs["place"]]
    return pl.DataFrame(
        {
            "file_id": remitted["file_id"],
            "claim_id": claims["claim_id"].gather(mine["claim"]),
            "line_id": _ids(remitted),
            "line_number": mine["line_number"],
            "sent_id": claims["sent_id"].gather(mine["claim"]),
            "claim_line_id": _ids(sent),
            "key": pairs["key"],
            "confidence": pairs["confidence"],
            "candidates": pairs["candidates"].cast(pl.Int64),
            "ambiguous": pairs["candidates"] > 1,
        }
    ).select(NAMES)


def _pairs(
    left: pl.DataFrame, right: pl.DataFrame, remit_lines: pl.DataFrame, claim_lines: pl.DataFrame
) -> pl.DataFrame:
    """Pairs of rows: by the provider's line number, else by service, else by place."""
    control = trimmed("line_control_number").alias("control")
    mine, theirs = (
        _with(rows, lines.select(control))
        for rows, lines in ((left, remit_lines), (right, claim_lines))
    )
    pairs = match(mine, theirs, BY_NUMBER)
    waiting, free = _unmatched(left, right, pairs)
    waiting = _with(waiting, service_columns(remit_lines))
    free = _with(free, service_columns(claim_lines))
    found = [pl.DataFrame(schema=PAIRS), pairs]
    for rung in BY_SERVICE:
        if waiting.is_empty():
            break
        found.append(match(waiting, free, rung))
        waiting, free = _unmatched(waiting, free, found[-1])
    if not waiting.is_empty():
        found.append(_by_place(left, right, waiting, free))
    return pl.concat(found)


def _unmatched(
    left: pl.DataFrame, right: pl.DataFrame, pairs: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The remitted lines without a pair, and the lines as sent that none is certain to answer."""
    taken = pairs.filter(pl.col("candidates") == 1).select(row="other")
    return (
        left.join(pairs, on="row", how="anti", maintain_order="left"),
        right.join(taken, on="row", how="anti", maintain_order="left"),
    )


def _by_place(
    left: pl.DataFrame, right: pl.DataFrame, waiting: pl.DataFrame, free: pl.DataFrame
) -> pl.DataFrame:
    """Pairs of lines that stand at the same place of a claim with as many lines on both sides."""
    counts = (
        left.group_by("claim")
        .len("lines")
        .join(right.group_by("claim").len("lines"), on=["claim", "lines"], how="semi")
    )
    mine, theirs = (
        rows.with_columns(place=pl.col("line_number")).join(
            counts, on="claim", how="semi", maintain_order="left"
        )
        for rows in (waiting, free)
    )
    return match(mine, theirs, BY_PLACE)


def _claims(links: pl.DataFrame) -> pl.DataFrame:
    """The claims linked beyond doubt: `claim`, a number of its own, and where both ends stand."""
    return (
        links.lazy()
        .filter(pl.col("link") == "sent", ~pl.col("ambiguous"))
        .select(
            pl.col("from_id").alias("claim_id"),
            pl.col("to_id").alias("sent_id"),
            _parts("from_id", "file_id", "segment"),
            _parts("to_id", "sent_file", "sent_segment"),
        )
        .unnest("from_id", "to_id")
        .with_columns(pl.col("segment", "sent_segment").cast(pl.Int64))
        .sort("file_id", "segment")
        .with_row_index("claim")
        .collect()
    )


def _parts(name: str, file: str, segment: str) -> pl.Expr:
    """The file and the segment number of a row's name."""
    return pl.col(name).str.splitn("-", 2).struct.rename_fields([file, segment])


def _at(files: pl.Enum, file_id: str, segment: str) -> pl.Expr:
    """Where a segment stands, as one number: files in order, segments within."""
    file = pl.col(file_id).cast(files).to_physical().cast(pl.UInt64)
    return file * _FILE + pl.col(segment).cast(pl.UInt64)


def _of_claims(
    lines: pl.DataFrame, claims: pl.DataFrame, claim_at: pl.Expr, files: pl.Enum
) -> pl.DataFrame:
    """The lines of the claims, claim by claim: `row`, `claim`, `line_number`, and their `place`."""
    first = pl.col("claim") != pl.col("claim").shift(1)
    index = pl.int_range(pl.len(), dtype=pl.Int64)
    start = pl.when(first.fill_null(value=True)).then(index).forward_fill()
    return (
        lines.lazy()
        .select(
            at=_at(files, "file_id", "segment_number"),
            claim_at=_at(files, "file_id", "claim_segment"),
            place=pl.int_range(pl.len(), dtype=pl.UInt32),
        )
        .join(claims.lazy().select("claim", claim_at=claim_at), on="claim_at", how="inner")
        .sort("claim", "at")
        .with_row_index("row")
        .select("row", "claim", "place", line_number=index - start + 1)
        .collect()
    )


def _with(rows: pl.DataFrame, columns: pl.DataFrame) -> pl.DataFrame:
    """The rows with the columns of the lines that they stand for."""
    return rows.hstack(columns[rows["place"]])


def _ids(rows: pl.DataFrame) -> pl.Series:
    return rows.select(pl.concat_str("file_id", pl.lit("-"), "segment_number")).to_series()
