"""Carries changes out one after another, each wholly, whatever becomes of who prepared it.

A change is prepared under a lease, beside the tables: its Parquet files lie in the tables' folders,
where no reader looks before the table's log names them. Then it is written down as ready. From then
on it will happen: whoever holds the lock gives it the next number, writes it down as the one that
is being published, commits it table by table, and writes the new head. Each step may be done again.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from reclaim.engines.workspace import delta
from reclaim.engines.workspace.manifest import (
    CHANGES,
    HEAD,
    LOCK,
    PUBLISHING,
    Head,
    Manifest,
    owner_key,
    part_key,
    read_head,
    read_manifest,
    ready_key,
)
from reclaim.engines.workspace.place import Place, held, held_if_free
from reclaim.engines.workspace.settling import settled
from reclaim.errors import ReclaimError
from reclaim.schema import TABLES

KEPT_HOURS = 30 * 24
"""Rows that were replaced can be read again, by their version, for so long."""


def make_tables(place: Place) -> Head:
    """The head, once every declared table is there."""
    with held(place.lease(LOCK)):
        head = _head(place)
        missing = [name for name in TABLES if name not in head.tables]
        for name in missing:
            delta.make_table(place.uri(name), name, place.options)
        made = {name: delta.latest(place.uri(name), place.options) for name in missing}
        head = replace(head, tables={**head.tables, **made})
        place.swap(HEAD, head.to_bytes())
        return head


def publish(place: Place, change: Manifest) -> None:
    """Carry out a change whose files are in place. It happens wholly, also when this breaks off.

    Raises:
        ReclaimError: WORKSPACE-CHANGED; then nothing happens.
    """
    place.put(ready_key(change.id), change.to_bytes())
    with held(place.lease(LOCK)):
        _finish(place)
        ready = read_manifest(place.get(ready_key(change.id)))
        if ready is not None:  # else another process took us for dead, and has done it
            _publish(place, ready)


def clean(place: Place, names: Iterable[str]) -> None:
    """Delete files that tables have replaced `KEPT_HOURS` ago; what only grows loses nothing."""
    for name in names:
        old = delta.outdated(place.uri(name), KEPT_HOURS, place.options)
        place.delete(part_key(name, part) for part in old)


def recover(place: Place) -> None:
    """Complete what was written down and remove what was not, of processes that are gone.

    Nothing happens when another process is publishing: it is alive.
    """
    if not (place.names(CHANGES) or place.get(PUBLISHING)):
        return
    with held_if_free(place.lease(LOCK)) as ours:
        if not ours:
            return
        _finish(place)
        for change in _changes(place):
            with held_if_free(place.lease(owner_key(change))) as gone:
                if gone:
                    _settle_estate(place, change)


def discard(place: Place, change: str) -> None:
    """Remove what a change has written. What a table refers to stays, whatever led here."""
    place.delete([ready_key(change)])
    for name in TABLES:
        parts = {part for part in place.names(name) if part.startswith(f"{change}-")}
        if parts:
            version = delta.latest(place.uri(name), place.options)
            uris = delta.file_uris(place.uri(name), version, place.options)
            parts -= {uri.rsplit("/", 1)[-1] for uri in uris}
        place.delete(part_key(name, part) for part in parts)
    place.clear_staging(change)


def _settle_estate(place: Place, change: str) -> None:
    ready = read_manifest(place.get(ready_key(change)))
    if ready is None:
        discard(place, change)
        return
    with suppress(ReclaimError):  # another audit has replaced the rows that this one was to
        _publish(place, ready)
    place.clear_staging(change)


def _publish(place: Place, change: Manifest) -> None:
    try:
        plan = settled(place, _head(place), change)
    except ReclaimError:
        discard(place, change.id)
        raise
    place.put(PUBLISHING, plan.to_bytes())
    _carry_out(place, plan)


def _finish(place: Place) -> None:
    """Carry out to its end what a process left that broke off in the middle of it."""
    plan = read_manifest(place.get(PUBLISHING))
    if plan is not None:
        _carry_out(place, plan)
        place.clear_staging(plan.id)


def _carry_out(place: Place, plan: Manifest) -> None:
    head = _head(place)
    if plan.number > head.number:
        versions = {
            name: delta.commit(
                place.uri(name),
                plan.number,
                plan.adds.get(name, []),
                plan.removes.get(name, []),
                place.options,
            )
            for name in plan.tables
        }
        done = replace(head, number=plan.number, tables={**head.tables, **versions})
        place.swap(HEAD, done.to_bytes())
    # In this order: a lease without a ready change means that the change never became ready, and
    # a ready change that is not being published is still to do.
    place.delete(plan.leftovers)
    place.delete([owner_key(plan.id)])
    place.delete([ready_key(plan.id)])
    place.delete([PUBLISHING])


def _head(place: Place) -> Head:
    return read_head(place.get(HEAD)) or Head()


def _changes(place: Place) -> Iterator[str]:
    """The ids of changes that somebody prepares, or has prepared."""
    names = (name.split(".")[0] for name in place.names(CHANGES) if not name.startswith("."))
    yield from sorted(set(names))
