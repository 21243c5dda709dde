"""Find the elements that no column holds."""

import numpy as np

from reclaim.x12.kernels.compiled import kernel
from reclaim.x12.kernels.values import TEXT, note


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
