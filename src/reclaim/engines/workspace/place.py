"""Where a workspace's tables lie, as the few verbs that its store needs of a folder or of S3."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol


class Lease(Protocol):
    """Says that somebody is at work under a name, for as long as that process lives."""

    def acquire(self, *, wait: bool) -> bool:
        """Whether it is ours now; without `wait`, False when somebody living has it."""
        ...

    def release(self) -> None:
        """Give it up, and remove its trace."""
        ...


class Place(Protocol):
    """A root under which objects have keys, such as `files/_delta_log/0.json`."""

    options: dict[str, str] | None
    """What readers and writers of tables need beside the address; None on a local disk."""

    def uri(self, key: str) -> str: ...

    def get(self, key: str) -> bytes | None:
        """The object's bytes; None when there is none."""
        ...

    def put(self, key: str, data: bytes) -> None:
        """Write an object, whole or not at all."""
        ...

    def swap(self, key: str, data: bytes) -> None:
        """Write an object that only the holder of a lease writes, unless the lease was lost.

        Raises:
            ReclaimError: WORKSPACE-LEASE, when another process wrote it since it was read here.
        """
        ...

    def put_file(self, file: Path, key: str) -> None:
        """Make a local file an object, whole or not at all. The file is gone then."""
        ...

    def sizes(self, folder: str) -> dict[str, int]:
        """The bytes of every object below a folder, by key."""
        ...

    def names(self, folder: str) -> list[str]:
        """The names of the objects right in a folder, in order."""
        ...

    def delete(self, keys: Iterable[str]) -> None:
        """Delete those that are there."""
        ...

    def staging(self, name: str) -> Path:
        """A local folder to build files in before they become objects; made when missing."""
        ...

    def clear_staging(self, name: str) -> None:
        """Remove such a folder, whoever left it."""
        ...

    def lease(self, key: str) -> Lease: ...


@contextmanager
def held(lease: Lease) -> Iterator[None]:
    """Wait for the lease, and give it up at the end."""
    lease.acquire(wait=True)
    try:
        yield
    finally:
        lease.release()


@contextmanager
def held_if_free(lease: Lease) -> Iterator[bool]:
    """Whether the lease could be had without waiting; given up at the end if so."""
    ours = lease.acquire(wait=False)
    try:
        yield ours
    finally:
        if ours:
            lease.release()
