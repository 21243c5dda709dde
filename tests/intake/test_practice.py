"""What a practice keeps is read as declared, and what is wrong is named by file, line and field."""

import datetime as dt
from pathlib import Path

import pytest

from reclaim.errors import ReclaimError
from reclaim.intake.practice import Practice, practice_facts
from reclaim.x12.generate.paperwork import reference_files

VARIANCES = (
    "patient_control_number,line_number,contract,code,expected,allowed,marked,because,on,by\n"
)


def practice(folder: Path, path: str, text: str | bytes) -> Practice:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return practice_facts(folder)


def test_without_a_folder_nothing_is_known() -> None:
    assert practice_facts(None) == Practice()


def test_a_file_that_is_not_kept_is_unknown_and_not_empty(tmp_path: Path) -> None:
    found = practice(tmp_path, "documents.csv", "patient_control_number,document,date\n")
    assert found.documents is not None
    assert found.documents.is_empty()
    assert found.enrolments is None


def test_rows_know_their_line(tmp_path: Path) -> None:
    text = (
        "\ufeffnpi, payer ,enrolled_from\r\n"
        "2000000010,harbor,2024-01-01\r\n\r\n 2000000028 ,harbor,2025-07-01\r\n"
    )
    found = practice(tmp_path, "roster/enrolments.csv", text).enrolments
    assert found is not None
    assert found.rows() == [
        (2, "2000000010", "harbor", dt.date(2024, 1, 1), None),
        (4, "2000000028", "harbor", dt.date(2025, 7, 1), None),
    ]


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    text = "units,mai,procedure_code\n4,3,97110\n"
    found = practice(tmp_path, "reference/unit_limits.csv", text).unit_limits
    assert found is not None
    assert found.rows() == [(2, "97110", 4, "3", None, None)]


def test_what_the_generator_writes_can_be_read(tmp_path: Path) -> None:
    for name, content in reference_files().items():
        practice(tmp_path, name, content)
    found = practice_facts(tmp_path)
    assert found.enrolments is not None
    assert found.enrolments.height > 0
    assert found.code_pairs is not None
    assert set(found.code_pairs["modifier_allowed"]) <= {"0", "1"}


AUTHORIZATIONS = "patient_control_number,authorization_number,procedure_code,valid_from,valid_to\n"


@pytest.mark.parametrize(
    ("path", "text", "where", "what"),
    [
        ("documents.csv", "", ":1", "the file is empty"),
        ("documents.csv", "patient_control_number,date\n", ":1", "document is missing"),
        ("documents.csv", "patient_control_number,document,dated\n", ":1", "unknown column dated"),
        ("documents.csv", "document,patient_control_number, document\n", ":1", "given twice"),
        ("documents.csv", "patient_control_number,document\nA1,\n", ":2", "document is empty"),
        ("documents.csv", "patient_control_number,document\nA1,abn,x\n", ":2", "3 fields for 2"),
        ("documents.csv", b"patient_control_number,document\n\xff,abn\n", ":2", "not in UTF-8"),
        ("roster/authorizations.csv", AUTHORIZATIONS + "A1,9,,1/2/2025,\n", ":2", "valid_from"),
        (
            "roster/authorizations.csv",
            AUTHORIZATIONS + "A1,9,,,\nA2,9,,2025-02-01,2025-01-31\n",
            ":3",
            "valid_to is before valid_from",
        ),
        (
            "reference/code_pairs.csv",
            "column_1,column_2,modifier_allowed\n29827,29826,2\n",
            ":2",
            "modifier_allowed is not one",
        ),
        (
            "reference/unit_limits.csv",
            "procedure_code,units,mai\n97110,-1,2\n",
            ":2",
            "units cannot be read",
        ),
        (
            "contracts/variances.csv",
            VARIANCES + "A1,1,harbor-1,99213,108.123,100,invalid,why,2026-05-01,\n",
            ":2",
            "expected cannot be read",
        ),
        (
            "contracts/variances.csv",
            VARIANCES + "A1,1,harbor-1,99213,108.12,-1,invalid,why,2026-05-01,\n",
            ":2",
            "allowed cannot be read",
        ),
        (
            "contracts/variances.csv",
            VARIANCES + "A1,1,harbor-1,99213,108.12,100,perhaps,why,2026-05-01,\n",
            ":2",
            "marked is not one",
        ),
        (
            "contracts/variances.csv",
            VARIANCES + "A1,1,harbor-1,99213,108.12,100,invalid,,2026-05-01,\n",
            ":2",
            "because is empty",
        ),
    ],
)
def test_what_is_wrong_is_named(
    tmp_path: Path, path: str, text: str | bytes, where: str, what: str
) -> None:
    with pytest.raises(ReclaimError) as caught:
        practice(tmp_path, path, text)
    assert caught.value.code == "PRACTICE-FILE"
    assert caught.value.where == f"{path}{where}"
    assert what in caught.value.what


def test_no_error_shows_what_a_field_holds(tmp_path: Path) -> None:
    with pytest.raises(ReclaimError) as caught:
        practice(tmp_path, "roster/authorizations.csv", AUTHORIZATIONS + "A1,9,,SMITH,\n")
    assert "SMITH" not in str(caught.value)


def test_amounts_are_kept_in_cents_however_they_are_written(tmp_path: Path) -> None:
    amounts = ["0,0.0", "7,1250.5", "108.12,99999999.99"]
    rows = [f"A{number},,c,,{both},invalid,why,2026-05-01," for number, both in enumerate(amounts)]
    found = practice(tmp_path, "contracts/variances.csv", VARIANCES + "\n".join(rows)).variances
    assert found is not None
    assert found.select("expected", "allowed").rows() == [
        (0, 0),
        (700, 125_050),
        (10_812, 9_999_999_999),
    ]
    assert found.select("line_number", "code", "by").rows() == [(None, None, None)] * 3
