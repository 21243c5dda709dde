"""A few of the kills of tools/kill_ingest.py, with real processes."""

from pathlib import Path

from tests.engines.workspaces import added, remit_file, reopened
from tools.kill_ingest import kill_at_moments


def test_after_a_kill_every_row_is_there_once(tmp_path: Path) -> None:
    practice = tmp_path / "practice"
    for number in range(3):
        remit_file(practice / f"{number}.835", f"A{number}")
    (practice / "words.835").write_text("nothing", "utf-8")

    def again(workspace: Path, practice: Path) -> None:
        added(reopened(workspace), practice)

    result = kill_at_moments(tmp_path, practice, 3, seed=1, again=again)
    assert result.faults == []
    assert result.killed.total() == 3
