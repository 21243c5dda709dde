"""A process that dies between any two of its steps leaves a whole change, or none of it."""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pytest

from reclaim.engines.workspace import delta, publishing
from reclaim.engines.workspace.delta import Options, Part
from reclaim.engines.workspace.folder import FileLease, Folder
from reclaim.engines.workspace.manifest import HEAD, PUBLISHING, read_head
from reclaim.engines.workspace.store import Store
from reclaim.x12.reader import Tables
from tests.engines.workspaces import (
    added,
    assert_rows,
    claims_of,
    loose_files,
    new_store,
    plain_read,
    remit_file,
    reopened,
)

FOREVER = 1_000_000


class Killed(BaseException):
    """What stands in for SIGKILL: from here on the process does nothing more."""


class Mortal(Folder):
    """A folder whose process dies before its n-th step; locks fall, files stay as they are."""

    def __init__(self, root: Path, steps: int) -> None:
        super().__init__(root)
        self.steps = steps
        self.leases: list[FileLease] = []
        self.taken: list[str] = []

    def step(self, kind: str) -> None:
        self.taken.append(kind)
        self.steps -= 1
        if self.steps == 0:
            for lease in self.leases:
                if lease.held is not None:
                    os.close(lease.held)
                    lease.held = None
        if self.steps <= 0:
            raise Killed

    def lease(self, key: str) -> FileLease:
        self.step("lease")
        self.leases.append(FileLease(self.root / key))
        return self.leases[-1]

    def put(self, key: str, data: bytes) -> None:
        self.step(f"put {Path(key).name}")
        super().put(key, data)

    def put_file(self, file: Path, key: str) -> None:
        self.step("put_file")
        super().put_file(file, key)

    def delete(self, keys: Iterable[str]) -> None:
        for key in keys:
            self.step("delete")
            super().delete([key])

    def clear_staging(self, name: str) -> None:
        self.step("clear_staging")
        super().clear_staging(name)


def dying(store: Store, steps: int, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store of a process that dies before its n-th step; a commit to a table is one, too."""
    place = Mortal(Path(store.place.uri("")), steps)
    commit = delta.commit

    def commits(
        uri: str, number: int, adds: list[Part], removes: list[str], options: Options
    ) -> int:
        place.step("commit")
        return commit(uri, number, adds, removes, options)

    monkeypatch.setattr(delta, "commit", commits)
    return Store(place, store.head)


def lived_on(store: Store, paths: list[Path], steps: int) -> bool:
    """Whether an ingest ended before its process died."""
    with pytest.MonkeyPatch.context() as patch:
        try:
            added(dying(store, steps, patch), *paths)
        except Killed:
            return False
    return True


@dataclass(frozen=True)
class Begun:
    """A workspace that has one file of three, and what adding the others takes and gives."""

    folder: Path
    given: list[Path]
    taken: list[str]
    expected: Tables

    def telling_steps(self) -> list[int]:
        """The number of each step; of many of one kind in a row, the first two and the last."""
        runs = [list(run) for _, run in groupby(enumerate(self.taken, 1), lambda step: step[1])]
        return sorted({number for run in runs for number, _ in [*run[:2], run[-1]]})

    def copy(self, folder: Path) -> Path:
        return Path(shutil.copytree(self.folder, folder))


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Begun:
    folder = tmp_path_factory.mktemp("begun")
    first, second = remit_file(folder / "a.835", "A1"), remit_file(folder / "b.835", "A2")
    (folder / "words.835").write_text("nothing", "utf-8")
    added(new_store(folder / "w"), first)
    whole = Path(shutil.copytree(folder / "w", folder / "whole"))
    given = [second, folder / "words.835"]
    with pytest.MonkeyPatch.context() as patch:
        store = dying(reopened(whole), FOREVER, patch)
        added(store, *given)
        assert isinstance(store.place, Mortal)
    return Begun(folder / "w", given, store.place.taken, plain_read(first, second))


def test_whatever_the_step_the_next_run_makes_it_whole(begun: Begun, tmp_path: Path) -> None:
    outcomes = set()
    for step in begun.telling_steps():
        workspace = begun.copy(tmp_path / f"w{step}")
        assert not lived_on(reopened(workspace), begun.given, step)
        after = reopened(workspace)
        outcomes.add(tuple(claims_of(after)))
        assert loose_files(after) == [], step
        added(after, *begun.given)
        assert after.scan("set_aside").collect().height == 1, step
        assert_rows(after, begun.expected)
    assert outcomes == {("A1",), ("A1", "A2")}


@pytest.mark.parametrize("step", [1, 3, 8, 16, 22])
def test_who_comes_next_may_die_as_well(begun: Begun, tmp_path: Path, step: int) -> None:
    workspace = begun.copy(tmp_path / "w")
    assert not lived_on(reopened(workspace), begun.given, len(begun.taken) - 15)
    assert (workspace / "tables" / PUBLISHING).exists()
    with pytest.MonkeyPatch.context() as patch, suppress(Killed):
        publishing.recover(dying(as_left(workspace), step, patch).place)
    assert_rows(reopened(workspace), begun.expected)
    assert loose_files(reopened(workspace)) == []


def as_left(folder: Path) -> Store:
    """The store as it lies there, without settling what was left."""
    place = Folder(folder / "tables")
    head = read_head(place.get(HEAD))
    assert head is not None
    return Store(place, head)
