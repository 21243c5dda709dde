"""Tries a contract on its own examples, and says where another amount comes out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reclaim.contracts.book import ContractBook
from reclaim.contracts.model.contract import Contract, Example, ExampleLine
from reclaim.contracts.price import price
from reclaim.contracts.sample import sample_frames
from reclaim.money import format_cents

Row = Mapping[str, Any]

NO_PRICE = "no price: "
IN_WHOLE = "part of the claim's price"


@dataclass(frozen=True)
class Tried:
    """One thing that an example expects, and what came out.

    Args:
        example: its name.
        line: number of its line, from 1; null: the whole claim.
        expected: dollars, or `no price: ` and why, or `term ` and its id.
        got: likewise.
        term: the term that priced it; null where none did, or several for a whole claim.
        steps: how the price came.
        ok: whether both are the same.
    """

    example: str
    line: int | None
    expected: str
    got: str
    term: str | None
    steps: tuple[str, ...]
    ok: bool


def try_examples(contract: Contract, book: ContractBook) -> list[Tried]:
    """What each example of a contract expects, in their order, and what the contract gives.

    Other contracts of the book have no say: an example is of a claim that this one binds.
    """
    return [
        tried
        for example, rows in zip(contract.examples, _priced(contract, book), strict=True)
        for tried in _held(example, rows)
    ]


def _priced(contract: Contract, book: ContractBook) -> list[list[Row]]:
    """The rows of frames.EXPECTED of each example."""
    found: list[list[Row]] = [[] for _ in contract.examples]
    for locality in dict.fromkeys(example.locality for example in contract.examples):
        there = [n for n, example in enumerate(contract.examples) if example.locality == locality]
        placed = contract.model_copy(update=_at(locality))
        claims, lines = sample_frames(
            [contract.examples[n] for n in there], contract.payer.key, contract.applies_to
        )
        priced = price(claims, lines, ContractBook((placed,), book.tables))
        for row in priced.iter_rows(named=True):
            found[there[int(row["claim_id"])]].append(row)
    return found


def _at(locality: str | None) -> dict[str, object]:
    """What changes in a contract when the locality is told."""
    return {"locality": locality, "localities": {}} if locality else {}


def _held(example: Example, rows: Sequence[Row]) -> Iterator[Tried]:
    """Each expectation of an example beside what came out."""
    lines = {row["line_number"]: row for row in rows}
    for number, line in enumerate(example.lines, 1):
        row = lines[number]
        for expected, got in _of_line(line, row):
            yield _tried(example, number, expected, got, [row])
    if example.expect is not None:
        yield _tried(example, None, _dollars(example.expect), _of_claim(rows), rows)


def _of_line(line: ExampleLine, row: Row) -> Iterator[tuple[str, str]]:
    if line.expect is not None:
        yield _dollars(line.expect), _got(row)
    if line.expect_unpriced is not None:
        reason = line.expect_unpriced
        told = row["why_not"] or ""
        same = told == reason or told.startswith(f"{reason}:")
        yield NO_PRICE + reason, NO_PRICE + reason if same else _got(row)
    if line.expect_term is not None:
        yield f"term {line.expect_term}", f"term {row['term']}" if row["term"] else "no term"


def _got(row: Row) -> str:
    if row["why_not"]:
        return f"{NO_PRICE}{row['why_not']}"
    cents = row["expected_cents"]
    return IN_WHOLE if cents is None else format_cents(cents)


def _of_claim(rows: Sequence[Row]) -> str:
    """The allowed amount of the claim: of its own row, and of the lines beside it."""
    reasons = [row["why_not"] for row in rows if row["why_not"]]
    if reasons:
        return f"{NO_PRICE}{reasons[0]}"
    return format_cents(sum(row["expected_cents"] or 0 for row in rows))


def _tried(
    example: Example, line: int | None, expected: str, got: str, rows: Sequence[Row]
) -> Tried:
    terms = {row["term"] for row in rows}
    steps = tuple(_steps(rows, with_lines=line is None and len(rows) > 1))
    term = terms.pop() if len(terms) == 1 else None
    return Tried(example.name, line, expected, got, term, steps, ok=expected == got)


def _steps(rows: Sequence[Row], *, with_lines: bool) -> Iterator[str]:
    for row in rows:
        number = row["line_number"]
        before = ("claim: " if number is None else f"line {number}: ") if with_lines else ""
        yield from (before + step for step in row["steps"] or ())


def _dollars(amount: Decimal) -> str:
    """As format_cents, with the fractions of a cent that an example may say."""
    cents = amount.scaleb(2)
    whole = format_cents(int(cents))
    rest = cents % 1
    return whole if not rest else f"{whole}{str(rest).removeprefix('0.').rstrip('0')}"
