"""Goes through the inputs that `reclaim show` is given, and finds the claims that are meant."""

from collections.abc import Callable, Iterable, Iterator

import polars as pl

from reclaim.cli.excerpts import Delimiters, Excerpts, found_among
from reclaim.cli.show_answers import answer_lines, claim_statuses
from reclaim.cli.show_list import list_lines
from reclaim.cli.show_plb import Plbs
from reclaim.cli.show_remit import remit_lines
from reclaim.cli.show_sent import sent_lines
from reclaim.cli.view import Row, View
from reclaim.pipeline.checking import checked_inputs
from reclaim.schema.claim_states import claim_id
from reclaim.wording import clean
from reclaim.x12.inputs import BadInput, Input
from reclaim.x12.reader import Tables

Given = Input | BadInput

Tell = Callable[[View, Tables, Row, Delimiters], Iterator[str]]
NUMBERS = ("patient_control_number", "payer_control_number", "trace_number")


def listing(given: list[Given]) -> Iterator[str]:
    """What each input holds, and how many problems it has."""
    for one in given:
        yield clean(one.name)
        problems = 0
        for batch in checked_inputs([one]):
            problems += batch["problems"].height
            if "segments" in batch:
                yield from list_lines(batch)
        if problems:
            yield f"  Problems: {problems:,}; reclaim check says which."


def claim_lines(given: list[Given], number: str, *, reveal: bool) -> Iterator[str]:
    """Every claim of that number, one after the other, with its problems; then PLB that name it."""
    told = (lines for one in given for lines in _told(one, number, reveal=reveal))
    for at, lines in enumerate(told):
        if at:
            yield ""
        yield from lines


def _told(one: Given, number: str, *, reveal: bool) -> Iterator[Iterable[str]]:
    view = View(one.name, reveal)
    excerpts = Excerpts()
    adjustments = Plbs({number})
    for batch in checked_inputs([one]):
        if "segments" not in batch:
            continue
        excerpts.note(batch)
        adjustments.note(batch)
        for tell, rows, key in _kinds(batch):
            for row in _meant(rows, key, number).iter_rows(named=True):
                adjustments.names.update(row[name] for name in NUMBERS if row.get(name))
                yield _one(view, batch, row, row[key], tell, excerpts)
    if lines := list(adjustments.lines(view, excerpts)):
        yield lines


def _kinds(batch: Tables) -> Iterator[tuple[Tell, pl.DataFrame, str]]:
    """How each kind of claim is told, its rows, and the column with the claim's segment."""
    yield remit_lines, batch["remit_claims"], "segment_number"
    yield sent_lines, batch["claims"], "segment_number"
    yield answer_lines, claim_statuses(batch), "claim_segment"


def _meant(rows: pl.DataFrame, key: str, number: str) -> pl.DataFrame:
    columns = [pl.col(name) for name in NUMBERS if name in rows.columns]
    return rows.filter(pl.any_horizontal(name == number for name in [claim_id(key), *columns]))


def _one(
    view: View, batch: Tables, row: Row, segment: int, tell: Tell, excerpts: Excerpts
) -> Iterator[str]:
    own = batch["segments"].filter(claim_segment=segment)
    delimiters = excerpts.delimiters(own.row(0, named=True))
    yield from tell(view, batch, row, delimiters)
    for found in found_among(batch["problems"], own, view.file, delimiters):
        yield ""
        yield found.words()
