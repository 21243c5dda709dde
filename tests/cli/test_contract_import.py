"""`reclaim contract import` makes rate tables, and says what it could not read."""

import json
from pathlib import Path

import pytest

from reclaim.intake.rates.read import read_rate_table
from tests.cli.conftest import Reclaim
from tests.intake.rates.imports.cms import ANES, GPCI_2025, GPCI_2026, written

FEES = """\
Harbor Mutual Fee Schedule,,
CPT,Description,2026 Fee
99213,,"$91.63"
99214,,#N/A
,,
Total,,91.63
"""
NPI = "2000000010"
IN_NETWORK = {
    "reporting_entity_name": "Harbor Mutual",
    "reporting_entity_type": "health insurance issuer",
    "last_updated_on": "2026-08-01",
    "version": "1.0.0",
    "provider_references": [
        {
            "provider_group_id": 1,
            "provider_groups": [{"npi": [int(NPI)], "tin": {"type": "ein", "value": "12-3456789"}}],
        }
    ],
    "in_network": [
        {
            "negotiation_arrangement": "ffs",
            "name": "visit",
            "billing_code_type": "CPT",
            "billing_code_type_version": "2026",
            "billing_code": code,
            "description": "visit",
            "negotiated_rates": [
                {
                    "provider_references": [1],
                    "negotiated_prices": [
                        {
                            "negotiated_type": "negotiated",
                            "negotiated_rate": rate,
                            "expiration_date": "9999-12-31",
                            "service_code": ["11"],
                            "billing_class": "professional",
                        }
                    ],
                }
            ],
        }
        for code, rate in (("99213", 91.63), ("71046", 30.0))
    ],
}


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    (tmp_path / "practice").mkdir()
    (tmp_path / "practice" / "payers.yaml").write_text("- {payer: harbor, ids: [HARBR]}\n")
    return tmp_path / "practice"


@pytest.fixture
def fees(tmp_path: Path) -> Path:
    path = tmp_path / "harbor-fees.csv"
    path.write_text(FEES)
    return path


def test_a_fee_schedule_becomes_a_table_and_its_cells_are_named(
    practice: Path, fees: Path, reclaim: Reclaim
) -> None:
    said = reclaim("contract", "import", "spreadsheet", fees, "--practice", practice)
    assert said.code == 0
    table = practice / "contracts" / "rates" / "harbor-fees.csv"
    assert read_rate_table("rates", table)["rate_micros"].to_list() == [91_630_000]
    assert f"{table}: 1 rate of harbor-fees.csv\n" in said.out
    assert "harbor-fees.csv:4 C: '#N/A' is no amount" in said.out
    assert "left aside: totals: 1" in said.out


def test_its_mapping_is_kept_and_used_again(practice: Path, fees: Path, reclaim: Reclaim) -> None:
    first = reclaim(
        "contract", "import", "spreadsheet", fees, "--name", "harbor", "--practice", practice
    )
    kept = practice / "contracts" / "rates" / "harbor.mapping.yaml"
    assert f"{kept}: proposed by the headers" in first.out
    kept.write_text(kept.read_text().replace("holds: nothing", "holds: status"))
    again = reclaim(
        "contract", "import", "spreadsheet", fees, "--name", "harbor", "--practice", practice,
        "--force",
    )  # fmt: skip
    assert f"{kept}: columns as before" in again.out
    assert "Description                      status" in again.out


def test_a_table_that_is_there_stays_unless_forced(
    practice: Path, fees: Path, reclaim: Reclaim
) -> None:
    table = practice / "contracts" / "rates" / "harbor-fees.csv"
    table.parent.mkdir(parents=True)
    table.write_text("code,rate\n99213,1\n")
    said = reclaim("contract", "import", "spreadsheet", fees, "--practice", practice)
    assert (said.code, "OUT-EXISTS" in said.err) == (2, True)
    assert table.read_text() == "code,rate\n99213,1\n"
    assert (
        reclaim("contract", "import", "spreadsheet", fees, "--practice", practice, "--force").code
        == 0
    )
    assert "91.63" in table.read_text()


@pytest.mark.parametrize(("codes", "kept"), [([], 2), (["--codes", "99202-99215"], 1)])
def test_an_in_network_file_is_filtered_by_provider_and_code(
    tmp_path: Path, practice: Path, reclaim: Reclaim, codes: list[str], kept: int
) -> None:
    path = tmp_path / "network.json"
    path.write_text(json.dumps(IN_NETWORK))
    said = reclaim(
        "contract", "import", "in-network", path, "--npi", NPI, *codes, "--from", "2026-01-01",
        "--practice", practice,
    )  # fmt: skip
    assert said.code == 0
    (table,) = (practice / "contracts" / "rates").glob("*.csv")
    assert read_rate_table("rates", table).height == kept
    assert (practice / "contracts" / "rates" / "network.terms.yaml").is_file()
    assert "proposed terms" in said.out


def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, practice: Path, reclaim: Reclaim
) -> None:
    said = reclaim(
        "contract", "import", "in-network", tmp_path / "none.json", "--practice", practice
    )
    assert (said.code, "RATE-FILE" in said.err) == (1, True)


def test_without_a_practice_there_is_nowhere_to_write(
    fees: Path, reclaim: Reclaim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(fees.parent)
    said = reclaim("contract", "import", "spreadsheet", fees)
    assert (said.code, "CONTRACT-MISSING" in said.err) == (2, True)


def test_releases_of_cms_become_one_table_that_a_contract_can_name(
    tmp_path: Path, practice: Path, reclaim: Reclaim
) -> None:
    files = [
        written(tmp_path, "GPCI2025.csv", GPCI_2025),
        written(tmp_path, "GPCI2026.csv", GPCI_2026),
    ]
    said = reclaim(
        "contract", "import", "cms-gpci", *files, "--name", "gpci", "--practice", practice
    )
    assert said.code == 0
    table = read_rate_table("indices", practice / "contracts" / "rates" / "gpci.csv")
    assert table.height == 4
    assert "4 rows, from 2025-01-01 to 2026-12-31" in said.out
    assert "indices: rates/gpci.csv" in said.out


def test_factors_of_anesthesia_hold_from_the_day_that_is_told(
    tmp_path: Path, practice: Path, reclaim: Reclaim
) -> None:
    file = written(tmp_path, "ANES2025.csv", ANES)
    said = reclaim(
        "contract", "import", "cms-anesthesia", file, "--from", "2025-01-01",
        "--practice", practice,
    )  # fmt: skip
    assert "from 2025-01-01 to 2025-12-31" in said.out
    assert "ANES2025: {kind: anesthesia, file: rates/ANES2025.csv}" in said.out


def test_a_file_that_is_none_of_cms_is_named(practice: Path, reclaim: Reclaim, fees: Path) -> None:
    said = reclaim("contract", "import", "cms-physician", fees, "--practice", practice)
    assert (said.code, "RATE-FILE" in said.err) == (1, True)
    assert not (practice / "contracts").exists()
