"""Write the rows of all tables: where each stands, and its columns."""

import numpy as np

from reclaim.x12.kernels.compiled import inlined, kernel
from reclaim.x12.kernels.places import put_place
from reclaim.x12.kernels.texts import INSIDE, put_null, put_text
from reclaim.x12.kernels.values import (
    NOT_A_DAY,
    NUMBER,
    PERIOD_END,
    TEXT,
    UNREADABLE,
    fraction,
    note,
    read_whole,
)

BLOCK = 4096
"""Segments whose rows are written while they are at hand; more would not stay in the cache."""


@inlined
def component_span(buffer, start, end, mark, component):
    """Where one component of an element begins and ends; empty when the element has fewer."""
    seen = 1
    begin = start
    for at in range(start, end):
        if buffer[at] == mark:
            if seen == component:
                return begin, at
            seen += 1
            begin = at + 1
    if seen == component:
        return begin, end
    return end, end


@kernel
def write(buffer, cuts, rows, stands, standing, outs, next_row, bad):
    """Fill every column of every table; how many texts could not be read.

    outs       what each table writes to: see `Out`
    next_row   the first row of each table; when done, one past its last
    bad        takes, for as many as fit, segment, element, component, beginning, end and what was
               asked

    Tables take turns, some segments at a time, so that what they read is at hand. The first filled
    source of a column gives its value. Element 0 stands for the segment's number, as in `SE[0]`.
    `stands.taken` is marked where a row holds an element of its own segment or of one below it;
    one above is only copied. Arrays are taken out of their bundles once: in a loop, that costs
    more than the loop.
    """
    first, start, mark = cuts.first, cuts.start, cuts.component
    row_segment, row_element, slots = rows.segment, rows.element, rows.slots
    kind, ordinal, taken = stands.kind, stands.number, stands.taken
    segments = cuts.piece_first[-1]
    unread = 0
    for block in range(0, segments, BLOCK):
        past = min(block + BLOCK, segments)
        for turn in range(len(outs)):
            row = next_row[turn]
            out = outs[turn]
            table_first = rows.first[out.number]
            last = rows.first[out.number + 1]
            if row >= last or row_segment[row] >= past:
                continue
            columns = out.columns
            source_first, what, place = columns.first, columns.what, columns.place
            source_slot, source_segment = columns.slot, columns.segment
            source_element, source_component = columns.element, columns.component
            source_relative, takes, unless = columns.relative, columns.takes, columns.unless
            views, wholes, fractions, valid = out.views, out.wholes, out.fractions, out.valid
            stored, last_begin, last_stored = out.stored, out.last_begin, out.last_stored
            ordinals, names, placed = out.ordinals, out.names, out.placed
            slots_a_row = out.slots
            slot_at = rows.slot_base[out.number] + (row - table_first) * slots_a_row
            count = len(what)
            while row < last and row_segment[row] < past:
                own = row_segment[row]
                index = row - table_first
                byte = index >> 3
                bit = np.uint8(1 << (index & 7))
                put_place(stands, standing, own, index, ordinals, placed, names)
                for column in range(count):
                    segment = -1
                    element = component = begin = end = 0
                    counts = False
                    for source in range(source_first[column], source_first[column + 1]):
                        if unless[source] >= 0 and slots[slot_at + unless[source]] >= 0:
                            continue
                        slot = source_slot[source]
                        held = own
                        if slot >= 0:
                            held = slots[slot_at + slot]
                            if held < 0:
                                continue
                        elif kind[own] != source_segment[source]:
                            continue
                        element = source_element[source]
                        if source_relative[source]:
                            element += row_element[row]
                        at = first[held]
                        if element >= first[held + 1] - at - 1:
                            continue
                        begin = start[at + element]
                        end = start[at + element + 1] - 1
                        component = source_component[source]
                        if component:
                            begin, end = component_span(buffer, begin, end, mark[held], component)
                        if end > begin:
                            segment = held
                            counts = takes[source]
                            break
                    asked = what[column]
                    to = place[column]
                    if asked == TEXT:
                        if segment < 0:
                            put_null(views, to, index)
                            continue
                        if end - begin > INSIDE and last_begin[to] != begin:
                            last_begin[to] = begin
                            last_stored[to] = stored[to]
                            stored[to] += end - begin
                        put_text(buffer, begin, end, views, to, index, last_stored[to])
                    elif segment < 0:
                        continue
                    elif asked == NUMBER:
                        value, good = fraction(buffer, begin, end)
                        if not good:
                            note(bad, unread, segment, element, component, begin, end, asked)
                            unread += 1
                        fractions[to, index] = value
                        if not good:
                            segment = -1 - segment
                    else:
                        if element == 0:
                            read = np.int64(ordinal[segment])
                        else:
                            read = read_whole(buffer, begin, end, asked)
                        if read == NOT_A_DAY and component and asked != PERIOD_END:
                            read = UNREADABLE
                        wholes[to, index] = read
                        if read == UNREADABLE:
                            note(bad, unread, segment, element, component, begin, end, asked)
                            unread += 1
                            segment = -1 - segment
                        elif read == NOT_A_DAY:
                            continue
                    if segment >= 0:
                        valid[column, byte] |= bit
                    else:
                        segment = -1 - segment
                    if counts and element < 64:
                        taken[segment] |= np.uint64(1) << np.uint64(element)
                slot_at += slots_a_row
                row += 1
            next_row[turn] = row
    return unread
