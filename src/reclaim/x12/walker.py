"""Pieces to walked buffers, carrying what one piece of a file must tell the next."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reclaim.x12.frames import Walked
from reclaim.x12.kernels.cut import FULL, cut
from reclaim.x12.kernels.facts import Cuts, RowSet, Stands
from reclaim.x12.kernels.texts import PADDING
from reclaim.x12.kernels.walk import (
    HELD_BACK,
    KNOWN,
    count_rows,
    fill_rows,
    walk,
)
from reclaim.x12.pieces import Piece
from reclaim.x12.plan import Plan

STATE = 6
CARRIED = ("kind", "qualifier", "loop", "transaction", "claim", "line", "number")


@dataclass(frozen=True)
class Carry:
    """What holds at the end of a piece: the walk's state, and the segments still in force.

    The segments are cut already, since the next piece may have other delimiters: `first`, `start`
    and `component` are as in `Cuts`, with places in `text`.
    """

    state: NDArray[np.int32]
    text: bytes
    first: NDArray[np.int32]
    start: NDArray[np.int32]
    component: NDArray[np.uint8]
    offset: NDArray[np.int64]
    context: NDArray[np.int8]
    facts: dict[str, NDArray[np.int32]]


def nothing_carried() -> Carry:
    """What holds before the first piece of a file."""
    state = np.zeros(STATE, np.int32)
    state[2:4] = -1
    none = np.zeros(0, np.int32)
    return Carry(
        state,
        b"",
        np.zeros(1, np.int32),
        none,
        none.astype(np.uint8),
        none.astype(np.int64),
        none.astype(np.int8),
        dict.fromkeys(CARRIED, none),
    )


def walk_pieces(pieces: Sequence[Piece], carry: Carry, plan: Plan) -> tuple[Walked, Carry | None]:
    """Walk some pieces; the first may go on from `carry`, the last may not end its file.

    Returns the walked buffer, and what the last piece's file must carry on (None when it ended).
    """
    buffer, starts, ends = _joined(pieces, carry)
    delimiters = np.array([piece.delimiters for piece in pieces], np.uint8)
    cuts = _cut(buffer, starts, ends, delimiters, carry)
    stands = _stands(cuts, carry)
    state = np.tile(nothing_carried().state, (len(pieces), 1))
    state[0] = carry.state
    walk(buffer, cuts, state, plan.facts, stands)
    rows = _rows(cuts, plan, stands)
    fill_rows(cuts, plan.facts, stands, rows)
    piece_of = np.repeat(np.arange(len(pieces), dtype=np.int32), np.diff(cuts.piece_first))
    offset = _offsets(pieces, starts, cuts, piece_of, carry)
    sources = {id(piece.source): piece.source for piece in pieces}
    order = {key: position for position, key in enumerate(sources)}
    held = () if pieces[-1].final else _held(plan, rows)
    walked = Walked(
        buffer,
        cuts,
        stands,
        rows,
        ends,
        piece_of,
        offset,
        [source.file_id for source in sources.values()],
        np.array([order[id(piece.source)] for piece in pieces], np.int32),
        state,
        frozenset(held),
    )
    return walked, None if pieces[-1].final else _carried(walked, plan)


def _joined(
    pieces: Sequence[Piece], carry: Carry
) -> tuple[NDArray[np.uint8], NDArray[np.int32], NDArray[np.int32]]:
    """The carried bytes and those of all pieces, and where each piece begins and ends."""
    texts = [carry.text, *(piece.data for piece in pieces)]
    lengths = np.array([len(text) for text in texts], np.int64)
    ends = np.cumsum(lengths).astype(np.int32)
    starts = ends[:-1].copy()
    for index, piece in enumerate(pieces):
        if piece.first:
            starts[index] += piece.source.head.skip
    return np.frombuffer(b"".join([*texts, bytes(PADDING)]), np.uint8), starts, ends[1:]


def _cut(
    buffer: NDArray[np.uint8],
    starts: NDArray[np.int32],
    ends: NDArray[np.int32],
    delimiters: NDArray[np.uint8],
    carry: Carry,
) -> Cuts:
    """The segments of all pieces; the first piece begins with the carried ones."""
    known, elements = len(carry.context), len(carry.start)
    segments = len(buffer) // 16 + 1024 + known
    while True:
        cuts = Cuts(
            np.empty(segments, np.int32),
            np.empty(5 * segments, np.int32),
            np.empty(len(starts) + 1, np.int32),
            np.empty(segments, np.uint8),
            np.zeros(len(starts), np.bool_),
        )
        count = cut(
            buffer, starts, ends, delimiters.copy(), cuts.first[known:], cuts.start[elements:],
            cuts.piece_first, cuts.component[known:], cuts.tail,
        )  # fmt: skip
        if count != FULL:
            break
        segments *= 3
    count += known
    cuts.first[known : count + 1] += elements
    cuts.first[:known] = carry.first[:known]
    cuts.start[:elements] = carry.start
    cuts.component[:known] = carry.component
    cuts.piece_first[1:] += known
    return cuts._replace(first=cuts.first[: count + 1], component=cuts.component[:count])


def _stands(cuts: Cuts, carry: Carry) -> Stands:
    count = int(cuts.piece_first[-1])
    known = len(carry.context)
    arrays = {name: np.empty(count, np.int32) for name in CARRIED}
    for name in CARRIED:
        arrays[name][:known] = carry.facts[name]
    entered = np.full(count, -1, np.int32)
    context = np.zeros(count, np.int8)
    context[:known] = carry.context
    return Stands(entered=entered, context=context, taken=np.zeros(count, np.uint64), **arrays)


def _rows(cuts: Cuts, plan: Plan, stands: Stands) -> RowSet:
    counts = np.zeros(len(plan.tables), np.int64)
    count_rows(cuts, plan.facts, stands, counts)
    first = np.concatenate([[0], np.cumsum(counts)])
    slot_base = np.concatenate([[0], np.cumsum(counts * plan.facts.table_slots)])
    return RowSet(
        first=first,
        next=first[:-1].copy(),
        segment=np.empty(first[-1], np.int32),
        element=np.empty(first[-1], np.int32),
        slot_base=slot_base,
        slots=np.full(slot_base[-1], -1, np.int32),
        current=np.full(len(plan.facts.slot_table), -1, np.int32),
        open=np.full(len(plan.tables), -1, np.int64),
        open_first=np.full(len(plan.tables), -1, np.int64),
    )


def _offsets(
    pieces: Sequence[Piece],
    starts: NDArray[np.int32],
    cuts: Cuts,
    piece_of: NDArray[np.int32],
    carry: Carry,
) -> NDArray[np.int64]:
    """Where each segment begins in the bytes of its file."""
    begins = cuts.start[cuts.first[:-1]].astype(np.int64)
    bases = np.array([piece.offset for piece in pieces], np.int64)
    skips = np.array([piece.source.head.skip if piece.first else 0 for piece in pieces], np.int64)
    zero = starts.astype(np.int64) - skips
    offset: NDArray[np.int64] = begins - zero[piece_of] + bases[piece_of]
    for index, piece in enumerate(pieces):
        if piece.source.encoding not in ("ascii", "utf-8"):
            mine = piece_of == index
            offset[mine] = piece.offset + piece.written(offset[mine] - piece.offset)
    offset[: len(carry.offset)] = carry.offset
    return offset


def _held(plan: Plan, rows: RowSet) -> list[int]:
    """The tables whose last row waits for its closing segment in a later piece."""
    return [
        table.number
        for table in plan.tables
        if plan.facts.table_closes[table.number] and rows.open[table.number] >= 0
    ]


def _carried(walked: Walked, plan: Plan) -> Carry:
    """What the next piece must know: segments in force above rows, and rows not closed yet."""
    rows, stands, cuts = walked.rows, walked.stands, walked.cuts
    context = {int(segment): KNOWN for segment in rows.current[rows.current >= 0]}
    for table in walked.held:
        row = int(rows.open[table])
        count = int(plan.facts.table_slots[table])
        base = int(rows.slot_base[table] + (row - rows.first[table]) * count)
        context |= {
            int(segment): KNOWN for segment in rows.slots[base : base + count] if segment >= 0
        }
    for table in walked.held:
        context[int(rows.segment[rows.open[table]])] = HELD_BACK
    segments = np.array(sorted(context), np.int32)
    text, first, start = _cut_out(walked.buffer, cuts, segments)
    return Carry(
        walked.state[-1].copy(),
        text,
        first,
        start,
        cuts.component[segments],
        walked.offset[segments],
        np.array([context[int(segment)] for segment in segments], np.int8),
        {name: getattr(stands, name)[segments] for name in CARRIED},
    )


def _cut_out(
    buffer: NDArray[np.uint8], cuts: Cuts, segments: NDArray[np.int32]
) -> tuple[bytes, NDArray[np.int32], NDArray[np.int32]]:
    """Some segments as a text of their own, with `first` and `start` as in `Cuts`."""
    texts = []
    starts = [np.zeros(0, np.int32)]
    first = [0]
    length = 0
    for segment in segments:
        own = cuts.start[cuts.first[segment] : cuts.first[segment + 1]]
        texts.append(buffer[own[0] : own[-1]].tobytes())
        starts.append(own - own[0] + length)
        first.append(first[-1] + len(own))
        length += len(texts[-1])
    return b"".join(texts), np.array(first, np.int32), np.concatenate(starts).astype(np.int32)
