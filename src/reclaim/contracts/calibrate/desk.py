"""What a contract would have allowed on the lines of a practice, were it another contract."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from reclaim.contracts.book import ContractBook
from reclaim.contracts.calibrate.fold import Folded, Tables, Way, fold, steps_in_time, way_of
from reclaim.contracts.calibrate.rows import UNKNOWN, Cents, Flags, Rows
from reclaim.contracts.model.conditions import AppliesTo
from reclaim.contracts.model.contract import Contract

Pricer = Callable[[pl.DataFrame, pl.DataFrame, ContractBook], pl.DataFrame]
"""contracts.price.price, or what stands for it."""

Files = Mapping[str, Mapping[str, pl.DataFrame]]
"""Other tables that a schedule could be: by schedule and file."""


COPIES = 10_000
"""More than there are localities: Medicare has 109."""


@dataclass(frozen=True)
class Repriced:
    """What a contract gives, a place for each row.

    Args:
        cents: what it expects; UNKNOWN where it has no price.
        term: place of the term among those of the contract; UNKNOWN where none is known.
    """

    cents: Cents
    term: Cents


@dataclass(frozen=True)
class Desk:
    """The claims of a practice, ready to be priced again and again.

    Args:
        rows: the lines to compare.
        claims: frames.CLAIMS, of these rows at least.
        lines: frames.LINES, of these claims, whole.
        tables: the contract's rate tables, by schedule.
        files: tables that could stand in their place.
        price: prices claims and lines.
        claim: a number for the claim of each row.
    """

    rows: Rows
    claims: pl.DataFrame
    lines: pl.DataFrame
    tables: Tables
    files: Files
    price: Pricer
    claim: Cents
    _folded: dict[tuple[Way, tuple[object, ...]], Folded] = field(default_factory=dict)

    def expected(self, contract: Contract) -> Repriced:
        """What the contract expects on each row."""
        folded = self._fold(contract)
        return self._found(folded.places, self._priced(contract, folded.claims, folded.lines))

    def expected_in(self, contract: Contract, localities: Sequence[str]) -> list[Repriced]:
        """What the contract expects on each row in each of the localities.

        All are priced at once: each claim stands once in every locality, which its ZIP code tells.
        """
        plain = contract.model_copy(update={"locality": None, "localities": {}})
        folded = self._fold(plain)
        copies = pl.DataFrame({"zip_code": localities}).with_row_index("copy")
        several = folded.claims.drop("zip_code").join(copies, how="cross")
        claims = several.with_columns(_copied()).select(folded.claims.columns)
        lines = folded.lines.join(copies, how="cross").with_columns(_copied())
        by_zip = plain.model_copy(update={"localities": {each: each for each in localities}})
        priced = self._priced(by_zip, claims, lines.select(folded.lines.columns)).with_columns(
            copy=pl.col("claim") % COPIES, claim=pl.col("claim") // COPIES
        )
        parts = priced.partition_by("copy", as_dict=True, include_key=False)
        return [self._found(folded.places, parts[copy,]) for copy in range(len(localities))]

    def _priced(
        self, contract: Contract, claims: pl.DataFrame, lines: pl.DataFrame
    ) -> pl.DataFrame:
        """`claim`, `line`, what is expected in `cents`, and the `place` of the term."""
        bound = contract.model_copy(update={"applies_to": AppliesTo()})
        tables = self.tables_of(contract).items()
        book = ContractBook((bound,), {(bound.contract, name): table for name, table in tables})
        places = {term.id: place for place, term in enumerate(contract.terms)}
        return self.price(claims, lines, book).select(
            claim=pl.col("claim_id").cast(pl.Int64),
            line="line_number",
            cents="expected_cents",
            place=pl.col("term").replace_strict(places, default=None, return_dtype=pl.Int64),
        )

    def _found(self, places: pl.DataFrame, priced: pl.DataFrame) -> Repriced:
        """Where each row finds its price."""
        found = places.join(priced, on=["claim", "line"], how="left", nulls_equal=True)
        at = found["row"].to_numpy()
        return Repriced(self._spread(at, found["cents"]), self._spread(at, found["place"]))

    def tables_of(self, contract: Contract) -> Tables:
        """The tables, with another file where a schedule of the contract names it."""
        changed = {
            name: self.files[name][schedule.file]
            for name, schedule in contract.schedules.items()
            if schedule.file in self.files.get(name, {})
        }
        return {**self.tables, **changed}

    def of(self, flags: Flags) -> "Desk":
        """A desk with the marked rows alone; their claims are whole."""
        rows = self.rows
        frame = rows.take(flags).with_columns(row=pl.int_range(pl.len(), dtype=pl.UInt32))
        part = Rows(
            frame, rows.allowed[flags], rows.expected[flags], rows.slack[flags], rows.days[flags]
        )
        claims = self.claims.join(frame.select("claim_id").unique(), on="claim_id", how="semi")
        lines = self.lines.join(claims.select("claim_id"), on="claim_id", how="semi")
        claim = self.claim[flags]
        return Desk(part, claims, lines, self.tables, self.files, self.price, claim)

    @classmethod
    def laid_out(
        cls,
        rows: Rows,
        claims: pl.DataFrame,
        lines: pl.DataFrame,
        tables: Tables,
        files: Files,
        price: Pricer,
    ) -> "Desk":
        """A desk with all rows."""
        claim = rows.frame["claim_id"].rank("dense").cast(pl.Int64).to_numpy()
        return cls(rows, claims, lines, tables, files, price, claim)

    def _spread(self, at: npt.NDArray[np.uint32], values: pl.Series) -> Cents:
        spread = np.full(len(self.rows), UNKNOWN, dtype=np.int64)
        spread[at] = values.fill_null(UNKNOWN).to_numpy()
        return spread

    def _fold(self, contract: Contract) -> Folded:
        tables = self.tables_of(contract)
        way, steps = way_of(contract, tables), steps_in_time(contract, tables)
        key = (way, tuple(steps))
        if key not in self._folded:
            keys = self.rows.frame.select("row", "claim_id", "line_number")
            self._folded[key] = fold(self.claims, self.lines, keys, way, steps)
        return self._folded[key]


def _copied() -> pl.Expr:
    """The number of the claim and of its copy in one."""
    number = pl.col("claim_id").cast(pl.Int64) * COPIES + pl.col("copy")
    return number.cast(pl.String).alias("claim_id")
