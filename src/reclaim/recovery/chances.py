"""The chance of winning: a prior, moved by the client's own outcomes, with an 80 percent range."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import polars as pl

from reclaim.recovery.beta import beta_quantile
from reclaim.rules.chances import CERTAIN, PriorChance, prior_chance

CATEGORY_WEIGHT = 10
"""The most that a prior and the other outcomes of the category weigh together, in outcomes."""

SIGNAL_WEIGHT = 20
"""The most that all of this and the same evidence with other payers weigh together."""

TAIL = 0.1
"""What lies outside either end of the range."""

CELL = ("payer", "payer_kind", "category", "signal_id", "prior")
FOUND = {
    "chance_bp": pl.Int64(),
    "chance_low_bp": pl.Int64(),
    "chance_high_bp": pl.Int64(),
    "chance_basis": pl.String(),
}


class Tally(NamedTuple):
    """Attempts and how many of them were won."""

    attempts: int
    wins: int


NONE = Tally(0, 0)


class Belief(NamedTuple):
    """A beta distribution: as many wins and losses as have been seen, or are believed."""

    wins: float
    losses: float

    def seeing(self, tally: Tally, *, at_most: float | None = None) -> "Belief":
        """What is believed after these outcomes.

        With `at_most`, wins and losses are scaled down in the same proportion so that together
        they weigh no more than that; a belief that weighed more keeps its weight.
        """
        wins = self.wins + tally.wins
        losses = self.losses + tally.attempts - tally.wins
        if at_most is None:
            return Belief(wins, losses)
        share = min(1.0, max(at_most, self.wins + self.losses) / (wins + losses))
        return Belief(wins * share, losses * share)


def chances(findings: pl.DataFrame, outcomes: pl.DataFrame, *, as_of: dt.date) -> pl.DataFrame:
    """The findings with `chance_bp`, its 80 percent range and `chance_basis`.

    Belief begins with the prior that the signal names. Then come, each with what it may weigh at
    most: the category's outcomes with other evidence, the same evidence with other payers, and,
    in full, the same evidence with this payer. An outcome whose evidence is not known counts as
    of any evidence in its category. The chance is the mean; a win never lowers it.

    A finding without a prior has nothing to win: chance 0. One whose prior is not in the rules,
    or not yet in force, has a null chance and says so.

    Args:
        findings: CELL, any further columns; order and columns are kept.
        outcomes: `payer`, `category`, `signal_id`, `attempts`, `wins`.
        as_of: the day on which a prior must be in force.
    """
    own = [name for name in findings.columns if name not in FOUND]
    cells = findings.select(CELL).unique(maintain_order=True)
    found = _cells(cells, outcomes, as_of)
    return findings.select(own).join(
        found, on=CELL, how="left", nulls_equal=True, maintain_order="left"
    )


def _cells(cells: pl.DataFrame, outcomes: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    rows = cells.rows(named=True)
    start = [
        prior_chance(row["prior"], row["payer_kind"], as_of=as_of) if row["prior"] else None
        for row in rows
    ]
    tallies = _Tallies(outcomes)
    known = [(row, prior) for row, prior in zip(rows, start, strict=True) if prior]
    beliefs = [_belief(row, prior, tallies) for row, prior in known]
    ranges = iter(_ranges(beliefs))
    bases = iter([_basis(row, prior, tallies) for row, prior in known])
    columns = [
        (*next(ranges), next(bases)) if prior else _without(row["prior"], as_of)
        for row, prior in zip(rows, start, strict=True)
    ]
    return cells.hstack(pl.DataFrame(columns, schema=FOUND, orient="row"))


def _without(key: str | None, as_of: dt.date) -> tuple[int | None, int | None, int | None, str]:
    if key is None:
        return 0, 0, 0, "nothing to win back"
    return None, None, None, f"no prior {key} is in force on {as_of}"


def _belief(row: dict[str, str], prior: PriorChance, tallies: "_Tallies") -> Belief:
    wins = prior.strength * prior.rate_bp / CERTAIN
    belief = Belief(wins, prior.strength - wins)
    category, same, own = tallies.of(row["payer"], row["category"], row["signal_id"])
    belief = belief.seeing(category, at_most=CATEGORY_WEIGHT)
    return belief.seeing(same, at_most=SIGNAL_WEIGHT).seeing(own)


def _basis(row: dict[str, str], prior: PriorChance, tallies: "_Tallies") -> str:
    category, same, own = tallies.of(row["payer"], row["category"], row["signal_id"])
    said = [
        f"{tally.wins} of {tally.attempts} {where}"
        for tally, where in (
            (own, "with this payer"),
            (same, "with other payers"),
            (category, "in this category on other evidence"),
        )
        if tally.attempts
    ]
    return f"{prior.basis}; own outcomes: {', '.join(said) if said else 'none yet'}"


def _ranges(beliefs: list[Belief]) -> list[tuple[int, int, int]]:
    """Mean, low end and high end of each, in hundredths of a percent."""
    if not beliefs:
        return []
    wins, losses = (np.array(part, dtype=np.float64) for part in zip(*beliefs, strict=True))
    mean = wins / (wins + losses)
    tails = np.repeat((TAIL, 1 - TAIL), len(mean))
    ends = beta_quantile(tails, np.tile(wins, 2), np.tile(losses, 2))
    low, high = np.minimum(ends[: len(mean)], mean), np.maximum(ends[len(mean) :], mean)
    points = (np.rint(part * CERTAIN).astype(np.int64).tolist() for part in (mean, low, high))
    return list(zip(*points, strict=True))


class _Tallies:
    """Sums of outcomes: of a category, of its evidence, of its evidence with a payer."""

    def __init__(self, outcomes: pl.DataFrame) -> None:
        self._sums: dict[tuple[str | None, ...], Tally] = {}
        counted = outcomes.select("category", "signal_id", "payer", "attempts", "wins")
        for category, signal, payer, attempts, wins in counted.iter_rows():
            for key in ((category,), (category, signal), (category, signal, payer)):
                so_far = self._sums.get(key, NONE)
                self._sums[key] = Tally(so_far.attempts + attempts, so_far.wins + wins)

    def of(
        self, payer: str | None, category: str | None, signal: str | None
    ) -> tuple[Tally, Tally, Tally]:
        """On other evidence; on this with other payers; on this with this payer."""
        evidences = {signal, None}
        own = NONE if payer is None else self._sum((category, one, payer) for one in evidences)
        same = self._sum((category, one) for one in evidences)
        return _less(self._sum([(category,)]), same), _less(same, own), own

    def _sum(self, keys: Iterable[tuple[str | None, ...]]) -> Tally:
        found = [self._sums.get(key, NONE) for key in keys]
        return Tally(sum(tally.attempts for tally in found), sum(tally.wins for tally in found))


def _less(all_of_them: Tally, some: Tally) -> Tally:
    return Tally(all_of_them.attempts - some.attempts, all_of_them.wins - some.wins)
