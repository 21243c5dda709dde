"""What every claim has a say in: what findings are worth, how they were won before, and habits.

All of it is made anew whenever anything changes, from tables that hold every claim; so an audit of
what is new gives the same rows as one of everything.
"""

import datetime as dt

import polars as pl

from reclaim.audit.candidates import CLAIM_COLUMNS
from reclaim.audit.habits import SHOWS_A_HABIT, habits
from reclaim.pipeline.scan import Scan
from reclaim.recovery.contract_worth import by_contract, contract_shares
from reclaim.recovery.outcomes import LINE_COLUMNS, outcomes
from reclaim.recovery.rank import rank
from reclaim.rules.payer_map import LABEL
from reclaim.rules.rulebook import Rulebook
from reclaim.schema import TABLES
from reclaim.schema.claim_states import claim_id


def ranked_findings(
    scan: Scan, shares: pl.DataFrame, book: Rulebook, *, as_of: dt.date
) -> pl.DataFrame:
    """Table `findings`, complete: with deadline, worth, chance, expected value and status.

    Args:
        scan: gives `findings` (as `audit.findings` made them, or ranked before), `finding_lines`,
            `dispositions`, `expected_lines`, `claim_links`, `remit_claims` and `remit_lines`.
        shares: sums of `recovery.worth.paid_shares` over all claims.
        book: the signals and the payer map.
        as_of: the day of the audit.
    """
    said = pl.LazyFrame(
        [(signal.id, signal.clock, signal.prior) for signal in book.signals],
        schema={"signal_id": pl.String, "clock": pl.String, "prior": pl.String},
        orient="row",
    )
    found = scan("findings").join(said, on="signal_id", how="left", maintain_order="left")
    stakes = scan("finding_lines").collect()
    ranked = rank(
        found.collect(),
        stakes=by_contract(stakes, contract_shares(scan("expected_lines"))),
        shares=shares,
        outcomes=own_outcomes(scan, book),
        payers=book.payers,
        as_of=as_of,
    )
    return ranked.select(TABLES["findings"].polars_schema.names())


def own_outcomes(scan: Scan, book: Rulebook) -> pl.DataFrame:
    """What became of the denials that were decided again (`recovery.outcomes`)."""
    links = scan("claim_links").filter(pl.col("link").is_in(TOGETHER)).collect()
    decided = _decided_again(links)
    claims = _called(scan, decided, book)
    keys = claims.lazy().select("file_id", claim_segment="segment_number")
    on = ["file_id", "claim_segment"]
    lines = scan("remit_lines").select(LINE_COLUMNS).join(keys, on=on, how="semi")
    denials = (
        scan("dispositions")
        .filter(pl.col("place") == "denial", pl.col("amount_cents") > 0)
        .select("claim_id", "line_number", "category", "signal_id", "amount_cents")
        .join(decided.lazy(), on="claim_id", how="semi")
        .collect(engine="streaming")
        .sort("claim_id", "line_number", "category", "signal_id", "amount_cents")
    )
    return outcomes(denials, links, claims, lines.collect(engine="streaming"))


TOGETHER = ("same", "correction", "resent", "sent")
"""The links by which decisions about one claim hang together."""


def payer_habits(scan: Scan, counts: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    """Table `payer_habits`.

    Args:
        scan: gives `dispositions`, `claim_states` and `remit_claims`.
        counts: sums of `audit.habits.counts` over all claims.
        book: the payer map.
    """
    dropped = scan("claim_states").filter(~pl.col("counts")).select("claim_id")
    seen = (
        scan("dispositions")
        .filter(SHOWS_A_HABIT)
        .join(dropped, on="claim_id", how="anti")
        .select("claim_id", "group_code", "carc", "category", "rule_id", "amount_cents")
        .collect(engine="streaming")
    )
    claims = _called(scan, seen.select("claim_id").unique(), book)
    return habits(counts, seen.join(claims.select("claim_id", "payer"), on="claim_id"))


def _called(scan: Scan, claim_ids: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    """These claims, with what their payer is called in `payer`."""
    claims = (
        scan("remit_claims")
        .select(CLAIM_COLUMNS)
        .with_columns(claim_id())
        .join(claim_ids.lazy(), on="claim_id", how="semi")
        .collect(engine="streaming")
    )
    return book.payers.with_payer(claims).with_columns(payer=LABEL)


def _decided_again(links: pl.DataFrame) -> pl.DataFrame:
    """`claim_id` of the decisions that stand beside another one about the same claim."""
    beside = links.filter(pl.col("link").is_in(["same", "correction"]))
    again = links.filter(pl.col("link") == "resent")
    sendings = pl.concat([again["from_id"], again["to_id"]]).unique().implode()
    answers = links.filter((pl.col("link") == "sent") & pl.col("to_id").is_in(sendings))
    ids = pl.concat([beside["from_id"], beside["to_id"], answers["from_id"]])
    return pl.DataFrame({"claim_id": ids.unique().sort()})
