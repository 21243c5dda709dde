"""The sheets of the workbook about payments held against contracts."""

from collections.abc import Callable, Iterable
from decimal import Decimal

import polars as pl

from reclaim.report import held_words
from reclaim.report.held import Held
from reclaim.report.held_claims import Off
from reclaim.report.sheet import Column, Row, Sheet, ratio

KNOWN_BY = Column("Known by", 11, value=lambda row: "inferred" if row["inferred"] else "contract")

TERM = {
    name: Column(header, width, value=name)
    for name, header, width in (
        ("contract", "Contract", 22),
        ("term", "Term", 18),
        ("clause", "Clause", 26),
    )
}

CLAIM = (
    Column("Claim", 18, value="patient_control_number"),
    Column("Payer", 28, value="payer"),
    Column("Service date", 12, "date", "service_date"),
    Column("Remitted", 12, "date", "payment_date"),
)

FINDINGS = Column("Findings", 16, value=lambda row: ", ".join(row["findings"]) or None)
EXPLAIN = Column("Explain", 40, value=lambda row: f"reclaim why {_named(row)}")


def underpaid_claims(found: Iterable[Off]) -> Sheet:
    """A row a claim, the most underpaid first; those known by inferred schedules come last."""
    return Sheet("Underpaid", (*CLAIM, *_claim_sums()), _rows(found, "claims"))


def underpaid_lines(found: Iterable[Off]) -> Sheet:
    """A row a line of those claims, with the steps of its price."""
    return Sheet("Underpaid lines", _line_columns("Underpaid"), _rows(found, "lines"))


def overpaid_lines(found: Iterable[Off]) -> Sheet:
    """A row a line for which the payer allowed more than the contract: work on refunds."""
    return Sheet("Overpaid", _line_columns("Overpaid"), _rows(found, "lines"))


def contract_terms(held: Held) -> Sheet:
    """A row a payer and term: the lines held against it, and what was underpaid and overpaid."""
    columns = (
        Column("Payer", 28, value="payer"),
        *TERM.values(),
        KNOWN_BY,
        *_measures(),
    )
    return Sheet("Contract terms", columns, held.terms.iter_rows(named=True))


def underpaid_codes(held: Held) -> Sheet:
    """A row a code: the lines held against a contract, and what was underpaid of them."""
    columns = (
        Column("Code", 22, value=lambda row: held_words.of_code(row["procedure_code"])),
        Column("Clauses", 40, value=lambda row: "; ".join(row["clauses"]) or None),
        KNOWN_BY,
        *_measures(),
    )
    return Sheet("Contract codes", columns, held.codes.iter_rows(named=True))


def price_cuts(held: Held) -> Sheet:
    """A row a payer: how much of its price cuts a contract allows."""
    columns = (
        Column("Payer", 36, value="payer"),
        Column("Verified", 16, "money", "verified"),
        Column("Within tolerance", 16, "money", "within_tolerance"),
        Column("Underpaid", 16, "money", "underpaid"),
        Column("Underpaid, inferred", 16, "money", "underpaid_inferred"),
        Column("Not verified", 16, "money", "unverified"),
        Column("Price cuts", 16, "money", "cents"),
        Column("Verified share", 10, "share", lambda row: ratio(row["confirmed"], row["cents"])),
    )
    rows = held.cuts.with_columns(
        cents=pl.sum_horizontal(pl.exclude("payer")),
        confirmed=pl.col("verified") + pl.col("within_tolerance"),
    )
    return Sheet("Price cuts", columns, rows.iter_rows(named=True))


def unpriced(held: Held) -> Sheet:
    """A row a payer, reason, term and code without a price: what to load next."""
    columns = (
        Column("Payer", 28, value="payer"),
        Column("Why", 52, value=lambda row: held_words.why_unpriced(row["reason"])),
        Column("What would settle it", 48, value=lambda row: held_words.settles(row["reason"])),
        *TERM.values(),
        Column("Code", 12, value="procedure_code"),
        Column("Lines", 9, "count", "lines"),
        Column("Charged", 14, "money", "charge_cents"),
    )
    return Sheet("Unpriced", columns, held.unpriced.iter_rows(named=True))


def _measures() -> tuple[Column, ...]:
    """What lines held against a contract come to: expected and allowed are of the underpaid."""
    return (
        Column("Lines held", 11, "count", "compared"),
        Column("Underpaid claims", 11, "count", "claims"),
        Column("Underpaid lines", 11, "count", "lines"),
        Column("Expected", 14, "money", "expected_cents"),
        Column("Allowed", 14, "money", "allowed_cents"),
        Column("Underpaid", 14, "money", "underpaid_cents"),
        Column("Of expected", 10, "share", _of_expected),
        Column("Overpaid lines", 11, "count", "overpaid_lines"),
        Column("Overpaid", 14, "money", "overpaid_cents"),
    )


def _claim_sums() -> tuple[Column, ...]:
    """What a claim's underpaid lines come to, and what may be won."""
    return (
        Column("Lines", 8, "count", "lines"),
        Column("Expected", 14, "money", "expected_cents"),
        Column("Allowed", 14, "money", "allowed_cents"),
        Column("Underpaid", 14, "money", "off_cents"),
        Column("Paid", 14, "money", "paid_cents"),
        Column("Other lines, above", 14, "money", "offset_cents"),
        KNOWN_BY,
        *(Column(column.header, column.width, value=_each(name)) for name, column in TERM.items()),
        Column("Last day", 12, "date", "deadline"),
        Column("Days left", 9, "count", "days_left"),
        Column("Expected to win", 14, "money", "win_cents"),
        FINDINGS,
        EXPLAIN,
    )


def _line_columns(off: str) -> tuple[Column, ...]:
    return (
        *CLAIM,
        Column("Line", 7, "count", "line_number"),
        Column("Code", 12, value=lambda row: held_words.code(row["procedure_code"])),
        Column("Modifiers", 10, value=lambda row: ", ".join(row["modifiers"] or []) or None),
        Column("Place", 7, value="place_of_service"),
        Column("Charge", 14, "money", "charge_cents"),
        Column("Expected", 14, "money", "expected_cents"),
        Column("Allowed", 14, "money", "allowed_cents"),
        Column(off, 14, "money", "off_cents"),
        Column("Paid", 14, "money", "paid_cents"),
        Column("Patient’s share", 14, "money", "patient_cents"),
        Column("Allowed, as the payer states it", 14, "money", "reported_allowed_cents"),
        KNOWN_BY,
        *TERM.values(),
        Column(
            "How the price comes",
            70,
            value=lambda row: "; ".join(held_words.price_steps(row)) or None,
        ),
        Column("How allowed is known", 44, value="allowed_basis"),
        Column("Price before policies", 14, "money", "price_cents"),
        Column("Priced from", 12, value="priced_from"),
        FINDINGS,
        EXPLAIN,
    )


def _rows(found: Iterable[Off], name: str) -> Iterable[Row]:
    for one in found:
        yield from getattr(one, name).iter_rows(named=True)


def _each(name: str) -> Callable[[Row], str | None]:
    """The values of a list of the row, with commas between."""
    return lambda row: ", ".join(row[name]) or None


def _of_expected(row: Row) -> Decimal | None:
    return ratio(row["underpaid_cents"], row["expected_cents"])


def _named(row: Row) -> str:
    """The first finding about it; without one its claim."""
    return str(row["findings"][0] if row["findings"] else row["claim_id"])
