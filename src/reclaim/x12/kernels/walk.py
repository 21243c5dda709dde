"""Walk through the segments: where each stands, and which rows it gives."""

import numpy as np

from reclaim.x12.kernels.compiled import kernel
from reclaim.x12.kernels.cut import code_at

LOOP, TRANSACTION, CLAIM, LINE, NUMBER, GROUP_KIND = range(6)
"""What is carried from one piece of a file to the next, by position in its state."""

OWN, KNOWN, HELD_BACK = 0, 1, 2
"""A segment's context: of this piece; carried over; carried over with its row still to come."""

GS, ST, IEA = 0, 1, 2
"""Where `facts.special` holds the numbers of these segments."""

P837, I837, D837, CA277 = 1, 2, 3, 4
"""What the version in a GS or ST says about the set."""


@kernel
def _contains(buffer, start, end, a, b, c):
    for at in range(start, end - 3):
        if buffer[at] == 88 and buffer[at + 1] == a and buffer[at + 2] == b and buffer[at + 3] == c:
            return True
    for at in range(start, end - 3):
        if buffer[at] == 48 and buffer[at + 1] == a and buffer[at + 2] == b and buffer[at + 3] == c:
            return True
    return False


@kernel
def _version_kind(buffer, start, end):
    """Which guide a version names: X222 or X098 professional, X223 or X096 institutional, ..."""
    if _contains(buffer, start, end, 50, 50, 50) or _contains(buffer, start, end, 48, 57, 56):
        return P837
    if _contains(buffer, start, end, 50, 50, 51) or _contains(buffer, start, end, 48, 57, 54):
        return I837
    if _contains(buffer, start, end, 50, 50, 52) or _contains(buffer, start, end, 48, 57, 55):
        return D837
    if _contains(buffer, start, end, 50, 49, 52):
        return CA277
    return 0


@kernel
def _set_number(buffer, start, first, segment, group_kind):
    """The position in `loops.SETS` of the set that an ST begins; the last if it is not known."""
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


@kernel
def walk(buffer, cuts, state, facts, stands):
    """Fill, for each segment, where it stands.

    The segments that a piece carries over (`stands.context` is not 0) are known already. `state`
    has a row a piece and is left as it is at the piece's end.
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


@kernel
def _filled(first, start, segment, element, width):
    """Whether any of `width` elements from `element` on holds text."""
    at = first[segment]
    count = first[segment + 1] - at - 1
    for offset in range(element, min(element + width, count)):
        if start[at + offset + 1] - 1 > start[at + offset]:
            return True
    return False


@kernel
def count_rows(cuts, facts, stands, counts):
    """How many rows each table gets.

    A segment carried over gives none, but for the row of a closing table that was held back.
    """
    first, start = cuts.first, cuts.start
    kind, loop, context = stands.kind, stands.loop, stands.context
    anchor_first, anchor_entries, anchor_table = (
        facts.anchor_first, facts.anchor_entries, facts.anchor_table
    )  # fmt: skip
    anchor_loops, anchor_starts = facts.anchor_loops, facts.anchor_starts
    anchor_start_count, anchor_width = facts.anchor_start_count, facts.anchor_width
    closes = facts.table_closes
    for segment in range(cuts.piece_first[-1]):
        this = kind[segment]
        for index in range(anchor_first[this], anchor_first[this + 1]):
            anchor = anchor_entries[index]
            table = anchor_table[anchor]
            if not anchor_loops[anchor, loop[segment]] or (
                context[segment] and (context[segment] == KNOWN or not closes[table])
            ):
                continue
            repeats = anchor_start_count[anchor]
            if repeats == 0:
                counts[table] += 1
            for repeat in range(repeats):
                element = anchor_starts[anchor, repeat]
                if _filled(first, start, segment, element, anchor_width[anchor]):
                    counts[table] += 1


@kernel
def _leave(
    entered, whole, leave_first, leave_slots, close_first, close_tables, within, loop, current,
    open_row, row_segment,
):  # fmt: skip
    """Forget what a newly begun loop makes stale: what stood in it before, or under it.

    A row is also done once a loop begins that does not stand under its own.

    The envelope is never stale: a GS holds until the next, however many transactions end before it.
    `whole`: a transaction begins, and all of the one before it is stale.
    """
    resumed = entered < -1
    there = -entered - 2 if resumed else entered
    for index in range(leave_first[there], leave_first[there + 1]):
        slot = leave_slots[index]
        held = current[slot]
        if held < 0:
            continue
        of = loop[held]
        if of != 0 and (whole or (within[of, there] and not (resumed and of == there))):
            current[slot] = -1
    for index in range(close_first[there], close_first[there + 1]):
        table = close_tables[index]
        row = open_row[table]
        if row < 0:
            continue
        of = loop[row_segment[row]]
        if whole or not within[there, of] or (of == there and not resumed):
            open_row[table] = -1


@kernel
def fill_rows(cuts, facts, stands, rows):
    """Fill the rows' segments, repeats and slots, and mark which segments give rows.

    At the end `rows.current` holds the segment in force for each slot that looks above, and
    `rows.open` the row of each table that still takes segments from below: what the next piece
    must be told.
    """
    first, start, piece_first = cuts.first, cuts.start, cuts.piece_first
    kind, qualifier, loop = stands.kind, stands.qualifier, stands.loop
    entered, context, taken = stands.entered, stands.context, stands.taken
    anchor_first, anchor_entries, anchor_table = (
        facts.anchor_first, facts.anchor_entries, facts.anchor_table
    )  # fmt: skip
    anchor_loops, anchor_starts = facts.anchor_loops, facts.anchor_starts
    anchor_start_count, anchor_width = facts.anchor_start_count, facts.anchor_width
    slot_first, slot_entries, slot_table = facts.slot_first, facts.slot_entries, facts.slot_table
    slot_order, slot_above = facts.slot_order, facts.slot_above
    slot_qualifiers = facts.slot_qualifiers
    table_slots, table_slot_first = facts.table_slots, facts.table_slot_first
    leave_first, leave_slots = facts.leave_first, facts.leave_slots
    close_first, close_tables = facts.close_first, facts.close_tables
    within, closes, ends_rows = facts.within, facts.table_closes, facts.ends_rows
    row_first, row_next, slot_base = rows.first, rows.next, rows.slot_base
    row_segment, row_element, slots = rows.segment, rows.element, rows.slots
    current, open_row, open_first = rows.current, rows.open, rows.open_first
    transaction_begins = facts.special[ST]
    for piece in range(len(piece_first) - 1):
        current[:] = -1
        open_row[:] = -1
        for segment in range(piece_first[piece], piece_first[piece + 1]):
            this = kind[segment]
            here = loop[segment]
            if entered[segment] != -1:
                whole = this == transaction_begins
                _leave(
                    entered[segment], whole, leave_first, leave_slots, close_first, close_tables,
                    within, loop, current, open_row, row_segment,
                )  # fmt: skip
            if ends_rows[this]:
                for table in range(len(open_row)):
                    if not closes[table]:
                        open_row[table] = -1
            for index in range(slot_first[here, this], slot_first[here, this + 1]):
                slot = slot_entries[index]
                if not slot_qualifiers[slot, qualifier[segment]]:
                    continue
                if slot_above[slot]:
                    current[slot] = segment
                    continue
                table = slot_table[slot]
                row = open_row[table]
                if row < 0:
                    continue
                for taker in range(open_first[table], row + 1):
                    at = (
                        slot_base[table]
                        + (taker - row_first[table]) * table_slots[table]
                        + slot_order[slot]
                    )
                    if slots[at] < 0:
                        slots[at] = segment
            for index in range(anchor_first[this], anchor_first[this + 1]):
                anchor = anchor_entries[index]
                table = anchor_table[anchor]
                if not anchor_loops[anchor, here] or (
                    context[segment] and (context[segment] == KNOWN or not closes[table])
                ):
                    continue
                repeats = anchor_start_count[anchor]
                for repeat in range(max(repeats, 1)):
                    element = 0
                    if repeats:
                        element = anchor_starts[anchor, repeat]
                        if not _filled(first, start, segment, element, anchor_width[anchor]):
                            continue
                    row = row_next[table]
                    row_next[table] += 1
                    row_segment[row] = segment
                    row_element[row] = element
                    before = open_row[table]
                    if not repeats or before < 0 or loop[row_segment[before]] != here:
                        open_first[table] = row
                    open_row[table] = row
                    taken[segment] |= np.uint64(1)
                    base = slot_base[table] + (row - row_first[table]) * table_slots[table]
                    for slot in range(table_slot_first[table], table_slot_first[table + 1]):
                        if slot_above[slot]:
                            slots[base + slot_order[slot]] = current[slot]
