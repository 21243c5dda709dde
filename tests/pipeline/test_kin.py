"""New files touch what shares a number, a patient, or a name and charge with them; and so on."""

from collections.abc import Mapping, Sequence

import polars as pl
import pytest

from reclaim.pipeline.kin import everything, kin
from reclaim.pipeline.scan import Scan
from reclaim.schema import TABLES

Row = Mapping[str, object]

REMITTED: Row = {
    "patient_control_number": "A1",
    "payer_control_number": "P1",
    "patient_id": "M1",
    "patient_last_name": "Doe",
    "patient_first_name": "Jo",
    "charge_cents": 100_00,
}
"""A claim on a remittance, in file `old`; everything about it is its own."""


def scan(**tables: Sequence[Row]) -> Scan:
    frames = {
        name: pl.DataFrame(
            [{"segment_number": number, **row} for number, row in enumerate(rows, 1)],
            schema=TABLES[name].polars_schema,
        )
        for name, rows in tables.items()
    }
    return lambda name: frames.get(name, TABLES[name].empty()).lazy()


def touched(given: Scan, file: str = "new") -> list[str]:
    """The files of the documents that are kin of a file's."""
    found = kin(given, pl.DataFrame({"file_id": [file]})).documents
    return sorted(set(pl.concat(found.values())["file_id"]))


def other(**values: object) -> Row:
    """A claim that shares nothing with REMITTED but what is given."""
    own = {"patient_control_number": "B1", "payer_control_number": "P9", "patient_id": "M9"}
    return {"file_id": "new", **own, "charge_cents": 7_00, **values}


OLD = {"file_id": "old", **REMITTED}


@pytest.mark.parametrize(
    "shared",
    [
        {"patient_control_number": "a-1"},
        {"patient_control_number": " A1 "},
        {"payer_control_number": "P1"},
        {"original_claim_number": "P1"},
        {"patient_id": "m 1"},
        {"insured_id": "M1"},
        {"patient_last_name": "DOE", "patient_first_name": "JO", "charge_cents": -100_00},
    ],
)
def test_one_shared_token_makes_kin(shared: Row) -> None:
    assert touched(scan(remit_claims=[OLD, other(**shared)])) == ["new", "old"]


@pytest.mark.parametrize(
    "different",
    [
        {},
        {"patient_last_name": "DOE", "patient_first_name": "JO"},
        {"charge_cents": 100_00},
        {"patient_last_name": "ROE", "patient_first_name": "JO", "charge_cents": 100_00},
    ],
)
def test_what_shares_nothing_is_left_alone(different: Row) -> None:
    assert touched(scan(remit_claims=[OLD, other(**different)])) == ["new"]


def test_kin_of_kin_are_kin() -> None:
    between = other(file_id="between", patient_id="M1", payer_control_number="P2")
    given = scan(remit_claims=[OLD, between, other(payer_control_number="P2", patient_id="M7")])
    assert touched(given) == ["between", "new", "old"]


def test_documents_of_other_kinds_are_kin_too() -> None:
    given = scan(
        remit_claims=[OLD],
        claims=[{"file_id": "sent", "patient_control_number": "A1", "subscriber_id": "M3"}],
        coverages=[{"file_id": "asked", "subscriber_id": "M3"}],
        claim_statuses=[{"file_id": "new", "trace_number": "A1"}],
    )
    assert touched(given) == ["asked", "new", "old", "sent"]


def test_the_other_payers_number_of_a_claim_counts() -> None:
    given = scan(
        remit_claims=[OLD],
        claims=[{"file_id": "new", "patient_control_number": "Z9"}],
        other_payers=[{"file_id": "new", "claim_segment": 1, "claim_number": "P1"}],
    )
    assert touched(given) == ["new", "old"]


def test_an_acknowledgement_touches_the_claims_of_its_batch() -> None:
    given = scan(
        claims=[{"file_id": "sent", "patient_control_number": "A1"}],
        groups=[{"file_id": "sent", "control_number": "77"}],
        acknowledgements=[{"file_id": "new", "group_control_number": "77"}],
    )
    assert touched(given) == ["sent"]
    assert touched(given, "nothing") == []


def test_everything_is_every_document() -> None:
    found = everything(scan(remit_claims=[OLD, other()]))
    assert found.claim_ids["claim_id"].sort().to_list() == ["new-2", "old-1"]


def test_a_narrowed_scan_gives_what_stands_in_the_claims() -> None:
    given = scan(
        remit_claims=[OLD, other()],
        remit_lines=[
            {"file_id": "old", "claim_segment": 1, "charge_cents": 1},
            {"file_id": "new", "claim_segment": 2, "charge_cents": 2},
        ],
        payments=[{"file_id": "old"}, {"file_id": "new"}],
    )
    within = kin(given, pl.DataFrame({"file_id": ["new"]})).within(given)
    assert within("remit_lines").collect()["charge_cents"].to_list() == [2]
    assert within("payments").collect().height == 2, "what is about no claim stays whole"
