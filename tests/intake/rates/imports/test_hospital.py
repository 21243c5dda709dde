"""What a payer pays a hospital is the same in every form of the hospital's file."""

import gzip
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from reclaim.contracts.model.contract import Contract
from reclaim.errors import ReclaimError
from reclaim.intake.rates.imports.filters import Names
from reclaim.intake.rates.imports.hospital import hospital_plans, read_hospital
from reclaim.intake.rates.imports.imported import Imported
from tests.intake.rates.imports.hospital_files import CHARGES, as_json, tall, wide, without

HARBOR = Names(("harbor",))
FORMS: dict[str, Callable[..., str]] = {"tall.csv": tall, "wide.csv": wide, "file.json": as_json}
SHOWN = ("code", "code_type", "modifier", "rate_micros", "percent_millionths", "per", "status")
DRUG = ("J1450", None, None, None, None, None, "drug: 35.00 for 100 ML")
PART = ("70450", None, "26", 55_250_000, None, None, None)


def read(tmp_path: Path, content: str, name: str = "west.csv", **asked: Names) -> Imported:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return read_hospital(path, payers=asked.get("payers", HARBOR))


def rows(found: Imported, part: str) -> list[tuple[object, ...]]:
    return sorted(found.tables[part].select(SHOWN).rows(), key=str)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("version", ["2.0.0", "3.0.0"])
def test_every_form_and_version_says_the_same(form: str, version: str, tmp_path: Path) -> None:
    found = read(tmp_path, FORMS[form](version=version), form)
    assert rows(found, "inpatient") == [
        ("0120", "RC", None, 1_400_000_000, None, "day", None),
        ("470", "MS-DRG", None, 49_000_500_000, None, "claim", None),
        PART,
        (
            "885", "MS-DRG", None, None, None, None,
            "algorithm: the lesser of 24,000 and 80 percent",
        ),
        DRUG,
    ]  # fmt: skip
    assert rows(found, "outpatient") == [
        PART,
        ("70551", None, None, 400_000_000, None, None, None),
        ("92626", None, None, None, None, None, "algorithm: 115 percent, fee schedule"),
        ("99283", None, None, None, 625_000, None, None),
        DRUG,
    ]
    assert found.problems == ()


@pytest.mark.parametrize("form", FORMS)
def test_terms_say_what_a_table_cannot(form: str, tmp_path: Path) -> None:
    text = read(tmp_path, FORMS[form](), form).terms
    assert "words" not in text
    terms = yaml.safe_load(text)["terms"]
    assert Contract.model_validate({"contract": "west", "payer": "harbor", "terms": terms}).terms
    name = form.split(".", maxsplit=1)[0]
    assert [(term["id"], term["price"]) for term in terms] == [
        ("inpatient-case-rate-470", {"method": "case_rate", "amount": 49000.5}),
        (
            "inpatient-beds",
            {"method": "per_diem", "tiers": [{"amount": 1400.0, "revenue_codes": ["0120"]}]},
        ),
        (
            "inpatient-rates",
            {"method": "fee_schedule", "schedule": f"rates/{name}-inpatient.csv"},
        ),
        (
            "outpatient-rates",
            {"method": "fee_schedule", "schedule": f"rates/{name}-outpatient.csv"},
        ),
    ]
    assert terms[0]["when"] == {"types_of_bill": ["11"], "drgs": ["470"]}
    assert terms[1]["when"] == {"types_of_bill": ["11"], "revenue_codes": ["0120"]}


def test_what_the_file_says_of_contracts_in_general_stands_above_the_terms(tmp_path: Path) -> None:
    assert "# Above 200,000.00 the claim is paid at 50 percent." in read(tmp_path, tall()).terms


@pytest.mark.parametrize("packed", ["west.csv.gz", "west.zip"])
def test_packed_files_are_read_as_they_are(packed: str, tmp_path: Path) -> None:
    path = tmp_path / packed
    if packed.endswith(".gz"):
        path.write_bytes(gzip.compress(tall().encode()))
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("west.csv", tall())
    found = read_hospital(path, payers=HARBOR)
    assert found.rates.height == read(tmp_path, tall()).rates.height


def test_a_packed_file_that_was_cut_off_is_a_stop(tmp_path: Path) -> None:
    path = tmp_path / "west.csv.gz"
    path.write_bytes(gzip.compress(tall().encode())[:-20])
    with pytest.raises(ReclaimError, match="damaged or ends too early"):
        read_hospital(path, payers=HARBOR)


@pytest.mark.parametrize("form", FORMS)
def test_payers_and_plans_are_listed_and_one_that_is_not_there_is_a_stop(
    form: str, tmp_path: Path
) -> None:
    path = tmp_path / form
    path.write_text(FORMS[form](), encoding="utf-8")
    assert hospital_plans(path) == [("Harbor Mutual", "PPO"), ("Oakmoor", "HMO")]
    with pytest.raises(ReclaimError, match="It has: Harbor Mutual, PPO; Oakmoor, HMO"):
        read_hospital(path, payers=HARBOR, plans=Names(("HMO",)))
    assert read_hospital(path, payers=Names(("oak*",))).rates["code"].to_list() == ["70450"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"dollar": "-4"}, "'-4.*' is no amount"),
        ({"codes": [("7055", "MS-DRG")]}, "'7055' is no code"),
        ({"codes": [("70551x", "CPT")]}, "'70551x' is no code"),
    ],
)
def test_one_wrong_charge_is_a_problem_with_its_place(
    form: str, change: dict[str, object], said: str, tmp_path: Path
) -> None:
    broken = [*CHARGES[1:], without(CHARGES[0], **change)]
    found = read(tmp_path, FORMS[form](broken), form)
    (problem,) = found.problems
    place = {"tall.csv": "tall.csv:12", "wide.csv": "wide.csv:12"}.get(
        form,
        "file.json at standard_charge_information[8].standard_charges[0].payers_information[0]",
    )
    assert problem.where == place
    assert re.search(said, problem.what)
    assert "70551" not in found.rates["code"].to_list()


def test_a_code_with_two_prices_has_none(tmp_path: Path) -> None:
    twice = [*CHARGES, without(CHARGES[2], dollar="1800")]
    found = read(tmp_path, tall(twice))
    beds = found.tables["inpatient"].filter(code="0120")
    assert beds.select("rate_micros", "status").rows() == [
        (None, "two rates: 1400.00 a day, 1800.00 a day")
    ]
    assert len(found.problems) == 1
    assert "per_diem" not in found.terms


def test_an_amount_beside_a_percentage_of_charges_is_worked_out_from_it(tmp_path: Path) -> None:
    both = without(CHARGES[3], dollar="250")
    found = read(tmp_path, tall([both]))
    assert found.rates.select("rate_micros", "percent_millionths").rows() == [(None, 625_000)]


def test_a_charge_without_any_price_is_counted(tmp_path: Path) -> None:
    none = without(CHARGES[0], "dollar")
    found = read(tmp_path, tall([none, CHARGES[1]]))
    assert found.skipped == {"charges without a price, percentage or algorithm": 1}


def test_what_a_modifier_does_is_a_comment(tmp_path: Path) -> None:
    alone = {"codes": [], "setting": "both", "modifiers": ["50", "62"], "percentage": "93.75"}
    found = read(tmp_path, tall([alone, CHARGES[0]]))
    assert "# modifier 50 and 62: 93.75 percent" in found.terms
    assert found.rates.height == 1


def test_a_price_without_code_or_modifier_is_a_problem(tmp_path: Path) -> None:
    alone = {"codes": [], "setting": "both", "dollar": "5"}
    found = read(tmp_path, tall([alone, CHARGES[0]]))
    assert [str(each) for each in found.problems] == ["west.csv:4: a price without a code"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("CPT,Fee\n99213,5\n", "none of its first 10 lines"),
        ("", "none of its first 10 lines"),
        ('{"version": "3.0.0"}', "no standard_charge_information"),
        ('{"standard_charge_information": [{}', r"west\.csv"),
    ],
)
def test_another_file_is_a_stop(content: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ReclaimError, match=said) as caught:
        read(tmp_path, content)
    assert caught.value.code == "RATE-FILE"
