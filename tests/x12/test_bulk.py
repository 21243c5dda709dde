"""Bulk remittances: balanced, of the asked size, unique, and streamed."""

from pathlib import Path

from reclaim.x12.generate import many_835, write_many_835
from tests.x12 import slow_835


def test_every_transaction_balances_and_counts() -> None:
    content = b"".join(many_835(1, 1.5))
    transactions = slow_835.read(content)
    assert len(transactions) > 1
    assert [slow_835.imbalances(one) for one in transactions] == [[]] * len(transactions)


def test_one_transaction() -> None:
    (only,) = slow_835.read(b"".join(many_835(1, 1.5, one_transaction=True)))
    assert slow_835.imbalances(only) == []


def test_size_is_as_asked() -> None:
    assert abs(sum(len(chunk) for chunk in many_835(1, 3.0)) - 3_000_000) < 60_000


def test_claim_numbers_are_unique_across_files(tmp_path: Path) -> None:
    paths = write_many_835(tmp_path, 1, 1.0, files=4)
    numbers = [
        claim.number
        for path in paths
        for transaction in slow_835.read(path.read_bytes())
        for claim in transaction.claims
    ]
    assert len(paths) == 4
    assert len(numbers) == len(set(numbers)) > 500


def test_same_seed_same_bytes() -> None:
    assert list(many_835(2, 0.3)) == list(many_835(2, 0.3))


def test_chunks_stay_small() -> None:
    assert max(len(chunk) for chunk in many_835(1, 5.0)) < 1_300_000
