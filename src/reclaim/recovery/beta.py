"""Quantiles of the beta distribution, for many at once, to more digits than are shown."""

import math

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

HALVINGS = 26
TERMS = 400
ENOUGH = 1e-11
TINY = 1e-300


def beta_quantile(share: Numbers, wins: Numbers, losses: Numbers) -> Numbers:
    """The value below which its `share` of each beta distribution lies, found by halving.

    Args:
        share: between 0 and 1, one for each.
        wins: the first shape, positive.
        losses: the second shape, positive.
    """
    low, high = np.zeros_like(wins), np.ones_like(wins)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = beta_share(middle, wins, losses) < share
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2


def beta_share(value: Numbers, wins: Numbers, losses: Numbers) -> Numbers:
    """How much of each beta distribution lies below a value: the regularised incomplete beta.

    The continued fraction converges fast below the mean; above it the mirror image is taken.
    Source: Press et al., Numerical Recipes, third edition, section 6.4.
    """
    mirrored = value > (wins + 1) / (wins + losses + 2)
    x = np.where(mirrored, 1 - value, value)
    a = np.where(mirrored, losses, wins)
    b = np.where(mirrored, wins, losses)
    inside = np.clip(x, TINY, 1.0)
    front = np.exp(a * np.log(inside) + b * np.log1p(-np.minimum(x, 1 - 1e-16)) - _log_beta(a, b))
    share = np.where(x <= 0, 0.0, front * _fraction(x, a, b) / a)
    return np.asarray(np.where(mirrored, 1 - share, share), dtype=np.float64)


def _fraction(x: Numbers, a: Numbers, b: Numbers) -> Numbers:
    """The continued fraction of the incomplete beta, by Lentz's method."""
    c = np.ones_like(x)
    d = 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = d.copy()
    for m in range(1, TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _not_zero(1 + term * d)
            c = _not_zero(1 + term / c)
            step = c * d
            value = value * step
        if np.all(np.abs(step - 1) < ENOUGH):
            break
    return value


def _not_zero(value: Numbers) -> Numbers:
    return np.where(np.abs(value) < TINY, TINY, value)


def _log_beta(a: Numbers, b: Numbers) -> Numbers:
    of_each = [
        math.lgamma(first) + math.lgamma(second) - math.lgamma(first + second)
        for first, second in zip(a.tolist(), b.tolist(), strict=True)
    ]
    return np.array(of_each, dtype=np.float64)
