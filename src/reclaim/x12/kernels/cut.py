"""Cut bytes into segments and elements."""

from reclaim.x12.kernels.compiled import inlined, kernel

LF, CR, SPACE, TAB, NUL = 10, 13, 32, 9, 0
LONGEST_ISA = 200
"""An ISA has 106 bytes; a malformed one may have some more or less, but not this many."""

FULL = -1


@inlined
def is_gap(byte):
    """Line ends and padding that stand between segments."""
    return byte == LF or byte == CR or byte == SPACE or byte == TAB or byte == NUL


@inlined
def is_word(byte):
    """A letter, a digit, or a part of a letter beyond ASCII, which no delimiter can be."""
    return 48 <= byte <= 57 or 65 <= byte <= 90 or 97 <= byte <= 122 or byte >= 128


@kernel
def read_isa(buffer, start, end):
    """Element, component and segment delimiter that an ISA at `start` states; 0, 0, 0 if none.

    The sixteen element delimiters are counted, so that a short ISA reads as well as one of 106
    bytes.
    """
    if end - start < 20 or is_word(buffer[start + 3]):
        return 0, 0, 0
    element = buffer[start + 3]
    seen = 0
    at = start + 3
    last = min(end, start + LONGEST_ISA)
    while at < last:
        if buffer[at] == element:
            seen += 1
            if seen == 16:
                break
        at += 1
    if seen < 16 or at + 2 >= end:
        return 0, 0, 0
    component = buffer[at + 1]
    segment = buffer[at + 2]
    follows = at + 3
    if segment == CR and follows < end and buffer[follows] == LF:
        segment = LF
    if is_word(segment) and not is_word(component):
        return element, 0, component
    if is_gap(component) and component != SPACE and not is_word(segment):
        return element, 0, component
    if is_word(segment):
        return 0, 0, 0
    return element, component, segment


@kernel
def cut(buffer, piece_start, piece_end, delimiters, first, start, piece_first, component, tail):
    """Fill `first` and `start`, and say how many segments there are; -1 when an array is too small.

    buffer        bytes of several pieces, one after the other
    delimiters    element, component and segment delimiter of each piece, changed where an ISA says
                  so; then two more: what an ISA misstates as component delimiter, and what it means
    first         for each segment the index in `start` of its first element, and one more at the
                  end
    start         where each element begins; behind each segment one entry more: its end plus one
    piece_first   the first segment of each piece, and one more at the end
    component     the component delimiter in force for each segment
    tail          for each piece whether its last segment lacks a terminator
    """
    segments = 0
    elements = 0
    for piece in range(len(piece_start)):
        piece_first[piece] = segments
        tail[piece] = False
        element_mark = delimiters[piece, 0]
        component_mark = delimiters[piece, 1]
        segment_mark = delimiters[piece, 2]
        at = piece_start[piece]
        end = piece_end[piece]
        while True:
            while at < end and (is_gap(buffer[at]) or buffer[at] == segment_mark):
                at += 1
            if at >= end:
                break
            if segments + 2 > len(first) or elements + 20 > len(start):
                return FULL
            if end - at > 4 and buffer[at] == 73 and buffer[at + 1] == 83 and buffer[at + 2] == 65:
                e, c, s = read_isa(buffer, at, end)
                if e != 0:
                    element_mark, component_mark, segment_mark = e, c, s
                    if component_mark == delimiters[piece, 3]:
                        component_mark = delimiters[piece, 4]
            first[segments] = elements
            component[segments] = component_mark
            start[elements] = at
            elements += 1
            room = len(start) - 2
            while at < end:
                byte = buffer[at]
                if byte == segment_mark:
                    break
                if byte == element_mark:
                    if elements >= room:
                        return FULL
                    start[elements] = at + 1
                    elements += 1
                at += 1
            stop = at
            if at >= end:
                tail[piece] = True
            elif segment_mark == LF and stop > start[elements - 1] and buffer[stop - 1] == CR:
                stop -= 1
            start[elements] = stop + 1
            elements += 1
            segments += 1
            at += 1
        delimiters[piece, 0] = element_mark
        delimiters[piece, 1] = component_mark
        delimiters[piece, 2] = segment_mark
    piece_first[len(piece_start)] = segments
    first[segments] = elements
    return segments


@inlined
def digit_of(byte):
    """The digit of `code_number` for one byte; -1 when it is no capital letter or digit."""
    if 65 <= byte <= 90:
        return byte - 64
    if 48 <= byte <= 57:
        return byte - 21
    return -1


@kernel
def code_at(buffer, start, end):
    """`plan.code_number` of the bytes from `start` to before `end`."""
    length = end - start
    if length < 1 or length > 3:
        return -1
    number = 0
    for offset in range(3):
        digit = 0
        if offset < length:
            digit = digit_of(buffer[start + offset])
            if digit < 0:
                return -1
        number = number * 37 + digit
    return number


__all__ = ["FULL", "code_at", "cut", "digit_of", "is_gap", "is_word", "read_isa"]
