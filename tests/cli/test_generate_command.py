"""`reclaim generate` writes the same practice for the same seed."""

from pathlib import Path

from reclaim.x12.generate import DEFAULT_START
from tests.cli.conftest import Reclaim


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_same_seed_same_bytes(reclaim: Reclaim, tmp_path: Path) -> None:
    for name, seed in {"a": "7", "b": "7", "c": "8"}.items():
        said = reclaim("generate", "--out", tmp_path / name, "--seed", seed, "--claims", "5")
        assert said.code == 0
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert contents(tmp_path / "a") != contents(tmp_path / "c")


def test_a_start_that_is_no_day_exits_2(reclaim: Reclaim, tmp_path: Path) -> None:
    said = reclaim("generate", "--out", tmp_path / "a", "--start", "2026-02-30")
    assert said.code == 2
    assert not (tmp_path / "a").exists()


def test_a_practice_may_have_a_year_of_visits(reclaim: Reclaim, tmp_path: Path) -> None:
    said = reclaim("generate", "--out", tmp_path / "a", "--claims", "5", "--days", "365")
    assert said.code == 0
    assert reclaim("generate", "--out", tmp_path / "b", "--days", "0").code == 2


def test_the_help_states_the_first_day_that_is_taken(reclaim: Reclaim) -> None:
    assert f"[default: ({DEFAULT_START})]" in reclaim("generate", "--help").out
