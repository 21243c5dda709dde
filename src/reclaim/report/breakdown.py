"""The charge and what can be won back of it, by payer, provider, month and category.

Each frame has a row a label, a column a standing (see `standing`), `charge_cents` and `claims`
(not by category), and the measures of the open findings. Every column adds up to the same total.
"""

from dataclasses import dataclass

import polars as pl

from reclaim.report.audited import Audited
from reclaim.report.findings import (
    MEASURE_NAMES,
    MEASURES,
    claims_of,
    judged,
    payer_of_finding,
)
from reclaim.report.standing import (
    MONTH,
    NO_PROVIDER,
    NOT_COLLECTED,
    PAYER,
    PROVIDER,
    STANDINGS,
    standing,
)

KEYS = {"payer": PAYER, "provider": PROVIDER, "month": MONTH}
"""What the claims are told apart by."""

FINDING_KEYS = {
    "payer": payer_of_finding(),
    "provider": pl.coalesce("claim_provider", "provider_id", pl.lit(NO_PROVIDER)),
    "month": pl.coalesce("claim_month", MONTH),
}
"""The same of a finding: its claim's; a provider-level one has no claim, and names its own."""


Parts = dict[str, pl.DataFrame]
"""For each of `KEYS`: the key, `place`, `category`, `standing`, `amount_cents`. Few rows."""


@dataclass(frozen=True)
class Breakdowns:
    """The same dollars told apart four ways. `places` has a row a payer, and a column a place."""

    payers: pl.DataFrame
    providers: pl.DataFrame
    months: pl.DataFrame
    places: pl.DataFrame


def parts_by_claim(audited: Audited) -> Parts:
    """The whole charge by what its claims are told apart by, and by what became of it.

    A disposition does not name its payer; a share of the claims at a time is joined to it.
    """
    parts = audited.dispositions.lazy().select(
        "claim_id", "place", "category", "necessary", "amount_cents"
    )
    claims = audited.counted_claims().select(
        "claim_id", *(told.cast(pl.Categorical).alias(key) for key, told in KEYS.items())
    )
    sums: dict[str, list[pl.DataFrame]] = {key: [] for key in KEYS}
    for turn in audited.turns():
        joined = parts.filter(turn).join(claims.filter(turn), on="claim_id")
        # One look at the file serves all three.
        split = pl.collect_all([_sum(joined, key) for key in KEYS], engine="streaming")
        for key, rows in zip(KEYS, split, strict=True):
            sums[key].append(rows.with_columns(pl.col(key).cast(pl.String)))
    return {
        key: _sum(pl.concat(rows).lazy(), key).collect().with_columns(standing())
        for key, rows in sums.items()
    }


def breakdowns(audited: Audited, parts: Parts) -> Breakdowns:
    """By payer and by provider, the largest charge first; by month of payment, in time."""
    claims = audited.counted_claims().select("charge_cents", **KEYS)
    totals = pl.collect_all(
        [
            claims.group_by(key).agg(
                pl.len().cast(pl.Int64).alias("claims"), pl.col("charge_cents").sum()
            )
            for key in KEYS
        ],
        engine="streaming",
    )
    won = _won_back(audited)
    frames = {
        key: _joined(charged, _wide(parts[key], key), won[key], key)
        for key, charged in zip(KEYS, totals, strict=True)
    }
    largest = pl.col("charge_cents")
    return Breakdowns(
        payers=frames["payer"].sort(-largest, "payer"),
        providers=frames["provider"].sort(-largest, "provider"),
        months=frames["month"].sort("month"),
        places=_places(frames["payer"], parts["payer"]),
    )


def totals_of(parts: Parts) -> pl.DataFrame:
    """`place`, `category`, `standing`, `amount_cents`: the whole charge in a few dozen rows."""
    of_payers = parts["payer"].group_by("place", "category", "standing")
    return of_payers.agg(pl.col("amount_cents").sum()).sort("place", "category", "standing")


def by_category(totals: pl.DataFrame, audited: Audited) -> pl.DataFrame:
    """`place`, `category`, the four standings of what was not collected, `amount_cents`, measures.

    The largest amount first; 0 for what only findings are about. `totals` as of `totals_of`.
    """
    missed = totals.filter(pl.col("standing").is_in(NOT_COLLECTED))
    missed = missed.select("place", "category", "standing", "amount_cents")
    wide = _pivot(missed, ["place", "category"], NOT_COLLECTED)
    won = judged(audited).group_by("place", "category").agg(*MEASURES).collect(engine="streaming")
    return (
        wide.join(won, on=["place", "category"], how="full", coalesce=True)
        .with_columns(pl.col(*NOT_COLLECTED, *MEASURE_NAMES).fill_null(0))
        .with_columns(amount_cents=pl.sum_horizontal(NOT_COLLECTED))
        .sort(-pl.col("amount_cents"), "place", "category")
    )


def _sum(parts: pl.LazyFrame, key: str) -> pl.LazyFrame:
    return parts.group_by(key, "place", "category", "necessary").agg(pl.col("amount_cents").sum())


def _wide(parts: pl.DataFrame, key: str) -> pl.DataFrame:
    return _pivot(parts.select(key, "standing", "amount_cents"), [key], STANDINGS)


def _pivot(rows: pl.DataFrame, index: list[str], columns: tuple[str, ...]) -> pl.DataFrame:
    """Cents in a column a standing; 0 where there are none."""
    return rows.group_by(index).agg(
        pl.col("amount_cents").filter(pl.col("standing") == column).sum().alias(column)
        for column in columns
    )


def _places(payers: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """`payer`, `claims`, `charge_cents`, and cents in a column a place, the largest first."""
    sums = parts.group_by("payer", "place").agg(pl.col("amount_cents").sum())
    wide = sums.sort("place").pivot("place", index="payer", values="amount_cents")
    return (
        payers.filter(pl.col("claims") > 0)
        .select("payer", "claims", "charge_cents")
        .join(wide, on="payer", how="left")
        .with_columns(pl.exclude("payer").fill_null(0))
        .sort(-pl.col("charge_cents"), "payer")
    )


def _won_back(audited: Audited) -> Parts:
    """The measures of the findings, by each key of their claims."""
    findings = judged(audited)
    named = claims_of(audited, findings).select(
        "claim_id", **{f"claim_{name}": told for name, told in KEYS.items()}
    )
    joined = findings.join(named, on="claim_id", how="left")
    split = [joined.group_by(told.alias(key)).agg(*MEASURES) for key, told in FINDING_KEYS.items()]
    return dict(zip(FINDING_KEYS, pl.collect_all(split, engine="streaming"), strict=True))


def _joined(
    charged: pl.DataFrame, parts: pl.DataFrame, won: pl.DataFrame, key: str
) -> pl.DataFrame:
    """A provider-level finding may name a payer of whom there is no claim: its row stays."""
    return (
        charged.join(parts, on=key, how="left")
        .join(won, on=key, how="full", coalesce=True)
        .with_columns(pl.exclude(key).fill_null(0))
    )
