"""What is said twice agrees: reference pages, problem codes, targets and links."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import reference

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
ERRORS = {"ReclaimError", "UsageError"}
PARTS_OF_A_PROBLEM = {"severity", "title", "meaning", "consequence", "next", "example"}


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def code_of(page: Path) -> str:
    """What a page shows as code: its fences and its quoted words."""
    text = page.read_text("utf-8")
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))


def raised_codes() -> Iterator[tuple[str, str]]:
    """The code of each error that the package raises, with its place."""
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(code)), *_]):
                    if name in ERRORS:
                        yield code, f"{path.relative_to(ROOT)}:{node.lineno}"


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_reference_page_says_what_its_source_says(name: str) -> None:
    page = reference.FOLDER / name
    assert page.read_text("utf-8") == reference.PAGES[name](), "run `make docs`"


def test_no_reference_page_is_left_over() -> None:
    assert {page.name for page in reference.FOLDER.iterdir()} == set(reference.PAGES)


def test_every_problem_says_all_a_reader_needs() -> None:
    for code, entry in reference.problem_codes().items():
        assert set(entry) == PARTS_OF_A_PROBLEM, code
        assert entry["severity"] in {"error", "warning", "note"}, code
        assert all(entry[part] for part in PARTS_OF_A_PROBLEM - {"example"}), code


def test_every_rule_is_on_its_page_with_its_source() -> None:
    page = reference.rules_page()
    for rule in reference.rules():
        assert f"## {rule['id']}\n" in page
        assert all(value["cite"] for value in rule.get("values", [rule])), rule["id"]


def test_every_error_that_is_raised_is_explained() -> None:
    raised = set(raised_codes())
    known = reference.stop_codes()
    assert [f"{place} {code}" for code, place in sorted(raised) if code not in known] == []
    assert set(known) == {code for code, _ in raised}, "a stop that nobody raises any more"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_make_targets_that_pages_show_exist(page: Path) -> None:
    made = set(re.findall(r"(?:^|`|\$ )make ([a-z]+)", code_of(page), re.MULTILINE))
    assert made - targets() == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []
