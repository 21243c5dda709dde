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
from reclaim.x12.kernels import columns as kernels
from reclaim.x12.kernels import places as place_kernels
from reclaim.x12.kernels import texts as text_kernels
from reclaim.x12.kernels.facts import Cuts, RowSet, Stands
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
    out = {table.table.name: writer.table(table) for table in plan.tables}
    out["segments"] = writer.segments()
    out["other_elements"] = writer.other_elements()
    out["unreadable"] = writer.unreadable()
    return out


class _Writer:
    """Writes the frames of one walked buffer; keeps what could not be read on the way."""

    def __init__(self, walked: Walked, plan: Plan) -> None:
        self.walked = walked
        self.plan = plan
        self.bad: list[NDArray[np.int32]] = []
        self.file_views = _inline_views(walked.file_ids)[walked.file_of_piece]
        self.file_data = "".join(walked.file_ids).encode()
        self.loop_views = _inline_views(plan.loop_names)
        self.set_views = _inline_views(plan.loop_sets)

    def table(self, plan: TablePlan) -> pl.DataFrame:
        walked, table = self.walked, plan.table
        low, high = walked.rows.first[plan.number], walked.rows.first[plan.number + 1]
        segment = walked.rows.segment[low:high]
        if low == high:
            return table.empty()
        series = self.places(segment, in_claim=table.in_claim, in_loop=table.in_loop)
        if table.repeats:
            series.append(pl.Series("element", walked.rows.element[low:high], pl.Int64))
        series += self.columns(plan, int(high - low))
        frame = pl.DataFrame(series)
        return frame.head(-1) if plan.number in walked.held else frame

    def columns(self, plan: TablePlan, rows: int) -> list[pl.Series]:
        walked = self.walked
        texts, wholes, fractions = plan.forms
        views = np.empty((texts, rows, 2), np.uint64)
        stored = np.zeros(texts, np.int64)
        whole = np.zeros((wholes, rows), np.int64)
        fraction = np.zeros((fractions, rows), np.float64)
        valid = np.zeros((len(plan.table.columns), (rows + 7) // 8), np.uint8)
        self.read(plan, views, stored, whole, fraction, valid)
        series = []
        for number, column in enumerate(plan.table.columns):
            place = plan.columns.place[number]
            if column.kind is Kind.TEXT:
                data = np.empty(stored[place], np.uint8)
                if stored[place]:
                    text_kernels.store(walked.buffer, views[place], data)
                series.append(_strings(column.name, views[place], valid[number], data))
            else:
                values = fraction[place] if column.kind is Kind.NUMBER else whole[place]
                series.append(_numbers(column.name, column.kind, values, valid[number]))
        return series

    def read(self, plan: TablePlan, *out: NDArray[Any]) -> None:
        """Run the kernel; a second time with more room, when many values cannot be read."""
        walked = self.walked
        bad = np.empty((64, 6), np.int32)
        while True:
            stored = out[1]
            stored[:] = 0
            unread = kernels.table(
                walked.buffer, walked.cuts, walked.rows, walked.stands, plan.number, plan.slots,
                plan.columns, *out[:2], np.full(len(stored), -1), np.zeros(len(stored), np.int64),
                *out[2:], bad,
            )  # fmt: skip
            if unread <= len(bad):
                break
            bad = np.empty((unread, 6), np.int32)
        if unread:
            self.bad.append(bad[:unread])

    def places(
        self,
        segment: NDArray[np.int32],
        *,
        in_claim: bool = False,
        in_loop: bool = False,
        in_set: bool = False,
    ) -> list[pl.Series]:
        """The columns that say where each row's segment stands."""
        walked, rows = self.walked, len(segment)
        ordinals = np.empty((5, rows), np.int64)
        valid = np.zeros((3, (rows + 7) // 8), np.uint8)
        views = np.empty((1 + (in_loop or in_set) + in_set, rows, 2), np.uint64)
        place_kernels.places(
            segment, walked.stands, walked.offset, walked.piece_of,
            self.file_views, self.loop_views, self.set_views, ordinals, valid, views,
        )  # fmt: skip
        series = [
            _strings("file_id", views[place_kernels.FILE], None, self.file_data),
            _ordinals("transaction", ordinals, place_kernels.TRANSACTION, valid),
            pl.Series("segment_number", ordinals[place_kernels.NUMBER]),
            pl.Series("byte_offset", ordinals[place_kernels.OFFSET]),
        ]
        if in_claim:
            series.append(_ordinals("claim_segment", ordinals, place_kernels.CLAIM, valid))
            series.append(_ordinals("line_segment", ordinals, place_kernels.LINE, valid))
        if in_loop:
            series.append(_strings("loop", views[place_kernels.LOOP], None, b""))
        if in_set:
            series.append(_strings("transaction_set", views[place_kernels.SET], None, b""))
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
        series = self.places(own, in_claim=True, in_loop=True, in_set=True)
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
            count = kernels.others(walked.buffer, walked.cuts, self.plan.facts, walked.stands, out)
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
                *self.places(segment, in_claim=True, in_loop=True),
                self.spans("segment_id", id_start, id_end),
                pl.Series("element", element.astype(np.int64)),
                pl.Series("component", component.astype(np.int64)),
                self.spans("value", start, end),
            ]
        )

    def unreadable(self) -> pl.DataFrame:
        """Values that could not be read: code, place and the text as sent, each once."""
        bad = np.concatenate([np.empty((0, 6), np.int32), *self.bad])
        bad = bad[self.walked.stands.context[bad[:, 0]] == 0]
        if not len(bad):
            return pl.DataFrame(schema=UNREADABLE_SCHEMA)
        segment, element, component, start, end, asked = (
            np.ascontiguousarray(bad[:, n]) for n in range(6)
        )
        found = pl.DataFrame(
            [
                pl.Series("code", PROBLEM_CODES[asked]),
                *self.places(segment, in_claim=True, in_loop=False),
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
