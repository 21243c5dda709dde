"""Pairs each reversal with the claim it takes back: same numbers, negated amounts, first first."""

from enum import Enum

import polars as pl


class Link(Enum):
    """By which numbers a reversal was matched, the strongest first."""

    BOTH = "patient and payer control number"
    PAYER = "payer control number"
    ORIGINAL = "original claim number"
    PATIENT = "patient control number"


KEYS: dict[Link, tuple[tuple[str, str], ...]] = {
    Link.BOTH: (
        ("patient_control_number", "patient_control_number"),
        ("payer_control_number", "payer_control_number"),
    ),
    Link.PAYER: (("payer_control_number", "payer_control_number"),),
    Link.ORIGINAL: (("original_claim_number", "payer_control_number"),),
    Link.PATIENT: (("patient_control_number", "patient_control_number"),),
}
"""For each link, the column of the reversal and the column of the claim that must agree."""


def pair(claims: pl.DataFrame, reversals: pl.DataFrame) -> pl.DataFrame:
    """One row a match: `reversal` and `original` (rows), and `link`.

    A claim is taken back once, a reversal takes back one claim. Where several agree, the first
    reversal takes the first claim, the second the second, in the order of `row`.

    Args:
        claims: what may have been reversed, with `row`, `parties`, the numbers and amounts.
        reversals: the same columns of the reversals.
    """
    matches = [
        pl.DataFrame(schema={"reversal": pl.UInt32, "original": pl.UInt32, "link": pl.String})
    ]
    for link, keys in KEYS.items():
        found = _matched(claims, reversals, keys).with_columns(link=pl.lit(link.value))
        claims = claims.join(found, left_on="row", right_on="original", how="anti")
        reversals = reversals.join(found, left_on="row", right_on="reversal", how="anti")
        matches.append(found)
    return pl.concat(matches)


def _matched(
    claims: pl.DataFrame, reversals: pl.DataFrame, keys: tuple[tuple[str, str], ...]
) -> pl.DataFrame:
    """The n-th reversal beside the n-th claim of the same parties, numbers and negated amounts."""
    of_reversal = [mine for mine, _ in keys]
    of_claim = [theirs for _, theirs in keys]
    amounts = ("charge_cents", "paid_cents")
    negated = reversals.with_columns(-pl.col(amount) for amount in amounts)
    left = _numbered(negated, ["parties", *of_reversal, *amounts], "reversal")
    right = _numbered(claims, ["parties", *of_claim, *amounts], "original")
    return left.join(
        right,
        left_on=["parties", *of_reversal, *amounts, "nth"],
        right_on=["parties", *of_claim, *amounts, "nth"],
        how="inner",
    ).select("reversal", "original")


def _numbered(claims: pl.DataFrame, keys: list[str], row: str) -> pl.DataFrame:
    return (
        claims.drop_nulls(keys)
        .sort("row")
        .with_columns(nth=pl.int_range(pl.len()).over(keys))
        .select(pl.col("row").alias(row), *keys, "nth")
    )
