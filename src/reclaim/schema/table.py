"""The words in which tables are declared: tables, columns, and the X12 positions they come from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

import polars as pl


class Kind(Enum):
    """What a column holds, and so how its text is read."""

    TEXT = "text"
    CENTS = "cents"
    DATE = "date"
    SHORT_DATE = "short_date"
    PERIOD_START = "period_start"
    PERIOD_END = "period_end"
    NUMBER = "number"
    INTEGER = "integer"
    FLAG = "flag"
    CODES = "codes"
    INTEGERS = "integers"


POLARS_TYPE: dict[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.CENTS: pl.Int64(),
    Kind.DATE: pl.Date(),
    Kind.SHORT_DATE: pl.Date(),
    Kind.PERIOD_START: pl.Date(),
    Kind.PERIOD_END: pl.Date(),
    Kind.NUMBER: pl.Float64(),
    Kind.INTEGER: pl.Int64(),
    Kind.FLAG: pl.Boolean(),
    Kind.CODES: pl.List(pl.String()),
    Kind.INTEGERS: pl.List(pl.Int64()),
}

UNIT: dict[Kind, str] = {
    Kind.TEXT: "",
    Kind.CENTS: "US cents",
    Kind.DATE: "date",
    Kind.SHORT_DATE: "date",
    Kind.PERIOD_START: "date",
    Kind.PERIOD_END: "date",
    Kind.NUMBER: "number",
    Kind.INTEGER: "count",
    Kind.FLAG: "true or false",
    Kind.CODES: "list of codes",
    Kind.INTEGERS: "list of counts",
}


@dataclass(frozen=True)
class Place:
    """Where a segment is looked for: itself (the row's own), below the row's segment, or above it.

    `qualifiers` limits element `qualifier_element`; an empty tuple takes any. `loops` names the
    loops in which it may stand; an empty tuple takes any. Below: the first match wins. Above: the
    last.
    """

    segments: tuple[str, ...]
    reach: str
    qualifiers: tuple[str, ...] = ()
    qualifier_element: int = 1
    loops: tuple[str, ...] = ()

    def __getitem__(self, at: int | tuple[int, int]) -> "Position":
        element, component = at if isinstance(at, tuple) else (at, 0)
        return Position(self, element, component)

    def item(self, offset: int, component: int = 0) -> "Position":
        """The element `offset` places after the start of this row's repeat."""
        return Position(self, offset, component, relative=True)

    def __str__(self) -> str:
        qualifier = "*" + "/".join(self.qualifiers) if self.qualifiers else ""
        return "/".join(self.segments) + qualifier


@dataclass(frozen=True)
class Position:
    """One element (0: the segment's number), or one component of it (0: the whole element)."""

    place: Place
    element: int
    component: int = 0
    relative: bool = False
    unless: Place | None = None

    def without(self, place: Place) -> "Position":
        """This element, as long as a row has no such place: another's value is not lent to it."""
        return replace(self, unless=place)

    def __str__(self) -> str:
        element = f"+{self.element}" if self.relative else f"{self.element:02d}"
        component = f"-{self.component}" if self.component else ""
        return f"{self.place}{element}{component}"


@dataclass(frozen=True)
class Rows:
    """Which segments give rows: one a segment, or one for each filled repeat.

    `starts` lists the elements where a repeat begins and `width` how many elements it has; a repeat
    whose elements are all empty gives no row.
    """

    place: Place
    starts: tuple[int, ...] = ()
    width: int = 0


@dataclass(frozen=True)
class Column:
    """A column; its name ends with the unit. The first of `sources` that is filled wins."""

    name: str
    kind: Kind
    meaning: str
    sources: tuple[Position, ...] = ()
    phi: bool = False
    null: str = "not given"

    @property
    def polars_type(self) -> pl.DataType:
        return POLARS_TYPE[self.kind]

    @property
    def unit(self) -> str:
        return UNIT[self.kind]

    @property
    def source(self) -> str:
        return " or ".join(str(position) for position in self.sources)


@dataclass(frozen=True)
class Table:
    """A table: what one row is, what identifies it, and its columns in order.

    `made_by` says which command first makes it: `read` from the files, the others from its tables.
    """

    name: str
    grain: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("file_id", "segment_number")
    sets: tuple[str, ...] = ()
    rows: tuple[Rows, ...] = ()
    in_loop: bool = False
    in_claim: bool = False
    made_by: str = "read"

    @property
    def repeats(self) -> bool:
        return any(rows.starts for rows in self.rows)

    @property
    def place_columns(self) -> tuple[Column, ...]:
        """The columns that say where a row stands in its file; derived tables declare their own."""
        if not self.rows:
            return ()
        claim = (CLAIM_SEGMENT, LINE_SEGMENT) if self.in_claim else ()
        loop = (LOOP,) if self.in_loop else ()
        element = (ELEMENT,) if self.repeats else ()
        return (FILE_ID, TRANSACTION, SEGMENT_NUMBER, BYTE_OFFSET, *claim, *loop, *element)

    @property
    def all_columns(self) -> tuple[Column, ...]:
        return self.place_columns + self.columns

    @property
    def polars_schema(self) -> pl.Schema:
        return pl.Schema({column.name: column.polars_type for column in self.all_columns})

    def empty(self) -> pl.DataFrame:
        return pl.DataFrame(schema=self.polars_schema)


def each(segments: str, loops: str = "", of: str = "", element: int = 1) -> Place:
    """The segments that give a table its rows, e.g. `each("CLP")`; several with spaces between."""
    return _place(segments, "self", loops, of, element)


def below(segments: str, of: str = "", loops: str = "", element: int = 1) -> Place:
    """The first such segment after the row's own, within its scope."""
    return _place(segments, "below", loops, of, element)


def above(segments: str, of: str = "", loops: str = "", element: int = 1) -> Place:
    """The last such segment before the row's own that still holds for it."""
    return _place(segments, "above", loops, of, element)


def _place(segments: str, reach: str, loops: str, of: str, element: int) -> Place:
    return Place(tuple(segments.split()), reach, tuple(of.split()), element, tuple(loops.split()))


def text(name: str, meaning: str, *sources: Position, phi: bool = False) -> Column:
    """A column of text, as sent."""
    return Column(name, Kind.TEXT, meaning, sources, phi)


def cents(name: str, meaning: str, *sources: Position) -> Column:
    """A column of money, in whole cents."""
    return Column(name, Kind.CENTS, meaning, sources)


def date(name: str, meaning: str, *sources: Position, phi: bool = False) -> Column:
    """A column of days, CCYYMMDD in the file."""
    return Column(name, Kind.DATE, meaning, sources, phi)


def short_date(name: str, meaning: str, *sources: Position) -> Column:
    """A column of days, YYMMDD in the file."""
    return Column(name, Kind.SHORT_DATE, meaning, sources)


def period_start(name: str, meaning: str, *sources: Position) -> Column:
    """A column of days: the day, or the first of a period."""
    return Column(name, Kind.PERIOD_START, meaning, sources)


def period_end(name: str, meaning: str, *sources: Position) -> Column:
    """A column of days: the last of a period; null for a single day."""
    return Column(name, Kind.PERIOD_END, meaning, sources)


def number(name: str, meaning: str, *sources: Position) -> Column:
    """A column of numbers that are not money."""
    return Column(name, Kind.NUMBER, meaning, sources)


def integer(name: str, meaning: str, *sources: Position) -> Column:
    """A column of counts and ordinals."""
    return Column(name, Kind.INTEGER, meaning, sources)


def flag(name: str, meaning: str) -> Column:
    """A column of true or false, in a derived table."""
    return Column(name, Kind.FLAG, meaning)


def codes(name: str, meaning: str) -> Column:
    """A column of lists of codes, in a derived table."""
    return Column(name, Kind.CODES, meaning)


FILE_ID = Column("file_id", Kind.TEXT, "the first 16 hex digits of the SHA-256 of the file's bytes")
TRANSACTION = Column(
    "transaction", Kind.INTEGER, "ordinal of the ST in the file, from 1", null="before any ST"
)
SEGMENT_NUMBER = Column(
    "segment_number", Kind.INTEGER, "ordinal of the segment in the file, from 1"
)
BYTE_OFFSET = Column("byte_offset", Kind.INTEGER, "where the segment begins in the file, from 0")
CLAIM_SEGMENT = Column(
    "claim_segment",
    Kind.INTEGER,
    "segment number of the CLP, CLM or claim-status TRN above",
    null="in no claim",
)
LINE_SEGMENT = Column(
    "line_segment", Kind.INTEGER, "segment number of the SVC or LX above", null="in no service line"
)
LOOP = Column("loop", Kind.TEXT, "the X12 loop the segment stands in")
ELEMENT = Column(
    "element", Kind.INTEGER, "the element where this row's values begin", null="one row a segment"
)


def integers(name: str, meaning: str) -> Column:
    """A column of lists of ordinals, in a derived table."""
    return Column(name, Kind.INTEGERS, meaning)


def modifiers(place: Sequence[tuple[Place, int]]) -> tuple[Column, ...]:
    """The four procedure modifiers of composite procedure identifiers (C003-03 to C003-06)."""
    return tuple(
        text(
            f"modifier_{n}", f"procedure modifier {n}", *(p[element, n + 2] for p, element in place)
        )
        for n in (1, 2, 3, 4)
    )
