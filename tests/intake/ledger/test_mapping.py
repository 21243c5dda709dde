"""A mapping says what it cannot mean, by line and field, and comes back as it was written."""

from pathlib import Path

import pytest

from reclaim.errors import ReclaimError
from reclaim.intake.ledger.mapping import Mapping, fits, read_mapping, write_mapping
from reclaim.x12.generate.ledger_mapping import mapping_yaml

CATEGORIES = frozenset(("contractual", "bad_debt", "denial/timely_filing"))
GIVEN = """\
system: clinic
columns:
  account: Acct
  posted_date: Posted
  local_code: Code
  amount: Amount
signs: by_kind
codes:
  "007": {kind: write_off, category: contractual}
  NO: statement
"""


def read(tmp_path: Path, text: str) -> Mapping:
    path = tmp_path / "clinic.ledger.yaml"
    path.write_text(text, "utf-8")
    return read_mapping(path, CATEGORIES)


def refused(tmp_path: Path, text: str) -> str:
    with pytest.raises(ReclaimError) as stop:
        read(tmp_path, text)
    return str(stop.value).splitlines()[0]


def test_codes_stay_text(tmp_path: Path) -> None:
    codes = read(tmp_path, GIVEN).codes
    assert list(codes) == ["007", "NO"]
    assert (codes["007"].category, codes["NO"].kind) == ("contractual", "statement")


def test_what_is_written_is_read(tmp_path: Path) -> None:
    mapping = read(tmp_path, GIVEN)
    write_mapping(mapping, tmp_path / "again.ledger.yaml", ["a note"])
    assert read_mapping(tmp_path / "again.ledger.yaml", CATEGORIES) == mapping


def test_the_made_up_practice_has_one(tmp_path: Path) -> None:
    path = tmp_path / "practice.ledger.yaml"
    path.write_text(mapping_yaml(), "utf-8")
    assert read_mapping(path, _Any()).signs == "by_kind"


class _Any(frozenset[str]):
    def __contains__(self, category: object) -> bool:
        return True


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("signs: by_kind\n", "", "signs: Field required"),
        ("Amount", "", "no column holds the amount"),
        ("account: Acct", "acount: Acct", "clinic.ledger.yaml:2: columns: acount is no field"),
        ("kind: write_off", "kind: writeoff", "clinic.ledger.yaml:9: codes.007.kind: Input should"),
        ("contractual", "contract", "clinic.ledger.yaml:9: codes.007.category: contract is no cat"),
        ("write_off, cat", "payment, cat", "codes.007: a payment has no category"),
        ("NO: statement", '"007": statement', "clinic.ledger.yaml:10: 007 is given twice"),
        ("  account: Acct\n", "", "no column holds the account or the patient_control_number"),
        ("signs: by_kind", "signs: debit_credit", "no column holds the debit"),
        ("codes:", "codes: [", "clinic.ledger.yaml:"),
    ],
)
def test_what_it_cannot_mean_is_said(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in refused(tmp_path, GIVEN.replace(old, new))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReclaimError, match="there is no such file"):
        read_mapping(tmp_path / "none.ledger.yaml", CATEGORIES)


def test_it_fits_a_file_that_has_its_headers(tmp_path: Path) -> None:
    mapping = read(tmp_path, GIVEN)
    assert fits(mapping, ["ACCT ", "posted", "Code", "Amount", "more"])
    assert not fits(mapping, ["Acct", "Posted", "Code"])
