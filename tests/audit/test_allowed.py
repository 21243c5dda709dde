"""The allowed amount, derived from what was placed, and what stands between it and the charge."""

import polars as pl
import pytest

from reclaim.audit.allowed import ALLOWED, AMOUNT_NAMES, added_up, amounts
from reclaim.audit.place import place
from reclaim.schema import TABLES
from tests.frames import Claim, Line, tables


def derived(*claims: Claim) -> list[dict[str, int]]:
    """The amounts and the allowed amount of each line, claim level last."""
    rows = amounts(place(tables(claims))).with_columns(allowed=ALLOWED)
    ordered = rows.sort("claim_id", "line_number", nulls_last=True)
    return ordered.select(*AMOUNT_NAMES, "allowed").to_dicts()


def test_a_price_cut_leads_from_the_charge_to_the_allowed_amount() -> None:
    """X1: charge 1,000, allowed 700, paid 500, the patient owes 200."""
    reasons = [("CO", "45", 30000), ("PR", "1", 10000), ("PR", "2", 7000), ("PR", "3", 3000)]
    [line] = derived(Claim(100000, 50000, [Line(100000, 50000, reasons)]))
    assert line == {
        "charge_cents": 100000,
        "paid_cents": 50000,
        "patient_cents": 20000,
        "cut_cents": 30000,
        "after_cents": 0,
        "denied_cents": 0,
        "other_cents": 0,
        "allowed": 70000,
    }


def test_sequestration_and_withholds_are_taken_after_the_allowed_amount() -> None:
    reasons = [("CO", "45", 2000), ("CO", "253", 160), ("CO", "104", 640)]
    [line] = derived(Claim(10000, 7200, [Line(10000, 7200, reasons)], filing_indicator="MB"))
    assert (line["cut_cents"], line["after_cents"], line["allowed"]) == (2000, 800, 8000)


def test_a_discount_for_fast_payment_is_no_price() -> None:
    """The contract's price comes before it: 44 is taken from the allowed amount."""
    reasons = [("CO", "45", 2000), ("CO", "44", 160)]
    [line] = derived(Claim(10000, 7840, [Line(10000, 7840, reasons)]))
    assert (line["cut_cents"], line["after_cents"], line["allowed"]) == (2000, 160, 8000)


def test_a_penalty_for_late_filing_is_taken_from_what_was_paid_else_it_denies() -> None:
    paid, denied = derived(
        Claim(10000, 7200, [Line(10000, 7200, [("CO", "45", 2000), ("CO", "B4", 800)])]),
        Claim(10000, 0, [Line(10000, 0, [("CO", "B4", 10000)])], patient_control_number="B"),
    )
    assert (paid["after_cents"], paid["denied_cents"], paid["allowed"]) == (800, 0, 8000)
    assert (denied["after_cents"], denied["denied_cents"], denied["allowed"]) == (0, 10000, 0)


def test_an_outlier_adds_to_the_price() -> None:
    reasons = [("CO", "45", 7000), ("CO", "70", -1000)]
    [line] = derived(Claim(10000, 4000, [Line(10000, 4000, reasons)]))
    assert (line["cut_cents"], line["allowed"]) == (6000, 4000)


def test_a_denial_is_no_price() -> None:
    [line] = derived(Claim(10000, 0, [Line(10000, 0, [("CO", "50", 10000)])]))
    assert (line["denied_cents"], line["allowed"]) == (10000, 0)


def test_a_cut_to_nothing_is_a_denial_in_disguise() -> None:
    [line] = derived(Claim(10000, 0, [Line(10000, 0, [("CO", "45", 10000)])]))
    assert (line["cut_cents"], line["denied_cents"]) == (0, 10000)


def test_multiple_procedure_and_network_cuts_are_price_cuts() -> None:
    reasons = [("CO", "45", 1000), ("CO", "59", 2000), ("CO", "131", 500), ("PI", "45", 300)]
    [line] = derived(Claim(10000, 6200, [Line(10000, 6200, reasons)]))
    assert (line["cut_cents"], line["allowed"]) == (3800, 6200)


def test_what_another_payer_settled_or_nobody_explains_is_left_over() -> None:
    reasons = [("OA", "23", 4000), ("CO", "45", 1000)]
    first, second = derived(
        Claim(10000, 5000, [Line(10000, 5000, reasons)], status="2"),
        Claim(10000, 7000, [Line(10000, 7000, [("CO", "45", 1000)])], patient_control_number="B"),
    )
    assert first["other_cents"] == 4000
    assert second["other_cents"] == 2000


def test_the_amounts_add_up_to_the_charge_and_those_of_lines_to_the_claim() -> None:
    claim = Claim(
        30000,
        20000,
        [Line(10000, 8000, [("CO", "45", 2000)]), Line(20000, 13000, [("CO", "45", 6000)])],
        reasons=[("PR", "3", 1000)],
    )
    rows = amounts(place(tables([claim])))
    parts = pl.sum_horizontal(name for name in AMOUNT_NAMES if name != "charge_cents")
    assert rows.select((parts == pl.col("charge_cents")).all()).item()
    [whole] = added_up(rows).to_dicts()
    assert (whole["charge_cents"], whole["paid_cents"], whole["line_number"]) == (
        30000,
        20000,
        None,
    )


@pytest.mark.parametrize(
    ("place", "carc", "part"),
    [
        ("pending", "45", "other_cents"),
        ("pending", "253", "after_cents"),
        ("payer_reduction", "253", "after_cents"),
        ("payer_reduction", "A1", "other_cents"),
        ("contractual", "45", "cut_cents"),
        ("contractual", None, "other_cents"),
    ],
)
def test_each_part_counts_by_its_place_and_its_reason(
    place: str, carc: str | None, part: str
) -> None:
    row = {"file_id": "f", "claim_id": "f-1", "line_number": 1, "category": "x"}
    schema = TABLES["dispositions"].polars_schema
    given = {**row, "place": place, "carc": carc, "amount_cents": 7}
    rows = pl.DataFrame([{name: given.get(name) for name in schema}], schema)
    assert amounts(rows)[part].to_list() == [7]
