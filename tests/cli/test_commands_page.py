"""The page on how commands answer shows what they do answer."""

import re
from pathlib import Path

import pytest

from reclaim.cli import entry
from reclaim.errors import ReclaimError, UsageError
from tests.cli.conftest import Reclaim
from tests.texts import remit

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "commands.md").read_text("utf-8")
FENCES = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with the remittance that the page speaks of, as the one to be in."""
    (tmp_path / "remit-0412.835").write_text(remit(timely="70"), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_the_problem_on_the_page_is_the_one_that_check_reports(reclaim: Reclaim) -> None:
    assert reclaim("check", "remit-0412.835").out.startswith(FENCES[0] + "\n")


@pytest.mark.usefixtures("folder")
def test_the_stop_on_the_page_is_the_one_that_show_makes(reclaim: Reclaim) -> None:
    said = reclaim("show", "remit-0412.835", "--claim", "NONE")
    assert (said.err, said.out) == (FENCES[1], "")


def test_every_exit_code_is_on_the_page() -> None:
    listed = [int(code) for code in re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)]
    ours = {ReclaimError.exit_code, UsageError.exit_code, entry.INTERNAL_ERROR}
    assert listed == sorted({0, 130, 129, 143} | ours)
