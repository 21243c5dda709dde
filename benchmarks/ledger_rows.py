"""Writes the ledger that auditing one is measured on: twenty million entries of three years.

python -m benchmarks.ledger_rows DIR [--rows 20000000] [--seed 7] [--as-it-was]
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from reclaim.x12.generate.ledger_tiles import THREE_YEARS, write_many_ledger

ROWS = 20_000_000
SEED = 7


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the ledger below the folder, and print where it is and how large."""
    asked = _parser().parse_args(arguments)
    days = 0 if asked.as_it_was else THREE_YEARS
    path = write_many_ledger(asked.folder, asked.seed, asked.rows, days=days)
    print(f"{path}: {asked.rows:,} entries, {path.stat().st_size / 1e9:.2f} GB")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--as-it-was", action="store_true", help="leave the days as they are")
    return parser


if __name__ == "__main__":
    sys.exit(main())
