"""Measures pricing: a million lines, a contract of a hundred terms, a table of the whole country.

python -m benchmarks.pricing [--lines N] [--table values|rates] [--no-policies] [--repeats N]
"""

import argparse
from collections.abc import Sequence
from functools import partial

import numpy as np
import polars as pl

from benchmarks import machine, words
from benchmarks.cost import Cost, cost
from benchmarks.pricing_inputs import a_book, a_year
from benchmarks.words import say
from reclaim.contracts.book import ContractBook
from reclaim.contracts.price import price

SEED = 20260301
MOST_SECONDS = 10.0
"""What a million lines may take on two cores."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print. The exit code is 0 whatever was measured: this is no test."""
    asked = _parser().parse_args(arguments)
    say(words.title("Machine"), *words.facts(machine.facts()))
    draw = np.random.default_rng(SEED)
    book = a_book(draw, rates=asked.table == "rates", policies=not asked.no_policies)
    claims, lines = a_year(draw, asked.lines)
    rows = {name: f"{table.height:,} rows" for (_, name), table in book.tables.items()}
    say(words.title(f"Pricing {lines.height:,} lines of {claims.height:,} claims"))
    say(*words.facts({"terms": str(len(book.contracts[0].terms)), **rows}))
    for _ in range(asked.repeats):
        say(_told(cost(partial(_priced, claims, lines, book))))
    say(f"A million lines may take {MOST_SECONDS:.0f} s on two cores. Peak: of the whole process.")
    return 0


def _priced(claims: pl.DataFrame, lines: pl.DataFrame, book: ContractBook) -> int:
    return price(claims, lines, book)["expected_cents"].count()


def _told(spent: Cost) -> str:
    return (
        f"{spent.seconds:6.1f} s{spent.cpu_seconds / spent.seconds:>7.2f} cores"
        f"{spent.peak_bytes / 1e6:>8,.0f} MB peak{spent.rows:>12,} lines with a price"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pricing")
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--table", choices=("values", "rates"), default="values")
    parser.add_argument("--no-policies", action="store_true")
    parser.add_argument("--repeats", type=int, default=2)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
