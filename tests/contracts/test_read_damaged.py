"""Damaged contract files: each is read or refused with its place, and nothing falls over."""

from pathlib import Path

import pytest

from reclaim.contracts.read import read_contracts
from reclaim.errors import ReclaimError
from reclaim.x12.generate.seeded import Random, seeded
from tests.contracts.test_read import GOOD, folder, stop

FULL = f"""{GOOD}effective_from: 2026-01-01
tolerance: {{dollars: 0.05}}
policies:
  multiple_procedures: [{{clause: B 1, modifier: "51", percents: [100, 50]}}]
escalators: [{{effective_from: 2026-06-01, percent: 103, clause: D}}]
examples:
  - name: a visit
    service_date: 2026-03-01
    lines: [{{code: 99213, charge: 200, expect: 108.12}}]
"""
PIECES = (
    "\t", "\ufeff", "\r\n", "\r", "\0", "\x85", "\u2028", "&a ", "*a ", "&a [*a]", "<<: 5\n",
    "!!python/object:os.system ", "!!binary ", "!!set ", "!!timestamp ", "!!int ", "!!float ",
    "!!bool ", "!!null ", "? ", "? [a]\n: b\n", "---\n", "%YAML 9.9\n", "|\n", "{", "}", "[", "]",
    '"', "'", "#", ": ", "- ", ".nan", ".inf", "1e999", "2026-13-45", "12:30", "null", "-1",
    "9" * 5000, "☃", "x" * 3000,
)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_contract_is_read_or_refused_with_its_place(tmp_path: Path, seed: int) -> None:
    contracts = folder(tmp_path)
    rng = seeded(seed)
    for _ in range(25):
        damaged = _damaged(rng, FULL).encode()
        if rng.random() < 0.2:
            damaged = damaged.replace(b"a visit", bytes([rng.randrange(256)]))
        (contracts / "c.yaml").write_bytes(damaged)
        told = _outcome(contracts)
        assert told == "read" or told.startswith("CONTRACT-FILE contracts/c.yaml:")


def _outcome(contracts: Path) -> str:
    try:
        book = read_contracts(contracts)
    except ReclaimError as error:
        return f"{error.code} {error}"
    return "read" if book.contracts else "nothing"


def _damaged(rng: Random, text: str) -> str:
    """The text with a piece put in, or a stretch or a line taken out."""
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(text))
        gone = rng.choice((0, 0, rng.randint(1, 40)))
        text = text[:at] + (rng.choice(PIECES) if not gone else "") + text[at + gone :]
    return text


@pytest.mark.parametrize(
    "content",
    [FULL.encode("utf-8-sig"), FULL.replace("\n", "\r\n").encode(), FULL.encode("utf-16")],
    ids=["mark", "line breaks of Windows", "two bytes a character"],
)
def test_a_contract_of_another_system_is_read_as_it_stands(tmp_path: Path, content: bytes) -> None:
    contracts = folder(tmp_path)
    (contracts / "c.yaml").write_bytes(content)
    if content.startswith(b"\xff\xfe"):
        assert "c.yaml:1: the file is not YAML in UTF-8" in str(_refused(contracts))
    else:
        (contract,) = read_contracts(contracts).contracts
        assert [term.id for term in contract.terms] == ["visits", "rest"]


def _refused(contracts: Path) -> ReclaimError:
    with pytest.raises(ReclaimError) as raised:
        read_contracts(contracts)
    return raised.value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 1000, ":1: the file is nested too deeply"),
        ("{a: " * 1000, ":1: the file is nested too deeply"),
        ("&a [*a]", ":1: must be a mapping of fields"),
        (GOOD.replace("terms:", "terms: &a [*a]\nother:"), ":6: terms.1: must be a mapping"),
        ("? {a: b}\n: c", ":1"),
        ("a: {? [b] : c}", ":1"),
        (GOOD.replace("network: in", "network: !!timestamp in"), ":3: a value cannot be read as"),
        (GOOD.replace("percent: 45", "percent: !!int x"), ":8: a value cannot be read as int"),
        (GOOD.replace("percent: 45", f"percent: {'9' * 5000}"), ":8: a value cannot be read as"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", ":1: a: is not known here"),
    ],
)
def test_yaml_of_bad_faith_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    assert f"contracts/c.yaml{said}" in stop(folder(tmp_path, c=text))


def test_one_value_named_in_many_places_is_looked_at_once(tmp_path: Path) -> None:
    laughs = "\n".join(f"x{n + 1}: &x{n + 1} [{', '.join([f'*x{n}'] * 9)}]" for n in range(30))
    assert "contracts/c.yaml:1: x0: " in stop(folder(tmp_path, c=f"x0: &x0 [012]\n{laughs}"))
