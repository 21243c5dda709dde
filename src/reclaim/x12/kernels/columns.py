"""Write typed columns: text, whole cents, dates, numbers, and the elements that have no column."""

import numpy as np
from numba import njit

DAYS_BEFORE_1970 = 719_468
"""Days from 0000-03-01 to 1970-01-01, by which civil dates are counted."""

UNREADABLE = np.int64(-(2**63))
TOO_LONG = 18
"""More digits than this do not fit whole cents in 64 bits."""


@njit(cache=True, nogil=True)
def locate(
    buffer,
    cuts,
    rows,
    kind,
    table,
    slots_a_row,
    sources,
    segment,
    element,
    component,
    begin,
    end,
    own_source,
):
    """Find, for each row of a table, the first filled source of a column.

    Fills the source's segment (-1 when none is filled, and then the end is before the beginning), its
    element and component, where its text begins and ends, and whether the source is the row's own segment
    or below it: one above a row is only copied, so that the row does not count as holding it. Arrays are taken out of their bundles
    once: taking them out in a loop costs more than the loop.
    """
    first, start, mark = cuts.first, cuts.start, cuts.component
    row_segment, row_element, slots = rows.segment, rows.element, rows.slots
    source_slot, source_segment, source_element = sources.slot, sources.segment, sources.element
    source_component, source_relative = sources.component, sources.relative
    takes = sources.takes
    table_first = rows.first[table]
    slot_at = rows.slot_base[table]
    for row in range(table_first, rows.first[table + 1]):
        own = row_segment[row]
        index = row - table_first
        segment[index] = -1
        begin[index] = 0
        end[index] = -1
        for source in range(len(source_slot)):
            slot = source_slot[source]
            held = own
            if slot >= 0:
                held = slots[slot_at + slot]
                if held < 0:
                    continue
            elif kind[own] != source_segment[source]:
                continue
            wanted = source_element[source]
            if source_relative[source]:
                wanted += row_element[row]
            at = first[held]
            if wanted >= first[held + 1] - at - 1:
                continue
            low = start[at + wanted]
            high = start[at + wanted + 1] - 1
            part = source_component[source]
            if part:
                low, high = component_span(buffer, low, high, mark[held], part)
            if high > low:
                segment[index] = held
                element[index] = wanted
                component[index] = part
                begin[index] = low
                end[index] = high
                own_source[index] = takes[source]
                break
        slot_at += slots_a_row


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
def text(buffer, begin, end, view, valid):
    """Fill Arrow string views and validity for texts by where they stand; how many bytes to store.

    A text whose end is before its beginning is null. Up to twelve bytes stand in the view itself, longer
    ones by their first four and by where `store` is to put them.
    """
    stored = 0
    for row in range(len(begin)):
        low = begin[row]
        length = end[row] - low
        if length < 0:
            continue
        valid[row >> 3] |= np.uint8(1 << (row & 7))
        view[row, 0] = length
        inside = length if length <= 12 else 4
        word = np.uint32(0)
        for offset in range(inside):
            word |= np.uint32(buffer[low + offset]) << np.uint32(8 * (offset & 3))
            if offset & 3 == 3:
                view[row, 1 + (offset >> 2)] = word
                word = np.uint32(0)
        if inside & 3:
            view[row, 1 + (inside >> 2)] = word
        if length > 12:
            view[row, 3] = stored
            stored += length
    return stored


@njit(cache=True, nogil=True)
def take(taken, segment, element, own_source):
    """Mark that a column holds these elements."""
    for row in range(len(segment)):
        held = segment[row]
        if held >= 0 and own_source[row] and element[row] < 64:
            taken[held] |= np.uint64(1) << np.uint64(element[row])


@njit(cache=True, nogil=True)
def store(buffer, begin, view, data):
    """Copy the texts of more than twelve bytes to where their views point."""
    for row in range(len(view)):
        length = view[row, 0]
        if length > 12:
            low = begin[row]
            at = view[row, 3]
            for offset in range(length):
                data[at + offset] = buffer[low + offset]


@njit(cache=True, nogil=True)
def scaled(buffer, start, end, places):
    """A decimal text times ten to `places`, as a whole number; UNREADABLE when it is none.

    Accepted: an optional minus, digits, at most one point, zeros beyond the places; spaces around.
    Refused: exponents, plus signs, thousands separators, more places than asked, 64 bits exceeded.
    """
    while start < end and buffer[start] == 32:
        start += 1
    while end > start and buffer[end - 1] == 32:
        end -= 1
    negative = start < end and buffer[start] == 45
    at = start + 1 if negative else start
    value = np.int64(0)
    digits = 0
    decimals = -1
    any_digit = False
    while at < end:
        byte = buffer[at]
        if byte == 46 and decimals < 0:
            decimals = 0
        elif 48 <= byte <= 57:
            any_digit = True
            if decimals >= 0:
                decimals += 1
            if decimals > places:
                if byte != 48:
                    return UNREADABLE
            else:
                value = value * 10 + np.int64(byte - 48)
                if value:
                    digits += 1
                if digits > TOO_LONG:
                    return UNREADABLE
        else:
            return UNREADABLE
        at += 1
    if not any_digit:
        return UNREADABLE
    for _ in range(places - min(max(decimals, 0), places)):
        value *= 10
        if value:
            digits += 1
    if digits > TOO_LONG:
        return UNREADABLE
    return -value if negative else value


@njit(cache=True, nogil=True)
def fraction(buffer, start, end):
    """A decimal text as a number, and whether it could be read."""
    whole = scaled(buffer, start, end, 0)
    if whole != UNREADABLE:
        return np.float64(whole), True
    point = -1
    for at in range(start, end):
        if buffer[at] == 46:
            point = at
    places = end - point - 1
    while places > 0 and buffer[point + places] == 32:
        places -= 1
    if point < 0 or places > 15:
        return 0.0, False
    value = scaled(buffer, start, end, places)
    if value == UNREADABLE:
        return 0.0, False
    return np.float64(value) / np.float64(10.0**places), True


@njit(cache=True, nogil=True)
def day(buffer, start, end):
    """Days since 1970-01-01 of eight digits CCYYMMDD, or six YYMMDD; UNREADABLE when they are no day."""
    length = end - start
    if length != 8 and length != 6:
        return UNREADABLE
    number = 0
    for at in range(start, end):
        byte = buffer[at]
        if byte < 48 or byte > 57:
            return UNREADABLE
        number = number * 10 + (byte - 48)
    if length == 6:
        number += 20_000_000 if number < 700_000 else 19_000_000
    year, month, date = number // 10_000, number // 100 % 100, number % 100
    if year < 1 or month < 1 or month > 12 or date < 1:
        return UNREADABLE
    longest = 31
    if month == 4 or month == 6 or month == 9 or month == 11:
        longest = 30
    elif month == 2:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        longest = 29 if leap else 28
    if date > longest:
        return UNREADABLE
    if month <= 2:
        year -= 1
        month += 12
    days = 365 * year + year // 4 - year // 100 + year // 400
    days += (153 * (month - 3) + 2) // 5 + date - 1
    return np.int64(days - DAYS_BEFORE_1970)


DATE, SHORT_DATE, PERIOD_START, PERIOD_END, CENTS, INTEGER = range(6)
"""What `whole` may be asked to read."""

NOT_A_DAY = np.int64(-(2**63) + 1)
"""Text that is well formed but says no day, such as a time."""


@njit(cache=True, nogil=True)
def read_whole(buffer, start, end, what):
    """One value of a column of cents, counts or days; UNREADABLE or NOT_A_DAY when there is none."""
    if what == CENTS:
        return scaled(buffer, start, end, 2)
    if what == INTEGER:
        return scaled(buffer, start, end, 0)
    length = end - start
    if what == DATE:
        return day(buffer, start, end) if length == 8 else UNREADABLE
    if what == SHORT_DATE:
        return day(buffer, start, end)
    if length == 17 and buffer[start + 8] == 45:
        if what == PERIOD_START:
            return day(buffer, start, start + 8)
        return day(buffer, start + 9, end)
    if what == PERIOD_END:
        return NOT_A_DAY
    if length == 8:
        return day(buffer, start, end)
    if length == 12 or length == 14:
        return day(buffer, start, start + 8)
    return NOT_A_DAY


@njit(cache=True, nogil=True)
def whole(buffer, number, what, segment, element, component, begin, end, values, valid, bad):
    """Fill values and validity of a column of cents, counts or days. How many texts could not be read.

    Element 0 stands for the segment's number, as in `SE[0]`. `bad` takes, for as many as fit, segment,
    element, component, beginning and end. A row whose text says no day is told to hold no segment.
    """
    unread = 0
    for row in range(len(segment)):
        held = segment[row]
        if held < 0:
            continue
        if element[row] == 0:
            value = np.int64(number[held])
        else:
            value = read_whole(buffer, begin[row], end[row], what)
        if value == NOT_A_DAY and component[row]:
            value = UNREADABLE
        if value > NOT_A_DAY:
            values[row] = value
            valid[row >> 3] |= np.uint8(1 << (row & 7))
        elif value == UNREADABLE:
            note(bad, unread, held, element[row], component[row], begin[row], end[row])
            unread += 1
        else:
            segment[row] = -1
    return unread


@njit(cache=True, nogil=True)
def numbers(buffer, segment, element, component, begin, end, values, valid, bad):
    """Fill values and validity of a column of numbers, as `whole` does."""
    unread = 0
    for row in range(len(segment)):
        if segment[row] < 0:
            continue
        value, good = fraction(buffer, begin[row], end[row])
        if good:
            values[row] = value
            valid[row >> 3] |= np.uint8(1 << (row & 7))
        else:
            note(bad, unread, segment[row], element[row], component[row], begin[row], end[row])
            unread += 1
    return unread


@njit(cache=True, nogil=True)
def note(bad, index, segment, element, component, start, end):
    """Keep where a text that could not be read stands, if there is room."""
    if index < len(bad):
        bad[index, 0] = segment
        bad[index, 1] = element
        bad[index, 2] = component
        bad[index, 3] = start
        bad[index, 4] = end


@njit(cache=True, nogil=True)
def others(buffer, cuts, facts, stands, out):
    """Fill `out` with each element or component that no column takes; how many there are.

    A row of `out`: segment, element, component, start, end. A segment that gives no row anywhere and has
    no text at all gets one with element 0, so that every segment is accounted for.
    """
    count = 0
    for segment in range(cuts.piece_first[-1]):
        if stands.context[segment]:
            continue
        taken = stands.taken[segment]
        at = cuts.first[segment]
        elements = cuts.first[segment + 1] - at - 1
        this = stands.kind[segment]
        before = count
        for element in range(1, elements):
            start = cuts.start[at + element]
            end = cuts.start[at + element + 1] - 1
            if end <= start:
                continue
            if element > 63 or not (taken >> np.uint64(element)) & np.uint64(1):
                note(out, count, segment, element, 0, start, end)
                count += 1
                continue
            named = facts.components[this, element]
            if named == 0:
                continue
            mark = cuts.component[segment]
            seen = 1
            begin = start
            for byte in range(start, end + 1):
                if byte == end or buffer[byte] == mark:
                    untaken = seen > 63 or not (named >> np.uint64(seen)) & np.uint64(1)
                    if untaken and byte > begin:
                        note(out, count, segment, element, seen, begin, byte)
                        count += 1
                    seen += 1
                    begin = byte + 1
        if count == before and taken == 0:
            note(out, count, segment, 0, 0, 0, -1)
            count += 1
    return count
