"""Which percentage each rank has, on which days."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from reclaim.contracts.exact import fraction
from reclaim.contracts.model.policies import MultipleProcedures
from reclaim.contracts.policies.medicare import HUNDREDTHS, medicare

FIRST = "multiple-procedures/first"
FURTHER = "multiple-procedures/further"
RANKS = "multiple-procedures/ranks"

FOREVER = 2**31
"""A rank that no line has."""


@dataclass(frozen=True)
class Plan:
    """The percentages of the ranks.

    Args:
        shares: millionths of one by rank, from the first; the last holds for all further ones.
        ranks: how many ranks have a percentage; those beyond are by report. None: all have one.
        since: first day on which the plan holds; None: always.
        until: the first day on which it does not any more.
    """

    shares: tuple[int, ...]
    ranks: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    def holds(self, day: pl.Expr) -> pl.Expr:
        """Whether the plan holds on each row's day."""
        inside = pl.lit(value=True)
        if self.since:
            inside &= day >= self.since
        if self.until:
            inside &= day < self.until
        return inside

    def sum_of(self, before: pl.Expr, count: pl.Expr) -> pl.Expr:
        """The sum of the shares of `count` ranks, of which the first has `before` before it."""
        return self._up_to(before + count) - self._up_to(before)

    def beyond(self, before: pl.Expr, count: pl.Expr) -> pl.Expr:
        """Whether one of the ranks has no percentage."""
        return before + count > (FOREVER if self.ranks is None else self.ranks)

    def certain(self, before: pl.Expr, count: pl.Expr, unknown: pl.Expr) -> pl.Expr:
        """Whether it makes no difference how many of `unknown` others go before as well."""
        ends = pl.lit(pl.Series(self._ends(), dtype=pl.Int64))
        end = ends.gather(before.clip(upper_bound=len(self._ends()) - 1))
        return (unknown == 0) | (before + count + unknown <= end)

    def _up_to(self, ranks: pl.Expr) -> pl.Expr:
        sums = [sum(self.shares[:many]) for many in range(len(self.shares) + 1)]
        listed = len(self.shares)
        known = pl.lit(pl.Series(sums, dtype=pl.Int64)).gather(ranks.clip(upper_bound=listed))
        return known + (ranks - listed).clip(lower_bound=0) * self.shares[-1]

    def _ends(self) -> list[int]:
        """For each rank, how many ranks there are until the percentage becomes another one."""
        last = self.shares[-1]
        length = max(len(self.shares), self.ranks or 0)
        listed: list[int | None] = [*self.shares, *[last] * (length - len(self.shares))]
        if self.ranks is not None:
            listed = [*listed[: self.ranks], None]
        ends = [FOREVER]
        for rank, (this, following) in reversed(list(enumerate(pairwise(listed)))):
            ends.insert(0, ends[0] if this == following else rank + 1)
        return ends


def plans(policy: MultipleProcedures) -> list[Plan]:
    """The policy's own plan, or those of Medicare, one for each stretch of time."""
    if policy.percents:
        shares = tuple(fraction(percent) for percent in policy.percents)
        return [Plan(shares, policy.by_report_after)]
    rules = [medicare()[rule] for rule in (FIRST, FURTHER, RANKS)]
    days = sorted({value.from_date for rule in rules for value in rule.values})
    known = [day for day in days if all(rule.values[0].from_date <= day for rule in rules)]
    return [
        _of_medicare(policy, day, until)
        for day, until in zip(known, [*known[1:], None], strict=True)
    ]


def _of_medicare(policy: MultipleProcedures, since: dt.date, until: dt.date | None) -> Plan:
    first, further, ranks = (medicare()[rule].on(since).value for rule in (FIRST, FURTHER, RANKS))
    stated = policy.by_report_after
    return Plan(
        (first * HUNDREDTHS, further * HUNDREDTHS),
        ranks if stated is None else stated,
        since,
        until,
    )
