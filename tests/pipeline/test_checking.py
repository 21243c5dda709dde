"""Problems are complete, and the same however the input is cut into batches."""

from pathlib import Path

import polars as pl
import pytest

from reclaim.pipeline.checking import checked_batches
from tests.texts import claim, remit


def problems(*paths: Path, piece_bytes: int = 1 << 20) -> pl.DataFrame:
    batches = checked_batches(paths, piece_bytes=piece_bytes)
    return pl.concat([batch["problems"] for batch in batches]).sort(
        "file_id", "segment_number", "code", "element"
    )


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A remittance with a problem of a claim, of a code, of the payment and of the envelope."""
    text = remit(paid="121", timely="70").replace("CAS*CO*97*30", "CAS*CO*9797*30")
    path = tmp_path / "broken.835"
    path.write_text(text.replace("SE*22", "SE*23"), "utf-8")
    return path


def test_clean_files_have_no_problems(tmp_path: Path) -> None:
    remittance, sent = tmp_path / "a.835", tmp_path / "a.837"
    remittance.write_text(remit(), "utf-8")
    sent.write_text(claim(), "utf-8")
    assert problems(remittance, sent)["code"].to_list() == []


def test_every_kind_of_check_is_made(broken: Path) -> None:
    assert set(problems(broken)["code"]) >= {
        "X835-BALANCE-LINE",
        "X835-CARC-UNKNOWN",
        "X835-BALANCE-TRANSACTION",
        "X12-SE-COUNT",
    }


def test_batches_do_not_change_what_is_found(broken: Path) -> None:
    assert problems(broken).equals(problems(broken, piece_bytes=300))
