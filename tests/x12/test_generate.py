"""The synthetic practice: repeatable, balanced, linked, and truthful about its leaks."""

import csv
import datetime as dt
from collections import defaultdict

import pytest

from reclaim.x12.generate import Practice, generate
from reclaim.x12.generate.leaks import LEAKS
from tests.x12 import slow_835


@pytest.fixture(scope="module")
def practice() -> Practice:
    return generate(7, 600)


def remittances(practice: Practice) -> dict[str, bytes]:
    return {name: content for name, content in practice.files.items() if name.endswith(".835")}


def test_same_seed_same_bytes() -> None:
    assert generate(3, 40).files == generate(3, 40).files


def test_another_seed_other_bytes() -> None:
    assert generate(3, 40).files != generate(4, 40).files


def test_every_remittance_balances(practice: Practice) -> None:
    for name, content in remittances(practice).items():
        for transaction in slow_835.read(content):
            assert slow_835.imbalances(transaction) == [], name


@pytest.mark.parametrize("seed", [7, 32])
def test_payments_are_never_negative_and_adjustments_never_nothing(seed: int) -> None:
    practice = generate(seed, 300)
    for content in remittances(practice).values():
        for transaction in slow_835.read(content):
            assert transaction.bpr >= 0
            for claim in transaction.claims:
                assert claim.paid >= 0 or claim.status == "22"
                assert all(entry[2] for entry in claim.every_cas)


def test_every_envelope_counts_itself(practice: Practice) -> None:
    for name, content in practice.files.items():
        if content.startswith(b"ISA"):
            slow_835.check_envelope(slow_835.split(content))
            assert content.count(b"ST") > 0, name


def test_every_leak_occurs(practice: Practice) -> None:
    assert {row.leak for row in practice.truth} >= {leak.name for leak in LEAKS}


def test_truth_points_at_adjustments_that_exist(practice: Practice) -> None:
    found: dict[str, list[slow_835.SlowClaim]] = defaultdict(list)
    for content in remittances(practice).values():
        for transaction in slow_835.read(content):
            for claim in transaction.claims:
                found[claim.number].append(claim)
    for row in practice.truth:
        claim = next(one for one in found[row.payer_control_number] if one.status != "22")
        assert claim.control == row.patient_control_number
        if row.leak == "orphan_reversal":
            assert claim.paid == row.amount_cents > 0
            continue
        cas = claim.cas if row.line_number is None else claim.lines[row.line_number - 1].cas
        amounts = [c for group, carc, c in cas if (group, carc) == (row.group_code, row.carc)]
        assert sum(amounts) >= row.amount_cents > 0, row.leak


def test_no_leaks_on_request() -> None:
    assert generate(5, 80, leaks=False).truth == []


def test_every_claim_is_billed_and_answered(practice: Practice) -> None:
    billed: set[str] = set()
    for name, content in practice.files.items():
        if name.endswith(".837"):
            billed |= {s[1] for s in slow_835.split(content) if s[0] == "CLM"}
    answered = {
        claim.control
        for content in remittances(practice).values()
        for transaction in slow_835.read(content)
        for claim in transaction.claims
    }
    assert billed == answered
    assert len(billed) == 600


def test_start_and_size_are_respected() -> None:
    small = generate(1, 10, start=dt.date(2025, 3, 3), days=5, leaks=False)
    dates = {line.service_date for case in small.cases for line in case.claims[0].lines}
    assert min(dates) >= dt.date(2025, 3, 3)
    assert max(dates) < dt.date(2025, 3, 8)
    assert len(small.cases) == 10


def test_many_visits_in_one_day_still_find_patients() -> None:
    assert len(generate(1, 400, days=1).cases) == 400


@pytest.mark.parametrize(("claims", "days"), [(-1, 5), (5, 0)])
def test_an_impossible_practice_is_refused(claims: int, days: int) -> None:
    with pytest.raises(ValueError, match="a practice needs"):
        generate(1, claims, days=days)


def test_nothing_is_posted_after_the_day_it_is_looked_at(practice: Practice) -> None:
    rows = csv.DictReader(practice.files["ledger/transactions.csv"].decode().splitlines())
    posted = max("{2}-{0}-{1}".format(*row["Posted"].split("/")) for row in rows)
    assert posted <= f"{practice.as_of}"


def test_an_empty_practice_has_only_the_truth_header() -> None:
    assert generate(1, 0).truth == []
