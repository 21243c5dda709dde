"""The audit against the truth about a made-up practice: what was planted, and what was found."""

from pathlib import Path

import polars as pl
import pytest

from reclaim.cli.practice import known
from reclaim.engines.local import audit
from reclaim.pipeline.checking import checked_batches
from reclaim.x12.generate import generate
from tests.engines.audits import AS_OF
from tools.leaks import Compared, compare, missed, told

WITHOUT_A_CONTRACT = {"price/borrowed-network", "price/multiple-procedure"}
"""Cuts of the one payer that the practice has no contract with: they stay open."""

REALLY_DENIED = {
    "pending/promised-decision",
    "units/unknown",
    "units/limit-reviewable",
    "units/limit-absolute",
    "recoupment/disputable",
    "cob/other-payer-unknown",
    "records/send",
}
"""Not planted, and no false alarm: the practice's ordinary course has undecided claims, payments
taken back with fewer units, recoupments, records asked for, and claims of another payer first."""

CLAIMS = 600


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Compared:
    folder: Path = tmp_path_factory.mktemp("truth")
    generate(seed=5, claims=CLAIMS).write(folder / "practice")
    own = known(folder / "practice")
    batches = checked_batches([folder / "practice"])
    audit(
        batches,
        folder / "tables",
        as_of=AS_OF,
        book=own.book,
        practice=own.practice,
        contracts=own.contracts,
    )
    return compare(folder / "practice", folder / "tables")


def test_every_planted_leak_is_found_for_what_it_is(compared: Compared) -> None:
    table = told(compared)
    assert table["leak"].n_unique() >= 25
    assert missed(table).rows(named=True) == []


def test_what_else_is_found_is_known_and_explained(compared: Compared) -> None:
    assert set(compared.alarms["signal_id"]) <= WITHOUT_A_CONTRACT | REALLY_DENIED


def test_only_a_payer_without_a_contract_leaves_its_prices_open(compared: Compared) -> None:
    open_prices = compared.alarms.filter(pl.col("signal_id").is_in(WITHOUT_A_CONTRACT))
    assert set(open_prices["payer"]) <= {"quillback"}


def test_the_planted_leaks_cover_most_signals(compared: Compared) -> None:
    assert compared.planted["signal"].n_unique() >= 20
