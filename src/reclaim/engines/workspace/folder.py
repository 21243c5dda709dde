"""Tables in a folder of this machine's file system."""

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from reclaim.engines.workspace.place import Lease

STATE = ".reclaim"


class Folder:
    """A `Place` on a local disk. Objects are files; a rename makes them whole or not at all."""

    options: dict[str, str] | None = None

    def __init__(self, root: Path) -> None:
        self.root = root

    def uri(self, key: str) -> str:
        return str(self.root / key)

    def get(self, key: str) -> bytes | None:
        try:
            return (self.root / key).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, key: str, data: bytes) -> None:
        target = self.root / key
        target.parent.mkdir(parents=True, exist_ok=True)
        building = self._staged() / f"{target.name}.partial"
        with building.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        building.replace(target)

    def swap(self, key: str, data: bytes) -> None:
        """The lease is a lock of the operating system, which cannot be lost."""
        self.put(key, data)

    def put_file(self, file: Path, key: str) -> None:
        target = self.root / key
        target.parent.mkdir(parents=True, exist_ok=True)
        with file.open("rb") as written:
            os.fsync(written.fileno())
        file.replace(target)

    def sizes(self, folder: str) -> dict[str, int]:
        files = (path for path in (self.root / folder).rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.stat().st_size for path in files}

    def names(self, folder: str) -> list[str]:
        try:
            return sorted(path.name for path in (self.root / folder).iterdir() if path.is_file())
        except FileNotFoundError:
            return []

    def delete(self, keys: Iterable[str]) -> None:
        for key in keys:
            (self.root / key).unlink(missing_ok=True)

    def staging(self, name: str) -> Path:
        """On the same disk, so that a rename moves its files."""
        folder = self._staged() / name
        folder.mkdir(exist_ok=True)
        return folder

    def clear_staging(self, name: str) -> None:
        shutil.rmtree(self._staged() / name, ignore_errors=True)
        for left in self._staged().glob(f"{name}*.partial"):
            left.unlink(missing_ok=True)

    def lease(self, key: str) -> Lease:
        return FileLease(self.root / key)

    def _staged(self) -> Path:
        folder = self.root / STATE / "staged"
        folder.mkdir(parents=True, exist_ok=True)
        return folder


class FileLease:
    """A lock on a file: the operating system gives it up when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.held: int | None = None

    def acquire(self, *, wait: bool) -> bool:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        while True:
            file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
            if not _lock(file, wait=wait):
                os.close(file)
                return False
            if self._is_still(file):
                self.held = file
                return True
            os.close(file)

    def release(self) -> None:
        if self.held is not None:
            self.path.unlink(missing_ok=True)
            os.close(self.held)
            self.held = None

    def _is_still(self, file: int) -> bool:
        """Whether the path still names the file: who had it before has removed it when done."""
        try:
            return self.path.stat().st_ino == os.fstat(file).st_ino
        except FileNotFoundError:
            return False


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int, *, wait: bool) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError:
            return wait and _lock(file, wait=wait)
        return True
else:
    import fcntl

    def _lock(file: int, *, wait: bool) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True
