"""Signals and priors agree on the names of what can be won."""

from reclaim.rules.chances import prior_keys, priors
from reclaim.rules.signals import signals


def test_signals_and_priors_name_the_same_keys() -> None:
    named = {signal.prior for signal in signals() if signal.prior}
    assert named - prior_keys() == set()
    own = {prior.prior for prior in priors() if prior.also}
    assert prior_keys() - own == named
