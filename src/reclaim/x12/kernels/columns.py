"""Write typed columns: text, whole cents, dates, numbers, and the elements that have no column."""

import numpy as np

from reclaim.x12.kernels.compiled import inlined, kernel
from reclaim.x12.kernels.texts import INSIDE, put_null, put_text

DAYS_BEFORE_1970 = 719_468
"""Days from 0000-03-01 to 1970-01-01, by which civil dates are counted."""

UNREADABLE = np.int64(-(2**63))
TOO_LONG = 18
"""More digits than this do not fit 64 bits."""

MOST_CENTS = 10**12 - 1
"""`reclaim.money.MAX_CENTS`, which says why; here too, since compiled code keeps its constants."""


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


@kernel
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


@kernel
def day(buffer, start, end):
    """Days since 1970-01-01 of digits CCYYMMDD or YYMMDD; UNREADABLE when they are no day."""
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


DATE, SHORT_DATE, PERIOD_START, PERIOD_END, CENTS, INTEGER, NUMBER, TEXT = range(8)
"""What a column may hold."""

NOT_A_DAY = np.int64(-(2**63) + 1)
"""Text that is well formed but says no day, such as a time."""


@kernel
def read_whole(buffer, start, end, what):
    """A value of a column of cents, counts or days; UNREADABLE or NOT_A_DAY when it is none."""
    if what == CENTS:
        cents = scaled(buffer, start, end, 2)
        return cents if -MOST_CENTS <= cents <= MOST_CENTS else UNREADABLE
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


@kernel
def note(bad, index, segment, element, component, start, end, what):
    """Keep where a text that could not be read stands, if there is room."""
    if index < len(bad):
        bad[index, 0] = segment
        bad[index, 1] = element
        bad[index, 2] = component
        bad[index, 3] = start
        bad[index, 4] = end
        bad[index, 5] = what


@kernel
def table(
    buffer,
    cuts,
    rows,
    stands,
    number,
    slots_a_row,
    columns,
    views,
    stored,
    last_begin,
    last_stored,
    wholes,
    fractions,
    valid,
    bad,
):
    """Fill every column of a table, row by row; how many texts could not be read.

    views      of each text column and row, an Arrow string view
    stored     of each text column, how many bytes its long texts take
    wholes     of each column of cents, counts or days, the values
    fractions  of each column of numbers, the values
    valid      of each column, a bit a row
    bad        takes, for as many as fit, segment, element, component, beginning, end and what was
    asked

    The first filled source of a column gives its value. Element 0 stands for the segment's
    number, as in `SE[0]`. `stands.taken` is marked where a row holds an element of its own
    segment or of one below it; one above is only copied. Arrays are taken out of their bundles
    once: in a loop, that costs more than the loop.
    """
    first, start, mark = cuts.first, cuts.start, cuts.component
    row_segment, row_element, slots = rows.segment, rows.element, rows.slots
    kind, ordinal, taken = stands.kind, stands.number, stands.taken
    source_first, what, place = columns.first, columns.what, columns.place
    source_slot, source_segment, source_element = columns.slot, columns.segment, columns.element
    source_component, source_relative = columns.component, columns.relative
    takes = columns.takes
    table_first = rows.first[number]
    slot_at = rows.slot_base[number]
    count = len(what)
    unread = 0
    for row in range(table_first, rows.first[number + 1]):
        own = row_segment[row]
        index = row - table_first
        byte = index >> 3
        bit = np.uint8(1 << (index & 7))
        for column in range(count):
            segment = -1
            element = component = begin = end = 0
            counts = False
            for source in range(source_first[column], source_first[column + 1]):
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
    return unread


@kernel
def others(buffer, cuts, facts, stands, out):
    """Fill `out` with each element or component that no column takes; how many there are.

    A row of `out`: segment, element, component, start, end. A segment that gives no row anywhere
    and has no text at all gets one with element 0, so that every segment is accounted for.
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
                note(out, count, segment, element, 0, start, end, TEXT)
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
                        note(out, count, segment, element, seen, begin, byte, TEXT)
                        count += 1
                    seen += 1
                    begin = byte + 1
        if count == before and taken == 0:
            note(out, count, segment, 0, 0, 0, -1, TEXT)
            count += 1
    return count
