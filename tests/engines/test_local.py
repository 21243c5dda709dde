"""An audit loses and doubles no cent, whatever went in and however it was cut."""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from reclaim.engines.local import AUDIT_TABLES
from reclaim.schema import TABLES
from reclaim.x12.generate import generate
from reclaim.x12.generate.breaks import BREAKS, Break
from reclaim.x12.generate.mutate import mutations
from tests.engines.audits import (
    assert_conserved,
    audited,
    by_claim,
    remittance,
    states,
)
from tests.x12.reading import every_sample

PAID = "CLP*A1*1*500*300*80*12*ICN1~CAS*CO*45*120~CAS*PR*1*80~"
TAKEN_BACK = "CLP*A1*22*-500*-300**12*ICN1~CAS*CO*45*-200~"
"""The payer changed the reasons between the claim and its reversal."""

CORRECTED = "CLP*A1*1*500*350*80*12*ICN1~CAS*CO*45*70~CAS*PR*1*80~"
FEBRUARY = "20260205"


@cache
def practice() -> dict[str, bytes]:
    """The remittances of a small generated practice."""
    files = generate(11, 60).files
    return {name: content for name, content in files.items() if name.endswith(".835")}


@cache
def largest() -> bytes:
    """The remittance with the most bytes among them, of those with the usual delimiters."""
    return max((one for one in practice().values() if one.startswith(b"ISA*")), key=len)


def test_every_table_is_as_declared() -> None:
    tables = audited({"a.835": remittance(PAID)})
    assert tables.keys() == set(AUDIT_TABLES)
    for name, frame in tables.items():
        assert frame.schema == TABLES[name].polars_schema, name


def test_a_generated_practice_is_conserved() -> None:
    tables = audited(practice())
    assert_conserved(tables)
    assert {"reversal", "correction", "original"} <= set(tables["claim_states"]["state"])
    assert "unknown" not in set(tables["dispositions"]["place"])


@pytest.mark.parametrize("broken_by", BREAKS, ids=lambda broken_by: str(broken_by.name))
def test_a_broken_remittance_is_conserved(broken_by: Break) -> None:
    broken = broken_by.apply(largest())
    assert broken is not None
    assert_conserved(audited({"broken.835": broken}))


def test_damaged_remittances_are_conserved_one_by_one_and_together() -> None:
    damaged = {f"{n}.835": content for n, (_, content) in enumerate(many())}
    for name, content in damaged.items():
        assert_conserved(audited({name: content}))
    assert_conserved(audited({**damaged, "whole.835": largest()}))


def many() -> Iterator[tuple[str, bytes]]:
    """Damaged copies of it."""
    return islice(mutations(17, largest()), 25)


def test_every_sample_is_conserved_alone_and_among_the_others() -> None:
    samples = every_sample()
    for name, content in samples.items():
        if b"835" in content:
            assert_conserved(audited({Path(name).name: content}))
    together = {
        f"{n}-{Path(name).name}": content for n, (name, content) in enumerate(samples.items())
    }
    assert_conserved(audited(together))


def test_a_reversal_takes_back_what_was_placed_though_its_reasons_differ() -> None:
    tables = audited({"a.835": remittance(PAID, TAKEN_BACK)})
    assert_conserved(tables)
    assert states(tables) == ["reversal", "reversed"]
    assert set(by_claim(tables)["A1"].values()) == {0}


def test_a_reversal_in_another_file_takes_back_too() -> None:
    tables = audited(
        {"a.835": remittance(PAID), "b.835": remittance(TAKEN_BACK, trace="T2", day=FEBRUARY)}
    )
    assert_conserved(tables)
    assert states(tables) == ["reversal", "reversed"]


@pytest.mark.parametrize("first", [TAKEN_BACK + CORRECTED, CORRECTED + TAKEN_BACK])
def test_only_the_correction_counts_before_or_after_the_reversal(first: str) -> None:
    tables = audited(
        {"a.835": remittance(PAID), "b.835": remittance(first, trace="T2", day=FEBRUARY)}
    )
    assert_conserved(tables)
    assert states(tables) == ["correction", "reversal", "reversed"]
    assert by_claim(tables)["A1"] == {
        "contractual": 7_000, "insurer_paid": 35_000, "patient_responsibility": 8_000
    }  # fmt: skip


def test_a_reversal_of_what_was_never_seen_stays_and_counts() -> None:
    tables = audited({"a.835": remittance(TAKEN_BACK)})
    assert_conserved(tables)
    assert states(tables) == ["orphan_reversal"]
    assert by_claim(tables) == {"A1": {"contractual": -20_000, "insurer_paid": -30_000}}


def test_the_same_bytes_under_another_name_count_once() -> None:
    once = audited({"a.835": remittance(PAID)})
    twice = audited({"a.835": remittance(PAID), "b.835": remittance(PAID)})
    assert_frame_equal(twice["dispositions"], once["dispositions"])
    assert states(twice) == ["original"]


def test_the_same_payment_in_other_bytes_counts_once() -> None:
    once = audited({"a.835": remittance(PAID)})
    twice = audited({"a.835": remittance(PAID), "b.835": remittance(PAID).replace("~", "~\n")})
    assert_conserved(twice)
    assert states(twice) == ["duplicate", "original"]
    assert by_claim(twice) == by_claim(once)


def test_a_claim_on_two_remittances_of_two_traces_counts_twice() -> None:
    second = PAID.replace("CLP*A1*1*500*300", "CLP*A1*2*500*80").replace("*45*120", "*45*340")
    tables = audited(
        {"a.835": remittance(PAID), "b.835": remittance(second, trace="T2", payer="OTHER")}
    )
    assert_conserved(tables)
    assert states(tables) == ["original", "original"]
    assert sum(by_claim(tables)["A1"].values()) == 100_000


def test_neither_pieces_nor_the_order_of_files_change_anything() -> None:
    files = practice()
    whole = audited(files)
    order = ["claim_id", "line_number", "place", "category", "carc", "amount_cents"]
    for other in (
        audited(files, piece_bytes=2_000),
        audited(dict(reversed(files.items())), piece_bytes=20_000),
    ):
        for name, keys in {"dispositions": order, "claim_states": ["claim_id"]}.items():
            assert_frame_equal(
                other[name].sort(keys, maintain_order=True),
                whole[name].sort(keys, maintain_order=True),
            )
        assert counts(other) == counts(whole)


def counts(tables: dict[str, pl.DataFrame]) -> list[tuple[str, int]]:
    """How often each problem was found."""
    return tables["problems"].group_by("code").len().sort("code").rows()


def test_nothing_to_audit_gives_empty_tables() -> None:
    for content in (b"", b"Dear provider", bytes(range(256))):
        tables = audited({"a.835": content})
        assert tables["dispositions"].is_empty()
        assert tables["claim_states"].is_empty()
        assert tables["problems"].height == 1
