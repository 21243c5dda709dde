"""The batches of the reader with all their problems: claims, codes, envelopes, payments."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from reclaim.audit.code_checks import CodeLists, check_codes
from reclaim.codes import carcs, groups, rarcs
from reclaim.pipeline.kept import kept
from reclaim.x12.checks import Partial, check_batch, finish, partial
from reclaim.x12.inputs import BadInput, Input
from reclaim.x12.pieces import PIECE_BYTES
from reclaim.x12.reader import Tables, read_batches, read_inputs


def checked_batches(
    paths: Iterable[str | Path], *, threads: int = 2, piece_bytes: int = PIECE_BYTES
) -> Iterator[Tables]:
    """The batches of `read_batches`, each with all problems of its claims in `problems`.

    The last batch holds `files` and the problems of whole files, transactions and interchanges.
    Between batches only their envelopes and sums are kept.

    Raises:
        UsageError: when a path names nothing.
    """
    yield from _checked(read_batches(paths, threads=threads, piece_bytes=piece_bytes))


def checked_inputs(given: Iterable[Input | BadInput], *, threads: int = 2) -> Iterator[Tables]:
    """The batches of inputs that need not be files, as `checked_batches` gives them."""
    yield from _checked(read_inputs(given, threads=threads))


def _checked(batches: Iterable[Tables]) -> Iterator[Tables]:
    lists = CodeLists(groups(), carcs(), rarcs())
    partials: list[Partial] = []
    for batch in batches:
        if "segments" in batch:
            partials.append(_kept(partial(batch)))
            found = [check_batch(batch), check_codes(batch, lists)]
        else:
            found = [finish(partials)]
        yield {**batch, "problems": pl.concat([batch["problems"], *found])}


def _kept(part: Partial) -> Partial:
    return Partial(kept(part.envelope), {name: kept(rows) for name, rows in part.totals.items()})
