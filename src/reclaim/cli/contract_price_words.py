"""What `reclaim contract price` says: the price and its steps, or why there is none."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from reclaim.contracts.book import ContractBook
from reclaim.contracts.frames import WHY_NOT
from reclaim.contracts.model.contract import Contract, SampleClaim
from reclaim.contracts.price import price
from reclaim.contracts.sample import sample_frames
from reclaim.contracts.words import when_words
from reclaim.errors import UsageError
from reclaim.money import format_cents
from reclaim.wording import clean, joined

Row = Mapping[str, Any]

DENTAL = "D"
"""Dental codes begin with it."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One service, as it is asked about; null: not stated."""

    payer: str
    date: dt.date
    code: str | None = None
    modifiers: tuple[str, ...] = ()
    units: float = 1
    minutes: int | None = None
    charge: str | None = None
    place_of_service: str | None = None
    rendering_npi: str | None = None
    billing_npi: str | None = None
    taxonomy: str | None = None
    locality: str | None = None
    zip_code: str | None = None
    form: str | None = None
    revenue_code: str | None = None
    type_of_bill: str | None = None
    drg: str | None = None
    days: int | None = None
    filing_indicator: str | None = None


OF_LINE = ("code", "modifiers", "units", "minutes", "charge", "revenue_code", "place_of_service")
OF_CLAIM = (
    "type_of_bill",
    "drg",
    "days",
    "filing_indicator",
    "billing_npi",
    "rendering_npi",
    "taxonomy",
    "zip_code",
)


def price_lines(book: ContractBook, question: Question) -> tuple[list[str], bool]:
    """The lines that answer a question, and whether there is a price.

    Raises:
        UsageError: CONTRACT-QUESTION, for what cannot be asked.
    """
    claims, lines = sample_frames([_sample(question)], question.payer)
    rows = price(claims, lines, _placed(book, question.locality)).to_dicts()
    told = [f"{_asked(question)}: {_answer(rows)}"]
    for row in rows:
        if _says_something(row):
            told += _of_row(row, named=len(rows) > 1)
    if rows[0]["contract"] is None:
        told += _others(book, question)
    return told, all(row["why_not"] is None for row in rows)


def _sample(question: Question) -> SampleClaim:
    line = {name: getattr(question, name) for name in OF_LINE}
    claim = {name: getattr(question, name) for name in OF_CLAIM}
    claim |= {"name": "asked", "service_date": question.date, "lines": [line]}
    try:
        return SampleClaim.model_validate({**claim, "form": question.form or _form(question)})
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        raise UsageError(
            "CONTRACT-QUESTION",
            where=str(fault["loc"][-1]).replace("_", " "),
            what="this cannot be asked",
            why=fault["msg"],
            next_step="reclaim contract price --help",
        ) from None


def _form(question: Question) -> str:
    """The form on which such a service is claimed."""
    institution = (question.drg, question.days, question.revenue_code, question.type_of_bill)
    if any(value is not None for value in institution):
        return "institutional"
    return "dental" if (question.code or "").startswith(DENTAL) else "professional"


def _placed(book: ContractBook, locality: str | None) -> ContractBook:
    """The contracts, all of them in the locality that is told."""
    if not locality:
        return book
    there = {"locality": locality, "localities": {}}
    placed = tuple(contract.model_copy(update=there) for contract in book.contracts)
    return ContractBook(placed, book.tables)


def _asked(question: Question) -> str:
    code = joined(question.code, *question.modifiers, by="-")
    revenue = f"revenue code {clean(question.revenue_code)}" if question.revenue_code else ""
    drg = f"DRG {clean(question.drg)}" if question.drg else ""
    return f"{joined(code, revenue, drg, by=' / ') or 'a claim'} on {question.date}"


def _answer(rows: list[dict[str, Any]]) -> str:
    reasons = [row["why_not"] for row in rows if row["why_not"]]
    if reasons:
        return f"no price: {reasons[0]}"
    return format_cents(sum(row["expected_cents"] or 0 for row in rows))


def _says_something(row: Row) -> bool:
    """A line that is priced as part of its claim has nothing to say of its own."""
    return bool(row["line_number"] is None or row["why_not"] or row["expected_cents"] is not None)


def _of_row(row: Row, *, named: bool) -> Iterator[str]:
    if named:
        yield "  the claim:" if row["line_number"] is None else "  its line:"
    indent = "    " if named else "  "
    if row["inferred"]:
        yield f"{indent}inferred from what the payer has allowed, not from what it signed"
    yield from (f"{indent}{clean(step)}" for step in row["steps"] or ())
    if row["why_not"]:
        reason = row["why_not"].partition(":")[0]
        yield f"{indent}{WHY_NOT.get(reason, reason)}"


def _others(book: ContractBook, question: Question) -> Iterator[str]:
    """The contracts with the payer, and what each asks of a claim."""
    for contract in book.contracts:
        if contract.payer.key == question.payer:
            yield f"  contract {contract.contract}: {_binds(contract)}"


def _binds(contract: Contract) -> str:
    first = f"from {contract.effective_from}" if contract.effective_from else ""
    last = f"to {contract.effective_to}" if contract.effective_to else ""
    days = joined(first, last, by=" ") or "on any day"
    return joined(days, when_words(contract.applies_to))
