"""`reclaim init` makes a workspace, and takes nothing from a folder that is in use."""

from importlib.resources import files
from pathlib import Path

import polars as pl

from reclaim.engines.workspace.config import read_configuration
from reclaim.rules.payer_map import read_payer_map
from reclaim.schema import TABLES
from tests.cli.conftest import Reclaim

FOLDERS = (
    "rules/placement", "rules/signals", "roster", "reference", "contracts", "policies"
)  # fmt: skip


def test_it_makes_a_place_for_everything(tmp_path: Path, reclaim: Reclaim) -> None:
    said = reclaim("init", tmp_path / "clinic")
    assert (said.code, said.err) == (0, "")
    assert f"reclaim ingest PATH --workspace {tmp_path / 'clinic'}" in said.out
    for folder in FOLDERS:
        assert (tmp_path / "clinic" / folder / "README.md").read_text("utf-8").startswith("# ")
    configuration = read_configuration(tmp_path / "clinic" / "reclaim.yaml")
    assert (configuration.name, configuration.tables) == ("clinic", "tables")
    for name in TABLES:
        assert pl.scan_delta(str(tmp_path / "clinic/tables" / name)).collect().is_empty()


def test_the_payer_map_it_writes_is_empty_and_valid(tmp_path: Path, reclaim: Reclaim) -> None:
    reclaim("init", tmp_path / "clinic")
    assert read_payer_map(tmp_path / "clinic" / "payers.yaml").entries == ()


def test_the_example_in_the_payer_map_is_valid_once_its_marks_are_gone(tmp_path: Path) -> None:
    text = (files("reclaim.data") / "workspace" / "payers.yaml").read_text("utf-8")
    example = text[text.index("# - payer:") : text.index("[]")]
    file = tmp_path / "payers.yaml"
    file.write_text("\n".join(line[2:] for line in example.splitlines()), "utf-8")
    [entry] = read_payer_map(file).entries
    assert (entry.payer, entry.kind, len(entry.clocks), len(entry.treats)) == (
        "acme", "commercial", 1, 1
    )  # fmt: skip


def test_a_folder_in_use_keeps_its_files(tmp_path: Path, reclaim: Reclaim) -> None:
    (tmp_path / "payers.yaml").write_text("- payer: mine\n", "utf-8")
    assert reclaim("init", tmp_path).code == 0
    assert (tmp_path / "payers.yaml").read_text("utf-8") == "- payer: mine\n"


def test_a_workspace_is_not_made_again(tmp_path: Path, reclaim: Reclaim) -> None:
    reclaim("init", tmp_path)
    said = reclaim("init", tmp_path)
    assert said.code == 2
    assert "[WORKSPACE-EXISTS]" in said.err


def test_a_file_is_no_folder_to_make_it_in(tmp_path: Path, reclaim: Reclaim) -> None:
    (tmp_path / "clinic").write_text("", "utf-8")
    said = reclaim("init", tmp_path / "clinic")
    assert (said.code, "[OUT-NOT-A-FOLDER]" in said.err) == (2, True)


def test_a_name_with_marks_of_yaml_is_a_name(tmp_path: Path, reclaim: Reclaim) -> None:
    for name in ("2026", "river: clinic # 'x'", "{tables}"):
        assert reclaim("init", tmp_path / name).code == 0
        assert read_configuration(tmp_path / name / "reclaim.yaml").name == name


def test_the_tables_may_lie_elsewhere(tmp_path: Path, reclaim: Reclaim) -> None:
    said = reclaim("init", tmp_path / "clinic", "--tables", tmp_path / "big disk")
    assert said.code == 0
    assert (tmp_path / "big disk" / "files" / "_delta_log").is_dir()
    assert not (tmp_path / "clinic" / "tables").exists()
