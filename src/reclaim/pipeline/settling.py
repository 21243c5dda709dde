"""Lets the contracts speak about placed price cuts, before any evidence is asked."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from reclaim.audit.priced import price_facts
from reclaim.audit.settle import settle
from reclaim.pipeline.pricing import Asked, expected_lines
from reclaim.schema import TABLES


@dataclass(frozen=True)
class Settlement:
    """What the contracts say about some claims, or about all of them together.

    Args:
        tables: finished rows of `expected_lines` and `dispositions`.
        open: dispositions that are still to be judged, the underpaid parts among them.
        facts: table `facts` of the claims that are judged or overpaid.
        overpaid: rows of `expected_lines` that were allowed more than the contract says.
    """

    tables: dict[str, pl.DataFrame]
    open: pl.DataFrame
    facts: pl.DataFrame
    overpaid: pl.DataFrame


def settlements(
    asked: Asked, to_settle: pl.LazyFrame, to_judge: pl.DataFrame
) -> Iterator[Settlement]:
    """Settlements of some claims at a time, and in the end of those that do not count.

    Args:
        asked: what is priced.
        to_settle: price cuts that wait for nothing but a contract.
        to_judge: the other dispositions that wait.
    """
    for expected in expected_lines(asked):
        ids = expected.select("claim_id").unique()
        cuts = to_settle.join(ids.lazy(), on="claim_id", how="semi").collect(engine="streaming")
        waiting = to_judge.join(ids, on="claim_id", how="semi", maintain_order="left")
        yield _settlement(asked, expected, cuts, waiting)
    rest = to_settle.join(asked.aside.lazy(), on="claim_id", how="semi")
    yield _nothing({"dispositions": rest.collect(engine="streaming")})


def _settlement(
    asked: Asked, expected: pl.DataFrame, cuts: pl.DataFrame, waiting: pl.DataFrame
) -> Settlement:
    # All cuts of a line are settled together: what is underpaid is taken from them in turn.
    marked = pl.concat(
        [
            waiting.with_columns(judged=pl.lit(value=True)),
            cuts.with_columns(judged=pl.lit(value=False)),
        ]
    )
    after = settle(marked, expected)
    to_judge = pl.col("judged") | (pl.col("place") == "underpayment")
    still_open = after.open.filter(to_judge).drop("judged")
    done = pl.concat([after.settled, after.open.filter(~to_judge)]).drop("judged")
    overpaid = expected.filter(verdict="overpaid")
    concerned = pl.concat([still_open["claim_id"], overpaid["claim_id"]]).unique().implode()
    told = expected.filter(pl.col("claim_id").is_in(concerned))
    return Settlement(
        {"expected_lines": expected, "dispositions": done},
        still_open,
        price_facts(told, asked.contracts.contracts),
        overpaid,
    )


def _nothing(tables: dict[str, pl.DataFrame]) -> Settlement:
    return Settlement(
        tables,
        TABLES["dispositions"].empty(),
        TABLES["facts"].empty(),
        TABLES["expected_lines"].empty(),
    )


def together(parts: list[Settlement]) -> Settlement:
    """What is open, told and overpaid of all parts; their tables are left out."""
    return Settlement(
        {},
        pl.concat([part.open for part in parts]),
        pl.concat([part.facts for part in parts]),
        pl.concat([part.overpaid for part in parts]),
    )
