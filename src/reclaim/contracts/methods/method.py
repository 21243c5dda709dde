"""What a method is given, and what it gives."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from reclaim.contracts.book import ContractBook
from reclaim.contracts.model.contract import Contract


@dataclass(frozen=True)
class Under:
    """The contract that prices, and its tables."""

    contract: Contract
    book: ContractBook

    def table(self, schedule: str) -> pl.DataFrame:
        """The table that the contract calls so."""
        return self.book.table(self.contract, schedule)

    def source(self, schedule: str) -> str:
        """The file of that table, as a trace names it."""
        named = self.contract.schedules.get(schedule)
        return named.file if named else schedule


Method = Callable[[pl.DataFrame, Any, Under], pl.DataFrame]
"""(lines, price, under) -> frames.PRICED. The lines have frames.WIDE and are all those, of any
claims, that one term of one contract is about; `price` is that term's."""

ClaimMethod = Callable[[pl.DataFrame, Any, Under], pl.DataFrame]
"""(lines, price, under) -> frames.CLAIM_PRICED. The lines have frames.WIDE: all lines of each claim
that is priced as a whole, but those that are carved out."""
