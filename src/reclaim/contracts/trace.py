"""The steps of a price, each one line that a biller can follow with a pocket calculator."""

import polars as pl

from reclaim.contracts.model.contract import Contract, Term

BREAK = "\n"
"""Between two steps."""

STEP = "step "
"""How the columns begin in which steps are gathered until they are told as one text."""

NEW = "new"
"""The price after a step, for the words of that step."""


def added(steps: str, step: pl.Expr) -> pl.Expr:
    """The steps of a column with one more; null adds nothing."""
    return pl.concat_str(steps, step, separator=BREAK, ignore_nulls=True)


def opening(contract: Contract, term: Term) -> str:
    """The first step: `contract harbor-2026, term visits (Exhibit A 3)`."""
    return f"contract {contract.contract}, term {term.id} ({term.clause})"


def opened(priced: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """The rows with their first step and, where there is one, the `step` that the method tells.

    Where another contract would bind the line too, the first step says why this one goes before.

    Args:
        priced: `opening` (null: no term is about the row), `held` and `step`.
        contract: the contract.
    """
    first = pl.col("opening").fill_null(f"contract {contract.contract}")
    if priced["held"].count():
        first = pl.concat_str(first, pl.lit("; ") + pl.col("held"), ignore_nulls=True)
    return priced.with_columns(first.alias(f"{STEP}0"), pl.col("step").alias(f"{STEP}1")).drop(
        "step"
    )


def stepped(priced: pl.DataFrame, new: pl.Expr, said: pl.Expr) -> pl.DataFrame:
    """The rows with a price changed, and the step that says so.

    Args:
        priced: `exact`, and the steps so far.
        new: the price after the step; null where it does not change.
        said: the step, which may ask `new`; null where that is null.
    """
    marked = priced.with_columns(new.alias(NEW))
    if not marked[NEW].count():
        return priced
    number = sum(1 for name in priced.columns if name.startswith(STEP))
    step = pl.when(pl.col(NEW).is_not_null()).then(said)
    changed = pl.coalesce(NEW, "exact")
    return marked.with_columns(step.alias(f"{STEP}{number}"), exact=changed).drop(NEW)


def told(priced: pl.DataFrame) -> pl.DataFrame:
    """The rows with all their steps as one text, `steps`."""
    names = [name for name in priced.columns if name.startswith(STEP)]
    if not names:
        return priced
    before = ["steps"] if "steps" in priced.columns else []
    steps = pl.concat_str([*before, *names], separator=BREAK, ignore_nulls=True)
    return priced.with_columns(steps=steps).drop(names)
