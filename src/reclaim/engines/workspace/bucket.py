"""Tables on S3-compatible storage. Nobody holds a lock there: what is written says for how long."""

import shutil
import tempfile
import threading
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

import obstore
from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    PreconditionError,
)
from obstore.store import S3Store

from reclaim.engines.workspace.place import Lease
from reclaim.errors import ReclaimError

if TYPE_CHECKING:
    from obstore import PutMode
    from obstore.store import ClientConfig, S3Config

RENEWED_SECONDS = 10.0
STALE_SECONDS = 60.0
"""Who has not renewed a lease for so long is taken for dead. By the storage's own clock."""

WAIT_SECONDS = 1.0

STATE = ".reclaim"


class Bucket:
    """A `Place` on S3-compatible storage. Who may is for the environment to say (AWS_...)."""

    options: dict[str, str] | None

    def __init__(self, address: str, options: dict[str, str]) -> None:
        self.address = address.rstrip("/")
        self.options = {**options, "aws_conditional_put": "etag"}
        bucket, _, prefix = self.address.removeprefix("s3://").partition("/")
        given = {name: value for name, value in options.items() if name != "aws_allow_http"}
        client: ClientConfig = {"allow_http": "aws_allow_http" in options}
        self.store = S3Store(
            bucket,
            prefix=prefix or None,
            config=cast("S3Config", given),  # `Storage` in config.py says which names there are
            client_options=client,
        )
        self.tags: dict[str, str | None] = {}
        self.folder = Path(tempfile.gettempdir()) / f"reclaim-{uuid.uuid4().hex}"

    def uri(self, key: str) -> str:
        return f"{self.address}/{key}"

    def get(self, key: str) -> bytes | None:
        with self._reached():
            try:
                found = obstore.get(self.store, key)
            except FileNotFoundError:
                self.tags.pop(key, None)
                return None
            self.tags[key] = found.meta["e_tag"]
            return bytes(found.bytes())

    def put(self, key: str, data: bytes) -> None:
        with self._reached():
            obstore.put(self.store, key, data)

    def swap(self, key: str, data: bytes) -> None:
        tag = self.tags.get(key)
        mode: PutMode = {"e_tag": tag} if tag else "create"
        with self._reached():
            try:
                written = obstore.put(self.store, key, data, mode=mode)
            except (AlreadyExistsError, PreconditionError):
                raise ReclaimError(
                    "WORKSPACE-LEASE",
                    where=self.address,
                    what="another process has taken over what this one was writing",
                    why=f"This one had not been heard of for {STALE_SECONDS:.0f} seconds. What it "
                    "had made ready is completed by the other.",
                    next_step="run it again",
                ) from None
        self.tags[key] = written["e_tag"]

    def put_file(self, file: Path, key: str) -> None:
        with self._reached():
            obstore.put(self.store, key, file)
        file.unlink()

    def sizes(self, folder: str) -> dict[str, int]:
        with self._reached():
            listed = obstore.list(self.store, prefix=folder or None)
            return {item["path"]: item["size"] for page in listed for item in page}

    def names(self, folder: str) -> list[str]:
        with self._reached():
            found = obstore.list_with_delimiter(self.store, prefix=folder)["objects"]
            return sorted(item["path"].rsplit("/", 1)[-1] for item in found)

    def delete(self, keys: Iterable[str]) -> None:
        with self._reached():
            for key in keys:
                with suppress(FileNotFoundError):
                    obstore.delete(self.store, key)

    def staging(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def clear_staging(self, name: str) -> None:
        shutil.rmtree(self.folder / name, ignore_errors=True)
        with suppress(OSError):
            self.folder.rmdir()

    def lease(self, key: str) -> Lease:
        return ObjectLease(self, key)

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Storage that cannot be reached stops the command; its own words are not shown."""
        try:
            yield
        except (BaseError, PermissionError, FileNotFoundError) as error:
            raise ReclaimError(
                "WORKSPACE-STORAGE",
                where=self.address,
                what="the storage cannot be used",
                why=f"It was not reached, or refused ({type(error).__name__}).",
                next_step="check the address, `storage` in reclaim.yaml, and the AWS_... variables",
            ) from None


class ObjectLease:
    """An object that its holder writes anew every few seconds; created, and taken over, by one."""

    def __init__(self, bucket: Bucket, key: str) -> None:
        self.bucket = bucket
        self.key = key
        self.tag: str | None = None
        self.over = threading.Event()
        self.thread: threading.Thread | None = None

    def acquire(self, *, wait: bool) -> bool:
        while not self._taken():
            if not wait:
                return False
            self.over.wait(WAIT_SECONDS)
        self._prove()
        self.thread = threading.Thread(target=self._renew, daemon=True)
        self.thread.start()
        return True

    def release(self) -> None:
        if self.thread is None:
            return
        self.over.set()
        self.thread.join()
        self.thread = None
        self.over = threading.Event()
        if self.tag is not None and self._put({"e_tag": self.tag}):  # it is still ours
            self.bucket.delete([self.key])

    def _taken(self) -> bool:
        """Whether it is ours now: nobody had it, or who had it is not heard of any more."""
        if self._put("create"):
            return True
        stale = self._stale_tag()
        return stale is not None and self._put({"e_tag": stale})

    def _stale_tag(self) -> str | None:
        """The tag of a lease that was not renewed in time; None when it was, or is gone."""
        probe = f"{STATE}/clock-{uuid.uuid4().hex}"
        with self.bucket._reached(), suppress(FileNotFoundError):  # noqa: SLF001  one module
            obstore.put(self.bucket.store, probe, b"")
            now = obstore.head(self.bucket.store, probe)["last_modified"]
            self.bucket.delete([probe])
            lease = obstore.head(self.bucket.store, self.key)
            if (now - lease["last_modified"]).total_seconds() > STALE_SECONDS:
                return lease["e_tag"]
        return None

    def _put(self, mode: "PutMode") -> bool:
        """Whether the lease could be written; each time with other bytes, so with another tag."""
        with self.bucket._reached():  # noqa: SLF001  as above
            try:
                written = obstore.put(self.bucket.store, self.key, uuid.uuid4().bytes, mode=mode)
            except (AlreadyExistsError, PreconditionError, FileNotFoundError):
                return False
        self.tag = written["e_tag"]
        return True

    def _prove(self) -> None:
        """Refuse storage that lets two create the same object: nothing on it would be safe."""
        tag = self.tag
        if not self._put("create"):
            return
        self.bucket.delete([self.key])
        self.tag = tag
        raise ReclaimError(
            "WORKSPACE-UNSAFE",
            where=self.bucket.address,
            what="this storage does not keep two processes from writing the same object",
            why="It ignores conditional writes (If-None-Match), so files could be lost. Nothing "
            "was changed.",
            next_step="keep the tables on storage that has conditional writes, or in a folder",
        )

    def _renew(self) -> None:
        while not self.over.wait(RENEWED_SECONDS):
            try:
                ours = self._put({"e_tag": self.tag})
            except ReclaimError:
                continue  # not reached this time; it is stale only after several
            if not ours:
                self.tag = None  # taken over, or given up on our behalf: no longer ours to remove
                return
