"""The shipped code sets, and what the loader says about a file in error."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from reclaim.codes import allowed_roles, carcs, categories, groups, in_force, plbs, rarcs, standing
from reclaim.codes.sets import carc_file, rarc_file
from reclaim.codes.table import LABEL_CHARACTERS, CodeFile, Column, Field, load
from reclaim.errors import ReclaimError

FILE = CodeFile(
    "short.csv",
    {
        "code": Column(required=True),
        "start": Column(Field.DATE, required=True),
        "label": Column(Field.LABEL),
        "kind": Column(allowed=frozenset({"alert", "cause"})),
        "groups": Column(Field.WORDS, allowed=frozenset({"CO", "PR"})),
        "used": Column(Field.FLAG, required=True),
    },
)
HEADER = "code,start,label,kind,groups,used\n"
GOOD = "45,1995-01-01,Price cut,cause,CO PR,true\n"


def read(folder: Path, text: str) -> pl.DataFrame:
    path = folder / FILE.name
    path.write_text(text, encoding="utf-8")
    return load(FILE, path)


def test_every_field_gets_its_type(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER + GOOD).rows() == [
        ("45", dt.date(1995, 1, 1), "Price cut", "cause", ["CO", "PR"], True)
    ]


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        (HEADER + GOOD + GOOD, "short.csv:3", "code given twice: '45'"),
        (
            HEADER + GOOD.replace("01-01", "02-30"),
            "short.csv:2",
            "start is not a day of the calendar",
        ),
        (HEADER + GOOD.replace("1995-01-01", ""), "short.csv:2", "start is empty"),
        (HEADER + GOOD.replace("cause", "whim"), "short.csv:2", "unknown kind: 'whim'"),
        (HEADER + GOOD.replace("CO PR", "CO MA"), "short.csv:2", "unknown groups: 'CO MA'"),
        (HEADER + GOOD.replace("true", "yes"), "short.csv:2", "unknown used: 'yes'"),
        (HEADER + GOOD.replace("Price cut", "x" * 61), "short.csv:2", "label is too long"),
        ("code,start\n45,1995-01-01\n", "short.csv:1", "the columns are code, start"),
    ],
)
def test_an_error_names_file_and_line(tmp_path: Path, text: str, where: str, what: str) -> None:
    with pytest.raises(ReclaimError, match="CODE-FILE") as caught:
        read(tmp_path, text)
    assert caught.value.where == where
    assert caught.value.what.startswith(what)


def test_an_unknown_category_of_a_reason_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "carc.csv"
    header = ",".join(carc_file().columns)
    path.write_text(
        f"{header}\n45,1995-01-01,,,Cut,CO,contractual/guess,payer,no,maybe,check,,false,\n",
        encoding="utf-8",
    )
    with pytest.raises(ReclaimError, match="unknown category: 'contractual/guess'"):
        load(carc_file(), path)


def test_the_sets_are_whole() -> None:
    assert (carcs().height, rarcs().height, plbs().height) == (407, 1216, 50)
    assert groups()["code"].to_list() == ["CO", "PR", "OA", "PI", "CR"]


def test_the_active_reasons_of_august_2026() -> None:
    assert in_force(carcs(), dt.date(2026, 8, 17)).height == 297


def test_a_stop_date_is_the_first_day_without_the_code() -> None:
    codes = pl.DataFrame(
        {"code": ["15"], "start": [dt.date(1995, 1, 1)], "stop": [dt.date(2018, 5, 1)]}
    )
    assert in_force(codes, dt.date(2018, 4, 30)).height == 1
    assert in_force(codes, dt.date(2018, 5, 1)).is_empty()


def test_successors_are_codes_that_exist() -> None:
    successors = carcs().explode("replaced_by", empty_as_null=True)["replaced_by"].drop_nulls()
    assert set(successors) <= set(carcs()["code"])


def test_no_label_is_long_enough_to_be_the_official_text() -> None:
    for codes in (carcs(), rarcs(), plbs(), categories()):
        assert codes["label"].str.len_chars().max() <= LABEL_CHARACTERS  # type: ignore[operator]


def test_categories_name_their_place() -> None:
    first = categories()["category"].str.split("/").list.first()
    same = {"paid": "insurer_paid", "patient": "patient_responsibility"}
    assert [same.get(word, word) for word in first] == categories()["place"].to_list()


def test_a_code_is_judged_on_the_day_of_its_use() -> None:
    used = pl.LazyFrame(
        {
            "carc": ["45", "15", "15", "308", "Q9", None, "15"],
            "payment_date": [
                dt.date(2024, 1, 1),
                dt.date(2018, 4, 30),
                dt.date(2018, 5, 1),
                dt.date(2024, 1, 1),
                dt.date(2024, 1, 1),
                dt.date(2024, 1, 1),
                None,
            ],
        }
    )
    judged = standing(used, carcs(), code="carc", on="payment_date").collect()
    assert judged["standing"].to_list() == [
        "in_force",
        "in_force",
        "stopped",
        "not_yet",
        "unknown",
        "unknown",
        "in_force",
    ]


def test_a_retired_remark_without_a_known_stop_date_is_not_judged() -> None:
    used = pl.LazyFrame({"rarc": ["N100"], "on": [dt.date(2024, 1, 1)]})
    assert standing(used, rarcs(), code="rarc", on="on").collect()["standing"].to_list() == [None]


def test_remark_files_are_held_against_their_columns() -> None:
    assert list(rarc_file().columns) == rarcs().columns


ROLES = {
    # Fee schedule, network or single agreement; its predecessors.
    "price_cut": "41 42 45 86 131 A2 P12 P23 P24 P25 P26 P29 W1 Y3"
    # Priced by another rule of the payer: several procedures, specialty, part of a service, another
    # or a comparable service, usual fees, Medicaid's increase.
    " 59 172 203 169 P18 W7 P5 217 260"
    # Parts of a price: of drugs, of stays; above the charge.
    " 90 91 262 263 264 265 266 69 70 87 232 94",
    # Sequestration, withheld or deferred, tax and fees, incentive and penalty, fast payment.
    "after_allowed": "43 253 104 143 145 245 105 118 130 144 161 237 259 B4 44",
}
NONE = {
    "24": "capitation: there is no price a line",
    "74": "an add-on of Medicare that no contract prices; 75, 76, A4 and A5 too",
    "100": "paid to the patient, who owes it",
    "102": "does not say what was changed; 103, 121, 132, 137 and 223 neither",
    "147": "says that there was no rate",
    "222": "a limit in number, not a price",
    "P13": "cut or denied by a rule that is not told; P22 and P28 too",
}


def test_what_each_reason_has_to_do_with_the_allowed_amount() -> None:
    found = {
        role: set(codes) for role, codes in allowed_roles().group_by("role").agg("code").iter_rows()
    }
    assert found == {role: set(codes.split()) for role, codes in ROLES.items()}
    assert not set(NONE) & set().union(*found.values())


def test_only_known_reasons_have_a_role() -> None:
    assert set(allowed_roles()["code"]) <= set(carcs()["code"])
