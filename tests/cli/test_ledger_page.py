"""The page about ledgers shows a mapping that can be read, and a sum that comes out."""

import re
from pathlib import Path

from reclaim.codes import write_off_categories
from reclaim.intake.ledger.mapping import FIELDS, read_mapping

PAGE = Path(__file__).resolve().parents[2] / "docs" / "ledger.md"


def test_the_mapping_that_it_shows_can_be_read(tmp_path: Path) -> None:
    shown = re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    path = tmp_path / "clinic.ledger.yaml"
    path.write_text(shown[0], "utf-8")
    mapping = read_mapping(path, frozenset(write_off_categories()["category"]))
    assert mapping.codes["TFL"].category == "denial/timely_filing"


def test_it_names_every_field_of_a_column() -> None:
    row = next(line for line in PAGE.read_text("utf-8").splitlines() if "| `columns` |" in line)
    assert row.split("|")[2].strip() == ", ".join(FIELDS)
