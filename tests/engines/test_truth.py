"""The audit against the truth: losses that a remittance shows are placed as what they are."""

from pathlib import Path

import polars as pl
import pytest

from reclaim.engines.local import audit
from reclaim.pipeline.checking import checked_batches
from reclaim.x12.generate import generate

NEEDS_MORE = {
    "underpaid",
    "sequestration_off_rate",
    "secondary_double_write_off",
    "orphan_reversal",
}
"""Only a part of an adjustment is the loss, or what did not come after it is."""

CLAIMS = 600
PLACE = ["patient_control_number", "payer_control_number", "line_number", "amount_cents"]


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    """Each row of the truth, with the categories that the audit gave to that amount."""
    folder: Path = tmp_path_factory.mktemp("truth")
    generate(seed=5, claims=CLAIMS).write(folder / "practice")
    audit(checked_batches([folder / "practice"]), folder / "tables")
    whole = {"line_number": pl.Int64, "amount_cents": pl.Int64}
    truth = pl.read_csv(folder / "practice" / "truth.csv", schema_overrides=whole)
    placed = pl.read_parquet(folder / "tables" / "dispositions.parquet")
    found = placed.group_by(PLACE).agg(found="category")
    return truth.join(found, on=PLACE, how="left", nulls_equal=True)


def test_planted_losses_are_placed_as_what_they_are(compared: pl.DataFrame) -> None:
    shown = compared.filter(~pl.col("leak").is_in(NEEDS_MORE))
    assert shown["leak"].n_unique() >= 20
    known = pl.col("expected_category").is_in(pl.col("found")).fill_null(value=False)
    wrong = shown.filter(~known)
    assert wrong.select("leak", "expected_category", "found").rows() == []


def test_losses_that_need_more_are_planted_too(compared: pl.DataFrame) -> None:
    assert set(compared["leak"]) >= NEEDS_MORE
