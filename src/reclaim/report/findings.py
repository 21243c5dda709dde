"""Which findings are to be worked, what they are worth, and in which order."""

import polars as pl

from reclaim.codes import carcs
from reclaim.report.audited import Audited
from reclaim.report.standing import NO_PAYER, PAYER
from reclaim.schema.claim_states import claim_id

STATES = ("open", "expired", "hold", "closed", "books", "none")
"""Every finding is in one. Only the open ones count as recoverable."""

URGENCY = ((14, 4), (30, 2))
"""Days left, and how many times an expected dollar then counts in the order of the worklist.

Our own judgement: what can still wait gives way to what cannot, but not to a few dollars.
"""

HORIZONS = (14, 30, 60)
"""Days ahead for which the report counts deadlines; each includes the ones before."""

_WINNABLE = (pl.col("money") == "cash") & (pl.col("recoverable") != "no")

STATE = (
    pl.when(pl.col("money") == "books")
    .then(pl.lit("books"))
    .when(pl.col("status") == "hold")
    .then(pl.lit("hold"))
    .when(_WINNABLE.not_().fill_null(value=True))
    .then(pl.lit("none"))
    .when(pl.col("status").is_in(["expired", "closed"]))
    .then("status")
    .otherwise(pl.lit("open"))
)
"""What a finding can still bring: money (open), or why it brings none."""

OPEN = pl.col("state") == "open"

MEASURES = (
    OPEN.sum().cast(pl.Int64).alias("findings"),
    *(
        pl.col(name).filter(OPEN).sum()
        for name in (
            "at_stake_cents",
            "worth_cents",
            "expected_cents",
            "expected_low_cents",
            "expected_high_cents",
        )
    ),
    pl.col("at_stake_cents").filter(pl.col("state") == "expired").sum().alias("expired_cents"),
)
"""What open findings come to, and what is past its last day. Nulls count nothing."""

MEASURE_NAMES = (
    "findings",
    "at_stake_cents",
    "worth_cents",
    "expected_cents",
    "expected_low_cents",
    "expected_high_cents",
    "expired_cents",
)

BASES = {
    "underpayment/contract": "contract",
    "underpayment/inferred": "inferred",
    "contractual/unverified": "unverified",
}
"""By category: what says how much a finding is about. Of all others it is the payer's own word."""

OTHER_BASIS = "remittance"

_RANK = ["weight", "at_stake_cents", "deadline", "finding_id"]
_RANK_DOWN = [True, True, False, False]


def judged(audited: Audited) -> pl.LazyFrame:
    """The findings with `state`, and `days_left`: 0 on the last day, negative after it."""
    left = (pl.col("deadline") - pl.lit(audited.as_of)).dt.total_days()
    return audited.table("findings").with_columns(STATE.alias("state"), days_left=left)


def by_state(audited: Audited) -> pl.DataFrame:
    """`state`, `findings`, `at_stake_cents`, `unestimated`: how many have no known chance."""
    counted = (
        judged(audited)
        .group_by("state")
        .agg(
            findings=pl.len().cast(pl.Int64),
            at_stake_cents=pl.col("at_stake_cents").sum(),
            unestimated=pl.col("expected_cents").is_null().sum().cast(pl.Int64),
        )
        .collect(engine="streaming")
    )
    every = pl.DataFrame({"state": STATES}, schema={"state": pl.String})
    return every.join(counted, on="state", how="left", maintain_order="left").fill_null(0)


def open_by_basis(audited: Audited) -> pl.DataFrame:
    """`MEASURES` by `basis`: each of `BASES`, in their order, and `OTHER_BASIS`."""
    basis = (
        pl.col("category")
        .replace_strict(BASES, default=OTHER_BASIS, return_dtype=pl.String)
        .fill_null(OTHER_BASIS)
    )
    won = judged(audited).group_by(basis=basis).agg(*MEASURES).collect(engine="streaming")
    every = pl.DataFrame({"basis": [*BASES.values(), OTHER_BASIS]})
    return every.join(won, on="basis", how="left", maintain_order="left").fill_null(0)


def deadlines(audited: Audited) -> pl.DataFrame:
    """A row a day on which open findings expire, with the sums of `MEASURES`; null: no day known.

    `deadline`, `days_left`, then the measures, soonest first.
    """
    return (
        judged(audited)
        .filter(OPEN)
        .group_by("deadline", "days_left")
        .agg(*MEASURES)
        .sort("deadline", nulls_last=True)
        .collect(engine="streaming")
    )


def worklist(audited: Audited, *, limit: int) -> pl.DataFrame:
    """The `limit` open findings to work first: the largest expected amount, weighed by `URGENCY`.

    A finding without a known chance comes after those that have one.
    """
    return first(audited, OPEN, limit=limit, by=_RANK, descending=_RANK_DOWN, weight=_weight())


def _weight() -> pl.Expr:
    times = pl.lit(1)
    for days, factor in reversed(URGENCY):
        near = (pl.col("days_left") <= days).fill_null(value=False)
        times = pl.when(near).then(pl.lit(factor)).otherwise(times)
    return pl.col("expected_cents") * times


def soonest(audited: Audited, *, limit: int) -> pl.DataFrame:
    """The open findings that expire first; of one day, the largest expected amount first."""
    order = ["deadline", "expected_cents", "at_stake_cents", "finding_id"]
    known = OPEN & pl.col("deadline").is_not_null()
    return first(audited, known, limit=limit, by=order, descending=[False, True, True, False])


def largest(audited: Audited, keep: pl.Expr, *, limit: int) -> pl.DataFrame:
    """The findings with most at stake, too much or too little, among those kept."""
    order = ["size_cents", "finding_id"]
    size = pl.col("at_stake_cents").abs()
    return first(audited, keep, limit=limit, by=order, descending=[True, False], size_cents=size)


def first(
    audited: Audited,
    keep: pl.Expr,
    *,
    limit: int,
    by: list[str],
    descending: list[bool],
    **more: pl.Expr,
) -> pl.DataFrame:
    """The first `limit` findings in an order; `more` are columns that the order asks for.

    They come with the claim's charge, the payer's name, the file, and the words of the reason.
    """
    # top_k keeps only `limit` rows in memory; the sort then settles ties the same way every time.
    rows = (
        judged(audited)
        .filter(keep)
        .with_columns(**more)
        .top_k(limit, by=[_last_if_null(name) for name in by], reverse=[not d for d in descending])
        .sort(by, descending=descending, nulls_last=True)
        .collect(engine="streaming")
    )
    return _described(audited, rows)


def _last_if_null(name: str) -> pl.Expr:
    """The largest of a column asks for nulls to be smallest, the soonest for them to be last."""
    column = pl.col(name)
    if name == "deadline":
        return column.fill_null(pl.date(9999, 12, 31))
    return column.fill_null(-1) if name in ("expected_cents", "weight") else column


def _described(audited: Audited, rows: pl.DataFrame) -> pl.DataFrame:
    """Add payer, charge, the file and the words of the reason to a few chosen rows."""
    claims = claims_of(audited, rows.lazy()).select(
        "claim_id", claim_payer=PAYER, claim_charge_cents=pl.col("charge_cents")
    )
    files = audited.files.lazy().select("file_id", file="path")
    labels = carcs().lazy().select("label", carc="code").unique("carc")
    return (
        rows.lazy()
        .join(claims, on="claim_id", how="left", maintain_order="left")
        .join(files, on="file_id", how="left", maintain_order="left")
        .join(labels, on="carc", how="left", maintain_order="left")
        .with_columns(payer=payer_of_finding())
        .collect()
    )


def payer_of_finding() -> pl.Expr:
    """The payer as its claim names it, in `claim_payer`; a provider-level finding names its own."""
    return pl.coalesce("claim_payer", "payer_name", "payer", pl.lit(NO_PAYER))


def claims_of(audited: Audited, rows: pl.LazyFrame) -> pl.LazyFrame:
    """The claims on remittances that some rows are about, with their `claim_id`."""
    wanted = rows.select("claim_id").drop_nulls().unique()
    claims = audited.remit_claims.lazy().with_columns(claim_id())
    return claims.join(wanted, on="claim_id", how="semi")
