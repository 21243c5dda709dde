"""Nothing is shipped that may not be: licensed wording, and the addresses of registries."""

import csv
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "src" / "reclaim" / "data"
LONGEST_LABEL = 60

# Runs of three and of five words from the official CARC, RARC and CPT texts: the first sixteen hex
# digits of each one's SHA-256, so that the check does not ship what it keeps out.
LICENSED = frozenset((ROOT / "tests/data/licensed_wording.sha256").read_text("ascii").split())
RUNS = (3, 5)

MADE_HERE = {".git", ".venv", ".bench-venv", "demo", "build", "dist", "__pycache__"}
LOCK_FILES = {"uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock", "package-lock.json"}
# In pieces, so that this file does not hold them itself.
REGISTRY = re.compile(
    "|".join(
        [
            r"pypi\." + "(org|io)",
            "python" + r"hosted\.org",
            "registry" + r"\.(npmjs|yarnpkg)",
            "conda" + r"\.anaconda",
            r"^\s*--(extra-)?index-url",
            r"^\s*--find-links",
        ]
    ),
    re.MULTILINE,
)


def shipped_files() -> Iterator[Path]:
    """Every file of the checkout that is not made by running it."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        made = any(part in MADE_HERE or part.endswith(("_cache", ".egg-info")) for part in parts)
        if path.is_file() and not made and ".hypothesis" not in parts:
            yield path


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="ignore")


def licensed_runs(text: str) -> list[str]:
    """The runs of words in a text that also stand in an official code list."""
    words = re.findall(r"[a-z0-9]+", text.lower().replace("'", ""))
    runs = {
        " ".join(words[start : start + size])
        for size in RUNS
        for start in range(len(words) - size + 1)
    }
    return sorted(run for run in runs if _digest(run) in LICENSED)


def labels(path: Path) -> Iterator[str]:
    """The labels that a data file gives to codes."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield from (text for name, text in row.items() if "label" in name and text)
    elif path.suffix in {".yaml", ".yml"}:
        yield from _yaml_labels(yaml.safe_load(text_of(path)))


def _yaml_labels(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (text for name, text in node.items() if name == "label")
        for child in node.values():
            yield from _yaml_labels(child)
    elif isinstance(node, list):
        for child in node:
            yield from _yaml_labels(child)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def test_no_licensed_wording_is_shipped() -> None:
    found = {
        str(path.relative_to(ROOT)): runs
        for path in shipped_files()
        if path.relative_to(ROOT).parts[0] not in {"tests", "requirements"}
        and (runs := licensed_runs(text_of(path)))
    }
    assert found == {}


def test_the_check_for_licensed_wording_can_fail() -> None:
    """Three words that begin hundreds of RARCs: too few to be a work, enough to see it bite."""
    assert licensed_runs("label: Missing/incomplete/" + "invalid something") == [
        "missing incomplete " + "invalid"
    ]


@pytest.mark.parametrize(
    "path", [*DATA.rglob("*.csv"), *DATA.rglob("*.y*ml")], ids=lambda path: path.name
)
def test_labels_are_short_and_so_our_own(path: Path) -> None:
    assert [label for label in labels(path) if len(label) > LONGEST_LABEL] == []


def test_no_file_records_where_packages_come_from() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in shipped_files()
        if path.name in LOCK_FILES or path.match("pylock*.toml") or REGISTRY.search(text_of(path))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line", ["--index-url x", "  --find-links y", "https://pypi" + ".org/simple"]
)
def test_the_check_for_registries_can_fail(line: str) -> None:
    assert REGISTRY.search(line)


def test_every_locked_version_has_its_hash() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        pins = re.findall(r"^[\w.-]+==[^\n]*", path.read_text("utf-8"), re.MULTILINE)
        assert pins
        assert all(pin.rstrip().endswith("\\") for pin in pins), path.name
