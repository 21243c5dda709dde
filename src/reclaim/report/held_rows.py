"""The rows of the page's tables about payments held against contracts."""

from collections.abc import Iterable
from typing import Any

import polars as pl

from reclaim.report import held_words, text
from reclaim.report.held import CUTS, Held
from reclaim.report.held_claims import Off
from reclaim.report.rows import ROWS_SHOWN, Row, plain
from reclaim.wording import clean

LINES_SHOWN = 4
CODES_SHOWN = 6

CONFIRMED = ("verified", "within_tolerance")

UNDERPAID = ("claims", "lines", "compared", "expected_cents", "allowed_cents", "underpaid_cents")
"""What the tables of underpayments add up. Claims are told apart by payer, so that they add up."""


def held_rows(held: Held, underpaid: Off, inferred: Off, overpaid: Off) -> Row:
    """Everything that the section shows."""
    cuts = cut_rows(held.cuts)
    lines, charge = held.from_remittance()
    unpriced, left = held.why_unpriced(), held.not_compared()
    return {
        "any_contract": held.any_contract,
        "contracts": held.contracts,
        "any": bool(held.payers.height),
        "by_contract": totals(held.payers.filter(~pl.col("inferred"))),
        "by_inference": totals(held.payers.filter("inferred")),
        "cuts": cuts,
        "cut_total": _with_shares(_sum(cuts, "All payers")),
        "payers": underpaid_rows(held.payers, _payer),
        "terms": underpaid_rows(held.terms, _term),
        "codes": underpaid_rows(held.codes, _code),
        "underpaid": claim_rows(underpaid),
        "inferred": claim_rows(inferred),
        "overpaid": claim_rows(overpaid),
        "unpriced": [_unpriced(row) for row in unpriced.head(ROWS_SHOWN).iter_rows(named=True)],
        "unpriced_total": _lines_and_charge(unpriced),
        "not_compared": [_not_compared(row) for row in left.iter_rows(named=True)],
        "from_remittance": {"lines": lines, "charge_cents": charge},
        "next_contract": _next_contract(held.cuts),
    }


def totals(payers: pl.DataFrame) -> Row:
    """The sums over some payers, with what was overpaid and how many payers underpaid."""
    columns = (*UNDERPAID, "overpaid_lines", "overpaid_cents")
    sums = payers.select(pl.col(columns).sum()).row(0, named=True)
    return _share(sums | {"payers": payers.filter(pl.col("lines") > 0).height})


def cut_rows(cuts: pl.DataFrame) -> list[Row]:
    """The largest payers, and the others in one row so that the columns still add up."""
    rows = [plain(row) for row in cuts.head(ROWS_SHOWN).iter_rows(named=True)]
    others = cuts.slice(ROWS_SHOWN)
    if others.height:
        label = f"{others.height:,} other payers"
        rows.append({"payer": label} | others.select(pl.exclude("payer").sum()).row(0, named=True))
    return [_with_shares(row) for row in rows]


def _with_shares(row: Row) -> Row:
    whole = sum(row[name] for name in CUTS.values())
    confirmed = sum(row[name] for name in CONFIRMED)
    return row | {"cents": whole, "confirmed": text.share(confirmed, whole)}


def _sum(rows: Iterable[Row], label: str) -> Row:
    rows = list(rows)
    return {"payer": label} | {name: sum(row[name] for row in rows) for name in CUTS.values()}


def underpaid_rows(frame: pl.DataFrame, label: Any) -> list[Row]:  # noqa: ANN401 - a function of a row
    """The rows with an underpaid line, those by contract first."""
    rows = frame.filter(pl.col("lines") > 0).head(ROWS_SHOWN).iter_rows(named=True)
    return [_share(plain(row)) | label(row) for row in rows]


def _share(row: Row) -> Row:
    return row | {"share": text.share(row["underpaid_cents"], row["expected_cents"])}


def _payer(row: Row) -> Row:
    return {"label": clean(row["payer"]), "under": _few(row["clauses"]), "note": ""}


def _term(row: Row) -> Row:
    note = f"{clean(row['payer'])}, {clean(row['contract'])}" if row["contract"] else row["payer"]
    label = clean(row["term"]) or "Several terms"
    return {"label": label, "under": clean(row["clause"]) or "Several clauses", "note": note}


def _code(row: Row) -> Row:
    return {
        "label": held_words.of_code(row["procedure_code"]),
        "under": _few(row["clauses"]),
        "note": "",
    }


def _few(told: list[str], shown: int = 3) -> str:
    """The first few, and how many more there are."""
    more = len(told) - shown
    said = "; ".join(clean(one) for one in told[:shown])
    return said + (f"; {more} more" if more > 0 else "")


def claim_rows(found: Off) -> list[Row]:
    """Claims with their lines, each with the steps of its price."""
    lines: dict[str, list[Row]] = {}
    for line in found.lines.iter_rows(named=True):
        lines.setdefault(line["claim_id"], []).append(line)
    return [_claim(row, lines[row["claim_id"]]) for row in found.claims.iter_rows(named=True)]


def _claim(row: Row, lines: list[Row]) -> Row:
    first = row["findings"][0] if row["findings"] else row["claim_id"]
    return plain(row) | {
        "where": _few([held_words.clauses(*one) for one in _terms_of(lines)]),
        "told": [_line(line) for line in lines[:LINES_SHOWN]],
        "more": max(len(lines) - LINES_SHOWN, 0),
        "whole": all(line["line_number"] is None for line in lines),
        "command": f"reclaim why {clean(first)}",
    }


def _terms_of(lines: list[Row]) -> list[tuple[str | None, str | None, str | None]]:
    """Contract, term and clause of the lines, each once."""
    return list(dict.fromkeys((line["contract"], line["term"], line["clause"]) for line in lines))


def _line(line: Row) -> Row:
    number = line["line_number"]
    code = held_words.code(line["procedure_code"], line["modifiers"])
    return {
        "label": code if number is None else f"line {number}, {code}",
        "expected_cents": line["expected_cents"],
        "allowed_cents": line["allowed_cents"],
        "steps": held_words.price_steps(line),
        "from_remittance": line["priced_from"] == "remittance",
    }


def _unpriced(row: Row) -> Row:
    codes = [clean(code) for code in row["codes"]]
    more = len(codes) - CODES_SHOWN
    return plain(row) | {
        "why": held_words.why_unpriced(row["reason"]),
        "settles": held_words.settles(row["reason"]),
        "codes": ", ".join(codes[:CODES_SHOWN]) + (f" and {more} more" if more > 0 else ""),
    }


def _not_compared(row: Row) -> Row:
    return plain(row) | {"why": held_words.why_not_compared(row["reason"])}


def _lines_and_charge(rows: pl.DataFrame) -> Row:
    return {name: int(rows[name].sum()) for name in ("lines", "charge_cents")}


def _next_contract(cuts: pl.DataFrame) -> Row | None:
    """The payer with most price cuts that no contract has confirmed; null when there are none."""
    most = cuts.sort(-pl.col("unverified"), "payer").head(1).filter(pl.col("unverified") > 0)
    return (
        {"payer": clean(most["payer"][0]), "cents": most["unverified"][0]} if most.height else None
    )
