"""`reclaim contract calibrate` and `infer` read what an audit has found."""

from pathlib import Path

import pytest

from reclaim.cli.entry import run
from reclaim.contracts.read import read_contracts
from tests.cli.conftest import Reclaim


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice with contracts, and its audit."""
    folder = tmp_path_factory.mktemp("fit")
    practice, report = str(folder / "practice"), str(folder / "report")
    assert run(["generate", "--out", practice, "--claims", "300"]) == 0
    assert run(["audit", practice, "--out", report, "--as-of", "2026-05-10", "-q"]) == 0
    return folder


@pytest.fixture
def practice(made: Path, tmp_path: Path) -> Path:
    """A copy of what the practice keeps, to change."""
    (tmp_path / "contracts").mkdir()
    (tmp_path / "payers.yaml").write_text((made / "practice" / "payers.yaml").read_text())
    for file in (made / "practice" / "contracts").rglob("*"):
        copy = tmp_path / file.relative_to(made / "practice")
        if file.is_dir():
            copy.mkdir(exist_ok=True)
        else:
            copy.write_bytes(file.read_bytes())
    return tmp_path


def test_a_contract_that_is_right_leaves_the_underpayments(made: Path, reclaim: Reclaim) -> None:
    said = reclaim("contract", "calibrate", "harbor-1", "--report", made / "report")
    assert said.code == 0
    assert "compared with what the payer allowed" in said.out
    assert "To paste" not in said.out


def test_a_wrong_percentage_is_found_and_its_change_proposed(
    made: Path, practice: Path, reclaim: Reclaim
) -> None:
    file = practice / "contracts" / "harbor.yaml"
    assert "percent: 118" in file.read_text()
    file.write_text(file.read_text().replace("percent: 118", "percent: 140"))
    said = reclaim(
        "contract", "calibrate", "harbor-1", "--report", made / "report", "--practice", practice
    )
    assert "terms[services].price.percent: 140 -> 118" in said.out


def test_payments_before_the_day_are_left_aside(made: Path, reclaim: Reclaim) -> None:
    said = reclaim(
        "contract", "calibrate", "harbor-1", "--report", made / "report", "--since", "2030-01-01"
    )
    assert said.out.startswith("harbor-1: 0 lines compared")


def test_without_contracts_rates_are_inferred_and_written(
    made: Path, practice: Path, reclaim: Reclaim
) -> None:
    for file in practice.joinpath("contracts").glob("*.yaml"):
        file.unlink()
    given = ("--report", made / "report", "--payer", "tidewater", "--practice", practice, "--write")
    said = reclaim("contract", "infer", *given)
    assert said.code == 0
    assert said.out.startswith("tidewater: ")
    (contract,) = read_contracts(practice / "contracts").contracts
    assert (contract.inferred, contract.payer.key) == (True, "tidewater")
    again = reclaim("contract", "infer", *given, "--force")
    assert again.code == 0


def test_what_is_written_is_not_written_over(made: Path, practice: Path, reclaim: Reclaim) -> None:
    for file in practice.joinpath("contracts").glob("*.yaml"):
        file.unlink()
    (practice / "contracts" / "rates").mkdir(exist_ok=True)
    (practice / "contracts" / "rates" / "tidewater-inferred.csv").write_text("code,rate\n99213,1\n")
    said = reclaim(
        "contract", "infer", "--report", made / "report", "--payer", "tidewater",
        "--practice", practice, "--write",
    )  # fmt: skip
    assert (said.code, "OUT-EXISTS" in said.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("calibrate", "none"), "CONTRACT-MISSING"), (("infer", "--payer", "none"), "NAME-UNKNOWN")],
)
def test_what_is_not_there_is_misuse(
    made: Path, reclaim: Reclaim, arguments: tuple[str, ...], code: str
) -> None:
    said = reclaim("contract", *arguments, "--report", made / "report")
    assert (said.code, f"[{code}]" in said.err) == (2, True)


def test_without_a_report_there_is_nothing_to_compare(
    tmp_path: Path, reclaim: Reclaim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = reclaim("contract", "calibrate", "harbor-1")
    assert (said.code, "REPORT-MISSING" in said.err) == (2, True)
