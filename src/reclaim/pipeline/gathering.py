"""Gathers, of all tables, the rows that may say something about a few claims."""

import polars as pl

from reclaim.audit.facts import NEEDS, TABLE_OF, FactTables
from reclaim.intake.practice import Practice
from reclaim.pipeline.scan import Scan
from reclaim.rules.payer_map import PayerMap
from reclaim.schema.claim_states import claim_id

KIN = ("patient_control_number", "payer_control_number", "patient_id")
"""Claims that share one of these may be about the same service."""


def related_claims(scan: Scan, claim_ids: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """`file_id`, `claim_segment` and `claim_id` of the claims, their kin, and what links name.

    Args:
        scan: gives the table of all remitted claims.
        claim_ids: `claim_id` of the claims that are asked about.
        links: table `claim_links`.
    """
    claims = scan("remit_claims").select(
        "file_id", claim_id(), *KIN, claim_segment="segment_number"
    )
    asked = claims.join(claim_ids.lazy(), on="claim_id", how="semi").select("claim_id", *KIN)
    asked_now = asked.collect(engine="streaming").lazy()
    of_remits = links.lazy().filter(pl.col("to_table") == "remit_claims")
    named = pl.concat(
        [
            asked_now.select("claim_id"),
            of_remits.join(
                claim_ids.lazy(), left_on="from_id", right_on="claim_id", how="semi"
            ).select(claim_id="to_id"),
            of_remits.join(
                claim_ids.lazy(), left_on="to_id", right_on="claim_id", how="semi"
            ).select(claim_id="from_id"),
            *(
                claims.join(
                    asked_now.select(name).drop_nulls().unique(), on=name, how="semi"
                ).select("claim_id")
                for name in KIN
            ),
        ]
    ).unique()
    return (
        claims.join(named, on="claim_id", how="semi")
        .select("file_id", "claim_segment", "claim_id")
        .collect(engine="streaming")
    )


def fact_tables(
    scan: Scan,
    claims: pl.DataFrame,
    links: pl.DataFrame,
    lines: pl.DataFrame,
    states: pl.DataFrame,
    practice: Practice,
    payers: PayerMap,
) -> FactTables:
    """What may answer a question about the claims.

    Args:
        scan: gives the tables of facts, whole.
        claims: what `candidates.claim_attributes` gave, of the claims asked about.
        links: table `claim_links`, whole.
        lines: table `line_links`, whole.
        states: table `claim_states`; originals may be missing.
        practice: the practice's own files.
        payers: its payer map.
    """
    related = related_claims(scan, claims.select("claim_id"), links)
    remits = related.select("claim_id")
    sent = _sent(links, remits)
    of_remits = links.join(remits, left_on="from_id", right_on="claim_id", how="semi")
    of_sent = links.join(sent, left_on="from_id", right_on="sent_id", how="semi")
    kept = pl.concat([of_remits, of_sent])
    sent_keys = _keys(sent)
    return FactTables(
        claims=claims,
        remit_claims=_in(scan, "remit_claims", related.rename({"claim_segment": "segment_number"})),
        remit_lines=_in(scan, "remit_lines", related),
        adjustments=_in(scan, "adjustments", related),
        sent_claims=_in(scan, "sent_claims", sent_keys.rename({"claim_segment": "segment_number"})),
        sent_lines=_in(scan, "sent_lines", sent_keys),
        claim_statuses=_linked(scan, "claim_statuses", kept),
        acknowledgements=_linked(scan, "acknowledgements", kept),
        transactions=_whole(scan, "transactions"),
        interchanges=_whole(scan, "interchanges"),
        coverages=_linked(scan, "coverages", kept),
        other_payers=_in(scan, "other_payers", sent_keys),
        claim_links=kept,
        line_links=lines.join(remits, on="claim_id", how="semi"),
        claim_states=_states(states, remits),
        practice=practice,
        payers=payers,
    )


def _sent(links: pl.DataFrame, remits: pl.DataFrame) -> pl.DataFrame:
    """`sent_id` of the claims that these remittances answer, and of all that were sent again."""
    answered = links.filter(pl.col("link") == "sent").join(
        remits, left_on="from_id", right_on="claim_id", how="semi"
    )
    again = links.filter(pl.col("link") == "resent")
    return pl.concat(
        [
            answered.select(sent_id="to_id"),
            again.select(sent_id="from_id"),
            again.select(sent_id="to_id"),
        ]
    ).unique(maintain_order=True)


def _keys(ids: pl.DataFrame) -> pl.DataFrame:
    """`file_id` and `claim_segment` out of names like file_id-segment_number."""
    parts = ids.to_series().str.split_exact("-", 1).struct
    return pl.DataFrame(
        {"file_id": parts.field("field_0"), "claim_segment": parts.field("field_1").cast(pl.Int64)}
    )


def _in(scan: Scan, name: str, keys: pl.DataFrame) -> pl.DataFrame:
    """The rows of the table that have the keys that `keys` shares with it."""
    on = [column for column in ("file_id", "segment_number", "claim_segment") if column in keys]
    rows = scan(TABLE_OF.get(name, name)).select(NEEDS[name])
    return rows.join(keys.lazy().select(on), on=on, how="semi").collect(engine="streaming")


def _linked(scan: Scan, name: str, links: pl.DataFrame) -> pl.DataFrame:
    """The rows of the table that a link leads to."""
    found = _keys(links.filter(pl.col("to_table") == name).select("to_id").unique())
    return _in(scan, name, found.rename({"claim_segment": "segment_number"}))


def _whole(scan: Scan, name: str) -> pl.DataFrame:
    return scan(name).select(NEEDS[name]).collect()


def _states(states: pl.DataFrame, remits: pl.DataFrame) -> pl.DataFrame:
    """The state of each claim; one that nothing concerns is an original, and counts."""
    known = states.select("claim_id", "state", "counts")
    return remits.join(known, on="claim_id", how="left").with_columns(
        pl.col("state").fill_null("original"), pl.col("counts").fill_null(value=True)
    )
