"""Payments held against contracts: what was underpaid, overpaid, confirmed, and not priced.

Every frame tells the contracts and the schedules that were inferred from past payments apart, in
the column `inferred`: what a payer always does is no proof that it may.
"""

from dataclasses import dataclass

import polars as pl

from reclaim.audit.later_payers import payments_as_amounts
from reclaim.report.audited import Audited
from reclaim.report.breakdown import Parts
from reclaim.report.standing import PAYER

COMPARED = ("as_contracted", "underpaid", "overpaid")
"""Verdicts on lines of which both the expected and the allowed amount are known."""

IN_WHOLE = "as a whole"
"""Why a line is not compared whose claim is: the claim's own row counts, and not the line's."""

CUTS = {
    "contractual/verified": "verified",
    "contractual/within_tolerance": "within_tolerance",
    "underpayment/contract": "underpaid",
    "underpayment/inferred": "underpaid_inferred",
    "contractual/unverified": "unverified",
}
"""What became of price cuts when they were held against the contracts."""

CELL = ("payer", "inferred", "contracted", "verdict", "reason", "priced_from")
WITHOUT_PRICE = ("payer", "reason", "contract", "term", "clause", "procedure_code")
CENTS = ("charge_cents", "expected_cents", "allowed_cents", "variance_cents")

VIEWS = {
    "payers": ("payer",),
    "codes": ("procedure_code",),
    "terms": ("payer", "contract", "term", "clause"),
}
"""What the compared lines are told apart by, beside `inferred`."""

COUNTS = (
    "claims",
    "lines",
    "compared",
    "expected_cents",
    "allowed_cents",
    "underpaid_cents",
    "overpaid_lines",
    "overpaid_cents",
)

LARGEST = (-pl.col("charge_cents"), -pl.col("lines"))

_UNDERPAID = pl.col("verdict") == "underpaid"
_OVERPAID = pl.col("verdict") == "overpaid"

_MEASURES = (
    pl.col("claim_id").filter(_UNDERPAID).n_unique().cast(pl.Int64).alias("claims"),
    _UNDERPAID.sum().cast(pl.Int64).alias("lines"),
    pl.len().cast(pl.Int64).alias("compared"),
    pl.col("expected_cents").filter(_UNDERPAID).sum(),
    pl.col("allowed_cents").filter(_UNDERPAID).sum(),
    pl.col("variance_cents").filter(_UNDERPAID).sum().alias("underpaid_cents"),
    _OVERPAID.sum().cast(pl.Int64).alias("overpaid_lines"),
    -pl.col("variance_cents").filter(_OVERPAID).sum().alias("overpaid_cents"),
    pl.col("clause").filter(_UNDERPAID).drop_nulls().unique().alias("clauses"),
)


@dataclass(frozen=True)
class Held:
    """What holding the payments against the contracts came to. Whole cents.

    Args:
        cells: a row a payer, `inferred`, `contracted` (a contract or a schedule binds the line),
            verdict, reason why there is no price or no comparison, and source of the line (claim or
            remittance): `lines` and `CENTS`.
        payers, codes, terms: the compared lines by `VIEWS`, the most underpaid first: `compared`
            counts them; `claims`, `lines`, `expected_cents`, `allowed_cents` and `underpaid_cents`
            are those of the underpaid among them; `clauses` are the clauses they stand under.
        unpriced: lines without a price by `WITHOUT_PRICE`: `lines` and `charge_cents`, the largest
            charge first.
        cuts: a row a payer: its price cuts in the columns of `CUTS`, the largest first.
    """

    cells: pl.DataFrame
    payers: pl.DataFrame
    codes: pl.DataFrame
    terms: pl.DataFrame
    unpriced: pl.DataFrame
    cuts: pl.DataFrame

    @property
    def contracts(self) -> int:
        """How many contracts priced a line; inferred schedules are none."""
        own = self.terms.filter(~pl.col("inferred"))
        return int(own["contract"].drop_nulls().n_unique())

    @property
    def any_contract(self) -> bool:
        """Whether a contract binds any line, priced or not."""
        return not self.cells.filter("contracted", ~pl.col("inferred")).is_empty()

    def why_unpriced(self) -> pl.DataFrame:
        """`payer`, `reason`, `codes`, `lines`, `charge_cents` without a price, largest first.

        `codes` are the procedures concerned, those of the largest charges first.
        """
        keys = ["payer", "reason"]
        codes = pl.col("procedure_code").drop_nulls().unique(maintain_order=True)
        sums = self.unpriced.group_by(keys, maintain_order=True).agg(
            pl.col("lines", "charge_cents").sum(), codes=codes
        )
        return sums.sort(*LARGEST, *keys, nulls_last=True)

    def not_compared(self) -> pl.DataFrame:
        """`reason`, `lines`, `charge_cents` of lines that cannot be compared, largest first."""
        rows = self.cells.filter(verdict="not_compared").group_by("reason")
        return rows.agg(pl.col("lines", "charge_cents").sum()).sort(
            *LARGEST, "reason", nulls_last=True
        )

    def from_remittance(self) -> tuple[int, int]:
        """Compared lines priced as the payer names them, since no claim is known; their charge."""
        keep = pl.col("verdict").is_in(COMPARED) & (pl.col("priced_from") == "remittance")
        rows = self.cells.filter(keep)
        return int(rows["lines"].sum()), int(rows["charge_cents"].sum())


def held(audited: Audited, parts: Parts) -> Held:
    """Aggregate without collecting the table whole; `parts` as of `breakdown.parts_by_claim`."""
    rows = expected(audited)
    payers = audited.counted_claims().select("claim_id", payer=PAYER.cast(pl.Categorical))
    found: dict[str, list[pl.DataFrame]] = {name: [] for name in ("cells", "unpriced", *VIEWS)}
    for turn in audited.turns():
        joined = rows.filter(turn).join(payers.filter(turn), on="claim_id")
        split = pl.collect_all(
            [_cells(joined), _unpriced(joined), *_views(joined)], engine="streaming"
        )
        for name, frame in zip(found, split, strict=True):
            found[name].append(frame.with_columns(pl.col(pl.Categorical).cast(pl.String)))
    views = {name: _ordered(_added(found[name]), keys) for name, keys in VIEWS.items()}
    return Held(
        cells=_added(found["cells"]).sort(CELL, nulls_last=True),
        unpriced=_added(found["unpriced"]).sort(*LARGEST, *WITHOUT_PRICE, nulls_last=True),
        cuts=price_cuts(parts),
        **views,
    )


def expected(audited: Audited) -> pl.LazyFrame:
    """The rows of `expected_lines` that count, each service in one row; without its `payer`.

    With `reason`: why there is no price, or no comparison; without what is missing in particular.
    """
    compared = pl.col("verdict") != "not_compared"
    why = pl.when(compared).then("why_not").otherwise("why_not_compared")
    return (
        audited.table("expected_lines")
        .filter(pl.col("why_not_compared").ne_missing(IN_WHOLE))
        .with_columns(
            *payments_as_amounts(),
            inferred=pl.col("inferred").fill_null(value=False),
            contracted=pl.col("contract").is_not_null(),
            reason=why.str.extract("^([^:]*)"),
        )
        .drop("payer")
    )


def price_cuts(parts: Parts) -> pl.DataFrame:
    """`payer` and its price cuts in the columns of `CUTS`; payers without any are left out."""
    category = pl.col("category")
    sums = (
        parts["payer"]
        .filter(category.is_in(CUTS.keys()))
        .group_by("payer")
        .agg(
            pl.col("amount_cents").filter(category == name).sum().alias(column)
            for name, column in CUTS.items()
        )
    )
    return sums.sort(-pl.sum_horizontal(CUTS.values()), "payer")


def _cells(rows: pl.LazyFrame) -> pl.LazyFrame:
    return rows.group_by(CELL).agg(pl.len().cast(pl.Int64).alias("lines"), pl.col(CENTS).sum())


def _unpriced(rows: pl.LazyFrame) -> pl.LazyFrame:
    kept = rows.filter(pl.col("verdict") == "unpriced").group_by(WITHOUT_PRICE)
    return kept.agg(pl.len().cast(pl.Int64).alias("lines"), pl.col("charge_cents").sum())


def _views(rows: pl.LazyFrame) -> list[pl.LazyFrame]:
    compared = rows.filter(pl.col("verdict").is_in(COMPARED))
    return [compared.group_by(*keys, "inferred").agg(_MEASURES) for keys in VIEWS.values()]


def _added(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """The sums of every turn in one: a claim is in one turn only, so that counts add up too."""
    rows = pl.concat(parts)
    lists = [name for name in rows.columns if name == "clauses"]
    amounts = [name for name, kind in rows.schema.items() if kind == pl.Int64]
    keys = [name for name in rows.columns if name not in (*amounts, *lists)]
    joined = [pl.col(name).explode().drop_nulls().unique().sort() for name in lists]
    return rows.group_by(keys).agg(pl.col(amounts).sum(), *joined)


def _ordered(rows: pl.DataFrame, keys: tuple[str, ...]) -> pl.DataFrame:
    return rows.sort("inferred", -pl.col("underpaid_cents"), *keys, nulls_last=True)
