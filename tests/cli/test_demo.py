"""`reclaim demo` makes a practice and a report of it, the same for everybody."""

import json
from pathlib import Path

import pytest

from reclaim.cli import demo
from tests.cli.conftest import Reclaim


@pytest.fixture(autouse=True)
def few_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "CLAIMS", 30)


def test_it_ends_with_the_path_of_the_report(reclaim: Reclaim, tmp_path: Path) -> None:
    said = reclaim("demo", "--out", tmp_path / "demo")
    assert said.code == 0
    assert said.out.splitlines()[0].startswith("A made-up practice with 30 claims: ")
    report = tmp_path / "demo" / "report" / "report.html"
    assert said.out.splitlines()[-1] == f"Report: {report}"
    assert report.is_file()
    assert (tmp_path / "demo" / "practice" / "truth.csv").is_file()


def test_twice_gives_the_same(reclaim: Reclaim, tmp_path: Path) -> None:
    out = tmp_path / "with a space"
    first = reclaim("demo", "--out", out)
    before = (out / "report" / "summary.json").read_bytes()
    again = reclaim("demo", "--out", out)
    assert (first.code, again.code) == (0, 0)
    assert again.out == first.out
    assert (out / "report" / "summary.json").read_bytes() == before
    assert json.loads(before)["unplaced_cents"] == 0


def test_a_folder_of_others_is_refused(reclaim: Reclaim, tmp_path: Path) -> None:
    (tmp_path / "practice").mkdir()
    (tmp_path / "practice" / "mine.txt").write_text("mine", "utf-8")
    said = reclaim("demo", "--out", tmp_path)
    assert said.code == 2
    assert "OUT-NOT-EMPTY" in said.err
