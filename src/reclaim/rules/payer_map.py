"""The payer map: what a practice knows about its payers, in one YAML file it keeps itself.

Which names and identifiers mean the same payer, what kind of plan it is, whether the practice is
in its network, its clocks, and which of its group codes mean another one ("PI-45 is our contract").
"""

import datetime as dt
import fnmatch
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources.abc import Traversable
from typing import Annotated, Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, field_validator

from reclaim.rules.yaml_file import read_rules, refuse_duplicates, rule_error

PayerKind = Literal[
    "medicare",
    "medicare_advantage",
    "medicaid",
    "tricare",
    "veterans",
    "commercial",
    "dental",
    "workers_compensation",
    "auto",
    "other",
]
Network = Literal["in", "out"]
Question = Literal["filing", "corrected_claim", "appeal", "prompt_pay"]
CountsFrom = Literal["service_date", "payment_date", "received_date"]
Unit = Literal["days", "months", "years"]

KIND_OF_INDICATOR: dict[str, PayerKind] = {
    "MA": "medicare",
    "MB": "medicare",
    "16": "medicare_advantage",
    "MC": "medicaid",
    "CH": "tricare",
    "VA": "veterans",
    "WC": "workers_compensation",
    "AM": "auto",
    "17": "dental",
    "12": "commercial",
    "13": "commercial",
    "14": "commercial",
    "15": "commercial",
    "HM": "commercial",
}
"""What CLP06 says about a payer that the map does not name. Source: X12 005010X221A1, CLP06."""

LABEL = pl.coalesce(
    "payer",
    pl.col("payer_name").str.strip_chars().replace("", None),
    pl.col("payer_id").str.strip_chars().replace("", None),
)
"""What a payer is called: its key in the map, else its name or identifier as sent."""

STRICT = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Clock(BaseModel):
    """A limit in time that a contract or the payer's manual sets, from the day `from` on."""

    model_config = STRICT

    question: Question
    length: int
    unit: Unit = "days"
    counts_from: CountsFrom
    from_date: Annotated[dt.date | None, Field(alias="from")] = None
    until: dt.date | None = None
    cite: str


class Treatment(BaseModel):
    """A group code that this payer uses for another one, on payments from `from` until `until`."""

    model_config = STRICT

    group: str
    carc: str
    as_group: Literal["CO", "OA", "PI", "PR"]
    from_date: Annotated[dt.date | None, Field(alias="from")] = None
    until: dt.date | None = None
    cite: str


class NetworkSince(BaseModel):
    """Whether the practice, or a provider of `npis`, is in the payer's network, from a day on.

    `until` is exclusive; null: until another span begins.
    """

    model_config = STRICT

    from_date: Annotated[dt.date, Field(alias="from")]
    until: dt.date | None = None
    value: Network
    npis: tuple[str, ...] = ()


class PayerEntry(BaseModel):
    """One payer. `names` are patterns: `*` stands for any text, case does not matter."""

    model_config = STRICT

    payer: str
    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    kind: PayerKind | None = None
    network: tuple[NetworkSince, ...] = ()
    contract: str | None = None
    clocks: tuple[Clock, ...] = ()
    treats: tuple[Treatment, ...] = ()

    @field_validator("network", mode="before")
    @classmethod
    def _always(cls, given: object) -> object:
        """One word stands for: always."""
        if given in ("in", "out"):
            return ({"from": dt.date(1900, 1, 1), "value": given},)
        return given


@dataclass(frozen=True)
class PayerMap:
    """The payers of a practice; empty when it keeps no map."""

    entries: tuple[PayerEntry, ...] = field(default=())

    def key_of(self, payer_id: str | None, payer_name: str | None) -> str | None:
        """The entry of a payer as sent: by identifier, else by the first name that fits."""
        if payer_id is not None and payer_id.strip().upper() in self._by_id:
            return self._by_id[payer_id.strip().upper()]
        name = (payer_name or "").strip().upper()
        for entry in self.entries:
            if any(fnmatch.fnmatchcase(name, pattern.upper()) for pattern in entry.names):
                return entry.payer
        return None

    @cached_property
    def _by_id(self) -> dict[str, str]:
        return {number.upper(): entry.payer for entry in self.entries for number in entry.ids}

    def with_payer(self, claims: pl.DataFrame) -> pl.DataFrame:
        """The claims with `payer` (key or null), `payer_kind`, `network`, `contract_on_file`.

        Null: not known. A payer that the map does not name has no known network and no contract
        that we know of.

        Args:
            claims: `payer_id`, `payer_name`, `filing_indicator`, `payment_date`. The network is
                that of the payment's day; a claim without one has the latest. Where a span names
                NPIs, also `rendering_id` and `payee_id`; a column that is missing counts as null.
        """
        sent = claims.select("payer_id", "payer_name").unique()
        keys = [self.key_of(*row) for row in sent.iter_rows()]
        known = sent.with_columns(payer=pl.Series(keys, dtype=pl.String))
        kinds = {entry.payer: entry.kind for entry in self.entries if entry.kind}
        return claims.join(
            known,
            on=["payer_id", "payer_name"],
            how="left",
            nulls_equal=True,
            maintain_order="left",
        ).with_columns(
            payer_kind=pl.coalesce(
                pl.col("payer").replace_strict(kinds, default=None, return_dtype=pl.String),
                pl.col("filing_indicator").replace_strict(
                    KIND_OF_INDICATOR, default=None, return_dtype=pl.String
                ),
            ),
            network=self._network(claims.columns),
            contract_on_file=pl.col("payer").replace_strict(
                {entry.payer: entry.contract is not None for entry in self.entries},
                default=None,
                return_dtype=pl.Boolean,
            ),
        )

    def _network(self, columns: Sequence[str]) -> pl.Expr:
        """What is said of the rendering provider, else of the payee, else of all."""
        found = pl.lit(None, dtype=pl.String)
        for who in (None, "payee_id", "rendering_id"):
            for entry in self.entries:
                for since in sorted(entry.network, key=lambda since: since.from_date):
                    if bool(since.npis) == (who is not None) and who in (None, *columns):
                        holds = _is_of(entry, since, who)
                        found = pl.when(holds).then(pl.lit(since.value)).otherwise(found)
        return found

    @cached_property
    def treats(self) -> bool:
        """Whether any payer's group codes mean others."""
        return bool(self._treatments)

    def treated_group(self) -> pl.Expr:
        """The group code that counts; asks `payer`, `group_code`, `carc` and `payment_date`."""
        return self._treated(lambda _, treatment: treatment.as_group, pl.col("group_code"))

    def treated_by(self) -> pl.Expr:
        """Which entry of the map says so, e.g. payer-map/harbor/PI-45; null where none does."""
        return self._treated(
            lambda entry, treatment: f"payer-map/{entry.payer}/{treatment.group}-{treatment.carc}",
            pl.lit(None, dtype=pl.String),
        )

    def _treated(self, says: Callable[[PayerEntry, Treatment], str], otherwise: pl.Expr) -> pl.Expr:
        for entry, treatment in self._treatments:
            said = pl.lit(says(entry, treatment))
            otherwise = pl.when(_applies(entry, treatment)).then(said).otherwise(otherwise)
        return otherwise

    @property
    def _treatments(self) -> list[tuple[PayerEntry, Treatment]]:
        return [(entry, treatment) for entry in self.entries for treatment in entry.treats]


def read_payer_map(source: Traversable) -> PayerMap:
    """The payer map of a practice.

    Raises:
        ReclaimError: RULE-FILE, for a file or field that cannot be understood, a payer given twice
            or an identifier that two payers share.
    """
    entries = read_rules(source, PayerEntry, key="payer")
    refuse_duplicates(source.name, [entry.payer for entry in entries])
    numbers = [number.upper() for entry in entries for number in entry.ids]
    for number in numbers:
        if numbers.count(number) > 1:
            raise rule_error(
                source.name,
                f"the identifier {number} is given to two payers",
                "a remittance that states it could belong to either",
            )
    return PayerMap(tuple(entries))


def _is_of(entry: PayerEntry, since: NetworkSince, who: str | None) -> pl.Expr:
    """Whether a claim is within a span of the network; `who` is the column of the NPI."""
    day = pl.col("payment_date").fill_null(dt.date.max)
    holds = (pl.col("payer") == entry.payer) & (day >= since.from_date)
    if since.until:
        holds &= day < since.until
    if who:
        holds &= pl.col(who).str.strip_chars().is_in(list(since.npis))
    return holds


def _applies(entry: PayerEntry, treatment: Treatment) -> pl.Expr:
    day = pl.col("payment_date")
    applies = (
        (pl.col("payer") == entry.payer)
        & (pl.col("group_code") == treatment.group)
        & (pl.col("carc") == treatment.carc)
    )
    if treatment.from_date:
        applies &= day >= treatment.from_date
    if treatment.until:
        applies &= day < treatment.until
    return applies.fill_null(value=False)
