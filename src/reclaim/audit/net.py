"""Which claims stand: links originals, reversals and corrections, so that nothing counts twice."""

from enum import Enum

import polars as pl

from reclaim.audit.pairs import Link, pair
from reclaim.schema import TABLES
from reclaim.schema.claim_states import claim_id

REVERSAL = "22"
NOT_A_DECISION = ("23", "25")
"""Sent on, or an estimate: neither is reversed nor corrects anything."""


class State(Enum):
    """What a claim on a remittance is to the others, in order of precedence."""

    DUPLICATE = "duplicate"
    REVERSAL = "reversal"
    ORPHAN_REVERSAL = "orphan_reversal"
    REVERSED = "reversed"
    CORRECTION = "correction"
    ORIGINAL = "original"


CLAIM_COLUMNS = (
    "file_id",
    "segment_number",
    "patient_control_number",
    "payer_control_number",
    "original_claim_number",
    "claim_status",
    "charge_cents",
    "paid_cents",
    "payer_name",
    "payer_id",
    "payee_id",
    "payment_date",
    "trace_number",
)
"""What netting needs to know of every claim: keep these columns, drop the rest."""


def net(remit_claims: pl.DataFrame) -> pl.DataFrame:
    """The state of every claim, one row each, by file and segment (table claim_states).

    A reversal (CLP02 = 22) is matched with the earliest claim not yet reversed of the same payer
    and payee whose charge and payment it negates and whose numbers it carries: those of provider
    and payer, else the payer's, else REF F8, else the provider's. A reversal without such a claim
    is an orphan; it counts, since the money was taken. A claim that shares its numbers with a
    reversed one is its correction, before or after the reversal; one that follows an orphan
    corrects the claim that was never seen. A claim that comes again in another file under the
    same trace number is a duplicate.

    Args:
        remit_claims: CLAIM_COLUMNS of every claim of every file, in any order.
    """
    claims = _keyed(remit_claims)
    repeats = _repeats(claims)
    once = claims.join(repeats, on="row", how="anti")
    reversals = once.filter(pl.col("claim_status") == REVERSAL)
    candidates = _candidates(once, reversals)
    pairs = pair(candidates.filter(~pl.col("claim_status").is_in(NOT_A_DECISION)), reversals)
    orphans = reversals.join(pairs, left_on="row", right_on="reversal", how="anti")
    corrections = _corrections(candidates, pairs, orphans)
    return _states(claims, repeats, pairs, corrections)


def aside(states: pl.LazyFrame) -> pl.LazyFrame:
    """`claim_id` of claims that were taken back or come twice, and of reversals of unknown ones."""
    orphan = pl.col("state") == State.ORPHAN_REVERSAL.value
    return states.filter(~pl.col("counts") | orphan).select("claim_id")


def mirror(
    originals: pl.DataFrame, states: pl.DataFrame, remit_claims: pl.DataFrame
) -> pl.DataFrame:
    """Dispositions of matched reversals: the original's, negated, so that each place cancels.

    Payers change codes between a claim and its reversal; the money taken back is the money that
    was placed. These rows replace the reversal's own.

    Args:
        originals: dispositions that hold at least those of every reversed claim.
        states: what `net` returned.
        remit_claims: CLAIM_COLUMNS of at least the reversals.
    """
    numbers = remit_claims.lazy().select(
        "file_id",
        claim_id(),
        "patient_control_number",
        "payer_control_number",
    )
    reversals = states.lazy().filter(pl.col("reverses").is_not_null())
    named = reversals.select("claim_id", "reverses").join(numbers, on="claim_id", how="left")
    own = ("file_id", "claim_id", "patient_control_number", "payer_control_number")
    return (
        originals.lazy()
        .join(named, left_on="claim_id", right_on="reverses", how="inner", suffix="_reversal")
        .with_columns(
            *(pl.col(f"{name}_reversal").alias(name) for name in own),
            amount_cents=-pl.col("amount_cents"),
        )
        .select(originals.columns)
        .sort("file_id", "claim_id", maintain_order=True)
        .collect()
    )


def settle(
    dispositions: pl.DataFrame, states: pl.DataFrame, remit_claims: pl.DataFrame
) -> pl.DataFrame:
    """The dispositions with those of every matched reversal replaced by its original's, negated."""
    matched = states.filter(pl.col("reverses").is_not_null())
    kept = dispositions.join(matched, on="claim_id", how="anti", maintain_order="left")
    return pl.concat([kept, mirror(kept, states, remit_claims)])


def _keyed(remit_claims: pl.DataFrame) -> pl.DataFrame:
    """The claims in order of payment, with `row`, their place in it, and `parties`, who dealt."""
    return (
        remit_claims.lazy()
        .select(*CLAIM_COLUMNS)
        .sort("payment_date", "file_id", "segment_number", nulls_last=True)
        .with_columns(
            pl.struct(pl.coalesce("payer_id", "payer_name"), "payee_id").hash().alias("parties"),
        )
        .with_row_index("row")
        .drop("payer_id", "payer_name", "payee_id")
        .collect()
    )


def _repeats(claims: pl.DataFrame) -> pl.DataFrame:
    """Claims that another file holds too, under the same trace: `row`, and `first`, its row."""
    same = (
        "parties",
        "trace_number",
        "patient_control_number",
        "payer_control_number",
        "claim_status",
        "charge_cents",
        "paid_cents",
        "payment_date",
    )
    nth_in_file = pl.int_range(pl.len()).over("file_id", *same)
    in_files = claims.lazy().group_by("trace_number").agg(files=pl.col("file_id").n_unique())
    shared = in_files.filter(pl.col("files") > 1).select("trace_number")
    return (
        claims.lazy()
        .join(shared, on="trace_number", how="semi")
        .filter(pl.col("payer_control_number").is_not_null())
        .sort("row")
        .with_columns(nth=nth_in_file)
        .with_columns(first=pl.col("row").min().over("nth", *same))
        .filter(pl.col("row") != pl.col("first"))
        .select("row", "first")
        .collect()
    )


def _candidates(claims: pl.DataFrame, reversals: pl.DataFrame) -> pl.DataFrame:
    """The claims that share a number with any reversal, reversals aside."""
    decided = claims.lazy().filter(pl.col("claim_status").fill_null("") != REVERSAL)
    by_payer = pl.concat([reversals["payer_control_number"], reversals["original_claim_number"]])
    shares = (
        pl.col("payer_control_number").is_in(by_payer.drop_nulls().unique().implode())
        | pl.col("original_claim_number").is_in(by_payer.drop_nulls().unique().implode())
        | pl.col("patient_control_number").is_in(
            reversals["patient_control_number"].drop_nulls().unique().implode()
        )
    )
    return decided.filter(shares).collect()


def _corrections(
    candidates: pl.DataFrame, pairs: pl.DataFrame, orphans: pl.DataFrame
) -> pl.DataFrame:
    """Claims that stand for a reversed one: `row`, and `corrects`, the row of the latest such.

    Of a claim that was never seen only the orphan reversal is left: what follows that corrects it.

    The payer's number or REF F8 says so; the patient control number only beside an equal charge,
    since some providers give it to a patient and not to a claim.
    """
    unseen = orphans.with_columns(-pl.col("charge_cents"), seen=pl.lit(value=False))
    seen = candidates.join(pairs.select(row="original"), on="row", how="inner")
    taken_back = pl.concat([seen.with_columns(seen=pl.lit(value=True)), unseen])
    others = candidates.filter(~pl.col("claim_status").is_in(NOT_A_DECISION))
    links = (
        {"original_claim_number": "payer_control_number"},
        {"payer_control_number": "payer_control_number"},
        {"patient_control_number": "patient_control_number", "charge_cents": "charge_cents"},
    )
    found = pl.concat(_sharing(others, taken_back, link) for link in links)
    later = pl.col("row") > pl.col("corrects")
    stands = ~pl.col("row").is_in(pairs["original"].implode())
    same_day = pl.col("seen") & pl.col("payment_date").eq_missing(pl.col("corrected_date"))
    return (
        found.filter(later | (same_day & stands))
        .group_by("row")
        .agg(pl.coalesce(pl.col("corrects").filter(later).max(), pl.col("corrects").min()))
    )


def _sharing(others: pl.DataFrame, taken_back: pl.DataFrame, link: dict[str, str]) -> pl.DataFrame:
    keys = taken_back.select(
        "parties",
        *(pl.col(theirs).alias(mine) for mine, theirs in link.items()),
        "seen",
        corrects="row",
        corrected_date="payment_date",
    )
    return (
        others.join(keys, on=["parties", *link], how="inner")
        .filter(pl.col("row") != pl.col("corrects"))
        .select("row", "corrects", "seen", "payment_date", "corrected_date")
    )


def _states(
    claims: pl.DataFrame, repeats: pl.DataFrame, pairs: pl.DataFrame, corrections: pl.DataFrame
) -> pl.DataFrame:
    claims = claims.select("row", "file_id", "segment_number", "claim_status", claim_id())
    links = (
        claims.join(repeats.rename({"first": "duplicate_of"}), on="row", how="left")
        .join(pairs.rename({"reversal": "row", "original": "reverses"}), on="row", how="left")
        .join(
            pairs.select(pl.col("original").alias("row"), pl.col("reversal").alias("reversed_by")),
            on="row",
            how="left",
        )
        .join(corrections, on="row", how="left")
        .with_columns(_state().alias("state"))
    )
    cancelled = ("duplicate", "reversal", "reversed")
    named = ("reverses", "reversed_by", "corrects", "duplicate_of")
    return (
        links.sort("file_id", "segment_number")
        .with_columns(
            ~pl.col("state").is_in(cancelled).alias("counts"),
            *(pl.lit(claims["claim_id"]).gather(pl.col(column)).alias(column) for column in named),
        )
        .select(TABLES["claim_states"].polars_schema.names())
    )


def _state() -> pl.Expr:
    """The first state that holds, in order of precedence."""
    return (
        pl.when(pl.col("duplicate_of").is_not_null())
        .then(pl.lit(State.DUPLICATE.value))
        .when(pl.col("reverses").is_not_null())
        .then(pl.lit(State.REVERSAL.value))
        .when(pl.col("claim_status") == REVERSAL)
        .then(pl.lit(State.ORPHAN_REVERSAL.value))
        .when(pl.col("reversed_by").is_not_null())
        .then(pl.lit(State.REVERSED.value))
        .when(pl.col("corrects").is_not_null())
        .then(pl.lit(State.CORRECTION.value))
        .otherwise(pl.lit(State.ORIGINAL.value))
    )


__all__ = ["CLAIM_COLUMNS", "Link", "State", "mirror", "net", "settle"]
