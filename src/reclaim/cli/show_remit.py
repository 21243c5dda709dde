"""A claim on a remittance in plain words: who paid, and where each dollar of each line went."""

from collections.abc import Iterator

import polars as pl

from reclaim.audit.place import place
from reclaim.cli.excerpts import Delimiters
from reclaim.cli.view import Row, View, days, of_claim, procedure
from reclaim.cli.words import money
from reclaim.codes.words import CLAIM_STATUS, carc_labels, category_labels, rarc_labels
from reclaim.wording import clean, coded, joined
from reclaim.x12.reader import Tables

CLAIM_LEVEL = "For the claim as a whole"


def remit_lines(view: View, batch: Tables, claim: Row, delimiters: Delimiters) -> Iterator[str]:
    """The lines that tell of a row of `remit_claims`, with its segments as sent."""
    tables = of_claim(batch, claim["segment_number"])
    went = place(tables)
    yield from _head(view, claim)
    at_claim = pl.col("line_segment").is_null()
    yield from view.segments(tables["segments"].filter(at_claim), delimiters)
    for number, line in enumerate(tables["remit_lines"].iter_rows(named=True), start=1):
        below = pl.col("line_segment") == line["segment_number"]
        yield ""
        yield _line_head(number, line)
        yield from _places(went.filter(line_number=number))
        yield from _remarks(tables["remarks"].filter(below))
        yield from view.segments(tables["segments"].filter(below), delimiters)
    rest = went.filter(pl.col("line_number").is_null())
    remarks = tables["remarks"].filter(at_claim)
    if rest.height or remarks.height:
        yield ""
        yield f"  {CLAIM_LEVEL}"
        yield from _places(rest)
        yield from _remarks(remarks)
    yield ""
    yield _sum(claim, went)


def _head(view: View, claim: Row) -> Iterator[str]:
    number = clean(claim["patient_control_number"]) or "without number"
    yield f"{view.name}:{claim['segment_number']}: claim {number}, on a remittance"
    payer = coded(clean(claim["payer_name"]) or "payer not named", claim["payer_id"])
    yield f"  Payer      {joined(payer, claim['payment_date'], claim['trace_number'])}"
    status = CLAIM_STATUS.get(claim["claim_status"] or "", "unknown status")
    theirs = claim["payer_control_number"]
    number = f"payer's number {clean(theirs)}" if theirs else ""
    yield f"  Status     {joined(coded(status, claim['claim_status']), number)}"
    yield f"  Patient    {view.person(claim)}"
    stated = claim["patient_responsibility_cents"]
    share = f"patient's share stated as {money(stated)}" if stated is not None else ""
    charged, paid = (f"{word} {money(claim[f'{word}_cents'])}" for word in ("charge", "paid"))
    yield f"  Amounts    {_list(charged, paid, share)}"
    yield f"  Id         {claim['file_id']}-{claim['segment_number']}"


def _list(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _line_head(number: int, line: Row) -> str:
    when = days(line["service_date"], line["service_end_date"])
    what = joined(procedure(line), when, by=" ")
    amounts = f"charged {money(line['charge_cents'])}, paid {money(line['paid_cents'])}"
    return f"  Line {number}: {what}: {amounts}"


def _places(went: pl.DataFrame) -> Iterator[str]:
    """Each part of the charge, where it went, and the payer's reason."""
    for row in went.iter_rows(named=True):
        label = category_labels().get(row["category"], row["category"])
        yield f"{money(row['amount_cents']):>14}  {joined(label, _reason(row), by='; ')}"


def _reason(row: Row) -> str:
    code = joined(row["group_code"], row["carc"], by="-")
    label = carc_labels().get(row["carc"] or "", "")
    return joined(code, label, by=": ") if code else ""


def _remarks(remarks: pl.DataFrame) -> Iterator[str]:
    for code in remarks["rarc"].drop_nulls():
        label = rarc_labels().get(code) or "no label of ours; see the code list"
        yield f"{'remark':>14}  {clean(code)}: {label}"


def _sum(claim: Row, went: pl.DataFrame) -> str:
    unknown = went.filter(pl.col("place") == "unknown")["amount_cents"].to_list()
    total = sum(went["amount_cents"].to_list())
    parts = f"  The parts add up to {money(total)}; the charge is {money(claim['charge_cents'])}."
    return f"{parts} Nobody explains {money(sum(unknown))} of it." if unknown else parts
