"""Does every interchange, group and transaction close, count its content, and keep its number?

Openings and closings may stand in different batches, so each batch gives its envelope segments and
the end pairs them. An opening pairs with the next closing of its kind, unless another opening or a
closing further out comes first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from reclaim.x12.checks.kinds import Kinds
from reclaim.x12.checks.rows import all_problems, problem_rows

CONTROL_ELEMENT = {"ISA": 13, "GS": 6}
"""Where openings carry their control number; ST and all closings carry it in the second."""


@dataclass(frozen=True)
class Layer:
    """One kind of envelope: its two segments, those further out, what it counts, and its codes."""

    opening: str
    closing: str
    outer: tuple[str, ...]
    counted: str
    words: str
    count_code: str
    missing_code: str
    control_code: str
    padded: bool
    """Whether the control number is a number, so that leading zeros do not matter."""


LAYERS = (
    Layer(
        opening="ST",
        closing="SE",
        outer=("ISA", "GS", "GE", "IEA"),
        counted="",
        words="segments",
        count_code="X12-SE-COUNT",
        missing_code="X12-SE-MISSING",
        control_code="X12-ST-CONTROL",
        padded=False,
    ),
    Layer(
        opening="GS",
        closing="GE",
        outer=("ISA", "IEA"),
        counted="ST",
        words="transactions",
        count_code="X12-GE-COUNT",
        missing_code="X12-GE-MISSING",
        control_code="X12-GS-CONTROL",
        padded=True,
    ),
    Layer(
        opening="ISA",
        closing="IEA",
        outer=(),
        counted="GS",
        words="groups",
        count_code="X12-IEA-COUNT",
        missing_code="X12-IEA-MISSING",
        control_code="X12-ISA-CONTROL",
        padded=True,
    ),
)


def partial_envelope(kinds: Kinds) -> pl.DataFrame:
    """The envelope segments of one batch, each with its control number and the count it states."""
    element = [
        pl.col("elements").list.get(at, null_on_oob=True).str.strip_chars() for at in (1, 2, 6, 13)
    ]
    segment = pl.col("segment_id")
    first, second, sixth, thirteenth = element
    return (
        kinds.rows(kinds.boundary)
        .with_columns(elements=_elements())
        .select(
            "file_id",
            "transaction",
            "segment_number",
            "byte_offset",
            "segment_id",
            control=pl.when(segment == "ISA")
            .then(thirteenth)
            .when(segment == "GS")
            .then(sixth)
            .otherwise(second),
            stated=pl.when(segment.is_in(["SE", "GE", "IEA"])).then(first),
        )
    )


def finish_envelope(partials: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Problems with the envelopes of whole files, from the partials of all their batches."""
    envelope = pl.concat(partials).sort("file_id", "segment_number")
    return all_problems([frame for layer in LAYERS for frame in _check(envelope, layer)])


def closed_transactions(partials: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The transactions (file_id, transaction) that an SE closes."""
    pairs = _pairs(pl.concat(partials).sort("file_id", "segment_number"), LAYERS[0])
    return pairs.filter(opens=True, paired=True).select("file_id", "transaction")


def _elements() -> pl.Expr:
    """The elements of each segment, split at the character that follows its name."""
    after_name = pl.col("text").str.slice(pl.col("segment_id").str.len_chars(), 1)
    return pl.when(after_name != "").then(pl.col("text").str.split(after_name))


def _check(envelope: pl.DataFrame, layer: Layer) -> list[pl.DataFrame]:
    pairs = _pairs(envelope, layer)
    closed = pairs.filter(opens=True, paired=True).join(
        _counts(envelope, layer), on=["file_id", "segment_number"], how="left"
    )
    at_closing = closed.with_columns(
        segment_number=pl.col("next_segment_number"), byte_offset=pl.col("next_byte_offset")
    )
    return [
        _miscounted(at_closing, layer),
        _renumbered(at_closing, layer),
        _open_ended(pairs, layer),
        _orphans(pairs, layer),
    ]


def _pairs(envelope: pl.DataFrame, layer: Layer) -> pl.DataFrame:
    """Openings and closings of a layer; `paired` when the neighbour is the other half."""
    segment = pl.col("segment_id")
    row = envelope.filter(segment.is_in([layer.opening, layer.closing, *layer.outer]))
    following = {
        f"next_{name}": pl.col(name).shift(-1).over("file_id")
        for name in ("segment_id", "segment_number", "byte_offset", "control", "stated")
    }
    row = row.with_columns(**following, before=segment.shift(1).over("file_id"))
    opens = segment == layer.opening
    paired = (
        pl.when(opens)
        .then(pl.col("next_segment_id").eq_missing(layer.closing))
        .otherwise(pl.col("before").eq_missing(layer.opening))
    )
    return row.with_columns(opens=opens, paired=paired).filter(opens | (segment == layer.closing))


def _counts(envelope: pl.DataFrame, layer: Layer) -> pl.DataFrame:
    """How much each opening holds: transactions, groups, or (nothing further in) segments."""
    place = ["file_id", "segment_number"]
    segment = pl.col("segment_id")
    if not layer.counted:
        span = pl.col("next_segment_number") - pl.col("segment_number") + 1
        opened = _pairs(envelope, layer).filter(opens=True)
        return opened.select(*place, counted=span, acknowledges=pl.lit(value=False))
    outer = pl.when(segment.is_in([layer.opening, layer.closing, *layer.outer]))
    opening = pl.when(segment == layer.opening).then(pl.col("segment_number"))
    return (
        envelope.with_columns(
            inside=outer.then(segment).forward_fill().over("file_id") == layer.opening,
            holder=opening.forward_fill().over("file_id"),
        )
        .group_by("file_id", segment_number="holder")
        .agg(
            counted=((segment == layer.counted) & pl.col("inside")).sum().cast(pl.Int64),
            acknowledges=((segment == "TA1") & pl.col("inside")).any(),
        )
    )


def _miscounted(closed: pl.DataFrame, layer: Layer) -> pl.DataFrame:
    """A count that is no number is the reader's problem (X12-NUMBER), an absent one is ours.

    An interchange that holds nothing but a TA1 may count it as a group; senders do either.
    """
    text = pl.col("next_stated").fill_null("")
    stated = text.cast(pl.Int64, strict=False)
    lone_acknowledgement = pl.col("acknowledges") & (pl.col("counted") == 0) & (stated == 1)
    wrong = (text == "") | ((stated != pl.col("counted")) & ~lone_acknowledgement)
    says = pl.when(text == "").then(pl.lit("nothing")).otherwise(stated.cast(pl.String))
    detail = pl.format(
        "{}01 states {}; {} counted: {}.",
        pl.lit(layer.closing),
        says,
        pl.lit(layer.words),
        pl.col("counted"),
    )
    return problem_rows(
        closed.filter(wrong),
        layer.count_code,
        element=1,
        value=pl.col("next_stated"),
        detail=detail,
    )


def _renumbered(closed: pl.DataFrame, layer: Layer) -> pl.DataFrame:
    ours, theirs = (
        pl.col(name).fill_null("").str.strip_chars_start("0" if layer.padded else "")
        for name in ("control", "next_control")
    )
    detail = pl.format(
        "{}{} is {}; {}02 is {}.",
        pl.lit(layer.opening),
        pl.lit(f"{CONTROL_ELEMENT.get(layer.opening, 2):02d}"),
        pl.col("control").fill_null("empty"),
        pl.lit(layer.closing),
        pl.col("next_control").fill_null("empty"),
    )
    return problem_rows(
        closed.filter(ours != theirs),
        layer.control_code,
        element=2,
        value=pl.col("next_control"),
        detail=detail,
    )


def _open_ended(pairs: pl.DataFrame, layer: Layer) -> pl.DataFrame:
    before = pl.col("next_segment_id").fill_null("the file")
    begins = pl.when(before == "the file").then(pl.lit("ends")).otherwise(pl.lit("comes"))
    detail = pl.format("{} {} before any {}.", before, begins, pl.lit(layer.closing))
    found = pairs.filter(opens=True, paired=False)
    return problem_rows(found, layer.missing_code, detail=detail)


def _orphans(pairs: pl.DataFrame, layer: Layer) -> pl.DataFrame:
    """Closings that close nothing. A file without any ISA is told so once, by the reader."""
    found = pairs.filter(opens=False, paired=False)
    if layer.opening == "ISA":
        found = found.join(pairs.filter(opens=True), on="file_id", how="semi")
    detail = pl.lit(f"{layer.closing} closes nothing: no open {layer.opening} stands above it.")
    return problem_rows(found, "X12-SEGMENT-ORPHAN", detail=detail)
