"""Quantiles of the beta distribution, against values that are known in closed form."""

import math

import numpy as np
import pytest

from reclaim.recovery.beta import Numbers, beta_quantile, beta_share


def one(value: float) -> Numbers:
    return np.array([value], dtype=np.float64)


@pytest.mark.parametrize(
    ("share", "wins", "losses", "value"),
    [
        (0.1, 1, 1, 0.1),
        (0.1, 2, 1, math.sqrt(0.1)),
        (0.9, 1, 3, 1 - 0.1 ** (1 / 3)),
        (0.1, 0.5, 0.5, math.sin(math.pi * 0.05) ** 2),
        (0.5, 7, 7, 0.5),
    ],
)
def test_known_quantiles(share: float, wins: float, losses: float, value: float) -> None:
    assert beta_quantile(one(share), one(wins), one(losses))[0] == pytest.approx(value, abs=1e-7)


def test_the_share_below_is_a_sum_of_binomials() -> None:
    tosses, heads, chance = 10, 4, 0.3
    wanted = sum(
        math.comb(tosses, n) * chance**n * (1 - chance) ** (tosses - n)
        for n in range(heads, tosses + 1)
    )
    found = beta_share(one(chance), one(heads), one(tosses - heads + 1))[0]
    assert found == pytest.approx(wanted, abs=1e-12)


def test_the_ends_are_the_ends() -> None:
    assert beta_share(np.array([0.0, 1.0]), np.ones(2) * 3, np.ones(2) * 4).tolist() == [0, 1]


DRAW = np.random.default_rng(7)
WINS, LOSSES = DRAW.uniform(0.2, 60, 200), DRAW.uniform(0.2, 60, 200)
SHARES = DRAW.uniform(0.01, 0.99, 200)


def test_below_the_quantile_lies_what_was_asked_for() -> None:
    found = beta_share(beta_quantile(SHARES, WINS, LOSSES), WINS, LOSSES)
    assert np.abs(found - SHARES).max() < 1e-5


def test_wins_and_losses_mirror_each_other() -> None:
    there = beta_quantile(SHARES, WINS, LOSSES)
    back = beta_quantile(1 - SHARES, LOSSES, WINS)
    assert np.abs(there - (1 - back)).max() < 1e-6


def test_heavy_beliefs_are_found_too() -> None:
    ends = beta_quantile(np.array([0.1, 0.9]), np.full(2, 30_000.0), np.full(2, 70_000.0))
    width = 1.2816 * math.sqrt(0.3 * 0.7 / 100_000)
    assert ends == pytest.approx([0.3 - width, 0.3 + width], abs=1e-5)
