"""What a payer does again and again: hide denials in CARC 45, repeat cuts, use unusual groups."""

import polars as pl

from reclaim.codes import carcs
from reclaim.rules.dated import dated_rule
from reclaim.schema import TABLES

HIDES = "hides_denials_in_45"
REPEATS = "cuts_repeated_after_primary"
UNUSUAL = "unusual_group"

HIDDEN = "denial/hidden_in_45"
SECOND_CUT_RULE = "contractual/second-cut"

SHOWS_A_HABIT = (pl.col("category") == HIDDEN) | (pl.col("rule_id") == SECOND_CUT_RULE)
"""The dispositions that may show one."""

LATER = ("2", "3", "20", "21")
"""CLP02 of a secondary or tertiary payer."""

SHOWN = 5

COUNT_SCHEMA = pl.Schema(
    {
        "payer": pl.String(),
        "group_code": pl.String(),
        "carc": pl.String(),
        "claims": pl.Int64(),
        "amount_cents": pl.Int64(),
    }
)


def counts(adjustments: pl.DataFrame, remit_claims: pl.DataFrame) -> pl.DataFrame:
    """What habits are measured by, of a batch of whole claims; parts of several batches add up.

    Args:
        adjustments: table `adjustments`.
        remit_claims: its claims, `payer` being what the payer is called.

    Returns:
        `payer`, `group_code`, `carc` (both null: all claims; group null: claims of later payers
        under `carc` "later"), `claims` and `amount_cents`.
    """
    claims = remit_claims.select("file_id", "claim_status", "payer", claim_segment="segment_number")
    reasons = adjustments.select(
        "file_id", "claim_segment", "group_code", "carc", "adjustment_cents"
    )
    nothing = pl.lit(None, dtype=pl.String)
    of_claim = (
        reasons.lazy()
        .group_by("file_id", "claim_segment", "group_code", "carc")
        .agg(amount_cents=pl.col("adjustment_cents").sum())
        .join(claims.lazy(), on=["file_id", "claim_segment"])
    )
    keys = ["payer", "group_code", "carc"]
    by_reason = of_claim.group_by(keys).agg(
        claims=pl.len().cast(pl.Int64), amount_cents=pl.col("amount_cents").sum()
    )
    size = {"claims": pl.len().cast(pl.Int64), "amount_cents": pl.lit(0, dtype=pl.Int64)}
    every = claims.lazy().group_by("payer").agg(**size)
    later = claims.lazy().filter(pl.col("claim_status").is_in(LATER)).group_by("payer").agg(**size)
    return pl.concat(
        [
            by_reason.select(*keys, "claims", "amount_cents"),
            every.select("payer", nothing.alias("group_code"), nothing.alias("carc"), *size),
            later.select(
                "payer", nothing.alias("group_code"), pl.lit("later").alias("carc"), *size
            ),
        ]
    ).collect()


def habits(counted: pl.DataFrame, seen: pl.DataFrame) -> pl.DataFrame:
    """Table `payer_habits`: largest first by dollars.

    A habit is what is seen on at least as many claims, and on at least such a share of those on
    which it could be seen, as data/rules/habits.yaml says.

    Args:
        counted: the sum of what `counts` gave.
        seen: dispositions that may show one: `payer`, what it is called, `group_code`, `carc`,
            `category`, `rule_id`, `claim_id`, `amount_cents`. More of them do no harm.
    """
    counted = counted.group_by("payer", "group_code", "carc").agg(
        pl.col("claims").sum(), pl.col("amount_cents").sum()
    )
    hidden = seen.filter(pl.col("category") == HIDDEN)
    repeated = seen.filter(pl.col("rule_id") == SECOND_CUT_RULE)
    later = counted.filter(pl.col("carc") == "later").select("payer", of_claims="claims")
    of_reason = counted.select("payer", "group_code", "carc", of_claims="claims")
    every = pl.concat(
        [
            _seen(hidden, HIDES, "X12 RFI 2052: CARC 45 may not equal the charge").join(
                of_reason, on=["payer", "group_code", "carc"], how="left"
            ),
            _seen(repeated, REPEATS, "X12 RFI 1696: the prior payer's part belongs in OA-23").join(
                later, on="payer", how="left"
            ),
            _unusual(counted),
        ],
        how="diagonal",
    )
    return (
        every.filter(
            (pl.col("claims") >= _limit("least-claims"))
            & (pl.col("claims") * 100 >= pl.col("of_claims") * _limit("least-percent"))
        )
        .sort("amount_cents", "payer", "habit", "carc", descending=[True, False, False, False])
        .select(TABLES["payer_habits"].polars_schema.names())
    )


def _seen(rows: pl.DataFrame, habit: str, usual: str) -> pl.DataFrame:
    """What was found on claims, by payer and reason, with the largest of the claims."""
    keys = ["payer", "group_code", "carc"]
    by_claim = rows.group_by(*keys, "claim_id").agg(pl.col("amount_cents").sum())
    return (
        by_claim.sort("amount_cents", "claim_id", descending=[True, False])
        .group_by(keys, maintain_order=True)
        .agg(
            claims=pl.len().cast(pl.Int64),
            amount_cents=pl.col("amount_cents").sum(),
            claim_ids=pl.col("claim_id").head(SHOWN),
        )
        .with_columns(habit=pl.lit(habit), usual=pl.lit(usual))
    )


def _unusual(counted: pl.DataFrame) -> pl.DataFrame:
    """Reasons that a payer sends mostly under another group than the code list's usual one."""
    usual = carcs().select("usual_group", carc="code").drop_nulls().unique("carc")
    by_group = counted.filter(pl.col("group_code").is_not_null()).join(usual, on="carc")
    of_payer = pl.col("claims").sum().over("payer", "carc")
    as_usual = pl.col("group_code") == pl.col("usual_group")
    everywhere = pl.col("claims").sum().over("carc")
    usually = pl.col("claims").filter(as_usual).sum().over("carc")
    mine = pl.col("claims").filter(as_usual).sum().over("payer", "carc")
    return (
        by_group.with_columns(
            of_claims=of_payer, others=everywhere - of_payer, others_usual=usually - mine
        )
        .filter(~as_usual & (pl.col("claims") * 2 > pl.col("of_claims")))
        .with_columns(
            habit=pl.lit(UNUSUAL),
            usual=pl.format(
                "usually {}; other payers: on {} of {} claims",
                "usual_group",
                "others_usual",
                "others",
            ),
            claim_ids=pl.lit([], dtype=pl.List(pl.String)),
        )
        .select(
            "payer",
            "habit",
            "group_code",
            "carc",
            "claims",
            "of_claims",
            "amount_cents",
            "usual",
            "claim_ids",
        )
    )


def _limit(name: str) -> int:
    return dated_rule("habits.yaml", f"habits/{name}").values[-1].value
