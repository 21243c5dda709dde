"""Walk through the segments: which loop, transaction, claim and line each stands in, and which rows it gives."""

import numpy as np
from numba import njit

from reclaim.x12.kernels.cut import code_at

LOOP, TRANSACTION, CLAIM, LINE, NUMBER, GROUP_KIND = range(6)
"""What is carried from one piece of a file to the next, by position in its state."""

OWN, KNOWN, HELD_BACK = 0, 1, 2
"""A segment's context: of this piece; carried over; carried over with its row still to come."""

GS, ST, IEA = 0, 1, 2
"""Where `facts.special` holds the numbers of these segments."""

P837, I837, D837, CA277 = 1, 2, 3, 4
"""What the version in a GS or ST says about the set."""


@njit(cache=True, nogil=True)
def _contains(buffer, start, end, a, b, c):
    for at in range(start, end - 3):
        if buffer[at] == 88 and buffer[at + 1] == a and buffer[at + 2] == b and buffer[at + 3] == c:
            return True
    for at in range(start, end - 3):
        if buffer[at] == 48 and buffer[at + 1] == a and buffer[at + 2] == b and buffer[at + 3] == c:
            return True
    return False


@njit(cache=True, nogil=True)
def _version_kind(buffer, start, end):
    """Which guide a version names: X222 or X098 professional, X223 or X096 institutional, and so on."""
    if _contains(buffer, start, end, 50, 50, 50) or _contains(buffer, start, end, 48, 57, 56):
        return P837
    if _contains(buffer, start, end, 50, 50, 51) or _contains(buffer, start, end, 48, 57, 54):
        return I837
    if _contains(buffer, start, end, 50, 50, 52) or _contains(buffer, start, end, 48, 57, 55):
        return D837
    if _contains(buffer, start, end, 50, 49, 52):
        return CA277
    return 0


@njit(cache=True, nogil=True)
def _set_number(buffer, start, first, segment, group_kind):
    """The position in `loops.SETS` of the set that an ST begins; the last for one that is not known."""
    at = first[segment]
    count = first[segment + 1] - at - 1
    if count < 2 or start[at + 2] - 1 - start[at + 1] != 3:
        return 9
    a, b, c = buffer[start[at + 1]], buffer[start[at + 1] + 1], buffer[start[at + 1] + 2]
    kind = group_kind
    if count > 3:
        stated = _version_kind(buffer, start[at + 3], start[at + 4] - 1)
        if stated:
            kind = stated
    code = (a - 48) * 100 + (b - 48) * 10 + (c - 48)
    if code == 835:
        return 0
    if code == 837:
        return 2 if kind == I837 else 3 if kind == D837 else 1
    if code == 277:
        return 4 if kind == CA277 else 5
    if code == 271:
        return 6
    if code == 270:
        return 7
    if code == 999 or code == 997:
        return 8
    return 9


@njit(cache=True, nogil=True)
def walk(buffer, cuts, state, facts, stands):
    """Fill, for each segment, where it stands.

    The segments that a piece carries over (`stands.context` is not 0) are known already. `state` has a
    row a piece and is left as it is at the piece's end.
    """
    first, start = cuts.first, cuts.start
    for piece in range(len(cuts.piece_first) - 1):
        here = state[piece, LOOP]
        transactions = state[piece, TRANSACTION]
        in_claim = state[piece, CLAIM]
        in_line = state[piece, LINE]
        ordinal = state[piece, NUMBER]
        group_kind = state[piece, GROUP_KIND]
        last = cuts.piece_first[piece + 1] - 1
        for segment in range(cuts.piece_first[piece], cuts.piece_first[piece + 1]):
            if stands.context[segment]:
                continue
            at = first[segment]
            count = first[segment + 1] - at - 1
            ordinal += 1
            code = code_at(buffer, start[at], start[at + 1] - 1)
            this = facts.segment_of[code] if code >= 0 else 0
            if segment == last and cuts.tail[piece] and this != facts.special[IEA]:
                this = 0
            which = 0
            entered = -1
            if this:
                element = facts.qualifier_element[this]
                if element < count:
                    value = code_at(buffer, start[at + element], start[at + element + 1] - 1)
                    if value >= 0:
                        which = facts.qualifier_of[value]
            if this == facts.special[ST]:
                here = facts.headers[_set_number(buffer, start, first, segment, group_kind)]
                transactions += 1
                entered = here
                in_claim = in_line = -1
            elif this:
                there = facts.move[here, this, which]
                if there >= 0:
                    here = there
                    entered = -here - 2 if facts.resumes[here, this] else here
                    if facts.begins[here] == 1:
                        in_claim = ordinal
                        in_line = -1
                    elif facts.begins[here] == 2:
                        in_line = ordinal
                    if not facts.claim_loop[here]:
                        in_claim = -1
                    if not facts.line_loop[here]:
                        in_line = -1
                if this == facts.special[GS]:
                    group_kind = 0
                    if count > 8:
                        group_kind = _version_kind(buffer, start[at + 8], start[at + 9] - 1)
            stands.kind[segment] = this
            stands.qualifier[segment] = which
            stands.loop[segment] = here
            stands.entered[segment] = entered
            stands.transaction[segment] = transactions if here != 0 else -1
            stands.claim[segment] = in_claim
            stands.line[segment] = in_line
            stands.number[segment] = ordinal
        state[piece, LOOP] = here
        state[piece, TRANSACTION] = transactions
        state[piece, CLAIM] = in_claim
        state[piece, LINE] = in_line
        state[piece, NUMBER] = ordinal
        state[piece, GROUP_KIND] = group_kind


@njit(cache=True, nogil=True)
def _filled(cuts, segment, element, width):
    """Whether any of `width` elements from `element` on holds text."""
    at = cuts.first[segment]
    count = cuts.first[segment + 1] - at - 1
    for offset in range(element, min(element + width, count)):
        if cuts.start[at + offset + 1] - 1 > cuts.start[at + offset]:
            return True
    return False


@njit(cache=True, nogil=True, inline="always")
def _gives_rows(facts, stands, anchor, segment):
    """Whether a segment gives rows to an anchor's table. One carried over does so only where it was held back."""
    if not facts.anchor_loops[anchor, stands.loop[segment]]:
        return False
    context = stands.context[segment]
    return context == OWN or (
        context == HELD_BACK and facts.table_closes[facts.anchor_table[anchor]]
    )


@njit(cache=True, nogil=True)
def count_rows(cuts, facts, stands, counts):
    """How many rows each table gets."""
    for segment in range(cuts.piece_first[-1]):
        if stands.context[segment] == KNOWN:
            continue
        this = stands.kind[segment]
        for index in range(facts.anchor_first[this], facts.anchor_first[this + 1]):
            anchor = facts.anchor_entries[index]
            if not _gives_rows(facts, stands, anchor, segment):
                continue
            table = facts.anchor_table[anchor]
            repeats = facts.anchor_start_count[anchor]
            if repeats == 0:
                counts[table] += 1
            width = facts.anchor_width[anchor]
            for repeat in range(repeats):
                if _filled(cuts, segment, facts.anchor_starts[anchor, repeat], width):
                    counts[table] += 1


@njit(cache=True, nogil=True)
def _leave(facts, stands, rows, segment):
    """Forget what a newly begun loop makes stale: what stood in it before, or under it."""
    there = stands.entered[segment]
    resumed = there < -1
    if resumed:
        there = -there - 2
    whole = stands.kind[segment] == facts.special[ST]
    for index in range(len(facts.above)):
        slot = facts.above[index]
        held = rows.current[slot]
        if held < 0:
            continue
        loop = stands.loop[held]
        if (whole and loop != 0) or (facts.within[loop, there] and not (resumed and loop == there)):
            rows.current[slot] = -1
    for table in range(len(rows.open)):
        row = rows.open[table]
        if row < 0 or facts.table_closes[table]:
            continue
        loop = stands.loop[rows.segment[row]]
        if whole or (loop != there and facts.within[loop, there]):
            rows.open[table] = -1


@njit(cache=True, nogil=True)
def _fill_slots(facts, stands, rows, segment):
    """Give a segment to the rows that look for it: open rows from above it, and later rows below it."""
    this = stands.kind[segment]
    for index in range(facts.slot_first[this], facts.slot_first[this + 1]):
        slot = facts.slot_entries[index]
        if not facts.slot_qualifiers[slot, stands.qualifier[segment]]:
            continue
        if not facts.slot_loops[slot, stands.loop[segment]]:
            continue
        if facts.slot_above[slot]:
            rows.current[slot] = segment
            continue
        table = facts.slot_table[slot]
        row = rows.open[table]
        if row < 0:
            continue
        at = rows.slot_base[table] + (row - rows.first[table]) * facts.table_slots[table]
        at += facts.slot_order[slot]
        if rows.slots[at] < 0:
            rows.slots[at] = segment


@njit(cache=True, nogil=True)
def _add_row(facts, stands, rows, anchor, segment, element):
    """Add a row, with what stands above it."""
    table = facts.anchor_table[anchor]
    row = rows.next[table]
    rows.next[table] += 1
    rows.segment[row] = segment
    rows.element[row] = element
    rows.open[table] = row
    stands.taken[segment] |= np.uint64(1)
    base = rows.slot_base[table] + (row - rows.first[table]) * facts.table_slots[table]
    for slot in range(facts.table_slot_first[table], facts.table_slot_first[table + 1]):
        if facts.slot_above[slot]:
            rows.slots[base + facts.slot_order[slot]] = rows.current[slot]


@njit(cache=True, nogil=True)
def fill_rows(cuts, facts, stands, rows):
    """Fill the rows' segments, repeats and slots, and mark in `stands.taken` which segments give rows.

    At the end `rows.current` holds the segment in force for each slot that looks above, and `rows.open`
    the row of each table that still takes segments from below: what the next piece must be told.
    """
    for piece in range(len(cuts.piece_first) - 1):
        rows.current[:] = -1
        rows.open[:] = -1
        for segment in range(cuts.piece_first[piece], cuts.piece_first[piece + 1]):
            if stands.entered[segment] != -1:
                _leave(facts, stands, rows, segment)
            _fill_slots(facts, stands, rows, segment)
            if stands.context[segment] == KNOWN:
                continue
            this = stands.kind[segment]
            for index in range(facts.anchor_first[this], facts.anchor_first[this + 1]):
                anchor = facts.anchor_entries[index]
                if not _gives_rows(facts, stands, anchor, segment):
                    continue
                repeats = facts.anchor_start_count[anchor]
                if repeats == 0:
                    _add_row(facts, stands, rows, anchor, segment, 0)
                for repeat in range(repeats):
                    element = facts.anchor_starts[anchor, repeat]
                    if _filled(cuts, segment, element, facts.anchor_width[anchor]):
                        _add_row(facts, stands, rows, anchor, segment, element)
