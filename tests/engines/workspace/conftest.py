"""Tests of the workspace need no disk that survives a power cut; those of S3 are asked for."""

import os

import pytest

collect_ignore = [] if os.environ.get("RECLAIM_TEST_S3") == "1" else ["test_bucket.py"]
"""They start a server on this machine, and take as long as all others of the workspace."""


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
