"""What may stand behind a write-off: the amounts of counted decisions that somebody might drop."""

import polars as pl

from reclaim.schema.claim_states import claim_id

LEFT_OUT = ("insurer_paid", "prior_payer", "pending")
"""Places of which nothing is written off: money that came, or what is not decided here."""

TURN = {"1": 1, "2": 2, "3": 3, "19": 1, "20": 2, "21": 3}
"""Whose turn a decision was, by its claim status (CLP02): the first payer's, the second's ..."""

REASON = ("claim_id", "category", "group_code", "carc")


def evidence(
    dispositions: pl.DataFrame,
    claim_states: pl.DataFrame,
    remit_claims: pl.DataFrame,
    findings: pl.DataFrame,
) -> pl.DataFrame:
    """One row an amount: `claim`, `cents` (above 0), where it stands, and the finding about it.

    `claim` is the provider's claim number, as the ledger names it too. Counted are the decisions of
    all payers on the claim that hold now: what a payer has taken back, and what a later decision
    replaced, stands behind nothing. The patient's share is what the last payer in turn leaves: what
    the first one left was the next one's to pay. Amounts of one line for one reason are added up.

    Args:
        dispositions: table `dispositions`, of any claims.
        claim_states: table `claim_states` of the same.
        remit_claims: table `remit_claims` of the same.
        findings: table `findings`; of several about one reason, the first by name is told.
    """
    counted = claim_states.filter("counts").select("claim_id")
    passed_on = _passed_on(remit_claims.with_columns(claim_id()), counted)
    told = (
        findings.sort("finding_id")
        .unique(REASON, keep="first", maintain_order=True)
        .select(*REASON, "finding_id")
    )
    key = ("claim_id", "line_number", "place", "category", "group_code", "carc")
    return (
        dispositions.join(counted, on="claim_id", how="semi")
        .join(passed_on, on=["claim_id", "place"], how="anti")
        .filter(~pl.col("place").is_in(LEFT_OUT) & pl.col("patient_control_number").is_not_null())
        .group_by("patient_control_number", *key)
        .agg(
            cents=pl.col("amount_cents").sum(),
            rarcs=pl.col("rarcs").explode().drop_nulls().unique().sort(),
        )
        .filter(pl.col("cents") > 0)
        .join(told, on=REASON, how="left", nulls_equal=True)
        .rename({"patient_control_number": "claim"})
    )


def _passed_on(claims: pl.DataFrame, counted: pl.DataFrame) -> pl.DataFrame:
    """The decisions whose patient's share a later payer has decided on: `claim_id`, `place`."""
    turn = pl.col("claim_status").replace_strict(TURN, default=None, return_dtype=pl.Int64)
    of_claim = claims.join(counted, on="claim_id", how="semi").select(
        "claim_id", turn=turn, last=turn.max().over("patient_control_number")
    )
    earlier = of_claim.filter(pl.col("turn") < pl.col("last"))
    return earlier.select("claim_id", place=pl.lit("patient_responsibility"))
