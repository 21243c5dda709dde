"""What columns hold is guessed from their headers, kept beside the contract, and checked."""

from pathlib import Path

import pytest

from reclaim.errors import ReclaimError
from reclaim.intake.rates.imports.guess import guess_mapping
from reclaim.intake.rates.imports.mapping import (
    Mapping,
    mapping_path,
    read_mapping,
    write_mapping,
)
from reclaim.intake.rates.imports.sheet import Sheet

TWO = "{header: CPT, holds: code}, {header: A, holds: rate}"

GUESSED = """\
# doubtful: '2025 Fee' is left aside for '2026 Fee'
columns:
- header: Procedure Code
  holds: code
- header: 2025 Fee
  holds: nothing
- header: 2026 Fee
  holds: rate
"""


def sheet(*headers: str) -> Sheet:
    return Sheet("Fees", ((1, dict(enumerate(headers))),))


@pytest.mark.parametrize(
    ("header", "holds"),
    [
        ("CPT", "code"),
        ("CPT/HCPCS", "code"),
        ("Procedure Code", "code"),
        ("Proc Cd", "code"),
        ("MS-DRG", "code"),
        ("MOD", "modifier"),
        ("Modifier", "modifier"),
        ("Procedure Description", "nothing"),
        ("Short Desc", "nothing"),
        ("Fee", "rate"),
        ("Allowed Amt", "rate"),
        ("2026 Rate", "rate"),
        ("Max Allowable", "rate"),
        ("Eff Date", "effective_from"),
        ("Effective Date", "effective_from"),
        ("Start Date", "effective_from"),
        ("End Date", "effective_to"),
        ("Term Date", "effective_to"),
        ("POS", "place_of_service"),
        ("Place of Service", "place_of_service"),
        ("Code Type", "code_type"),
        ("Billed Charges", "nothing"),
        ("% of Charges", "percent"),
        ("% of Medicare", "percent_of_something_else"),
        ("NPI", "provider"),
        ("Work RVU", "nothing"),
    ],
)
def test_a_header_says_what_its_column_holds(header: str, holds: str) -> None:
    others = [other for other in ("Code", "Price") if holds not in {"code", "rate"}]
    beside = {"code": ["Price"], "rate": ["Code"]}.get(holds, others)
    mapping = guess_mapping(sheet(header, *beside))
    assert mapping.columns[0].holds == holds


@pytest.mark.parametrize(
    ("header", "setting", "modifier"),
    [
        ("Fee", None, None),
        ("Non-Fac Fee", "nonfacility", None),
        ("NonFacility Rate", "nonfacility", None),
        ("Non Facility Allowed", "nonfacility", None),
        ("Facility Fee", "facility", None),
        ("Fac Price", "facility", None),
        ("Professional Fee", None, "26"),
        ("TC Fee", None, "TC"),
        ("Non-Fac TC Fee", "nonfacility", "TC"),
    ],
)
def test_a_column_of_amounts_says_what_they_are_for(
    header: str, setting: str | None, modifier: str | None
) -> None:
    column = guess_mapping(sheet("CPT", header)).columns[1]
    assert (column.holds, column.setting, column.modifier) == ("rate", setting, modifier)


def test_a_proposal_is_written_and_read_back(tmp_path: Path) -> None:
    path = mapping_path(tmp_path / "harbor-2026.yaml")
    assert path.name == "harbor-2026.mapping.yaml"
    mapping = guess_mapping(sheet("Procedure Code", "2025 Fee", "2026 Fee"))
    write_mapping(mapping, path)
    assert path.read_text() == GUESSED
    assert read_mapping(path) == mapping.model_copy(update={"doubts": ()})


def test_a_sheet_without_a_header_is_a_stop() -> None:
    with pytest.raises(ReclaimError, match="no row looks like the header") as caught:
        guess_mapping(sheet("Harbor", "2026"))
    assert caught.value.code == "RATE-FILE"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("columns: [{header: CPT, holds: code}]", "no column holds a rate"),
        ("columns: [{header: Fee, holds: rate}]", "one column, and no more, holds the code"),
        ("columns: [{header: CPT, holds: codes}]", "columns.0.holds"),
        ("columns: []", "columns"),
        ("columns: [", "harbor.mapping.yaml:1"),
        ("[]", "the mapping"),
        (f"columns: [{TWO}, {{header: B, holds: rate}}]", "two columns hold rates for the same"),
        (
            f"columns: [{TWO}, {{header: B, holds: taxonomy}}, {{header: C, holds: taxonomy}}]",
            "two columns hold taxonomy",
        ),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_a_stop(content: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "harbor.mapping.yaml"
    path.write_text(content)
    with pytest.raises(ReclaimError, match=said):
        read_mapping(path)


def test_a_mapping_that_is_missing_is_a_stop(tmp_path: Path) -> None:
    with pytest.raises(ReclaimError, match="no such file"):
        read_mapping(tmp_path / "harbor.mapping.yaml")


def test_numbers_for_headers_are_text() -> None:
    columns = [{"header": 26, "holds": "rate"}, {"header": "CPT", "holds": "code"}]
    assert Mapping.model_validate({"columns": columns}).columns[0].header == "26"
