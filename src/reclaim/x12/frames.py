"""Cut and walked bytes to frames: the rows and columns of every declared table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from reclaim.schema import TABLES
from reclaim.schema.table import Kind
from reclaim.x12.kernels import others as other_kernels
from reclaim.x12.kernels import places as place_kernels
from reclaim.x12.kernels import tables as table_kernels
from reclaim.x12.kernels import texts as text_kernels
from reclaim.x12.kernels.facts import Cuts, Out, RowSet, Standing, Stands
from reclaim.x12.plan import Plan, TablePlan

PROBLEM_CODES = np.array(["X12-DATE"] * 4 + ["X12-AMOUNT", "X12-NUMBER", "X12-NUMBER"])
"""What is wrong with a value that cannot be read, by what the kernels were asked for."""


@dataclass(frozen=True)
class Walked:
    """A buffer of pieces, cut, walked and with its rows laid out.

    `offset` gives each segment's byte offset in its file, `file_of_piece` the position of a
    piece's file in `file_ids`, `state` the walk's state at each piece's end, and `held` the
    tables whose last row is not complete: a later piece writes it.
    """

    buffer: NDArray[np.uint8]
    cuts: Cuts
    stands: Stands
    rows: RowSet
    piece_end: NDArray[np.int32]
    piece_of: NDArray[np.int32]
    offset: NDArray[np.int64]
    file_ids: Sequence[str]
    file_of_piece: NDArray[np.int32]
    state: NDArray[np.int32]
    held: frozenset[int]

    @property
    def segments(self) -> int:
        return int(self.cuts.piece_first[-1])


def frames(walked: Walked, plan: Plan) -> dict[str, pl.DataFrame]:
    """Every X12 table of a walked buffer by name, and what could not be read as `unreadable`."""
    writer = _Writer(walked, plan)
    out = writer.tables()
    out["segments"] = writer.segments()
    out["other_elements"] = writer.other_elements()
    out["unreadable"] = writer.unreadable()
    return out


class _Writer:
    """Writes the frames of one walked buffer; keeps what could not be read on the way."""

    def __init__(self, walked: Walked, plan: Plan) -> None:
        self.walked = walked
        self.plan = plan
        self.bad = np.empty((0, 6), np.int32)
        self.file_data = "".join(walked.file_ids).encode()
        self.standing = Standing(
            walked.offset,
            walked.piece_of,
            _inline_views(walked.file_ids)[walked.file_of_piece],
            _inline_views(plan.loop_names),
            _inline_views(plan.loop_sets),
        )

    def tables(self) -> dict[str, pl.DataFrame]:
        outs = tuple(self.out(table) for table in self.plan.tables)
        room = 64
        while True:
            self.bad = np.empty((room, 6), np.int32)
            unread = self.write(outs)
            if unread <= room:
                break
            room = unread
        self.bad = self.bad[:unread]
        return {
            plan.table.name: self.frame(plan, out)
            for plan, out in zip(self.plan.tables, outs, strict=True)
        }

    def out(self, plan: TablePlan) -> Out:
        """Arrays for the rows of a table."""
        first = self.walked.rows.first
        rows = int(first[plan.number + 1] - first[plan.number])
        texts, wholes, fractions = plan.forms
        return Out(
            plan.number,
            plan.slots,
            plan.columns,
            np.empty((texts, rows, 2), np.uint64),
            np.zeros(texts, np.int64),
            np.full(texts, -1, np.int64),
            np.zeros(texts, np.int64),
            np.zeros((wholes, rows), np.int64),
            np.zeros((fractions, rows), np.float64),
            np.zeros((len(plan.table.columns), (rows + 7) // 8), np.uint8),
            *_place_arrays(rows, in_claim=plan.table.in_claim, names=1 + plan.table.in_loop),
        )

    def write(self, outs: tuple[Out, ...]) -> int:
        """Run the kernel; how many values could not be read, be there room for them or not."""
        walked = self.walked
        for out in outs:
            out.stored[:] = 0
            out.last_begin[:] = -1
        next_row = walked.rows.first[:-1].copy()
        return int(
            table_kernels.write(
                walked.buffer, walked.cuts, walked.rows, walked.stands, self.standing, outs,
                next_row, self.bad,
            )
        )  # fmt: skip

    def frame(self, plan: TablePlan, out: Out) -> pl.DataFrame:
        """The frame of a table whose arrays are written; without a row that is held back."""
        table = plan.table
        rows = out.names.shape[1]
        if not rows:
            return table.empty()
        series = self.place_series(out.ordinals, out.placed, out.names)
        if table.repeats:
            low = self.walked.rows.first[plan.number]
            elements = self.walked.rows.element[low : low + rows]
            series.append(pl.Series("element", elements, pl.Int64))
        for number, column in enumerate(table.columns):
            place = plan.columns.place[number]
            if column.kind is Kind.TEXT:
                data = np.empty(out.stored[place], np.uint8)
                if out.stored[place]:
                    text_kernels.store(self.walked.buffer, out.views[place], data)
                series.append(_strings(column.name, out.views[place], out.valid[number], data))
            else:
                values = (out.fractions if column.kind is Kind.NUMBER else out.wholes)[place]
                series.append(_numbers(column.name, column.kind, values, out.valid[number]))
        frame = pl.DataFrame(series)
        return frame.head(-1) if plan.number in self.walked.held else frame

    def places(
        self, segment: NDArray[np.int32], *, in_claim: bool = True, names: int = 1
    ) -> list[pl.Series]:
        """The columns that say where some segments stand."""
        arrays = _place_arrays(len(segment), in_claim=in_claim, names=names)
        place_kernels.places(segment, self.walked.stands, self.standing, *arrays)
        return self.place_series(*arrays)

    def place_series(
        self, ordinals: NDArray[np.int64], placed: NDArray[np.uint8], names: NDArray[np.uint64]
    ) -> list[pl.Series]:
        series = [
            _strings("file_id", names[place_kernels.FILE], None, self.file_data),
            _ordinals("transaction", ordinals, place_kernels.TRANSACTION, placed),
            pl.Series("segment_number", ordinals[place_kernels.NUMBER]),
            pl.Series("byte_offset", ordinals[place_kernels.OFFSET]),
        ]
        if len(ordinals) > place_kernels.CLAIM:
            series.append(_ordinals("claim_segment", ordinals, place_kernels.CLAIM, placed))
            series.append(_ordinals("line_segment", ordinals, place_kernels.LINE, placed))
        for row, name in ((place_kernels.LOOP, "loop"), (place_kernels.SET, "transaction_set")):
            if len(names) > row:
                named = np.packbits(names[row, :, 0] > 0, bitorder="little")
                series.append(_strings(name, names[row], named, b""))
        return series

    def spans(self, name: str, begin: NDArray[np.int32], end: NDArray[np.int32]) -> pl.Series:
        """Texts by where they stand; null where the end is before the beginning."""
        views = np.empty((1, len(begin), 2), np.uint64)
        valid = np.zeros((len(begin) + 7) // 8, np.uint8)
        stored = text_kernels.spans(self.walked.buffer, begin, end, views, valid)
        data = np.empty(stored, np.uint8)
        if stored:
            text_kernels.store(self.walked.buffer, views[0], data)
        return _strings(name, views[0], valid, data)

    def segments(self) -> pl.DataFrame:
        walked = self.walked
        cuts, count = walked.cuts, walked.segments
        own = np.flatnonzero(walked.stands.context[:count] == 0).astype(np.int32)
        if not len(own):
            return TABLES["segments"].empty()
        views = np.empty((3, len(own), 2), np.uint64)
        stored = np.zeros(3, np.int64)
        place_kernels.segment_texts(
            walked.buffer, cuts, own, walked.piece_of, walked.piece_end, views, stored
        )
        series = self.places(own, names=3)
        for row, name in enumerate(("segment_id", "text", "ending")):
            data = np.empty(stored[row], np.uint8)
            text_kernels.store(walked.buffer, views[row], data)
            series.append(_strings(name, views[row], None, data))
        return pl.DataFrame(series)

    def other_elements(self) -> pl.DataFrame:
        walked = self.walked
        room = max(1024, walked.segments)
        while True:
            out = np.empty((room, 6), np.int32)
            count = other_kernels.others(
                walked.buffer, walked.cuts, self.plan.facts, walked.stands, out
            )
            if count <= room:
                break
            room = count
        if not count:
            return TABLES["other_elements"].empty()
        segment, element, component, start, end = (
            np.ascontiguousarray(out[:count, n]) for n in range(5)
        )
        cuts = walked.cuts
        id_start, id_end = cuts.start[cuts.first[segment]], cuts.start[cuts.first[segment] + 1] - 1
        return pl.DataFrame(
            [
                *self.places(segment, names=2),
                self.spans("segment_id", id_start, id_end),
                pl.Series("element", element.astype(np.int64)),
                pl.Series("component", component.astype(np.int64)),
                self.spans("value", start, end),
            ]
        )

    def unreadable(self) -> pl.DataFrame:
        """Values that could not be read: code, place and the text as sent, each once."""
        bad = self.bad[self.walked.stands.context[self.bad[:, 0]] == 0]
        if not len(bad):
            return pl.DataFrame(schema=UNREADABLE_SCHEMA)
        segment, element, component, start, end, asked = (
            np.ascontiguousarray(bad[:, n]) for n in range(6)
        )
        found = pl.DataFrame(
            [
                pl.Series("code", PROBLEM_CODES[asked]),
                *self.places(segment),
                pl.Series("element", element.astype(np.int64)),
                pl.Series("component", component.astype(np.int64)),
                self.spans("value", start, end),
            ]
        )
        place = ["file_id", "segment_number", "element", "component"]
        return found.unique(place, keep="first", maintain_order=True).sort(place)


UNREADABLE_SCHEMA = pl.Schema(
    {
        "code": pl.String(),
        "file_id": pl.String(),
        **dict.fromkeys(
            ("transaction", "segment_number", "byte_offset", "claim_segment", "line_segment"),
            pl.Int64(),
        ),
        "element": pl.Int64(),
        "component": pl.Int64(),
        "value": pl.String(),
    }
)


def _place_arrays(
    rows: int, *, in_claim: bool, names: int
) -> tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.uint64]]:
    """Arrays for ordinals, for which of them there are, and for names."""
    ordinals = place_kernels.LINE + 1 if in_claim else place_kernels.TRANSACTION + 1
    return (
        np.empty((ordinals, rows), np.int64),
        np.zeros((ordinals, (rows + 7) // 8), np.uint8),
        np.empty((names, rows, 2), np.uint64),
    )


def _inline_views(texts: Sequence[str]) -> NDArray[np.uint64]:
    """Arrow views of ASCII texts; those over twelve bytes point into the texts joined."""
    views = np.zeros((len(texts), 2), np.uint64)
    words = views.view(np.uint32)
    offset = 0
    for row, text in enumerate(texts):
        raw = text.encode()
        words[row, 0] = len(raw)
        if len(raw) <= text_kernels.INSIDE:
            words[row, 1:] = np.frombuffer(raw.ljust(text_kernels.INSIDE, b"\0"), np.uint32)
        else:
            words[row, 1] = np.frombuffer(raw[:4], np.uint32)[0]
            words[row, 3] = offset
        offset += len(raw)
    return views


def _ordinals(
    name: str, ordinals: NDArray[np.int64], row: int, valid: NDArray[np.uint8]
) -> pl.Series:
    buffers = [pa.py_buffer(valid[row]), pa.py_buffer(ordinals[row])]
    return _series(name, pa.Array.from_buffers(pa.int64(), ordinals.shape[1], buffers))


def _numbers(name: str, kind: Kind, values: NDArray[Any], valid: NDArray[np.uint8]) -> pl.Series:
    arrow: pa.DataType = pa.float64() if kind is Kind.NUMBER else pa.int64()
    if kind not in (Kind.NUMBER, Kind.CENTS, Kind.INTEGER):
        arrow, values = pa.date32(), values.astype(np.int32)
    return _series(
        name, pa.Array.from_buffers(arrow, len(values), [pa.py_buffer(valid), pa.py_buffer(values)])
    )


def _strings(
    name: str,
    views: NDArray[np.uint64],
    valid: NDArray[np.uint8] | None,
    data: bytes | NDArray[np.uint8],
) -> pl.Series:
    buffers = [
        None if valid is None else pa.py_buffer(valid),
        pa.py_buffer(np.ascontiguousarray(views)),
        pa.py_buffer(data),
    ]
    return _series(name, pa.Array.from_buffers(pa.string_view(), len(views), buffers))


def _series(name: str, array: pa.Array) -> pl.Series:
    series = pl.from_arrow(array)
    assert isinstance(series, pl.Series)
    return series.alias(name)
