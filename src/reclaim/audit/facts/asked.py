"""The claims that are asked about, with their lines, and with what was sent for them."""

from dataclasses import dataclass

import polars as pl

from reclaim.audit.facts.rows import first
from reclaim.audit.facts.tables import MODIFIERS, SUBMITTED_MODIFIERS, FactTables
from reclaim.audit.net import NOT_A_DECISION, REVERSAL
from reclaim.rules.clocks import with_clock

HOPS = 16
"""A claim is not sent more often than this; it ends a chain of links that leads back to itself."""


@dataclass(frozen=True)
class Asked:
    """Made once, for all families. `claim` is the row of `claims`, in order of the claims' ids.

    Attributes:
        claims: NEEDS of the claims, with `service_date` (first day), `last_service_date`,
            `filing_date` (last day for filing; null: no clock) and, from what was sent, `sent_id`.
        lines: their lines: `line_number`, `code` (as sent, when the payer changed it), `modifiers`,
            `service_date` (else the claim's), and of the line as sent `sent_segment` (null when
            none is linked), `sent_code`, `sent_modifiers`, `sent_units`, `sent_authorization`.
        sent: the claim as sent that the remittance answers, one row a claim.
        sent_lines: its lines.
        sendings: that claim and every earlier sending of it.
    """

    claims: pl.DataFrame
    lines: pl.DataFrame
    sent: pl.DataFrame
    sent_lines: pl.DataFrame
    sendings: pl.DataFrame


def ask(given: FactTables) -> Asked:
    """The claims of `given.claims`, each with its own lines and sendings."""
    claims = given.claims.sort("claim_id").with_row_index("claim")
    answered = _answered(given, claims)
    chain = follow(answered.rename({"sent_id": "id"}), links(given, "resent").collect())
    sendings = _sent_claims(given, chain.rename({"id": "sent_id"}))
    sent = sendings.join(answered, on=["claim", "sent_id"], how="semi", maintain_order="left")
    sent_lines = _sent_lines(given, sent)
    lines = _lines(given, claims, sent_lines)
    return Asked(_clocked(given, claims, lines, sent), lines, sent, sent_lines, sendings)


def links(given: FactTables, *kinds: str) -> pl.LazyFrame:
    """The links of some kinds that lead to one row only: `from_id`, `to_id`."""
    usable = pl.col("link").is_in(kinds) & ~pl.col("ambiguous")
    return given.claim_links.lazy().filter(usable).select("from_id", "to_id")


def remitted(given: FactTables) -> pl.LazyFrame:
    """Every remitted claim, with its `claim_id`."""
    return given.remit_claims.lazy().with_columns(claim_id=row_id())


def standing(given: FactTables, decisions: pl.LazyFrame) -> pl.LazyFrame:
    """Of remitted claims (with `claim_id`) those that decide something which still holds."""
    cancelled = given.claim_states.lazy().filter(~pl.col("counts")).select("claim_id")
    no_decision = pl.col("claim_status").fill_null("").is_in([REVERSAL, *NOT_A_DECISION])
    return decisions.filter(~no_decision).join(cancelled, on="claim_id", how="anti")


def payer_key(given: FactTables, decisions: pl.DataFrame) -> pl.DataFrame:
    """Remitted claims with `payer_key`: who decided, by the payer map, else by number or name."""
    key = pl.coalesce("payer", "payer_id", "payer_name").alias("payer_key")
    return (
        given.payers.with_payer(decisions).with_columns(key).drop("payer", "payer_kind", "network")
    )


def row_id() -> pl.Expr:
    """The name by which links know a row."""
    return pl.concat_str("file_id", pl.lit("-"), "segment_number")


def follow(start: pl.DataFrame, steps: pl.DataFrame) -> pl.DataFrame:
    """`start` (`claim`, `id`), and all that steps from `from_id` to `to_id` lead to."""
    seen = reached = start
    for _ in range(HOPS):
        reached = (
            reached.join(steps, left_on="id", right_on="from_id", how="inner")
            .select("claim", id="to_id")
            .unique()
            .join(seen, on=["claim", "id"], how="anti")
        )
        if reached.is_empty():
            break
        seen = pl.concat([seen, reached])
    return seen


def modifiers(names: tuple[str, ...]) -> pl.Expr:
    """The modifiers of a line as a list, without the empty ones."""
    return pl.concat_list(names).list.drop_nulls()


def code() -> pl.Expr:
    """The procedure of a line of a remittance as it was claimed, else its revenue code."""
    return pl.coalesce("submitted_code", "procedure_code", "revenue_code")


def _answered(given: FactTables, claims: pl.DataFrame) -> pl.DataFrame:
    """The claim as sent that each claim answers: `claim`, `sent_id`."""
    found = (
        claims.lazy().select("claim", from_id="claim_id").join(links(given, "sent"), on="from_id")
    )
    return first(found.select("claim", sent_id="to_id"), ("claim",), "sent_id").collect()


def _sent_claims(given: FactTables, chain: pl.DataFrame) -> pl.DataFrame:
    sent = given.sent_claims.lazy().with_columns(sent_id=row_id())
    return chain.lazy().join(sent, on="sent_id").sort("claim", "sent_id").collect()


def _sent_lines(given: FactTables, sent: pl.DataFrame) -> pl.DataFrame:
    above = sent.lazy().select("claim", "file_id", claim_segment="segment_number")
    return (
        given.sent_lines.lazy()
        .join(above, on=["file_id", "claim_segment"])
        .with_columns(modifiers=modifiers(MODIFIERS))
        .drop(MODIFIERS)
        .sort("claim", "file_id", "segment_number")
        .collect()
    )


def _lines(given: FactTables, claims: pl.DataFrame, sent_lines: pl.DataFrame) -> pl.DataFrame:
    above = claims.lazy().select(
        "claim", "claim_id", "file_id", "statement_from_date", claim_segment="segment_number"
    )
    lines = (
        given.remit_lines.lazy()
        .join(above, on=["file_id", "claim_segment"])
        .sort("claim", "segment_number")
        .select(
            "claim",
            "file_id",
            "segment_number",
            "paid_cents",
            "service_end_date",
            line_number=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("claim"),
            line_id=row_id(),
            code=code(),
            modifiers=modifiers((*MODIFIERS, *SUBMITTED_MODIFIERS)),
            units=pl.coalesce("submitted_units", "paid_units"),
            service_date=pl.coalesce("service_date", "statement_from_date"),
        )
    )
    linked = (
        given.line_links.lazy()
        .filter(~pl.col("ambiguous"))
        .join(claims.lazy().select("claim_id"), on="claim_id", how="semi")
    )
    as_sent = sent_lines.lazy().select(
        claim_line_id=row_id(),
        sent_file_id="file_id",
        sent_segment="segment_number",
        sent_code="procedure_code",
        sent_modifiers="modifiers",
        sent_units="units",
        sent_authorization="authorization_number",
    )
    matched = first(
        linked.join(as_sent, on="claim_line_id").drop("claim_id", "claim_line_id", "ambiguous"),
        ("line_id",),
        "sent_file_id",
        "sent_segment",
    )
    return lines.join(matched, on="line_id", how="left", maintain_order="left").collect()


def _clocked(
    given: FactTables, claims: pl.DataFrame, lines: pl.DataFrame, sent: pl.DataFrame
) -> pl.DataFrame:
    """The claims with their days of service, and the last day for filing.

    Filing counts from the first day of service; of a claim on an institution's form, which may
    span days, from the last. Source: Medicare Claims Processing Manual, chapter 1, 70.
    """
    days = (
        lines.lazy()
        .group_by("claim")
        .agg(
            first_day=pl.col("service_date").min(),
            last_day=pl.max_horizontal("service_date", "service_end_date").max(),
        )
    )
    form = sent.lazy().select("claim", "sent_id", institutional=pl.col("facility_qualifier") == "A")
    dated = (
        claims.lazy()
        .join(days, on="claim", how="left", maintain_order="left")
        .join(form, on="claim", how="left", maintain_order="left")
        .with_columns(
            service_date=pl.coalesce("first_day", "statement_from_date"),
            last_service_date=pl.coalesce(
                pl.max_horizontal("last_day", "statement_to_date"), "statement_from_date"
            ),
        )
        .drop("first_day", "last_day")
    )
    counted_from = pl.when("institutional").then("last_service_date").otherwise("service_date")
    clock = filing_limit(given, dated.with_columns(service_date=counted_from))
    return dated.drop("institutional").join(clock, on="claim", how="left").sort("claim").collect()


def filing_limit(given: FactTables, rows: pl.LazyFrame) -> pl.LazyFrame:
    """`claim` and `filing_date`, the last day for filing counted from each row's `service_date`."""
    clocked = with_clock(
        rows.select(
            "claim",
            "payer",
            "payer_kind",
            "payer_name",
            "network",
            "service_date",
            "payment_date",
            "received_date",
        ),
        "filing",
        given.payers,
        prefix="filing",
    )
    return clocked.select("claim", "filing_date")
