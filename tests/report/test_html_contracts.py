"""The page's section about contracts: what was short, by which clause, and what has no price."""

import pytest

from reclaim.report import render_html
from tests.report import example
from tests.report.example import FORMULA, HOSTILE, frame
from tests.report.priced import EXPECTED, audited
from tests.report.test_html import cents, rows_of, section, tree, words


@pytest.fixture(scope="module")
def page() -> str:
    return render_html(audited())


def test_one_sentence_says_what_was_found(page: str) -> None:
    text = words(section(page, "contracts"))
    assert "7 lines were held against 1 contract." in text
    assert "On 3 of them, in 2 claims, the payers allowed $518.12 less than the contract" in text
    assert "$5,588.66 (85.5%) are what a contract allows; $420.00 no contract confirms." in text
    assert "1 line is priced as the remittance names it" in text
    assert "$10.00 less than usual on 1 line" in text


@pytest.mark.parametrize(
    ("caption", "first"),
    [
        ("Underpayments by payer", ["HARBOR MUTUAL", "Exhibit A 1; Exhibit A 3", "2", "3", "7"]),
        ("Underpayments by contract term", ["stayHARBOR MUTUAL, harbor-2026", "Exhibit A 1"]),
        ("Underpayments by code", ["Priced as a whole claim", "Exhibit A 1", "1", "1", "1"]),
    ],
)
def test_underpayments_stand_beside_their_clause(page: str, caption: str, first: list[str]) -> None:
    body, _ = rows_of(page, "contracts", caption)
    assert body[0][: len(first)] == first
    for row in body:
        expected, allowed, _, underpaid = row[5:]
        assert cents(expected) - cents(allowed) == cents(underpaid)
    assert sum(cents(row[8]) for row in body) == 52_812


def test_what_is_inferred_says_so_in_every_table(page: str) -> None:
    for caption in ("Underpayments by payer", "Underpayments by contract", "Underpayments by code"):
        body, _ = rows_of(page, "contracts", caption)
        assert [row[0].endswith("inferred") for row in body] == [False] * (len(body) - 1) + [True]
    body, _ = rows_of(page, "contracts", "Most underpaid claims by inferred schedules")
    assert len(body) == 1
    assert "inferred line 1, 99213: rate 90.00" in body[0][2]


def test_price_cuts_add_up(page: str) -> None:
    body, foot = rows_of(page, "contracts", "Price cuts by payer")
    for column in range(1, 7):
        assert sum(cents(row[column]) for row in body) == cents(foot[0][column])
    for row in [*body, foot[0]]:
        assert sum(cents(cell) for cell in row[1:6]) == cents(row[6])
    assert foot[0][-1] == "85.5%"


def test_a_claim_is_told_with_the_steps_of_each_line(page: str) -> None:
    body, _ = rows_of(page, "contracts", "Most underpaid claims by contract")
    assert body[1][0] == "H1F-00000000012 lines"
    assert "harbor-2026, services: Exhibit A 3" in body[1][2]
    assert "line 1, 99213, 108.12 expected, 100.00 allowed: rate 91.63 (medicare-2026" in body[1][2]
    assert "line 2, 20610-RT, 90.00 expected, 80.00 allowed" in body[1][2]
    assert "reclaim why F-0000000001" in body[1][2]
    assert body[1][3:] == ["198.12", "180.00", "160.00", "18.12other lines 2.00 above"]


def test_overpayments_are_no_money_to_win(page: str) -> None:
    text = words(section(page, "contracts"))
    assert "$12.00 on 2 lines. Nothing is to be won here" in text
    body, _ = rows_of(page, "contracts", "Most overpaid claims")
    assert [row[0] for row in body] == ["H3F-00000000041 line", "H11 line"]


def test_what_has_no_price_says_what_to_load_next(page: str) -> None:
    body, _ = rows_of(page, "contracts", "Lines without a price")
    assert body[0] == [
        "LARKSPUR",
        "No contract binds the claim on this day.",
        "Load the contract that was in force.",
        "99213",
        "1",
        "500.00",
    ]
    left, _ = rows_of(page, "contracts", "Lines that are not held")
    assert left[0][0].startswith("Another payer came first")


def test_without_contracts_one_line_says_what_they_would_settle() -> None:
    found = section(render_html(example.audited()), "contracts")
    assert words(found) == (
        "Held against your contracts No contract is loaded. Contracts would settle $300.00 of "
        "price cuts that rest on the payers’ word, $300.00 of it at MEDICARE. Load one with "
        "reclaim contract import; docs/contracts.md says how."
    )


def test_without_price_cuts_there_is_nothing_to_settle() -> None:
    whole = [example.part(10, "A1", "paid/insurer", 100_000)]
    page = render_html(example.audited([example.CLAIMS[0]], whole, []))
    assert "No price cut waits for one." in words(section(page, "contracts"))


def test_what_a_contract_file_says_stays_text() -> None:
    rows = [
        row | {"clause": HOSTILE, "term": f"{FORMULA}\u202e", "steps": [f"{HOSTILE}\x00"]}
        for row in EXPECTED
    ]
    page = render_html(audited(expected_lines=frame("expected_lines", rows)))
    assert "<script" not in page
    assert "\x00" not in page
    assert "\u202e" not in page
    assert HOSTILE in words(section(page, "contracts"))


def test_the_headline_says_what_the_contracts_say_is_missing(page: str) -> None:
    text = words(tree(page))
    assert "$259.06 of it your contracts say is missing." in text
    assert "$32.00 of it no contract confirms" in text
    body, foot = rows_of(page, "states", "Open findings by what their dollars are known from")
    assert [row[0] for row in body] == [
        "Underpaid, by contract",
        "Underpaid, inferred",
        "Price cuts not verified",
    ]
    for column in (2, 3, 4):
        assert sum(cents(row[column]) for row in body) == cents(foot[0][column])


def test_without_contracts_the_headline_says_nothing_of_them() -> None:
    text = words(tree(render_html(example.audited())))
    assert "your contracts say" not in text
    assert "no contract confirms:" not in text
