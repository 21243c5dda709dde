"""Every price of the contract language has its method."""

from typing import get_args

from reclaim.contracts.methods.registry import CLAIM_METHODS, METHODS
from reclaim.contracts.model.prices import OF_CLAIMS, AnyPrice


def test_each_price_has_one_method() -> None:
    union, *_ = get_args(AnyPrice)
    assert set(METHODS) | set(CLAIM_METHODS) == set(get_args(union))
    assert set(CLAIM_METHODS) == set(OF_CLAIMS)
    assert not set(METHODS) & set(CLAIM_METHODS)
