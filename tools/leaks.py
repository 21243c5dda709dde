"""Holds an audit of a made-up practice against the truth about it, and prints both kinds of error.

python tools/leaks.py [--claims 2000] [--seed 7] [--practice DIR]
"""

import argparse
import datetime as dt
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from reclaim.cli.practice import known
from reclaim.engines.local import audit
from reclaim.pipeline.checking import checked_batches
from reclaim.rules.signals import signals
from reclaim.x12.generate import generate
from tools.posted_leaks import FINDINGS, compare_postings, told_alarms, told_postings

IN_THE_LEDGER = {"copay_waived", "small_balance", "bad_debt_without_statement"}
"""What only the ledger shows; the remittance is in order."""

WITHOUT_A_LINE = {"orphan_reversal"}
"""Found on the claim, since no part of a charge shows it."""

AMOUNT = ["patient_control_number", "payer_control_number", "line_number", "carc", "amount_cents"]
CLAIM = ["patient_control_number", "payer_control_number", "carc"]


@dataclass(frozen=True)
class Compared:
    """What came of it.

    Args:
        planted: each row of the truth, with the signal and the answer it got.
        alarms: findings on claims and for reasons that nobody planted.
    """

    planted: pl.DataFrame
    alarms: pl.DataFrame


def compare(practice: Path, tables: Path) -> Compared:
    """The truth of a practice beside what an audit of it found."""
    whole = {"line_number": pl.Int64, "amount_cents": pl.Int64, "carc": pl.String}
    truth = pl.read_csv(practice / "truth.csv", schema_overrides=whole, infer_schema=False)
    truth = truth.with_columns(pl.col("line_number", "amount_cents").cast(pl.Int64))
    numbers = {signal.id: signal.signal for signal in signals()}
    judged = pl.read_parquet(tables / "dispositions.parquet").with_columns(
        number=pl.col("signal_id").replace_strict(numbers, default=None, return_dtype=pl.String)
    )
    found = pl.read_parquet(tables / "findings.parquet").with_columns(
        number=pl.col("signal_id").replace_strict(numbers, default=None, return_dtype=pl.String)
    )
    answers = judged.select(*AMOUNT, "number", "signal_id", "recoverable", "category").unique(
        AMOUNT
    )
    of_claims = found.filter(pl.col("kind") == "orphan_reversal").select(
        *CLAIM[:2], "number", "signal_id", "recoverable", "category"
    )
    by_line = truth.filter(~pl.col("leak").is_in(WITHOUT_A_LINE)).join(
        answers, on=AMOUNT, how="left", nulls_equal=True, suffix="_found"
    )
    by_claim = truth.filter(pl.col("leak").is_in(WITHOUT_A_LINE)).join(
        of_claims.unique(CLAIM[:2]), on=CLAIM[:2], how="left", suffix="_found"
    )
    planted = pl.concat([by_line, by_claim], how="diagonal_relaxed")
    alarms = found.filter(
        pl.col("recoverable").is_in(["yes", "maybe"]), pl.col("money") == "cash"
    ).join(truth, on=CLAIM, how="anti", nulls_equal=True)
    return Compared(planted, alarms)


def told(compared: Compared) -> pl.DataFrame:
    """By kind of leak: planted, found under its signal, and with the right answer."""
    signal_right = pl.col("signal").is_null() | (pl.col("number") == pl.col("signal"))
    answer_right = pl.col("recoverable_found") == pl.col("recoverable")
    return (
        compared.planted.with_columns(
            beyond=pl.when(pl.col("leak").is_in(IN_THE_LEDGER))
            .then(pl.lit("in the ledger"))
            .otherwise(pl.lit("")),
        )
        .group_by("leak", "signal", "beyond")
        .agg(
            planted=pl.len(),
            found=(signal_right & answer_right).fill_null(value=False).sum(),
            signal_right=signal_right.fill_null(value=False).sum(),
            got=pl.concat_str(
                pl.col("signal_id").fill_null("nothing"),
                pl.col("recoverable_found").fill_null("null"),
                separator=" ",
            )
            .filter(~(signal_right & answer_right).fill_null(value=False))
            .unique()
            .sort()
            .str.join("; "),
        )
        .sort("beyond", "leak", "signal")
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both tables; the exit code is 1 when a planted leak was missed."""
    asked = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        practice = asked.practice or Path(folder, "practice")
        if not asked.practice:
            generate(seed=asked.seed, claims=asked.claims).write(practice)
        own = known(practice)
        tables = Path(folder, "tables")
        batches = checked_batches([practice])
        audit(
            batches,
            tables,
            as_of=asked.as_of,
            book=own.book,
            practice=own.practice,
            contracts=own.contracts,
        )
        compared = compare(practice, tables)
        postings = _postings(practice, tables, asked.as_of)
    table = told(compared)
    with pl.Config(tbl_rows=-1, tbl_cols=-1, fmt_str_lengths=90, tbl_width_chars=200):
        print(table)
        print(
            compared.alarms.group_by("signal_id", "recoverable", "payer")
            .agg(pl.len(), pl.col("at_stake_cents", "expected_cents").sum())
            .sort("len", descending=True)
        )
        for one in postings:
            print(one)
    return int(not missed(table).is_empty())


def missed(table: pl.DataFrame) -> pl.DataFrame:
    """The kinds of which a leak was missed, though neither contract nor ledger is needed."""
    return table.filter(pl.col("beyond") == "", pl.col("found") < pl.col("planted"))


def _postings(practice: Path, tables: Path, as_of: dt.date) -> list[pl.DataFrame]:
    """What was planted in the ledger and found, and the false alarms; nothing without an audit."""
    if not (tables / FINDINGS).is_file():
        return []
    compared = compare_postings(practice, tables, as_of=as_of)
    return [told_postings(compared), told_alarms(compared)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--practice", type=Path)
    parser.add_argument("--as-of", type=dt.date.fromisoformat, default=dt.date(2026, 4, 1))
    return parser


if __name__ == "__main__":
    sys.exit(main())
