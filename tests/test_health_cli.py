"""Every command says what it does, and pages show only commands that exist."""

import re
from pathlib import Path
from typing import Any

import pytest

from tools import reference

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
PROBLEMS = ROOT / "src" / "reclaim" / "data" / "problems.yaml"


def commands() -> dict[str, Any]:
    return dict(reference.cli().commands)


def commands_shown(page: Path) -> set[str]:
    """The commands that a page shows as code, in a fence or in quotes."""
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", page.read_text("utf-8"), re.DOTALL))
    return set(re.findall(r"(?:^|`|\$ )reclaim ([a-z]+)", code, re.MULTILINE))


def test_every_command_says_what_it_does() -> None:
    assert commands()
    assert [name for name, command in commands().items() if not command.help] == []


def test_every_option_says_what_it_does() -> None:
    silent = [
        f"{name} {option.name}"
        for name, command in commands().items()
        for option in command.params
        if not option.help
    ]
    assert silent == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_that_pages_show_exist(page: Path) -> None:
    assert commands_shown(page) - set(commands()) == set()


def test_commands_that_problems_recommend_exist() -> None:
    shown = set(re.findall(r"reclaim ([a-z]+) ", PROBLEMS.read_text("utf-8")))
    assert shown - set(commands()) == set()
