"""The named bundles of arrays that kernels take."""

from typing import Any, NamedTuple

from numpy.typing import NDArray


class Facts(NamedTuple):
    """What the declarations say, by number of segment, qualifier, loop, table, anchor and slot.

    An anchor is one entry of a table's `rows`; a slot is one place above or below a row that its
    columns read from. `..._first` arrays say where the entries of one number begin, and end where
    the next begins; `slot_first` does so by loop and segment.
    """

    segment_of: NDArray[Any]
    qualifier_of: NDArray[Any]
    qualifier_element: NDArray[Any]
    move: NDArray[Any]
    resumes: NDArray[Any]
    headers: NDArray[Any]
    special: NDArray[Any]
    within: NDArray[Any]
    begins: NDArray[Any]
    claim_loop: NDArray[Any]
    line_loop: NDArray[Any]
    anchor_first: NDArray[Any]
    anchor_entries: NDArray[Any]
    anchor_table: NDArray[Any]
    anchor_loops: NDArray[Any]
    anchor_starts: NDArray[Any]
    anchor_start_count: NDArray[Any]
    anchor_width: NDArray[Any]
    slot_first: NDArray[Any]
    slot_entries: NDArray[Any]
    slot_table: NDArray[Any]
    slot_order: NDArray[Any]
    slot_above: NDArray[Any]
    leave_first: NDArray[Any]
    leave_slots: NDArray[Any]
    close_first: NDArray[Any]
    close_tables: NDArray[Any]
    slot_qualifiers: NDArray[Any]
    table_slots: NDArray[Any]
    table_slot_first: NDArray[Any]
    table_closes: NDArray[Any]
    ends_rows: NDArray[Any]
    components: NDArray[Any]


class Cuts(NamedTuple):
    """Bytes cut into segments and elements; see `cut`."""

    first: NDArray[Any]
    start: NDArray[Any]
    piece_first: NDArray[Any]
    component: NDArray[Any]
    tail: NDArray[Any]


class Stands(NamedTuple):
    """Where each segment stands.

    `entered` is the loop that the segment begins, -1 when it begins none, and -2 minus the loop
    when it goes back to a loop that is open already. `transaction`, `claim` and `line` are -1
    where there is none. `taken` has bit 0 where the segment gives a row, and bit n where a column
    holds element n.
    """

    kind: NDArray[Any]
    qualifier: NDArray[Any]
    loop: NDArray[Any]
    entered: NDArray[Any]
    transaction: NDArray[Any]
    claim: NDArray[Any]
    line: NDArray[Any]
    number: NDArray[Any]
    context: NDArray[Any]
    taken: NDArray[Any]


class RowSet(NamedTuple):
    """The rows of all tables, one table after the other, and the segments each row reads from.

    The rows from `open_first` to `open` of a table take segments from below; more than one only
    where a segment repeats in a loop, or its values in a segment.
    """

    first: NDArray[Any]
    next: NDArray[Any]
    segment: NDArray[Any]
    element: NDArray[Any]
    slot_base: NDArray[Any]
    slots: NDArray[Any]
    current: NDArray[Any]
    open: NDArray[Any]
    open_first: NDArray[Any]


class Columns(NamedTuple):
    """Where the columns of one table are read from.

    `what` and `place` have an entry a column: what it holds, and its position among columns of
    that form. The others have an entry a source. `first` says where a column's sources begin;
    `unless` is the slot that, when filled, rules a source out (-1: none).
    """

    first: NDArray[Any]
    what: NDArray[Any]
    place: NDArray[Any]
    slot: NDArray[Any]
    segment: NDArray[Any]
    element: NDArray[Any]
    component: NDArray[Any]
    relative: NDArray[Any]
    takes: NDArray[Any]
    unless: NDArray[Any]


class Standing(NamedTuple):
    """What the place of a segment is written from, beside `Stands`.

    `offset` is where it begins in its file, `piece_of` the piece it is in. Names are string views,
    by piece and by loop.
    """

    offset: NDArray[Any]
    piece_of: NDArray[Any]
    file_names: NDArray[Any]
    loop_names: NDArray[Any]
    set_names: NDArray[Any]


class Out(NamedTuple):
    """A table's number, slots a row and columns, and the arrays that it is written to.

    views      of each text column and row, an Arrow string view
    stored     of each text column, how many bytes its long texts take
    wholes     of each column of cents, counts or days, the values
    fractions  of each column of numbers, the values
    valid      of each column, a bit a row
    ordinals, placed, names
               of each row, where it stands: see `places`

    `last_begin` and `last_stored` remember the last long text of each column, which the next row
    often repeats.
    """

    number: int
    slots: int
    columns: Columns
    views: NDArray[Any]
    stored: NDArray[Any]
    last_begin: NDArray[Any]
    last_stored: NDArray[Any]
    wholes: NDArray[Any]
    fractions: NDArray[Any]
    valid: NDArray[Any]
    ordinals: NDArray[Any]
    placed: NDArray[Any]
    names: NDArray[Any]
