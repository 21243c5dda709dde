"""Bulk remittances and practices: balanced, of the asked size, unique, and matching."""

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from reclaim.pipeline.checking import checked_batches
from reclaim.x12.generate import cast, many_835, many_practice, write_many_835
from reclaim.x12.generate.ledger_tiles import write_many_ledger
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


@pytest.fixture(scope="module")
def repeated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice of two repetitions."""
    folder = tmp_path_factory.mktemp("practice")
    assert many_practice(folder, 1, 1300, visits_a_tile=700) == 1400
    return folder


def values(folder: Path, pattern: str, *places: tuple[str, int]) -> Counter[str]:
    """What stands in these elements of all files that a pattern finds."""
    found: Counter[str] = Counter()
    for path in folder.glob(pattern):
        for segment in slow_835.split(path.read_bytes()):
            found.update(segment[at] for name, at in places if segment[0] == name)
    return found


def test_a_repeated_practice_balances_and_counts(repeated: Path) -> None:
    for path in repeated.glob("835/*.835"):
        for transaction in slow_835.read(path.read_bytes()):
            assert slow_835.imbalances(transaction) == []


def test_a_repeated_practice_has_no_problem_of_form(repeated: Path) -> None:
    codes = {
        code
        for batch in checked_batches([path for path in repeated.iterdir() if path.is_dir()])
        for code in batch["problems"].filter(severity="error")["code"]
    }
    assert codes <= {"X12-NOT-X12"}


def test_every_claim_of_a_repeated_practice_is_sent_and_answered(repeated: Path) -> None:
    sent = values(repeated, "837/*.837", ("CLM", 1))
    answered = values(repeated, "835/*.835", ("CLP", 1))
    assert set(sent) == set(answered)
    assert len(sent) == 1400
    assert values(repeated, "999/*.999", ("AK1", 2)).keys() == (
        values(repeated, "837/*.837", ("GS", 6)).keys()
    )


@pytest.mark.parametrize(
    ("pattern", "name", "at"),
    [("835/*", "TRN", 2), ("837/*", "GS", 6), ("837/*", "CLM", 1), ("837/*", "REF", 2)],
)
def test_the_repetitions_share_no_number(repeated: Path, pattern: str, name: str, at: int) -> None:
    tax_ids = {provider.tax_id for provider in cast.PROVIDERS}
    first, second = (
        set(values(repeated, f"{pattern}-{serial:03d}.*", (name, at))) - tax_ids
        for serial in range(2)
    )
    assert len(first) == len(second) > 20
    assert not first & second


def test_the_repetitions_share_no_patient(repeated: Path) -> None:
    people: list[set[tuple[str, ...]]] = []
    for serial in range(2):
        content = (repeated / f"837/claims-{serial:03d}.837").read_bytes()
        named = [s for s in slow_835.split(content) if s[:2] == ["NM1", "IL"]]
        people.append({(s[3], s[4]) for s in named} | {(s[9],) for s in named})
    assert len(people[0]) > 200
    assert not people[0] & people[1]


def test_the_truth_is_repeated_with_the_claims(repeated: Path) -> None:
    with (repeated / "truth.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    numbers = values(repeated, "835/*.835", ("CLP", 7))
    assert len(rows) > 500
    assert {row["payer_control_number"] for row in rows} <= numbers.keys()


@pytest.fixture(scope="module")
def many_entries(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """A ledger of two repetitions and a half."""
    path = write_many_ledger(tmp_path_factory.mktemp("books"), 1, 11_000, visits_a_tile=300)
    return ledger_rows(path)


def ledger_rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_repeated_ledger_has_the_asked_entries_each_its_own(
    many_entries: list[dict[str, str]],
) -> None:
    numbers = {row["Trans No"] for row in many_entries}
    assert len(numbers) == len(many_entries) == 11_000
    assert {row["Reverses"] for row in many_entries} - {""} <= numbers


def test_a_repeated_ledger_gives_each_claim_one_account_and_one_day(
    many_entries: list[dict[str, str]],
) -> None:
    found: dict[str, set[tuple[str, str]]] = {}
    for row in many_entries:
        found.setdefault(row["Claim No"], set()).add((row["Account"], row["DOS"]))
    assert len(found) > 600
    assert all(len(said) == 1 for said in found.values())


def test_a_repeated_ledger_goes_back_in_time(many_entries: list[dict[str, str]]) -> None:
    first = {
        row["Claim No"][6:]: row["DOS"] for row in many_entries if row["Claim No"][3:6] == "000"
    }
    again = {
        row["Claim No"][6:]: row["DOS"] for row in many_entries if row["Claim No"][3:6] == "001"
    }
    moved = {day(first[claim]) - day(again[claim]) for claim in first.keys() & again.keys()}
    assert moved == {dt.timedelta(days=30)}


def day(written: str) -> dt.date:
    month, of_month, year = map(int, written.split("/"))
    return dt.date(year, month, of_month)


def test_unmoved_it_is_the_ledger_of_the_repeated_practice(repeated: Path, tmp_path: Path) -> None:
    path = write_many_ledger(tmp_path, 1, 17_500, visits_a_tile=700, days=0)
    rows = [row for row in ledger_rows(path) if row["Claim No"].startswith("PCN")]
    billed = set(values(repeated, "837/*.837", ("CLM", 1)))
    traces = set(values(repeated, "835/*.835", ("TRN", 2)))
    assert len({row["Claim No"][:6] for row in rows}) == 2
    assert {row["Claim No"] for row in rows} <= billed
    assert {row["Check/Trace"] for row in rows} - {""} <= traces


@pytest.mark.parametrize("rows", [0, 10**9])
def test_a_ledger_of_no_possible_size_is_refused(tmp_path: Path, rows: int) -> None:
    with pytest.raises(ValueError, match="a ledger has"):
        write_many_ledger(tmp_path, 1, rows, visits_a_tile=30)


@pytest.mark.parametrize("claims", [0, 5_000_001])
def test_a_practice_of_no_possible_size_is_refused(tmp_path: Path, claims: int) -> None:
    with pytest.raises(ValueError, match="a practice has"):
        many_practice(tmp_path, 1, claims)
