"""edi-835-parser: one row a service line, in its own data frame."""

import sys
from pathlib import Path

from edi_835_parser.transaction_set.transaction_set import TransactionSet

from benchmarks.cost import report


def rows(path: Path) -> int:
    """How many service lines its data frame holds."""
    return len(TransactionSet.build(str(path)).to_dataframe())


if __name__ == "__main__":
    report(lambda: rows(Path(sys.argv[1])))
