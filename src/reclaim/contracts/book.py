"""The contracts of a practice with their rate tables, ready to price by."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from reclaim.contracts.model.contract import Contract


@dataclass(frozen=True)
class ContractBook:
    """Contracts in the order of their ids, and the tables that they name.

    Args:
        contracts: in the order of their ids.
        tables: by contract id and schedule: a name of the contract's `schedules`, or the path that
            a price names. Each has the schema of its kind (intake.rates.kinds). The `indices` of a
            physician schedule stand under its name with ` indices` after it.
    """

    contracts: tuple[Contract, ...] = ()
    tables: Mapping[tuple[str, str], pl.DataFrame] = field(default_factory=dict)

    def table(self, contract: Contract, schedule: str) -> pl.DataFrame:
        """The table that a contract calls so."""
        return self.tables[contract.contract, schedule]

    def __bool__(self) -> bool:
        return bool(self.contracts)


NONE = ContractBook()
"""A practice without contracts."""
