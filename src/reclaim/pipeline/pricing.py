"""Prices decided claims by contract, and holds what was expected against what was allowed."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from reclaim.audit.allowed import AMOUNTS
from reclaim.audit.compare import compare
from reclaim.audit.later_payers import LATER, settled_before, with_later_payers
from reclaim.contracts.book import ContractBook
from reclaim.contracts.frames import CLAIMS, LINES
from reclaim.contracts.price import price
from reclaim.pipeline.claims_to_price import REMIT_CLAIM_COLUMNS
from reclaim.pipeline.scan import Scan
from reclaim.pipeline.to_price import WHOLE, ToPrice, to_price
from reclaim.rules.payer_map import LABEL, PayerMap
from reclaim.schema import TABLES
from reclaim.schema.claim_states import claim_id

CLAIMS_AT_ONCE = 100_000


@dataclass(frozen=True)
class Asked:
    """What is to be priced, and what pricing asks.

    Args:
        scan: gives the tables of facts.
        amounts: `audit.allowed.amounts` of all claims.
        aside: `claim_id` of claims that do not count, or are reversals.
        links: table `claim_links`.
        line_links: table `line_links`.
        payers: the payer map.
        contracts: the contracts of the practice.
        variances: what its file `contracts/variances.csv` says; null: it keeps none.
    """

    scan: Scan
    amounts: pl.LazyFrame
    aside: pl.DataFrame
    links: pl.DataFrame
    line_links: pl.DataFrame
    payers: PayerMap
    contracts: ContractBook
    variances: pl.DataFrame | None = None


def expected_lines(asked: Asked) -> Iterator[pl.DataFrame]:
    """Table `expected_lines` in parts, each of whole claims. None without contracts."""
    if not asked.contracts:
        return
    claims = _claims(asked)
    for some in claims.iter_slices(CLAIMS_AT_ONCE):
        yield _expected(asked, some)


def _claims(asked: Asked) -> pl.DataFrame:
    """The claims that count, with `claim_id` and `payer`: its key, else its name as sent."""
    rows = (
        asked.scan("remit_claims")
        .select(REMIT_CLAIM_COLUMNS)
        .with_columns(claim_id())
        .join(asked.aside.lazy(), on="claim_id", how="anti")
        .sort("file_id", "segment_number")
        .collect(engine="streaming")
    )
    return asked.payers.with_payer(rows).with_columns(payer=LABEL)


def _expected(asked: Asked, claims: pl.DataFrame) -> pl.DataFrame:
    given = to_price(asked.scan, claims, asked.links, asked.line_links)
    priced = price(
        given.claims.select(list(CLAIMS)), given.lines.select(list(LINES)), asked.contracts
    )
    priced = _without_stand_ins(priced)
    amounts = _amounts(asked, claims.select("claim_id"))
    statuses = claims.select("claim_id", "claim_status")
    compared = compare(priced, amounts, statuses, asked.contracts.contracts)
    return _named(_with_later_payers(asked, compared, amounts), given)


def _amounts(asked: Asked, claim_ids: pl.DataFrame) -> pl.DataFrame:
    return (
        asked.amounts.join(claim_ids.lazy(), on="claim_id", how="semi")
        .select(AMOUNTS.names())
        .collect(engine="streaming")
    )


def _with_later_payers(asked: Asked, compared: pl.DataFrame, amounts: pl.DataFrame) -> pl.DataFrame:
    """The compared rows, later payers held against what they owe after the payer before."""
    contracts = asked.contracts.contracts
    if not any(contract.secondary for contract in contracts):
        return compared
    later = compared.filter(pl.col("why_not_compared") == LATER).select("claim_id").unique()
    prior = (
        asked.links.filter((pl.col("link") == "prior") & ~pl.col("ambiguous"))
        .select(claim_id="from_id", prior_id="to_id")
        .join(later, on="claim_id", how="semi")
        .unique("claim_id", keep="first", maintain_order=True)
    )
    known = amounts.join(later, on="claim_id", how="semi")
    first = _amounts(asked, prior.select(claim_id="prior_id").unique())
    both = pl.concat([known, first]).unique(["claim_id", "line_number"])
    return with_later_payers(compared, settled_before(prior, both), contracts)


def _without_stand_ins(priced: pl.DataFrame) -> pl.DataFrame:
    """The line that stands for a whole claim becomes the claim, where it is not priced as one."""
    stands_in = pl.col("line_number") == WHOLE
    whole = pl.col("line_number").is_null().any().over("claim_id")
    stands_in = stands_in.fill_null(value=False)
    return priced.filter(~(stands_in & whole)).with_columns(
        line_number=pl.when(~stands_in).then("line_number")
    )


def _named(compared: pl.DataFrame, given: ToPrice) -> pl.DataFrame:
    """The rows in the shape of the table, with what the claims and lines say of themselves."""
    of_claims = given.claims.select(
        "claim_id",
        "patient_control_number",
        "payer",
        "payment_date",
        "claim_date",
        "claim_charge_cents",
    )
    of_lines = given.lines.select(
        "claim_id",
        "line_number",
        "modifiers",
        "place_of_service",
        "service_date",
        "priced_from",
        "reported_allowed_cents",
        line_charge_cents="charge_cents",
        procedure_code=pl.coalesce("code", "revenue_code"),
    )
    sources = given.lines.group_by("claim_id").agg(claim_priced_from=pl.col("priced_from").first())
    return (
        compared.drop("file_id")
        .join(of_claims, on="claim_id", how="left", maintain_order="left")
        .join(of_lines, on=["claim_id", "line_number"], how="left", maintain_order="left")
        .join(sources, on="claim_id", how="left", maintain_order="left")
        .with_columns(
            pl.col("claim_id").str.split_exact("-", 1).struct.field("field_0").alias("file_id"),
            pl.coalesce("service_date", "claim_date").alias("service_date"),
            pl.coalesce("priced_from", "claim_priced_from").alias("priced_from"),
            charge_cents=pl.when(pl.col("line_number").is_null())
            .then("claim_charge_cents")
            .otherwise("line_charge_cents"),
        )
        .sort("file_id", "claim_id", "line_number", nulls_last=True)
        .select(TABLES["expected_lines"].polars_schema.names())
        .cast(dict(TABLES["expected_lines"].polars_schema.items()))
    )
