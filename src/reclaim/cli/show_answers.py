"""What a 277CA, 999, TA1 or 271 answers, a line each."""

from collections.abc import Iterator

import polars as pl

from reclaim.cli.excerpts import Delimiters
from reclaim.cli.view import Row, View, of_claim
from reclaim.cli.words import money
from reclaim.codes.words import ACKNOWLEDGED, BENEFIT, answer
from reclaim.wording import clean, coded, joined
from reclaim.x12.reader import Tables


def answer_lines(view: View, batch: Tables, status: Row, delimiters: Delimiters) -> Iterator[str]:
    """The lines that tell of all statuses of the claim that a row of `claim_statuses` is about."""
    tables = of_claim(batch, status["claim_segment"])
    number = clean(status["trace_number"])
    yield f"{view.name}:{status['claim_segment']}: claim {number}, answered"
    payer = clean(status["payer_name"]) or "not named"
    yield f"  Answers    {coded(payer, status['payer_id'])}"
    yield f"  Patient    {view.person({'patient_id': status['patient_id']})}"
    for row in tables["claim_statuses"].iter_rows(named=True):
        yield f"  Status     {status_words(row)}"
    yield f"  Id         {status['file_id']}-{status['claim_segment']}"
    yield from view.segments(tables["segments"], delimiters)


def status_words(row: Row) -> str:
    """A row of `claim_statuses`."""
    code = joined(row["category_code"], row["status_code"], row["entity"], by=":")
    theirs = row["payer_control_number"]
    number = f"payer's number {clean(theirs)}" if theirs else ""
    charge = f"charged {money(row['charge_cents'])}" if row["charge_cents"] is not None else ""
    return joined(coded(answer(row["category_code"]), code), row["status_date"], charge, number)


def acknowledgement_words(row: Row) -> str:
    """A row of `acknowledgements`; the value in error may be a name and is left out."""
    if row["answer"]:
        subject, number = _subject(row)
        said = coded(ACKNOWLEDGED.get(row["answer"], "unknown answer"), row["answer"])
        return joined(f"{subject} {clean(number)} {said}", _why(row))
    where = joined(row["error_segment"], row["error_element"], by=" element ")
    place = f"error in segment {row['error_segment_number']}"
    return joined(joined(place, where, by=": "), _why(row))


def _subject(row: Row) -> tuple[str, str | None]:
    """What is answered: only an AK9 counts transactions, and only a TA1 stands in no group."""
    if row["interchange_control_number"]:
        return "interchange", row["interchange_control_number"]
    if row["received_transactions"] is not None:
        return "group", row["group_control_number"]
    return "transaction", row["transaction_control_number"]


def _why(row: Row) -> str:
    codes = [row["note_code"], row["error_code"], row["error_code_2"], row["error_code_3"]]
    told = joined(*(code for code in codes if code not in (None, "", "000")), by=" ")
    return f"code {told}" if told else ""


def coverage_words(row: Row) -> str:
    """A row of `coverages`."""
    if row["benefit_code"] is None:
        return joined("not answered", f"reason {clean(row['reject_reason'])}")
    said = coded(BENEFIT.get(row["benefit_code"], "benefit"), row["benefit_code"])
    services = f"services {clean(row['service_types'])}" if row["service_types"] else ""
    amount = money(row["benefit_cents"]) if row["benefit_cents"] is not None else ""
    percent = row["benefit_percent"]
    share = f"{percent:.0%}" if percent is not None else ""
    return joined(said, services, row["coverage_level"], amount, share, row["plan_name"])


def claim_statuses(batch: Tables) -> pl.DataFrame:
    """The first status of each claim that is answered."""
    rows = batch["claim_statuses"].filter(pl.col("claim_segment").is_not_null())
    return rows.unique("claim_segment", keep="first", maintain_order=True)
