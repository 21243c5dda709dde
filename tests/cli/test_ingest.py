"""`reclaim ingest` says what became of the files it was given."""

from pathlib import Path

import pytest

from tests.cli.conftest import Reclaim


@pytest.fixture
def workspace(tmp_path: Path, reclaim: Reclaim) -> Path:
    reclaim("init", tmp_path / "clinic")
    return tmp_path / "clinic"


def test_it_counts_what_is_new_and_what_is_known(
    workspace: Path, clean: Path, sent: Path, reclaim: Reclaim
) -> None:
    said = reclaim("ingest", clean, "--workspace", workspace)
    assert (said.code, said.out) == (0, f"1 file added to {workspace}\n")
    said = reclaim("ingest", clean, sent, "--workspace", workspace)
    assert said.out == f"1 file added to {workspace}\n1 file known already, by content\n"


def test_it_names_what_it_sets_aside(workspace: Path, clean: Path, reclaim: Reclaim) -> None:
    words = clean.with_name("words.835")
    words.write_text("nothing", "utf-8")
    said = reclaim("ingest", clean, words, "--workspace", workspace)
    assert said.code == 0
    assert "1 file set aside and not counted:" in said.out
    assert "words.835: the file is not X12" in said.out


def test_it_finds_the_workspace_that_it_stands_in(
    workspace: Path, clean: Path, reclaim: Reclaim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace / "rules" / "signals")
    assert reclaim("ingest", clean).out == f"1 file added to {workspace}\n"


def test_its_own_tables_are_no_input(workspace: Path, clean: Path, reclaim: Reclaim) -> None:
    (workspace / "inbox").mkdir()
    clean.rename(workspace / "inbox" / "clean.835")
    for _ in range(2):
        said = reclaim("ingest", workspace, "--workspace", workspace)
        assert "set aside" not in said.out
    assert said.out == f"0 files added to {workspace}\n1 file known already, by content\n"


def test_without_a_workspace_it_says_how_to_make_one(
    clean: Path, reclaim: Reclaim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(clean.parent)
    said = reclaim("ingest", clean)
    assert (said.code, "[WORKSPACE-MISSING]" in said.err) == (1, True)
    assert "reclaim init DIR" in said.err


def test_a_folder_with_nothing_to_read_is_misuse(workspace: Path, reclaim: Reclaim) -> None:
    said = reclaim("ingest", workspace / "roster", "--workspace", workspace)
    assert (said.code, "[PATH-EMPTY]" in said.err) == (2, True)
    assert reclaim("ingest", workspace / "nowhere", "--workspace", workspace).code == 2


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("workspace: 2", "WORKSPACE-NEWER", "update Reclaim"),
        ("workspace: soon", "WORKSPACE-FILE", "workspace: "),
        ("colour: red", "WORKSPACE-FILE", "colour: extra inputs are not permitted"),
        ("name: [", "WORKSPACE-FILE", "reclaim.yaml:"),
        (
            "storage: {aws_secret_access_key: hunter2}",
            "WORKSPACE-FILE",
            "keys and passwords belong in the environment",
        ),
    ],
)
def test_a_configuration_that_cannot_be_meant_stops_it(
    workspace: Path, clean: Path, reclaim: Reclaim, line: str, code: str, says: str
) -> None:
    file = workspace / "reclaim.yaml"
    kept = [old for old in file.read_text("utf-8").splitlines() if line[:9] not in old]
    file.write_text("\n".join([*kept, line]), "utf-8")
    said = reclaim("ingest", clean, "--workspace", workspace)
    assert said.code == 1
    assert f"[{code}]" in said.err
    assert says in said.err
    assert "hunter2" not in said.err
