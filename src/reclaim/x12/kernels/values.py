"""Read the text of one element: whole cents, counts, fractions, days."""

import numpy as np

from reclaim.x12.kernels.compiled import kernel

DAYS_BEFORE_1970 = 719_468
"""Days from 0000-03-01 to 1970-01-01, by which civil dates are counted."""

UNREADABLE = np.int64(-(2**63))
TOO_LONG = 18
"""More digits than this do not fit 64 bits."""

MOST_CENTS = 10**12 - 1
"""`reclaim.money.MAX_CENTS`, which says why; here too, since compiled code keeps its constants."""


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
