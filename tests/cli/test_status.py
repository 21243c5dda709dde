"""`reclaim status` says in plain words what is in a workspace."""

import datetime as dt
import json
from pathlib import Path

import pytest

from reclaim.cli.status_words import size
from reclaim.engines.workspace.audits import record_audit
from tests.cli.conftest import Reclaim
from tests.engines.workspaces import reopened


@pytest.fixture
def workspace(tmp_path: Path, reclaim: Reclaim) -> Path:
    reclaim("init", tmp_path / "clinic")
    return tmp_path / "clinic"


def test_an_empty_workspace_says_what_to_do(workspace: Path, reclaim: Reclaim) -> None:
    said = reclaim("status", "--workspace", workspace)
    assert said.code == 0
    assert "Nothing is in it yet.\nNext: reclaim ingest PATH\n" in said.out


def test_it_tells_what_is_in_it(workspace: Path, clean: Path, sent: Path, reclaim: Reclaim) -> None:
    words = clean.with_name("words.835")
    words.write_text("nothing", "utf-8")
    reclaim("ingest", clean, sent, words, "--workspace", workspace)
    out = reclaim("status", "--workspace", workspace).out
    assert "2 files, " in out
    assert "         1  remittances (835)\n         1  claims (837)\n" in out
    assert "1 claim as sent, services of 2025-12-20 to 2025-12-21\n" in out
    assert "2 decisions on claims, in 1 remittance, paid from 2026-01-05 to 2026-01-05\n" in out
    assert "words.835: the file is not X12  [X12-NOT-X12]  given " in out
    assert out.endswith("Not audited yet: 2 new files.\nNext: reclaim audit\n")


def test_after_an_audit_only_what_came_later_is_new(
    workspace: Path, clean: Path, sent: Path, reclaim: Reclaim
) -> None:
    reclaim("ingest", clean, "--workspace", workspace)
    store = reopened(workspace)
    with record_audit(store, as_of=dt.date(2026, 2, 1), files=1, claims=2):
        pass
    out = reclaim("status", "--workspace", workspace).out
    assert out.endswith("Last audit as of 2026-02-01: 2 claims judged.\nNew since then: 0 files.\n")
    reclaim("ingest", sent, "--workspace", workspace)
    assert (
        "New since then: 1 file.\nNext: reclaim audit\n"
        in reclaim("status", "--workspace", workspace).out
    )


def test_programs_get_one_object(workspace: Path, clean: Path, reclaim: Reclaim) -> None:
    reclaim("ingest", clean, "--workspace", workspace)
    found = json.loads(reclaim("status", "--json", "--workspace", workspace).out)
    assert (found["files"], found["files_by_set"], found["new_files"]) == (1, {"835": 1}, 1)
    assert found["payments"] == ["2026-01-05", "2026-01-05"]
    assert found["last_audit"] is None


def test_a_bad_file_that_was_mended_is_listed_no_more(
    workspace: Path, clean: Path, reclaim: Reclaim
) -> None:
    good = clean.read_text("utf-8")
    clean.write_text("nothing", "utf-8")
    reclaim("ingest", clean, "--workspace", workspace)
    clean.write_text(good, "utf-8")
    reclaim("ingest", clean, "--workspace", workspace)
    assert "Set aside" not in reclaim("status", "--workspace", workspace).out


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 KB"), (2_340_000, "2.3 MB")],
)
def test_sizes_are_told_in_units(number: int, words: str) -> None:
    assert size(number) == words
