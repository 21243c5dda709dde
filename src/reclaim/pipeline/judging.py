"""What needs all claims that belong together, in its order: link, gather facts, judge, find."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from reclaim.audit.candidates import (
    CLAIM_COLUMNS,
    LINE_COLUMNS,
    claim_attributes,
    line_attributes,
)
from reclaim.audit.evidence import evidence
from reclaim.audit.facts import facts
from reclaim.audit.findings import finding_lines, findings, named_rows
from reclaim.audit.judge import judge
from reclaim.audit.late_payments import late_interest_found
from reclaim.audit.net import State, aside, mirror
from reclaim.audit.place import place
from reclaim.audit.priced import overpayments
from reclaim.audit.second_cut import (
    SECOND_CUT,
    settled_by_prior,
    settled_facts,
    split_second_cuts,
)
from reclaim.audit.taken_back import orphan_reversals, uncorrected
from reclaim.contracts.book import NONE, ContractBook
from reclaim.intake.practice import Practice
from reclaim.matching import COLUMNS, LinkTables, claim_links, line_links
from reclaim.matching.tables import LINE_COLUMNS as LINKED_LINE_COLUMNS
from reclaim.pipeline.gathering import fact_tables
from reclaim.pipeline.pricing import Asked
from reclaim.pipeline.scan import Scan
from reclaim.pipeline.settling import Settlement, nothing, settlements, together
from reclaim.rules.rulebook import Rulebook
from reclaim.schema import TABLES
from reclaim.schema.claim_states import claim_id
from reclaim.timing import stage

CLAIMS_AT_ONCE = 25_000


@dataclass(frozen=True)
class JudgedBy:
    """What claims are judged by: links, what contracts tell (facts), rules, the practice."""

    links: pl.DataFrame
    line_links: pl.DataFrame
    told: pl.DataFrame
    book: Rulebook
    practice: Practice


@dataclass(frozen=True)
class Placed:
    """What placing batch by batch has left for all claims at once.

    Args:
        scan: gives the tables of facts.
        to_judge: the dispositions that evidence may change; the others are final.
        states: `claim_states`; claims that nothing concerns, which are originals, may be missing.
        to_settle: the price cuts that wait for a contract; null without contracts.
        amounts: `audit.allowed.amounts` of all claims; null without contracts.
    """

    scan: Scan
    to_judge: pl.DataFrame
    states: pl.DataFrame
    to_settle: pl.LazyFrame | None = None
    amounts: pl.LazyFrame | None = None


def derive(
    placed: Placed, book: Rulebook, practice: Practice, contracts: ContractBook = NONE
) -> Iterator[dict[str, pl.DataFrame]]:
    """Judge what has been placed, on everything that is known; gives the rows of tables in parts.

    The tables are `claim_links`, `line_links`, `expected_lines`, `facts`, `findings` (not ranked
    yet, see `pipeline.ranking`), `finding_lines`, `evidence`, and of `dispositions` the rows to add
    to the final ones. Some claims are judged at a time: all that is known of all would fill the
    memory.
    """
    with stage("link"):
        links = link_claims(placed.scan, placed.states)
        linked_lines = link_lines(placed.scan, links)
    yield {"claim_links": links, "line_links": linked_lines}
    counting, others = _apart(placed, book)
    yield {"dispositions": others}
    settled = nothing({})
    if placed.to_settle is not None and placed.amounts is not None:
        apart = aside(placed.states.lazy()).collect()
        asked = Asked(
            placed.scan,
            placed.amounts,
            apart,
            links,
            linked_lines,
            book.payers,
            contracts,
            practice.variances,
        )
        parts = []
        with stage("price"):
            for part in settlements(asked, placed.to_settle, counting, placed.states):
                yield part.tables
                parts.append(part)
        settled = together(parts)
        counting = settled.open
    by = JudgedBy(links, linked_lines, settled.facts, book, practice)
    claims = _claims(placed, counting, book)
    with stage("judge"):
        for some in claims.iter_slices(CLAIMS_AT_ONCE):
            yield _judge_some(placed, some, counting, by)
    yield _found(_uncorrected(placed, book), TABLES["facts"].empty(), book)
    yield _by_contract(placed, settled, claims, book)


def _judge_some(
    placed: Placed, claims: pl.DataFrame, rows: pl.DataFrame, by: JudgedBy
) -> dict[str, pl.DataFrame]:
    """The rows about some claims."""
    book = by.book
    own = rows.join(claims.select("claim_id"), on="claim_id", how="semi", maintain_order="left")
    given = fact_tables(
        placed.scan, claims, by.links, by.line_links, placed.states, by.practice, book.payers
    )
    settled = _settled(placed.scan, own, by.links)
    of_contracts = by.told.join(claims.select("claim_id"), on="claim_id", how="semi")
    known = pl.concat([facts(given), settled_facts(own, settled), of_contracts])
    split = split_second_cuts(own, settled)
    judged = judge(split, claims, line_attributes(_lines(placed.scan, claims)), known, book)
    return {"dispositions": judged.dispositions, **_found(judged.found, known, book)}


def _found(found: pl.DataFrame, known: pl.DataFrame, book: Rulebook) -> dict[str, pl.DataFrame]:
    rows = named_rows(found, book.signals)
    return {
        "facts": known,
        "findings": findings(rows, book.signals),
        "finding_lines": finding_lines(rows),
        "evidence": evidence(rows, known, book.signals),
    }


def _by_contract(
    placed: Placed, settled: Settlement, judged: pl.DataFrame, book: Rulebook
) -> dict[str, pl.DataFrame]:
    """The findings about what was allowed beyond the contract, or paid late by it.

    And the facts about claims of which nothing was judged.
    """
    over, late = settled.overpaid, settled.late
    found = [
        overpayments(over, _claims(placed, over, book), book.signals),
        late_interest_found(late, _claims(placed, late, book), book.signals),
    ]
    tables = _found(pl.concat(found), settled.facts, book)
    return tables | {"facts": settled.facts.join(judged, on="claim_id", how="anti")}


def link_claims(scan: Scan, states: pl.DataFrame) -> pl.DataFrame:
    """Table `claim_links`."""
    given = {
        name: scan(name).select(columns).collect()
        for name, columns in COLUMNS.items()
        if name != "claim_states"
    }
    return claim_links(LinkTables(**given, claim_states=states))


def link_lines(scan: Scan, links: pl.DataFrame) -> pl.DataFrame:
    """Table `line_links`."""
    given = {
        name: scan(name).select(columns).collect() for name, columns in LINKED_LINE_COLUMNS.items()
    }
    return line_links(given["remit_lines"], given["claim_lines"], links)


def _apart(placed: Placed, book: Rulebook) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows to judge, and the rest: of claims taken back, and of reversals, by their mirror."""
    states = placed.states
    taken = states.filter(pl.col("reverses").is_not_null())
    repeats = states.filter(pl.col("state") == State.DUPLICATE.value)
    apart = aside(states.lazy()).collect()
    rows = placed.to_judge
    counting = rows.join(apart, on="claim_id", how="anti", maintain_order="left")
    kept = rows.join(apart, on="claim_id", how="semi", maintain_order="left")
    kept = kept.join(pl.concat([taken, repeats]), on="claim_id", how="anti", maintain_order="left")
    return counting, pl.concat([kept, _mirrored(placed, taken, book)])


def _mirrored(placed: Placed, taken: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    """The dispositions of matched reversals: those of the claims they take back, negated."""
    claims = placed.scan("remit_claims").with_columns(claim_id())
    original = claims.join(taken.lazy().select(claim_id="reverses"), on="claim_id", how="semi")
    reversal = claims.join(taken.lazy().select("claim_id"), on="claim_id", how="semi")
    originals = original.drop("claim_id").collect(engine="streaming")
    keys = originals.lazy().select("file_id", claim_segment="segment_number")
    of_claims = {
        name: placed.scan(name)
        .join(keys, on=["file_id", "claim_segment"], how="semi")
        .collect(engine="streaming")
        for name in ("remit_lines", "adjustments", "remarks")
    }
    again = place({"remit_claims": originals, **of_claims}, book)
    return mirror(again, taken, reversal.drop("claim_id").collect(engine="streaming"))


def _claims(placed: Placed, rows: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    """The claims of the rows, with their state and payer."""
    wanted = rows.select("claim_id").unique()
    claims = (
        placed.scan("remit_claims")
        .select(CLAIM_COLUMNS)
        .with_columns(claim_id())
        .join(wanted.lazy(), on="claim_id", how="semi")
        .collect(engine="streaming")
        .sort("file_id", "segment_number")
    )
    return claim_attributes(claims, placed.states, book.payers)


def _lines(scan: Scan, claims: pl.DataFrame) -> pl.DataFrame:
    keys = claims.lazy().select("file_id", claim_segment="segment_number")
    lines = scan("remit_lines").select(LINE_COLUMNS)
    on = ["file_id", "claim_segment"]
    return lines.join(keys, on=on, how="semi").collect(engine="streaming")


def _settled(scan: Scan, rows: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """What the payer before settled, of the claims with a second cut."""
    cuts = rows.filter(pl.col("category") == SECOND_CUT).select("claim_id").unique()
    prior = (
        links.filter((pl.col("link") == "prior") & ~pl.col("ambiguous"))
        .select(claim_id="from_id", prior_id="to_id")
        .join(cuts, on="claim_id", how="semi")
        .unique("claim_id", keep="first", maintain_order=True)
    )
    wanted = pl.concat([prior["claim_id"], prior["prior_id"]]).unique().implode()
    claims = scan("remit_claims").select("file_id", "segment_number", "charge_cents", claim_id())
    decided = claims.filter(pl.col("claim_id").is_in(wanted)).collect(engine="streaming")
    keys = decided.lazy().select("file_id", claim_segment="segment_number")
    on = ["file_id", "claim_segment"]
    patient = (
        scan("adjustments")
        .join(keys, on=on, how="semi")
        .filter(pl.col("group_code") == "PR")
        .select("file_id", "claim_segment", "line_segment", "adjustment_cents")
        .collect(engine="streaming")
    )
    lines = line_attributes(_lines(scan, decided))
    return settled_by_prior(prior, _patient_of_claims(decided, patient), _of_lines(lines, patient))


def _patient_of_claims(claims: pl.DataFrame, patient: pl.DataFrame) -> pl.DataFrame:
    sums = patient.group_by(claim_id("claim_segment")).agg(
        patient_cents=pl.col("adjustment_cents").sum()
    )
    return claims.join(sums, on="claim_id", how="left").select(
        "claim_id", "charge_cents", pl.col("patient_cents").fill_null(0)
    )


def _of_lines(lines: pl.DataFrame, patient: pl.DataFrame) -> pl.DataFrame:
    keys = ["file_id", "line_segment"]
    sums = (
        patient.drop_nulls("line_segment")
        .group_by(keys)
        .agg(patient_cents=pl.col("adjustment_cents").sum())
    )
    return lines.join(
        sums, left_on=["file_id", "segment_number"], right_on=keys, how="left"
    ).select("claim_id", "line_number", "charge_cents", pl.col("patient_cents").fill_null(0))


def _uncorrected(placed: Placed, book: Rulebook) -> pl.DataFrame:
    """Reversals that no correction follows."""
    claims = _claims(placed, uncorrected(placed.states), book)
    return orphan_reversals(claims, book.signals)
