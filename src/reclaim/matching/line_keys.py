"""By what a remitted line and a line as sent are matched, within one claim."""

from dataclasses import dataclass
from enum import Enum

import polars as pl

from reclaim.matching.forms import trimmed
from reclaim.matching.ladder import FEW, HIGH, LOW, MEDIUM

MODIFIERS = ("modifier_1", "modifier_2", "modifier_3", "modifier_4")


class Ties(Enum):
    """What becomes of remitted lines that several lines as sent match equally well."""

    WAIT = "for the next key"
    ORDER = "as many on both sides: the first answers the first; fewer remitted: all are shown"
    SHOW = "all are shown"


@dataclass(frozen=True)
class LineRung:
    """One way to match: columns that must be equal; `right` where they are called otherwise."""

    key: str
    confidence: str
    left: tuple[str, ...]
    right: tuple[str, ...] = ()
    ties: Ties = Ties.SHOW


BY_NUMBER = LineRung("line control number", HIGH, ("control",), ties=Ties.WAIT)

BY_SERVICE = (
    LineRung(
        "procedure, modifiers, service date and charge",
        MEDIUM,
        ("code", "modifiers", "service_date", "charge"),
        ties=Ties.ORDER,
    ),
    LineRung(
        "procedure, service date and charge",
        MEDIUM,
        ("code", "service_date", "charge"),
        ties=Ties.ORDER,
    ),
    LineRung(
        "procedure as submitted, service date and charge",
        MEDIUM,
        ("submitted", "service_date", "charge"),
        ("code", "service_date", "charge"),
        ties=Ties.ORDER,
    ),
    LineRung(
        "procedure and charge",
        MEDIUM,
        ("undated", "charge"),
        ("code", "charge"),
        ties=Ties.ORDER,
    ),
    LineRung(
        "procedure and charge",
        MEDIUM,
        ("code", "charge"),
        ("undated", "charge"),
        ties=Ties.ORDER,
    ),
    LineRung(
        "procedure as submitted, and charge",
        MEDIUM,
        ("submitted", "charge"),
        ("undated", "charge"),
        ties=Ties.ORDER,
    ),
    LineRung("procedure and service date", MEDIUM, ("code", "service_date")),
    LineRung("service date and charge", MEDIUM, ("service_date", "charge")),
)
"""In order of trust. `undated` is the procedure of a line that tells no date."""

BY_PLACE = LineRung("place on the claim and charge", LOW, ("place", "charge"))
"""For claims with as many lines remitted as sent."""


def service_columns(lines: pl.DataFrame) -> pl.DataFrame:
    """What BY_SERVICE compares, of lines on remittances or as sent."""
    code = pl.coalesce(trimmed("procedure_code"), trimmed("revenue_code")).str.to_uppercase()
    submitted = trimmed("submitted_code") if "submitted_code" in lines.columns else pl.lit(None)
    return lines.select(
        "service_date",
        code=code,
        modifiers=pl.concat_str(MODIFIERS, separator=" ", ignore_nulls=True).str.to_uppercase(),
        charge=pl.col("charge_cents").abs(),
        undated=pl.when(pl.col("service_date").is_null()).then(code),
        submitted=submitted.cast(pl.String).str.to_uppercase(),
    )


def match(left: pl.DataFrame, right: pl.DataFrame, rung: LineRung) -> pl.DataFrame:
    """Pairs (PAIRS) of the rows that agree on a rung, and on the `claim` they stand on.

    Args:
        left: remitted lines in order, with `row`, `claim` and the rung's columns.
        right: likewise the lines as sent.
        rung: the columns, and what becomes of ties.
    """
    mine = _marked(left, rung.left)
    theirs = _marked(right, rung.right or rung.left).join(mine, on="mark", how="semi")
    once = theirs["mark"].is_unique()
    answering = mine.filter(pl.col("mark").is_unique()) if rung.ties is Ties.ORDER else mine
    single = _paired(answering, theirs.filter(once), ["mark"])
    found = [_found(single, rung.key, rung.confidence)]
    if rung.ties is not Ties.WAIT and not once.all():
        found += _tied(mine, theirs.filter(~once), rung)
    return pl.concat(found)


def _tied(mine: pl.DataFrame, theirs: pl.DataFrame, rung: LineRung) -> list[pl.DataFrame]:
    """The pairs of lines that several lines as sent match: in order, or all of them."""
    counts = theirs.group_by("mark").len("sent")
    theirs = theirs.join(counts, on="mark", how="inner")
    mine = mine.join(counts, on="mark", how="inner").with_columns(lines=pl.len().over("mark"))
    shown, found = mine, []
    if rung.ties is Ties.ORDER:
        in_order = _counted(mine.filter(pl.col("lines") == pl.col("sent")))
        ordered = _paired(in_order, _counted(theirs), ["mark", "nth"])
        found.append(_found(ordered, f"{rung.key}, in order", LOW))
        shown = mine.filter(pl.col("lines") < pl.col("sent"))
    every = _paired(shown, theirs.filter(pl.col("sent") <= FEW), ["mark"])
    return [*found, _found(every, rung.key, rung.confidence, pl.len().over("row"))]


def _marked(lines: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    """The rows that have all the columns, with a mark that is equal where these and the claim are.

    The mark is 64 bits wide; `_paired` makes sure that equal marks are of one claim.
    """
    return (
        lines.lazy()
        .drop_nulls(columns)
        .select("row", "claim", mark=pl.struct("claim", *columns).hash())
        .collect()
    )


def _paired(mine: pl.DataFrame, theirs: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    return (
        mine.lazy()
        .join(theirs.lazy(), on=on, how="inner", suffix="_sent")
        .filter(pl.col("claim") == pl.col("claim_sent"))
        .select("row", other="row_sent")
        .collect()
    )


def _counted(lines: pl.DataFrame) -> pl.DataFrame:
    return lines.sort("row").with_columns(nth=pl.int_range(pl.len()).over("mark"))


def _found(
    pairs: pl.DataFrame, key: str, confidence: str, candidates: pl.Expr | None = None
) -> pl.DataFrame:
    return pairs.select(
        "row",
        "other",
        pl.lit(key).alias("key"),
        pl.lit(confidence).alias("confidence"),
        (pl.lit(1) if candidates is None else candidates).cast(pl.UInt32).alias("candidates"),
    )
