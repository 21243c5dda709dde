"""Damage is repeatable and varied; each break changes exactly what it says."""

from itertools import islice

import pytest

from reclaim.x12.generate import generate
from reclaim.x12.generate.breaks import BREAKS, Break
from reclaim.x12.generate.mutate import MUTATIONS, mutations
from tests.x12 import slow_835


def an_835() -> bytes:
    """A remittance with lines, in the default delimiters."""
    files = generate(11, 60).files
    return next(
        files[name] for name in sorted(files) if name.startswith("835/") and "-harbor-" in name
    )


SOURCE = an_835()
BALANCE = {
    "X835-BALANCE-LINE", "X835-BALANCE-CLAIM", "X835-BALANCE-LINES", "X835-BALANCE-TRANSACTION",
    "X835-PATIENT-SHARE",
}  # fmt: skip


def test_same_seed_same_stream() -> None:
    assert list(islice(mutations(1, SOURCE), 50)) == list(islice(mutations(1, SOURCE), 50))


def test_every_mutation_occurs() -> None:
    seen = {name.partition("+")[0] for name, _ in islice(mutations(2, SOURCE), 600)}
    assert seen == set(MUTATIONS)


def test_nearly_every_copy_differs() -> None:
    copies = [damaged for _, damaged in islice(mutations(3, SOURCE), 300)]
    assert sum(damaged == SOURCE for damaged in copies) < 30


@pytest.mark.parametrize("source", [b"", b"~", b"ISA", b"not x12 at all"])
def test_any_source_can_be_damaged(source: bytes) -> None:
    assert len(list(islice(mutations(4, source), 200))) == 200


@pytest.mark.parametrize("one", BREAKS, ids=lambda one: one.name)
def test_every_break_applies_to_a_plain_remittance(one: Break) -> None:
    broken = one.apply(SOURCE)
    assert broken is not None
    assert broken != SOURCE


@pytest.mark.parametrize(
    "one", [one for one in BREAKS if one.problem in BALANCE], ids=lambda one: one.name
)
def test_a_balance_break_is_seen_by_the_slow_reader(one: Break) -> None:
    broken = one.apply(SOURCE)
    assert broken is not None
    assert any(slow_835.imbalances(transaction) for transaction in slow_835.read(broken))


@pytest.mark.parametrize("one", BREAKS, ids=lambda one: one.name)
def test_a_break_without_its_segment_says_so(one: Break) -> None:
    assert one.apply(b"QQQ*1~") is None
