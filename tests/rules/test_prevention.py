"""Which check would have caught a loss."""

from pathlib import Path

import polars as pl
import pytest

from reclaim.codes import carcs, categories, rarcs
from reclaim.codes.sets import STAGES
from reclaim.errors import ReclaimError
from reclaim.rules.prevention import checks, prevention, read_checks, with_prevention

ROW = pl.Schema({"carc": pl.String(), "rarcs": pl.List(pl.String()), "category": pl.String()})
CHECK = """
- {{id: {id}, edit: e, stage: coding, carcs: ['29'], rarcs: [], categories: [], training: t}}
"""


def edit_of(carc: str | None, remarks: list[str] | None, category: str | None) -> str | None:
    rows = pl.DataFrame([(carc, remarks, category)], schema=ROW, orient="row")
    edit: str | None = with_prevention(rows)["edit_id"].item()
    return edit


@pytest.mark.parametrize(
    ("carc", "remarks", "category", "edit"),
    [
        ("29", [], "denial/timely_filing", "filing-clock"),
        ("16", ["MA04"], "denial/documentation", "other-payer-questions"),
        ("16", ["M127"], "denial/documentation", "documentation-bundle"),
        ("96", ["N115"], "denial/noncovered", "coverage-policies"),
        ("16", [], "denial/documentation", "documentation-bundle"),
        ("A1", None, "denial/coding", "code-validity"),
        (None, None, "denial/bundling", "pairs-and-units"),
        ("18", ["N999"], None, "duplicate-check"),
        ("1", [], "patient/deductible", None),
        (None, None, None, None),
    ],
)
def test_the_remark_decides_before_the_reason_and_that_before_the_category(
    carc: str | None, remarks: list[str] | None, category: str | None, edit: str | None
) -> None:
    assert edit_of(carc, remarks, category) == edit


def test_the_order_of_the_remarks_does_not_matter() -> None:
    assert edit_of("16", ["N4", "MA04"], None) == edit_of("16", ["MA04", "N4"], None)


def test_the_rows_keep_their_order_and_columns() -> None:
    rows = pl.DataFrame(
        {"n": [1, 2], "carc": ["29", "18"], "rarcs": [[], None], "category": ["", ""]}
    )
    rows = rows.cast({"rarcs": pl.List(pl.String)})
    found = with_prevention(rows)
    assert found.drop("edit_id", "edit", "edit_stage", "training").equals(rows)
    assert found["edit_stage"].to_list() == ["submission", "submission"]


def test_no_rows_are_no_rows() -> None:
    assert with_prevention(ROW.to_frame()).columns[-4:] == [
        "edit_id",
        "edit",
        "edit_stage",
        "training",
    ]


def test_every_code_and_category_a_check_names_exists() -> None:
    edits = prevention()
    assert set(edits["carcs"].explode().drop_nulls()) <= set(carcs()["code"])
    assert set(edits["rarcs"].explode().drop_nulls()) <= set(rarcs()["code"])
    assert set(edits["categories"].explode().drop_nulls()) <= set(categories()["category"])
    assert set(edits["stage"]) <= STAGES


def test_every_denial_but_the_nameless_one_has_a_check() -> None:
    named = {category for check in checks() for category in check.categories}
    denials = categories().filter(pl.col("place") == "denial")["category"]
    assert set(denials) - named == {"denial/other"}


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.id)
def test_every_check_teaches_one_sentence(check: object) -> None:
    training = str(getattr(check, "training", ""))
    assert training.endswith(".")
    assert training.count(". ") == 0


def test_a_code_under_two_checks_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "checks.yaml"
    path.write_text(CHECK.format(id="a") + CHECK.format(id="b"), "utf-8")
    with pytest.raises(ReclaimError, match="29 stands under two checks"):
        read_checks(path)
