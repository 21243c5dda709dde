"""Write texts as Arrow string views: two words of eight bytes, a row each.

The first word holds the length and the first four bytes. The second holds the next eight bytes of a
text of up to twelve, and else where the whole text lies in the data buffer.
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

from reclaim.x12.kernels.compiled import inlined, kernel

INSIDE = 12
"""Bytes of the longest text that its view holds whole."""

PADDING = 16
"""Bytes that must follow the last text: eight are read where one may be wanted."""


def _eight_bytes(typing: Any, buffer: Any, at: Any) -> Any:  # noqa: ANN401, ARG001  as numba asks
    """The eight bytes of a buffer from `at` on, as one number; numba has no such load."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ANN401
        array = make_array(signature.args[0])(context, builder, arguments[0])
        place = builder.gep(array.data, [arguments[1]])
        word = ir.IntType(64)
        return builder.load(builder.bitcast(place, word.as_pointer()), align=1, typ=word)

    return types.uint64(buffer, types.intp), generate


eight_bytes: Any = intrinsic(_eight_bytes)


@inlined
def put_text(buffer, begin, end, views, to, row, stored):
    """Write a view. Of a long text the second word says, for now, whence it comes and where to."""
    length = np.uint64(end - begin)
    low = eight_bytes(buffer, begin)
    if length < 4:
        low &= (np.uint64(1) << (np.uint64(8) * length)) - np.uint64(1)
    views[to, row, 0] = length | (low << np.uint64(32))
    if length > INSIDE:
        views[to, row, 1] = np.uint64(begin) | (np.uint64(stored) << np.uint64(32))
    elif length > 4:
        high = eight_bytes(buffer, begin + 4)
        if length < INSIDE:
            high &= (np.uint64(1) << (np.uint64(8) * (length - np.uint64(4)))) - np.uint64(1)
        views[to, row, 1] = high
    else:
        views[to, row, 1] = 0


@inlined
def put_null(views, to, row):
    """Write an empty view."""
    views[to, row, 0] = 0
    views[to, row, 1] = 0


@kernel
def store(buffer, view, data):
    """Copy the long texts to where they go, and leave only that in their views."""
    half = np.uint64(0xFFFFFFFF)
    for row in range(len(view)):
        length = np.int64(view[row, 0] & half)
        if length > INSIDE:
            begin = np.int64(view[row, 1] & half)
            to = np.int64(view[row, 1] >> np.uint64(32))
            for offset in range(length):
                data[to + offset] = buffer[begin + offset]
            view[row, 1] = np.uint64(to) << np.uint64(32)


@kernel
def spans(buffer, begin, end, views, valid):
    """Views and validity of texts, null where the end is before the beginning; bytes to store."""
    stored = 0
    for row in range(len(begin)):
        if end[row] < begin[row]:
            put_null(views, 0, row)
            continue
        valid[row >> 3] |= np.uint8(1 << (row & 7))
        put_text(buffer, begin[row], end[row], views, 0, row, stored)
        if end[row] - begin[row] > INSIDE:
            stored += end[row] - begin[row]
    return stored
