"""Write the columns that say where a row stands, and the text of whole segments."""

import numpy as np

from reclaim.x12.kernels.compiled import kernel
from reclaim.x12.kernels.texts import INSIDE, put_text

TRANSACTION, CLAIM, LINE, NUMBER, OFFSET = range(5)
"""Rows of `ordinals`; the first three have a bit each in `valid` where there is one."""

FILE, LOOP, SET = range(3)
"""Rows of `views`."""


@kernel
def places(
    segment, stands, offset, piece_of, file_views, loop_views, set_views, ordinals, valid, views
):  # fmt: skip
    """Fill, for each segment named, its ordinals and the names of its file, loop and set.

    `ordinals` and `views` may have fewer rows than there are names: what is not asked for is not
    written.
    """
    number, loop = stands.number, stands.loop
    transaction, claim, line = stands.transaction, stands.claim, stands.line
    named = len(views)
    for row in range(len(segment)):
        at = segment[row]
        bit = np.uint8(1 << (row & 7))
        ordinals[NUMBER, row] = number[at]
        ordinals[OFFSET, row] = offset[at]
        ordinals[TRANSACTION, row] = transaction[at]
        ordinals[CLAIM, row] = claim[at]
        ordinals[LINE, row] = line[at]
        if transaction[at] >= 0:
            valid[TRANSACTION, row >> 3] |= bit
        if claim[at] >= 0:
            valid[CLAIM, row >> 3] |= bit
        if line[at] >= 0:
            valid[LINE, row >> 3] |= bit
        piece = piece_of[at]
        here = loop[at]
        for word in range(2):
            views[FILE, row, word] = file_views[piece, word]
        if named > LOOP:
            for word in range(2):
                views[LOOP, row, word] = loop_views[here, word]
        if named > SET:
            for word in range(2):
                views[SET, row, word] = set_views[here, word]


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
