"""How far out of the usual a number is: robust deviations, and the tail of the binomial."""

import math

import polars as pl

NORMAL = 1.4826
"""Median absolute deviations of a normal distribution in its standard deviation."""

TOO_SMALL = 45.0
"""A term so many powers of e below the largest changes no digit; those after it are smaller."""


def deviations(value: pl.Expr, median: pl.Expr, spread: pl.Expr, floor: pl.Expr) -> pl.Expr:
    """Robust deviations of a value from a median; null where neither spread nor floor is above 0.

    Args:
        value: what was seen.
        median: what is usual.
        spread: the median of the absolute deviations from it.
        floor: the least spread that is taken: where most are alike, chance still moves one a bit.
    """
    taken = pl.max_horizontal(spread, floor) * NORMAL
    return pl.when(taken > 0).then((value - median) / taken)


def rarity(hits: int, tries: int, chance: float) -> float:
    """Minus the power of ten of the chance of so many hits or more: 3.0 is once in a thousand.

    Exact: the upper tail of the binomial distribution, added up from its terms. 0 for no hits.

    Args:
        hits: how often it was seen, at most `tries`.
        tries: how often it could have been seen.
        chance: of one hit, above 0 and below 1.
    """
    if hits <= 0:
        return 0.0
    logs: list[float] = []
    most = -math.inf
    for at in range(hits, tries + 1):
        logs.append(_log_term(at, tries, chance))
        most = max(most, logs[-1])
        if logs[-1] < most - TOO_SMALL:
            break
    total = most + math.log(math.fsum(math.exp(one - most) for one in logs))
    return max(0.0, -total / math.log(10))


def _log_term(hits: int, tries: int, chance: float) -> float:
    ways = math.lgamma(tries + 1) - math.lgamma(hits + 1) - math.lgamma(tries - hits + 1)
    return ways + hits * math.log(chance) + (tries - hits) * math.log1p(-chance)
