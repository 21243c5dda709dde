"""Lets the contracts speak about placed price cuts, before any evidence is asked."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from reclaim.audit.late_payments import CLAIM_COLUMNS, LATE_PAYMENTS, late_facts, late_payments
from reclaim.audit.marked import mark_facts, marked_variances, to_correct, with_marks
from reclaim.audit.net import State
from reclaim.audit.priced import overpaid_rows, price_facts
from reclaim.audit.settle import settle
from reclaim.pipeline.pricing import Asked, expected_lines
from reclaim.schema import TABLES
from reclaim.schema.claim_states import claim_id


@dataclass(frozen=True)
class Settlement:
    """What the contracts say about some claims, or about all of them together.

    Args:
        tables: finished rows of `expected_lines` and `dispositions`.
        open: dispositions that are still to be judged, the underpaid parts among them.
        facts: table `facts` of the claims that are judged, overpaid or paid late.
        overpaid: rows of `expected_lines` that were allowed more than the contract says, marked
            as invalid or not.
        late: `late_payments.LATE_PAYMENTS`, the claims on which interest is open.
    """

    tables: dict[str, pl.DataFrame]
    open: pl.DataFrame
    facts: pl.DataFrame
    overpaid: pl.DataFrame
    late: pl.DataFrame


def settlements(
    asked: Asked, to_settle: pl.LazyFrame, to_judge: pl.DataFrame, states: pl.DataFrame
) -> Iterator[Settlement]:
    """Settlements of some claims at a time, and in the end of those that do not count.

    Args:
        asked: what is priced.
        to_settle: price cuts that wait for nothing but a contract.
        to_judge: the other dispositions that wait.
        states: table `claim_states`; originals may be missing.
    """
    for expected in expected_lines(asked):
        ids = expected.select("claim_id").unique()
        cuts = to_settle.join(ids.lazy(), on="claim_id", how="semi").collect(engine="streaming")
        waiting = to_judge.join(ids, on="claim_id", how="semi", maintain_order="left")
        late = _late(asked, expected, states)
        yield _settlement(asked, expected, cuts, waiting, late)
    rest = to_settle.join(asked.aside.lazy(), on="claim_id", how="semi")
    yield nothing({"dispositions": rest.collect(engine="streaming")})


def _settlement(
    asked: Asked,
    expected: pl.DataFrame,
    cuts: pl.DataFrame,
    waiting: pl.DataFrame,
    late: pl.DataFrame,
) -> Settlement:
    # All cuts of a line are settled together: what is underpaid is taken from them in turn.
    waits = pl.concat(
        [
            waiting.with_columns(judged=pl.lit(value=True)),
            cuts.with_columns(judged=pl.lit(value=False)),
        ]
    )
    after = settle(waits, expected)
    marked = marked_variances(expected, asked.variances)
    to_judge = pl.col("judged") | (pl.col("place") == "underpayment")
    still_open = to_correct(after.open.filter(to_judge).drop("judged"), marked)
    done = pl.concat([after.settled, after.open.filter(~to_judge)]).drop("judged")
    expected = with_marks(expected, marked)
    overpaid = overpaid_rows(expected)
    concerned = pl.concat([still_open["claim_id"], overpaid["claim_id"]]).unique().implode()
    told = expected.filter(pl.col("claim_id").is_in(concerned))
    return Settlement(
        {"expected_lines": expected, "dispositions": done},
        still_open,
        pl.concat(
            [
                price_facts(told, asked.contracts.contracts),
                mark_facts(marked),
                late_facts(late),
            ]
        ),
        overpaid,
        late,
    )


def _late(asked: Asked, expected: pl.DataFrame, states: pl.DataFrame) -> pl.DataFrame:
    """The claims paid late; a correction pays again what came before it, so it is not asked."""
    contracts = asked.contracts.contracts
    if not any(contract.prompt_pay for contract in contracts):
        return LATE_PAYMENTS.to_frame()
    corrections = states.filter(state=State.CORRECTION.value).select("claim_id")
    ids = expected.select("claim_id").unique().join(corrections, on="claim_id", how="anti")
    claims = (
        asked.scan("remit_claims")
        .select(CLAIM_COLUMNS)
        .with_columns(claim_id())
        .join(ids.lazy(), on="claim_id", how="semi")
        .collect(engine="streaming")
    )
    return late_payments(expected, claims, contracts)


def nothing(tables: dict[str, pl.DataFrame]) -> Settlement:
    """Finished rows, and nothing more that a contract says."""
    return Settlement(
        tables,
        TABLES["dispositions"].empty(),
        TABLES["facts"].empty(),
        TABLES["expected_lines"].empty(),
        LATE_PAYMENTS.to_frame(),
    )


def together(parts: list[Settlement]) -> Settlement:
    """What is open, told, overpaid and late of all parts; their tables are left out."""
    return Settlement(
        {},
        pl.concat([part.open for part in parts]),
        pl.concat([part.facts for part in parts]),
        pl.concat([part.overpaid for part in parts]),
        pl.concat([part.late for part in parts]),
    )
