"""The same workspace on S3-compatible storage, against a server that the tests start."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import boto3  # type: ignore[import-untyped]  # it has none; it only makes the bucket
import obstore
import pytest
from moto.server import ThreadedMotoServer

from reclaim.engines.workspace import bucket as leases
from reclaim.engines.workspace import delta
from reclaim.engines.workspace.bucket import Bucket
from reclaim.engines.workspace.config import FILE
from reclaim.engines.workspace.delta import Options, Part
from reclaim.engines.workspace.manifest import HEAD, Head
from reclaim.errors import ReclaimError
from tests.engines.workspaces import (
    added,
    assert_rows,
    claims_of,
    loose_files,
    plain_read,
    remit_file,
    reopened,
)

CONFIGURATION = """\
workspace: 1
name: far away
tables: s3://clinic/{folder}
storage: {{region: us-east-1, endpoint: "{endpoint}", allow_http: true}}
"""


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "who")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        host, port = server.get_host_and_port()
        client = boto3.client("s3", endpoint_url=f"http://{host}:{port}", region_name="us-east-1")
        client.create_bucket(Bucket="clinic")
        yield f"http://{host}:{port}"
        server.stop()


@pytest.fixture
def workspace(tmp_path: Path, endpoint: str) -> Path:
    folder = tmp_path / "w"
    folder.mkdir()
    written = CONFIGURATION.format(folder=uuid4().hex, endpoint=endpoint)
    (folder / FILE).write_text(written, "utf-8")
    return folder


@pytest.fixture
def bucket(endpoint: str) -> Bucket:
    options = {"aws_region": "us-east-1", "aws_endpoint": endpoint, "aws_allow_http": "true"}
    return Bucket(f"s3://clinic/{uuid4().hex}", options)


def test_a_workspace_on_s3_holds_the_rows_of_a_plain_read(workspace: Path, tmp_path: Path) -> None:
    given = tmp_path / "given"
    first, second = remit_file(given / "1.835", "A1"), remit_file(given / "2.835", "A2")
    (given / "words.835").write_text("nothing", "utf-8")
    added(reopened(workspace), first)
    done = added(reopened(workspace), given)
    assert (done.files, done.known, done.aside) == (1, 1, 1)
    store = reopened(workspace)
    assert_rows(store, plain_read(first, second))
    assert loose_files(store) == []


def test_two_machines_that_read_the_same_file_bring_it_once(
    workspace: Path, tmp_path: Path
) -> None:
    both = remit_file(tmp_path / "both.835", "A1")
    first, second = reopened(workspace), reopened(workspace)
    added(first, both, remit_file(tmp_path / "one.835", "A2"))
    added(second, both, remit_file(tmp_path / "two.835", "A3"))
    assert claims_of(second) == ["A1", "A2", "A3"]
    assert loose_files(second) == []


def test_what_a_machine_left_that_died_is_completed(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It dies between two commits; the next one finds its lease stale, and finishes its change."""
    store = reopened(workspace)
    commit = delta.commit
    commits: list[str] = []

    def dies(uri: str, number: int, adds: list[Part], removes: list[str], options: Options) -> int:
        commits.append(uri)
        if len(commits) == 4:
            raise MemoryError
        return commit(uri, number, adds, removes, options)

    given = remit_file(tmp_path / "1.835", "A1")
    with monkeypatch.context() as patch:
        patch.setattr(delta, "commit", dies)
        patch.setattr(leases.ObjectLease, "release", lambda lease: lease.over.set())
        with pytest.raises(MemoryError):
            added(store, given)
    assert claims_of(reopened(workspace)) == []  # its lock still holds
    monkeypatch.setattr(leases, "STALE_SECONDS", -1.0)
    assert claims_of(reopened(workspace)) == ["A1"]
    assert loose_files(reopened(workspace)) == []


def test_a_lease_is_one_process_s_and_can_be_taken_from_a_dead_one(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = bucket.lease("lock"), bucket.lease("lock")
    assert first.acquire(wait=False)
    assert not second.acquire(wait=False)
    with monkeypatch.context() as patch:
        patch.setattr(leases, "STALE_SECONDS", -1.0)
        assert second.acquire(wait=False)
    first.release()
    assert bucket.names("") == ["lock"], "who lost a lease leaves it to who has it"
    second.release()
    assert bucket.names("") == []


def test_who_lost_the_lease_cannot_write_the_head(bucket: Bucket) -> None:
    other = Bucket(bucket.address, bucket.options or {})
    bucket.swap(HEAD, Head().to_bytes())
    other.get(HEAD)
    other.swap(HEAD, Head(number=1).to_bytes())
    with pytest.raises(ReclaimError, match="WORKSPACE-LEASE"):
        bucket.swap(HEAD, Head(number=2).to_bytes())


def test_storage_without_conditional_writes_is_refused(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = obstore.put
    monkeypatch.setattr(
        "reclaim.engines.workspace.bucket.obstore.put",
        lambda store, key, data, **_: put(store, key, data),
    )
    with pytest.raises(ReclaimError, match="WORKSPACE-UNSAFE"):
        bucket.lease("lock").acquire(wait=True)


def test_storage_that_is_not_there_is_said_in_plain_words(bucket: Bucket, endpoint: str) -> None:
    elsewhere = Bucket("s3://no-such-bucket/x", {**(bucket.options or {})})
    with pytest.raises(ReclaimError, match="WORKSPACE-STORAGE") as stop:
        elsewhere.put("key", b"")
    assert endpoint not in str(stop.value)
