"""The made-up practice's books: right to the cent, and wrong only where something is planted."""

import csv
import datetime as dt
import hashlib
import io
import itertools
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from reclaim.codes import write_off_categories
from reclaim.intake.ledger.mapping import read_mapping
from reclaim.intake.ledger.read import read_ledger
from reclaim.x12.generate import Practice, generate
from reclaim.x12.generate.books import Books
from reclaim.x12.generate.books.book import LIMIT_CENTS, Book
from reclaim.x12.generate.books.insurers import ESTIMATE
from reclaim.x12.generate.leaks.posted import KINDS, WRONG_POSTINGS
from reclaim.x12.generate.ledger import CODES
from reclaim.x12.generate.model import Case
from tests.x12 import slow_835

AS_BEFORE_THERE_WERE_BOOKS = "f50a0ba8f8980d4a2330f6b8261e31224fcaf43d0ea7d5079897f45948204f79"
KINDS_OF_FINDINGS = {
    "autopost_all_co",
    "negative_co_flipped",
    "plb_ignored",
    "wrong_category",
    "contractual_above_contract",
    "appeal_window_open",
    "appeal_pending",
    "denied_then_paid_not_reversed",
    "share_without_hardship_record",
    "balance_billed",
    "duplicate_write_off",
    "write_off_without_remittance",
    "secondary_never_billed",
    "small_balance_above_threshold",
    "small_balance_not_held",
    "bad_debt_without_statement",
    "bad_debt_too_early",
    "bad_debt_after_recent_payment",
    "credit_closed",
    "write_off_unapproved",
    "write_off_undocumented",
    "over_user_limit",
    "write_off_reversed_later",
    "posted_in_closed_period",
    "just_under_limit",
    "one_day",
}


@pytest.fixture(scope="module")
def practice() -> Practice:
    return generate(7, 600)


@pytest.fixture(scope="module")
def clean() -> Practice:
    return generate(9, 400, leaks=False)


def rows(practice: Practice, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(practice.files[name].decode())))


def paid_by_insurers(case: Case) -> int:
    """What the remittances say that insurers paid for the claim."""
    return sum(remit.paid_cents for remit in case.remits if remit.status != ESTIMATE)


def denied(case: Case) -> int:
    """What stands as denied, or undecided, in a plain case."""
    return sum(
        one.amount_cents
        for remit in case.remits
        for one in remit.all_adjustments
        if one.carc in ("133", "151") and remit.sign > 0
    )


def held_over(book: Book) -> int:
    """What a check brought or held back for the claim beside what it paid."""
    return sum(e.amount_cents for e in book.of("PMT") if e.reason.startswith("PLB"))


def plain(books: Books) -> list[Book]:
    """Insured visits with nothing planted, neither on remittances nor in the books."""
    return [
        book
        for book in books.books
        if book.case and not (book.planted or book.case.truth or book.case.decisions)
    ]


def test_every_entry_of_every_kind_of_everyday_life_occurs(practice: Practice) -> None:
    seen = {entry.code for entry in practice.books.entries}
    assert seen == set(CODES)


@pytest.mark.parametrize("seed", [9, 10])
def test_what_insurers_paid_is_what_the_remittances_say(seed: int) -> None:
    for book in plain(generate(seed, 200, leaks=False).books):
        assert book.case
        posted = sum(entry.amount_cents for entry in book.of("PMT"))
        assert posted - held_over(book) == paid_by_insurers(book.case)


def test_a_recoupment_comes_to_nothing_once_it_is_taken(clean: Practice) -> None:
    held = [
        [entry for entry in book.of("PMT") if entry.reason.startswith("PLB")]
        for book in clean.books.books
    ]
    done = [entries for entries in held if len(entries) == 2]
    assert done
    assert {sum(entry.amount_cents for entry in entries) for entries in done} == {0}


def test_every_plain_visit_is_explained_to_the_cent(practice: Practice) -> None:
    for book in plain(practice.books):
        assert book.case
        cuts = sum(entry.amount_cents for entry in book.of("CON", "SEQ", "MPR", "CAP"))
        paid = sum(entry.amount_cents for entry in book.of("PMT"))
        left = book.claim.charge_cents - paid - cuts - book.share_cents
        assert left == denied(book.case) - held_over(book), book.claim.control


def test_a_settled_visit_ends_at_nothing(clean: Practice) -> None:
    settled = [
        book
        for book in clean.books.books
        if book.of("BAD", "CHA") and not (book.case and denied(book.case))
    ]
    assert len(settled) > 15
    assert {book.balance_cents for book in settled} == {0}


def test_what_was_paid_too_much_is_refunded(clean: Practice) -> None:
    assert any(book.of("RFP") for book in clean.books.books)
    for book in clean.books.books:
        if book.of("TRF", "SPD") and not held_over(book):
            assert book.balance_cents >= 0, book.claim.control


def by_party(book: Book, until: dt.date) -> tuple[int, int]:
    """What insurers and the patient owe of a visit, by a plain count."""
    insurer = patient = 0
    for entry in book.entries:
        kind, _, _, party = CODES[entry.code]
        if (entry.made or entry.posted) > until:
            continue
        if kind == "transfer":
            insurer, patient = insurer - entry.amount_cents, patient + entry.amount_cents
        elif party == "patient" or book.case is None:
            patient += entry.effect_cents
        else:
            insurer += entry.effect_cents
    return insurer, patient


@pytest.mark.parametrize("seed", [7, 9, 11])
def test_nobody_owes_less_than_nothing_without_a_wrong_posting(seed: int) -> None:
    """But for a copay until it is refunded, and money held over by a check."""
    practice = generate(seed, 300, leaks=False)
    for book in practice.books.books:
        insurer, patient = by_party(book, practice.as_of)
        refunds = sum(entry.amount_cents for entry in book.of("RFP"))
        assert insurer >= min(-held_over(book), 0), book.claim.control
        assert patient >= -refunds - (0 if book.of("TRF") else sum_of(book, "CPY"))


def sum_of(book: Book, code: str) -> int:
    return sum(entry.amount_cents for entry in book.of(code))


def test_the_export_is_read_without_a_problem_and_to_the_cent(
    practice: Practice, tmp_path: Path
) -> None:
    practice.write(tmp_path)
    categories = set(write_off_categories()["category"])
    mapping = read_mapping(tmp_path / "ledger/practice.ledger.yaml", categories)
    batches = list(read_ledger([tmp_path / "ledger/transactions.csv"], [mapping]))
    assert sum(batch.problems.height for batch in batches) == 0
    read = pl.concat([batch.transactions for batch in batches])
    said = read.select("transaction_id", "kind", "effect_cents", "posted_date", "category").rows()
    assert said == [
        (entry.number, entry.kind, entry.effect_cents, entry.posted, entry.category or None)
        for entry in practice.books.entries
    ]


def test_a_write_off_that_was_taken_back_names_what_it_reverses(practice: Practice) -> None:
    entries = practice.books.entries
    undoing = [
        e for e in entries if e.kind == "write_off" and e.amount_cents < 0 and e.code != "CRB"
    ]
    assert undoing
    for entry in undoing:
        original = entry.reverses
        assert original
        assert (original.code, original.amount_cents) == (entry.code, -entry.amount_cents)
        assert original.claim is entry.claim or original.claim.control == entry.claim.control
        assert original.number < entry.number


def test_payments_of_insurers_name_a_check_that_came(practice: Practice) -> None:
    traces = {
        segment[2]
        for name, content in practice.files.items()
        if name.endswith(".835")
        for segment in slow_835.split(content)
        if segment[0] == "TRN"
    }
    posted = {entry.reference for entry in practice.books.entries if entry.code == "PMT"}
    assert posted
    assert posted <= traces


def test_the_closings_are_what_the_entries_come_to(practice: Practice) -> None:
    closings = rows(practice, "ledger/closings.csv")
    assert len(closings) > 20
    for row in closings:
        year, month = map(int, row["month"].split("-"))
        after = dt.date(year + month // 12, month % 12 + 1, 1)
        found = sum(
            entry.effect_cents
            for entry in practice.books.entries
            if entry.posted < after and entry.claim.provider.name == row["location"]
        )
        assert Decimal(row["receivable"]) * 100 == found


def test_bad_debt_takes_three_statements_and_a_third_of_a_year(clean: Practice) -> None:
    given_up = [book for book in clean.books.books if book.of("BAD")]
    assert given_up
    for book in given_up:
        statements = sorted(entry.posted for entry in book.of("STM"))
        (last,) = book.of("BAD")
        assert len(statements) >= 3
        assert (last.posted - statements[0]).days >= 120
        gaps = {(b - a).days for a, b in itertools.pairwise(statements)}
        assert gaps <= {*range(24, 37)}


def test_a_small_balance_is_never_billed_nor_written_off(clean: Practice) -> None:
    held = 0
    for book in clean.books.books:
        if book.case and 0 < book.share_cents < 2000 and not book.of("CPY"):
            held += 1
            assert not book.of("SML", "BAD", "CHA", "CUR")
            assert not book.of("STM") or len(book.of("TRF")) > 1
    assert held > 10


def test_write_offs_of_the_office_are_approved_documented_and_within_limits(
    clean: Practice,
) -> None:
    approvals = {row["transaction_id"]: row for row in rows(clean, "policies/approvals.csv")}
    own = [e for e in clean.books.entries if e.kind == "write_off" and e.user != "autopost"]
    assert len(own) > 20
    for entry in own:
        approval = approvals[entry.number]
        assert entry.document
        assert entry.reason
        assert entry.user != approval["approved_by"] == entry.approved_by
        assert Decimal(approval["amount"]) * 100 >= entry.amount_cents
        assert entry.amount_cents <= LIMIT_CENTS[entry.user]


def after_closing(practice: Practice) -> set[str]:
    """Entries of a closed month with a higher number than the ledger had when it was closed."""
    closed = rows(practice, "policies/closed_periods.csv")
    assert len(closed) > 6
    return {
        entry.number
        for row in closed
        for entry in practice.books.entries
        if row["first_day"] <= f"{entry.posted}" <= row["last_day"]
        and int(entry.number) > int(row["last_transaction_id"])
    }


def test_only_what_is_planted_is_posted_into_a_closed_month(
    practice: Practice, clean: Practice
) -> None:
    planted = {
        r.transaction_id for r in practice.books.truth if r.kind == "posted_in_closed_period"
    }
    assert planted
    assert after_closing(practice) == planted
    assert after_closing(clean) == set()


def test_a_clean_practice_has_nothing_planted(clean: Practice) -> None:
    assert clean.books.truth == []
    assert rows(clean, "truth_postings.csv") == []


def test_every_kind_is_planted(practice: Practice) -> None:
    assert {row.kind for row in practice.books.truth} == KINDS_OF_FINDINGS


@pytest.mark.parametrize("seed", range(3))
def test_nearly_every_kind_is_planted_in_a_small_practice(seed: int) -> None:
    planted = {row.kind for row in generate(seed, 300).books.truth}
    assert KINDS_OF_FINDINGS - planted <= {"secondary_never_billed"}


def test_no_visit_has_two_kinds(practice: Practice) -> None:
    for book in practice.books.books:
        assert len({one.leak for one in book.planted}) <= 1


def test_the_truth_names_entries_that_are_there(practice: Practice) -> None:
    ledger = {row["Trans No"]: row for row in rows(practice, "ledger/transactions.csv")}
    for row in rows(practice, "truth_postings.csv"):
        if row["transaction_id"]:
            entry = ledger[row["transaction_id"]]
            assert entry["Claim No"] == row["patient_control_number"]
            assert 0 < int(row["amount_cents"]) <= abs(Decimal(entry["Amount"]) * 100)
            assert CODES[entry["Code"]][2] == row["posted_category"]
        elif not row["subject"]:
            assert int(row["amount_cents"]) > 0


def test_what_is_planted_changes_no_remittance_and_no_truth_about_them() -> None:
    """The books draw from a generator of their own."""
    practice = generate(3, 60)
    digest = hashlib.sha256()
    for name in sorted(practice.files):
        if name.startswith(("835/", "837/", "271/", "277", "999/")) or name == "truth.csv":
            digest.update(name.encode() + practice.files[name])
    assert digest.hexdigest() == AS_BEFORE_THERE_WERE_BOOKS


def test_each_wrong_posting_has_its_own_name() -> None:
    names = [wrong.name for wrong in WRONG_POSTINGS]
    assert len(names) == len(set(names)) == 25
    assert set(KINDS.values()) <= KINDS_OF_FINDINGS
