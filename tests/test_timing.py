"""Stages are measured when somebody asks, and cost nothing otherwise."""

import json
from pathlib import Path

import pytest

from reclaim.timing import VARIABLE, stage


def test_each_stage_adds_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "timings.jsonl"
    monkeypatch.setenv(VARIABLE, str(told))
    with stage("match"), stage("link"):
        pass
    lines = [json.loads(line) for line in told.read_text("utf-8").splitlines()]
    assert [line["stage"] for line in lines] == ["link", "match"]
    assert all(0 <= line["seconds"] < 60 for line in lines)
    assert all(line["peak_bytes"] > 1_000_000 for line in lines)


def test_a_stage_that_fails_is_measured_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "timings.jsonl"
    monkeypatch.setenv(VARIABLE, str(told))
    with pytest.raises(ValueError, match="no"), stage("place"):
        raise ValueError("no")
    assert "place" in told.read_text("utf-8")


def test_nothing_is_written_unless_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    with stage("match"):
        pass
    assert list(tmp_path.iterdir()) == []
