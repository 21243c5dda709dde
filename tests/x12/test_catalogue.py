"""The catalogue and the code agree: what can be reported is explained, and nothing else is."""

import re
from pathlib import Path

import pytest

from reclaim.x12.catalogue import SEVERITIES, catalogue, parse_catalogue, severity

SOURCE = Path(__file__).resolve().parents[2] / "src" / "reclaim"
CODE = re.compile(r'"((?:FILE|X12|X835|X837)-[A-Z0-9-]+)"')
ENTRY = """
X12-{name}:
  severity: {severity}
  title: it is wrong
  meaning: what it is
  consequence: what follows
  next: what to do
  example: ""
"""


def source() -> str:
    """All code that may report a problem; the generator only says which it provokes."""
    files = (path for path in SOURCE.rglob("*.py") if "generate" not in path.parts)
    return "\n".join(path.read_text("utf-8") for path in files)


def test_every_code_in_the_source_is_explained() -> None:
    assert set(CODE.findall(source())) - set(catalogue()) == set()


def test_every_code_that_is_explained_is_in_the_source() -> None:
    text = source()
    assert [code for code in catalogue() if f'"{code}"' not in text] == []


@pytest.mark.parametrize("kind", catalogue().values(), ids=lambda kind: str(kind.code))
def test_every_entry_can_be_shown(kind: object) -> None:
    entry = catalogue()[getattr(kind, "code")]  # noqa: B009  pytest gives an object
    assert entry.severity in SEVERITIES
    assert entry.title.format(file="f", claim="c", element="e")
    assert entry.next.format(file="f", claim="c", element="e")
    assert not entry.title.endswith(".")
    assert entry.meaning.endswith(".")
    assert entry.consequence.endswith(".")


def test_severity_is_the_one_of_the_catalogue() -> None:
    assert severity("X835-BALANCE-CLAIM") == "error"
    assert severity("X835-PATIENT-SHARE") == "note"


def test_a_code_given_twice_is_refused() -> None:
    twice = ENTRY.format(name="ODD", severity="note") * 2
    with pytest.raises(ValueError, match="given twice: X12-ODD"):
        parse_catalogue(twice)


def test_a_severity_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="X12-ODD has severity 'fatal'"):
        parse_catalogue(ENTRY.format(name="ODD", severity="fatal"))
