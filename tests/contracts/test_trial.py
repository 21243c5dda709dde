"""A contract is tried on its own examples."""

from pathlib import Path

from reclaim.contracts.read import read_contracts
from reclaim.contracts.trial import Tried, try_examples
from tests.contracts.test_read import GOOD, folder


def tried(tmp_path: Path, examples: str, contract: str = GOOD) -> list[Tried]:
    book = read_contracts(folder(tmp_path, harbor=f"{contract}examples:\n{examples}"))
    return try_examples(book.contracts[0], book)


VISIT = (
    "  - {{name: a visit, service_date: 2026-03-01, lines: [{{code: '99213', charge: 200, {}}}]}}\n"
)


def test_what_holds_is_well(tmp_path: Path) -> None:
    (one,) = tried(tmp_path, VISIT.format("expect: 108.12"))
    assert (one.ok, one.expected, one.got, one.line) == (True, "108.12", "108.12", 1)
    assert one.term == "visits"
    assert any("118 percent" in step for step in one.steps)


def test_a_cent_too_much_or_too_little_is_not(tmp_path: Path) -> None:
    for amount in ("108.11", "108.13", "108.125"):
        (one,) = tried(tmp_path / amount, VISIT.format(f"expect: {amount}"))
        assert (one.ok, one.expected, one.got) == (False, amount.ljust(6, "0"), "108.12")


def test_the_term_is_held_too(tmp_path: Path) -> None:
    right, wrong = tried(tmp_path, VISIT.format("expect: 108.12, expect_term: rest"))
    assert right.ok
    assert (wrong.ok, wrong.expected, wrong.got) == (False, "term rest", "term visits")


def test_why_there_is_no_price_can_be_expected(tmp_path: Path) -> None:
    text = VISIT.replace("99213", "99499")
    (right,) = tried(tmp_path / "1", text.format("expect_unpriced: no rate"))
    assert right.ok
    (wrong,) = tried(tmp_path / "2", text.format("expect_unpriced: by report"))
    assert (wrong.ok, wrong.got) == (False, "no price: no rate")
    (price,) = tried(tmp_path / "3", text.format("expect: 5"))
    assert (price.ok, price.got) == (False, "no price: no rate")
    (unpriced,) = tried(tmp_path / "4", VISIT.format("expect_unpriced: no rate"))
    assert (unpriced.ok, unpriced.got) == (False, "108.12")


def test_a_claim_is_the_sum_of_its_lines_and_unknown_when_one_is(tmp_path: Path) -> None:
    lines = "[{code: '99213', charge: 200}, {code: '99213', charge: 200}]"
    known = f"  - {{name: two, service_date: 2026-03-01, expect: 216.24, lines: {lines}}}\n"
    (one,) = tried(tmp_path / "1", known)
    assert (one.ok, one.line) == (True, None)
    assert {step[:7] for step in one.steps} == {"line 1:", "line 2:"}
    (other,) = tried(
        tmp_path / "2", known.replace("'99213', charge: 200}]", "'99499', charge: 1}]")
    )
    assert (other.ok, other.got) == (False, "no price: no rate")


def test_examples_of_several_localities_are_each_tried_in_their_own(tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    contracts = folder(tmp_path / "t", harbor=GOOD)
    (contracts / "rates" / "fees.csv").write_text("code,locality,rate\n99213,A,10\n99213,B,20\n")
    text = GOOD.replace("percent: 118", "percent: 100") + "examples:\n"
    for name, place, amount in (("b", "B", 20), ("a", "A", 10), ("c", "B", 20)):
        text += (
            f"  - {{name: {name}, service_date: 2026-03-01, locality: {place}, "
            f"lines: [{{code: '99213', charge: 200, expect: {amount}}}]}}\n"
        )
    (contracts / "harbor.yaml").write_text(text)
    book = read_contracts(contracts)
    found = try_examples(book.contracts[0], book)
    assert [(one.example, one.ok) for one in found] == [("b", True), ("a", True), ("c", True)]


def test_another_contract_has_no_say(tmp_path: Path) -> None:
    text = GOOD + "examples:\n" + VISIT.format("expect: 108.12")
    other = GOOD.replace("harbor-2026", "twin").replace("percent: 118", "percent: 200")
    book = read_contracts(folder(tmp_path, harbor=text, twin=other))
    (contract,) = (one for one in book.contracts if one.examples)
    assert [one.ok for one in try_examples(contract, book)] == [True]


def test_a_contract_without_examples_is_tried_on_nothing(tmp_path: Path) -> None:
    book = read_contracts(folder(tmp_path, harbor=GOOD))
    assert try_examples(book.contracts[0], book) == []
