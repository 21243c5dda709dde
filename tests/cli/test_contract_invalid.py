"""A variance marked as invalid leads to another price, and until then stays in sight."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from reclaim.cli.entry import run
from tests.cli.conftest import Reclaim, Said
from tests.engines.audits import remittance

PAYERS = "- {payer: harbor, ids: [HARBR], names: [HARBOR], kind: commercial}\n"
CONTRACT = """contract: harbor-1
payer: {key: harbor, ids: [HARBR], names: [HARBOR]}
effective_from: 2025-01-01
lesser_of_charge: line
terms:
  - {id: visits, clause: "A 1", price: {method: fee_schedule, schedule: rates/fees.csv}}
"""
FEES = "code,modifier,rate\n99213,,110.00\n99214,,150.00\n99214,25,155.00\n93000,,20.00\n"
JO = "NM1*QC*1*DOE*JO****MI*M1~"


def line(code: str, charge: int, paid: int, units: int = 1) -> str:
    cut = f"CAS*CO*45*{charge - paid}~" if charge > paid else ""
    return f"SVC*HC:{code}*{charge}*{paid}**{units}~DTM*472*20260105~{cut}"


def claim(number: str, *lines: str, charge: int, paid: int) -> str:
    return f"CLP*{number}*1*{charge}*{paid}**12*ICN{number}~{JO}{''.join(lines)}"


CLAIMS = (
    claim("A1", line("99213", 400, 200, 2), line("93000", 50, 20), charge=450, paid=220),
    claim("A2", line("99213", 200, 110), charge=200, paid=110),
    claim("A3", line("99214:25", 300, 160), line("99214", 300, 150), charge=600, paid=310),
    claim("A4", line("93000", 15, 15), line("99999", 50, 50), charge=65, paid=65),
    claim("A5", "SVC*HC:99213*200*0~DTM*472*20260105~CAS*CO*29*200~", charge=200, paid=0),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice and its audit: A1 is underpaid, A3 overpaid."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        write_practice()
        audited()
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it as the folder to be in."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    noted = tmp_path / "reclaim-report" / "tables" / "practice.json"
    noted.write_text(json.dumps({"practice": str(tmp_path)}))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_practice() -> None:
    Path("contracts/rates").mkdir(parents=True)
    Path("payers.yaml").write_text(PAYERS)
    Path("contracts/harbor.yaml").write_text(CONTRACT)
    Path("contracts/rates/fees.csv").write_text(FEES)
    Path("remits").mkdir()
    text = remittance(*CLAIMS, trace="T1", day="20260120").replace("ACME", "HARBR")
    Path("remits/1.835").write_text(text)


def audited() -> pl.DataFrame:
    """The findings of another audit of it."""
    arguments = ["remits", "--practice", ".", "--as-of", "2026-02-01", "-q", "--force"]
    assert run(["audit", *arguments]) == 0
    return pl.read_parquet("reclaim-report/tables/findings.parquet")


def named(kind: str) -> str:
    findings = pl.read_parquet("reclaim-report/tables/findings.parquet")
    return str(findings.filter(kind=kind)["finding_id"].item())


def marked(reclaim: Reclaim, kind: str = "underpaid", because: str = "no raise") -> Said:
    given = ("--because", because, "--on", "2026-02-02")
    return reclaim("contract", "invalid", named(kind), *given)


@pytest.mark.usefixtures("folder")
def test_the_price_that_would_have_to_change_is_told_with_its_table(reclaim: Reclaim) -> None:
    said = marked(reclaim)
    assert said.code == 0
    assert "claim A1 line 1, 99213: expected 220.00, allowed 200.00" in said.out
    assert "contract harbor-1 (contracts/harbor.yaml), term visits, A 1" in said.out
    assert "rate 110.00 (rates/fees.csv line 2)" in said.out
    assert "reclaim contract calibrate harbor-1\n" in said.out
    (_, row) = Path("contracts/variances.csv").read_text().splitlines()
    assert row == "A1,1,harbor-1,99213,220.00,200.00,invalid,no raise,2026-02-02,"


@pytest.mark.usefixtures("folder")
def test_marked_twice_is_marked_once(reclaim: Reclaim) -> None:
    marked(reclaim)
    before = Path("contracts/variances.csv").read_text()
    assert "marked before" in marked(reclaim, because="again").out
    assert Path("contracts/variances.csv").read_text() == before


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("kind", ["underpaid", "overpaid"])
def test_it_stays_listed_and_is_nothing_to_win(reclaim: Reclaim, kind: str) -> None:
    marked(reclaim, kind)
    found = audited().filter(kind="contract_wrong")
    said = ("recoverable", "money", "action", "status", "worth_cents", "category")
    category = {"underpaid": "contractual/unverified", "overpaid": "paid/insurer"}[kind]
    assert found.select(said).rows() == [("no", "none", "correct_contract", "open", 0, category)]
    told = reclaim("why", found["finding_id"].item(), secrets=True).out
    assert "marked as invalid on 2026-02-02" in told
    assert "[contracts/variances.csv, row 2]" in told


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("again", [False, True])
def test_a_mark_is_taken_back_before_and_after_the_next_audit(
    reclaim: Reclaim, *, again: bool
) -> None:
    marked(reclaim)
    if again:
        audited()
    name = named("contract_wrong" if again else "underpaid")
    assert "1 mark taken back" in reclaim("contract", "invalid", name, "--undo").out
    assert "underpaid" in audited()["kind"].to_list()
    name = named("underpaid")
    assert "nothing was marked" in reclaim("contract", "invalid", name, "--undo").out


@pytest.mark.usefixtures("folder")
def test_one_marked_line_proposes_the_rate_of_its_code(reclaim: Reclaim) -> None:
    before = reclaim("contract", "calibrate", "harbor-1").out
    assert "marked" not in before
    marked(reclaim)
    said = reclaim("contract", "calibrate", "harbor-1").out
    assert said.startswith(before)
    assert "1 line marked as invalid by a person; 0 as allowed with the changes above" in said
    assert "1. another rate for a single code, marked invalid by a person: 99213" in said
    assert "1 marked line; 1 of 2 lines come out as allowed" in said
    assert "expected 220.00, allowed 200.00, changed 200.00" in said
    assert "amount: 100\n" in said
    assert "Or mend the table itself: rate 110.00 (rates/fees.csv line 2)" in said
    assert "Makes 1 line differ that agreed" in said


@pytest.mark.usefixtures("folder")
def test_a_line_with_a_modifier_is_told_apart(reclaim: Reclaim) -> None:
    marked(reclaim, "overpaid")
    said = reclaim("contract", "calibrate", "harbor-1").out
    assert "marked invalid by a person: 99214-25" in said
    assert "1 marked line; 1 of 1 line come out as allowed" in said
    assert "Makes" not in said


@pytest.mark.usefixtures("folder")
def test_the_change_pasted_takes_the_variance_away_and_spends_the_mark(reclaim: Reclaim) -> None:
    marked(reclaim)
    waits = reclaim("contract", "check").out
    assert "wait for the contract to be corrected" in waits
    assert "line 2: harbor-1, claim A1 line 1, 99213: expected 220.00, allowed 200.00\n" in waits
    fees = Path("contracts/rates/fees.csv")
    fees.write_text(fees.read_text().replace("110.00", "100.00"))
    spent = reclaim("contract", "check").out
    assert "spent, since the contract or the payment has changed" in spent
    assert "allowed 200.00; now expected 200.00, allowed 200.00\n" in spent
    assert "wait for" not in spent
    kinds = audited()["kind"].to_list()
    assert not {"contract_wrong", "underpaid"} & set(kinds)


@pytest.mark.usefixtures("folder")
def test_a_price_that_changed_otherwise_opens_the_variance_again(reclaim: Reclaim) -> None:
    marked(reclaim)
    fees = Path("contracts/rates/fees.csv")
    fees.write_text(fees.read_text().replace("110.00", "120.00"))
    found = audited().filter(kind="underpaid", patient_control_number="A1")
    assert found["at_stake_cents"].to_list() == [4_000]
    assert "now expected 240.00, allowed 200.00\n" in reclaim("contract", "check").out


@pytest.mark.usefixtures("folder")
def test_marks_of_claims_that_are_not_here_are_told_apart(reclaim: Reclaim) -> None:
    marked(reclaim)
    file = Path("contracts/variances.csv")
    file.write_text(file.read_text().replace("A1,", "Z9,"))
    assert "about claims that are not in this audit:" in reclaim("contract", "check").out
    Path("reclaim-report").rename("elsewhere")
    assert "since there is no audit here" in reclaim("contract", "check").out
    said = reclaim("contract", "check", "--report", "elsewhere").out
    assert "about claims that are not in this audit:" in said
    assert reclaim("contract", "check", "--report", "nowhere").code == 2


@pytest.mark.usefixtures("folder")
def test_without_marks_check_says_nothing_of_them(reclaim: Reclaim) -> None:
    assert "variances" not in reclaim("contract", "check").out


@pytest.mark.usefixtures("folder")
def test_a_line_allowed_in_full_shows_no_rate(reclaim: Reclaim) -> None:
    fees = Path("contracts/rates/fees.csv")
    fees.write_text(fees.read_text().replace("99214,25,155.00", "99214,25,310.00"))
    remit = Path("remits/1.835")
    remit.write_text(
        remit.read_text()
        .replace("CLP*A3*1*600*310", "CLP*A3*1*450*310")
        .replace("SVC*HC:99214:25*300*160", "SVC*HC:99214:25*150*160")
        .replace("CAS*CO*45*140~", "CAS*CO*45*-10~")
    )
    audited()
    marked(reclaim, "overpaid")
    said = reclaim("contract", "calibrate", "harbor-1").out
    assert "No one rate explains these marked lines" in said


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("F-0000000000", ("--because", "x"), "NAME-UNKNOWN"),
        ("denied", ("--because", "x"), "VARIANCE-MARK"),
        ("underpaid", (), "VARIANCE-MARK"),
        ("underpaid", ("--because", " "), "VARIANCE-MARK"),
    ],
)
def test_what_cannot_be_marked_is_refused(
    reclaim: Reclaim, name: str, given: tuple[str, ...], code: str
) -> None:
    findings = pl.read_parquet("reclaim-report/tables/findings.parquet")
    of = {
        "denied": findings.filter(carc="29")["finding_id"].to_list(),
        "underpaid": findings.filter(kind="underpaid")["finding_id"].to_list(),
    }
    said = reclaim("contract", "invalid", *(of.get(name) or [name]), *given)
    assert (said.code, f"[{code}]" in said.err) == (2, True)
    assert not Path("contracts/variances.csv").exists()
