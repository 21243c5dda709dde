"""Makes the plan: numbers segments, qualifiers and loops, and lays the tables out over them."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reclaim.schema import X12_TABLES
from reclaim.schema.table import Column, Place, Position, Table
from reclaim.x12.kernels.facts import Columns, Facts
from reclaim.x12.loops import (
    CUT_BEFORE,
    ENVELOPE,
    ENVELOPE_SEGMENTS,
    HEADER,
    QUALIFIER_ELEMENT,
    SETS,
    trees,
)
from reclaim.x12.plan import BASE, WHAT, Plan, TablePlan, code_number, form

MAX_ELEMENT = 63
MAX_STARTS = 12
CLOSING = ("interchanges", "groups", "transactions")
"""Tables whose rows are complete only when a closing segment has come, maybe much later."""


@cache
def plan() -> Plan:
    """The plan of all declared X12 tables."""
    return _Planner(tuple(X12_TABLES.values())).build()


class _Planner:
    """Numbers segments, qualifiers and loops, then lays the tables out over them."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.tables = tables
        self.trees = trees()
        self.places: list[tuple[int, Place]] = []
        self.loops: list[tuple[str, str]] = [("", ENVELOPE)]
        for name in SETS:
            self.loops += [(name, loop) for loop in self.trees[name].names]
        self.loop_number = {loop: number for number, loop in enumerate(self.loops)}
        self.segments = ("", *sorted(self._segments()))
        self.segment_number = {name: number for number, name in enumerate(self.segments)}
        self.qualifiers = ("", *sorted(self._qualifiers()))
        self.qualifier_number = {name: number for number, name in enumerate(self.qualifiers)}

    def build(self) -> Plan:
        table_plans = tuple(self._table(number, table) for number, table in enumerate(self.tables))
        arrays = {
            **self._codes(),
            **self._moves(),
            **self._loop_facts(),
            **self._anchors(),
            **self._slots(),
            **self._stale(),
            "components": self._components(),
            "table_slots": np.array([table.slots for table in table_plans], np.int32),
            "table_slot_first": np.cumsum([0, *(table.slots for table in table_plans)]).astype(
                np.int32
            ),
            "special": np.array(
                [self.segment_number[name] for name in ("GS", "ST", "IEA")], np.int32
            ),
            "table_closes": np.array([table.name in CLOSING for table in self.tables]),
            "ends_rows": np.array([name in CUT_BEFORE for name in self.segments]),
        }
        names = tuple(name for _, name in self.loops)
        sets = tuple(name for name, _ in self.loops)
        return Plan(table_plans, names, sets, Facts(**arrays))

    def _segments(self) -> set[str]:
        loops = (
            segment
            for tree in self.trees.values()
            for loop in tree.loops
            for segment in loop.segments
        )
        places = (segment for place in self._all_places() for segment in place.segments)
        return {*ENVELOPE_SEGMENTS, "ST", *loops, *places}

    def _qualifiers(self) -> set[str]:
        loops = (
            value
            for tree in self.trees.values()
            for loop in tree.loops
            for value in loop.qualifiers
        )
        places = (value for place in self._all_places() for value in place.qualifiers)
        return {*loops, *places}

    def _all_places(self) -> Iterable[Place]:
        for table in self.tables:
            yield from (rows.place for rows in table.rows)
            yield from (source.place for column in table.columns for source in column.sources)

    def _table(self, number: int, table: Table) -> TablePlan:
        places = list(
            dict.fromkeys(
                source.place
                for column in table.columns
                for source in column.sources
                if source.place.reach != "self"
            )
        )
        self.places += [(number, place) for place in places]
        columns = self._columns(table.columns, places)
        forms = [0, 0, 0]
        for column in table.columns:
            forms[form(column.kind)] += 1
        return TablePlan(table, number, columns, len(places), (forms[0], forms[1], forms[2]))

    def _columns(self, columns: Sequence[Column], places: Sequence[Place]) -> Columns:
        sources: list[tuple[int, int, Position]] = []
        first, place, seen = [0], [], [0, 0, 0]
        for column in columns:
            for source in column.sources:
                own = source.place.reach == "self"
                slot = -1 if own else places.index(source.place)
                segments = source.place.segments if own else ("",)
                sources += [(slot, self.segment_number[name], source) for name in segments]
            first.append(len(sources))
            place.append(seen[form(column.kind)])
            seen[form(column.kind)] += 1
        return Columns(
            np.array(first, np.int32),
            np.array([WHAT[column.kind] for column in columns], np.int32),
            np.array(place, np.int32),
            np.array([slot for slot, _, _ in sources], np.int32),
            np.array([segment for _, segment, _ in sources], np.int32),
            np.array([source.element for _, _, source in sources], np.int32),
            np.array([source.component for _, _, source in sources], np.int32),
            np.array([source.relative for _, _, source in sources], np.bool_),
            np.array([source.place.reach != "above" for _, _, source in sources], np.bool_),
            np.array(
                [places.index(source.unless) if source.unless else -1 for _, _, source in sources],
                np.int32,
            ),
        )

    def _codes(self) -> dict[str, NDArray[Any]]:
        segment_of = np.zeros(BASE**3, np.int16)
        qualifier_of = np.zeros(BASE**3, np.int16)
        for number, name in enumerate(self.segments[1:], 1):
            segment_of[code_number(name)] = number
        for number, name in enumerate(self.qualifiers[1:], 1):
            qualifier_of[code_number(name)] = number
        element = np.array([QUALIFIER_ELEMENT.get(name, 1) for name in self.segments], np.int32)
        return {
            "segment_of": segment_of,
            "qualifier_of": qualifier_of,
            "qualifier_element": element,
        }

    def _moves(self) -> dict[str, NDArray[Any]]:
        shape = (len(self.loops), len(self.segments), len(self.qualifiers))
        move = np.full(shape, -1, np.int16)
        resumes = np.zeros(shape[:2], np.bool_)
        for here, (set_name, loop_name) in enumerate(self.loops[1:], 1):
            for segment, qualifiers in self.trees[set_name].triggers.items():
                row = move[here, self.segment_number[segment]]
                # Last the qualifiers that a loop asks for: all others move as none does.
                for qualifier in ("", *qualifiers):
                    found = self.trees[set_name].move(loop_name, segment, qualifier)
                    there = self.loop_number[set_name, found.name] if found else -1
                    row[self.qualifier_number[qualifier] if qualifier else slice(None)] = there
                    if found:
                        resumes[there, self.segment_number[segment]] |= found.resumes
        envelope = [self.segment_number[name] for name in ENVELOPE_SEGMENTS]
        move[:, envelope, :] = 0
        headers = np.array([self.loop_number[name, HEADER] for name in SETS], np.int16)
        return {"move": move, "resumes": resumes, "headers": headers}

    def _loop_facts(self) -> dict[str, NDArray[Any]]:
        count = len(self.loops)
        within = np.zeros((count, count), np.bool_)
        begins = np.zeros(count, np.int8)
        claim = np.zeros(count, np.bool_)
        line = np.zeros(count, np.bool_)
        for number, (set_name, name) in enumerate(self.loops[1:], 1):
            tree = self.trees[set_name]
            chain = tree.ancestors(name)
            for above in chain:
                within[number, self.loop_number[set_name, above]] = True
            claims, lines = tree.claim_loops("claim"), tree.claim_loops("line")
            begins[number] = 1 if name in claims else 2 if name in lines else 0
            claim[number] = not claims.isdisjoint(chain)
            line[number] = not lines.isdisjoint(chain)
        within[0, 0] = True
        return {"within": within, "begins": begins, "claim_loop": claim, "line_loop": line}

    def _loop_mask(self, table: Table, names: tuple[str, ...]) -> NDArray[np.bool_]:
        sets = set(table.sets)
        return np.array(
            [
                (not sets or not set_name or set_name in sets) and (not names or name in names)
                for set_name, name in self.loops
            ]
        )

    def _qualifier_mask(self, place: Place) -> NDArray[np.bool_]:
        if not place.qualifiers:
            return np.ones(len(self.qualifiers), np.bool_)
        return np.array([name in place.qualifiers for name in self.qualifiers])

    def _by_segment(
        self, entries: Sequence[tuple[str, int]]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Entry numbers grouped by segment: where each segment's group starts, and the entries."""
        groups: list[list[int]] = [[] for _ in self.segments]
        for segment, entry in entries:
            groups[self.segment_number[segment]].append(entry)
        starts = np.cumsum([0, *(len(group) for group in groups)]).astype(np.int32)
        return starts, np.array([entry for group in groups for entry in group], np.int32)

    def _anchors(self) -> dict[str, NDArray[Any]]:
        anchors = [
            (number, table, rows) for number, table in enumerate(self.tables) for rows in table.rows
        ]
        starts = np.zeros((len(anchors), MAX_STARTS), np.int8)
        for entry, (_, _, rows) in enumerate(anchors):
            starts[entry, : len(rows.starts)] = rows.starts
        first, entries = self._by_segment(
            [
                (name, entry)
                for entry, (_, _, rows) in enumerate(anchors)
                for name in rows.place.segments
            ]
        )
        return {
            "anchor_first": first,
            "anchor_entries": entries,
            "anchor_table": np.array([number for number, _, _ in anchors], np.int32),
            "anchor_loops": np.array(
                [self._loop_mask(table, rows.place.loops) for _, table, rows in anchors]
            ),
            "anchor_starts": starts,
            "anchor_start_count": np.array([len(rows.starts) for _, _, rows in anchors], np.int32),
            "anchor_width": np.array([rows.width for _, _, rows in anchors], np.int32),
        }

    def _slots(self) -> dict[str, NDArray[Any]]:
        within_table: dict[int, int] = {}
        order = []
        for table, _ in self.places:
            order.append(within_table.get(table, 0))
            within_table[table] = order[-1] + 1
        return {
            **self._slots_of(),
            "slot_table": np.array([table for table, _ in self.places], np.int32),
            "slot_order": np.array(order, np.int32),
            "slot_above": np.array([place.reach == "above" for _, place in self.places]),
            "slot_qualifiers": np.array([self._qualifier_mask(place) for _, place in self.places]),
        }

    def _slot_loops(self) -> NDArray[np.bool_]:
        """For each slot, in which loops its segment may stand."""
        return np.array(
            [self._loop_mask(self.tables[table], place.loops) for table, place in self.places]
        )

    def _slots_of(self) -> dict[str, NDArray[Any]]:
        """The slots that a segment may fill, by the loop it stands in and its number."""
        firsts: list[NDArray[np.int32]] = []
        entries: list[NDArray[np.int32]] = []
        for allowed in self._slot_loops().T:
            first, found = self._by_segment(
                [
                    (name, int(slot))
                    for slot in np.flatnonzero(allowed)
                    for name in self.places[slot][1].segments
                ]
            )
            firsts.append(first + sum(len(part) for part in entries))
            entries.append(found)
        return {
            "slot_first": np.array(firsts, np.int32),
            "slot_entries": np.concatenate(entries),
        }

    def _stale(self) -> dict[str, NDArray[Any]]:
        """For each loop the slots above, and the tables, that its beginning may make stale.

        A header makes all of them stale, since a transaction begins there.
        """
        slots, slot_loops = self._slots(), self._slot_loops()
        anchors = self._anchors()
        within = self._loop_facts()["within"]
        holds = np.zeros((len(self.tables), len(self.loops)), np.bool_)
        np.logical_or.at(holds, anchors["anchor_table"], anchors["anchor_loops"])
        looks_below = np.zeros(len(self.tables), np.bool_)
        looks_below[slots["slot_table"][~slots["slot_above"]]] = True
        looks_below[[table.name in CLOSING for table in self.tables]] = False
        holds[~looks_below] = False
        leave, close = [], []
        for number, (_, name) in enumerate(self.loops):
            below = within[:, number] | (name == HEADER)
            stale = (slot_loops & below).any(axis=1) & slots["slot_above"]
            leave.append(np.flatnonzero(stale))
            done = below | ~within[number]
            close.append(np.flatnonzero((holds & done).any(axis=1)))
        return {
            "leave_first": np.cumsum([0, *map(len, leave)]).astype(np.int32),
            "leave_slots": np.concatenate(leave).astype(np.int32),
            "close_first": np.cumsum([0, *map(len, close)]).astype(np.int32),
            "close_tables": np.concatenate(close).astype(np.int32),
        }

    def _components(self) -> NDArray[np.uint64]:
        """For each segment and element, the components with columns; 0 where it is taken whole."""
        taken = np.zeros((len(self.segments), MAX_ELEMENT + 1), np.uint64)
        for table in self.tables:
            for column in table.columns:
                for source in column.sources:
                    if not source.component:
                        continue
                    for segment in source.place.segments:
                        for element in _elements(table, source, segment):
                            taken[self.segment_number[segment], element] |= np.uint64(
                                1 << source.component
                            )
        return taken


def _elements(table: Table, source: Position, segment: str) -> tuple[int, ...]:
    if not source.relative:
        return (source.element,)
    starts = (
        start for rows in table.rows if segment in rows.place.segments for start in rows.starts
    )
    return tuple(start + source.element for start in starts)
