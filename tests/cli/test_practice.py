"""What a command knows of a practice: its contracts join its payer map and its roster."""

import datetime as dt
from pathlib import Path

from reclaim.cli.practice import fingerprint, known

CONTRACT = """
contract: harbor-1
payer: {key: harbor, ids: [HARBR]}
network: in
terms: [{id: all, clause: "1", price: {method: percent_of_charges, percent: 50}}]
clocks: [{question: appeal, length: 90, counts_from: payment_date, clause: "7"}]
credentialing: [{npi: "2000000028", effective_from: 2026-02-15}]
"""


def practice(folder: Path, **files: str) -> Path:
    """A practice with these files; `__` in a name stands for a folder."""
    (folder / "payers.yaml").write_text("[]\n", "utf-8")
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_yaml", ".yaml").replace("_csv", ".csv")
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, "utf-8")
    return folder


def test_a_payer_is_known_from_its_contract_alone(tmp_path: Path) -> None:
    own = known(practice(tmp_path, contracts__harbor_yaml=CONTRACT))
    assert own.book.payers.key_of("HARBR", None) == "harbor"
    [entry] = own.book.payers.entries
    assert [(clock.question, clock.length, clock.cite) for clock in entry.clocks] == [
        ("appeal", 90, "contract harbor-1, clause 7")
    ]


def test_credentials_of_a_contract_join_the_roster(tmp_path: Path) -> None:
    roster = "npi,payer,enrolled_from,enrolled_to\n2000000010,harbor,2020-01-01,\n"
    folder = practice(tmp_path, contracts__harbor_yaml=CONTRACT, roster__enrolments_csv=roster)
    enrolments = known(folder).practice.enrolments
    assert enrolments is not None
    columns = ("row", "npi", "payer", "enrolled_from")
    assert enrolments.select(columns).rows() == [
        (2, "2000000010", "harbor", dt.date(2020, 1, 1)),
        (None, "2000000028", "harbor", dt.date(2026, 2, 15)),
    ]


def test_without_contracts_a_practice_without_a_roster_has_none(tmp_path: Path) -> None:
    own = known(practice(tmp_path))
    assert own.practice.enrolments is None
    assert not own.contracts


def test_every_byte_of_a_contract_or_its_tables_changes_the_fingerprint(tmp_path: Path) -> None:
    folder = practice(tmp_path, contracts__harbor_yaml=CONTRACT)
    before = fingerprint(folder)
    (folder / "contracts" / "rates.csv").write_text("code,rate\n99213,1.00\n", "utf-8")
    between = fingerprint(folder)
    (folder / "contracts" / "rates.csv").write_text("code,rate\n99213,1.01\n", "utf-8")
    assert len({before, between, fingerprint(folder)}) == 3
