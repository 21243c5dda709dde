"""Write the columns that say where a row stands, and the text of whole segments."""

import numpy as np

from reclaim.x12.kernels.compiled import inlined, kernel
from reclaim.x12.kernels.texts import INSIDE, put_text

NUMBER, OFFSET, TRANSACTION, CLAIM, LINE = range(5)
"""Rows of `ordinals`; the last three have a bit in the same row of `placed` where there is one."""

FILE, LOOP, SET = range(3)
"""Rows of `names`."""


@inlined
def put_place(stands, standing, segment, row, ordinals, placed, names):
    """Write one row's ordinals, and the names of its file, loop and set.

    `ordinals` and `names` may have fewer rows than there are: what is not asked for is not
    written.
    """
    bit = np.uint8(1 << (row & 7))
    ordinals[NUMBER, row] = stands.number[segment]
    ordinals[OFFSET, row] = standing.offset[segment]
    ordinals[TRANSACTION, row] = stands.transaction[segment]
    if stands.transaction[segment] >= 0:
        placed[TRANSACTION, row >> 3] |= bit
    if len(ordinals) > CLAIM:
        ordinals[CLAIM, row] = stands.claim[segment]
        ordinals[LINE, row] = stands.line[segment]
        if stands.claim[segment] >= 0:
            placed[CLAIM, row >> 3] |= bit
        if stands.line[segment] >= 0:
            placed[LINE, row >> 3] |= bit
    piece = standing.piece_of[segment]
    loop = stands.loop[segment]
    for word in range(2):
        names[FILE, row, word] = standing.file_names[piece, word]
    if len(names) > LOOP:
        for word in range(2):
            names[LOOP, row, word] = standing.loop_names[loop, word]
    if len(names) > SET:
        for word in range(2):
            names[SET, row, word] = standing.set_names[loop, word]


@kernel
def places(segment, stands, standing, ordinals, placed, names):
    """Write the places of some segments, a row each."""
    for row in range(len(segment)):
        put_place(stands, standing, segment[row], row, ordinals, placed, names)


ID, TEXT, ENDING = range(3)
"""Rows of the views of a segment's texts."""


@kernel
def segment_texts(buffer, cuts, own, piece_of, piece_end, views, stored):
    """Fill views of each segment's id, its text, and what ends it up to the next segment."""
    first, start, piece_first = cuts.first, cuts.start, cuts.piece_first
    for row in range(len(own)):
        at = own[row]
        begin = start[first[at]]
        end = start[first[at + 1] - 1] - 1
        put_text(buffer, begin, start[first[at] + 1] - 1, views, ID, row, stored[ID])
        if start[first[at] + 1] - 1 - begin > INSIDE:
            stored[ID] += start[first[at] + 1] - 1 - begin
        put_text(buffer, begin, end, views, TEXT, row, stored[TEXT])
        if end - begin > INSIDE:
            stored[TEXT] += end - begin
        piece = piece_of[at]
        last = at + 1 == piece_first[piece + 1]
        follows = piece_end[piece] if last else start[first[at + 1]]
        put_text(buffer, end, follows, views, ENDING, row, stored[ENDING])
        if follows - end > INSIDE:
            stored[ENDING] += follows - end
