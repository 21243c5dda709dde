"""Reads the rates of some providers from a payer's in-network file, of whatever size.

Payers publish these files by 26 CFR 54.9815-2715A3(b); their form is the schema in-network-rates of
CMS's price transparency guide, 1.x and 2.0. The file is read forward once, or twice where the
groups of providers stand behind the rates, and never held.
"""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from reclaim.intake.rates.imports.files import opened, stem, stop
from reclaim.intake.rates.imports.imported import Imported, Tally
from reclaim.intake.rates.imports.in_network_groups import Groups, Providers, Wanted
from reclaim.intake.rates.imports.in_network_prices import HEADER, INSIDE, Item, Prices, rates_of
from reclaim.intake.rates.imports.json_stream import JsonStream
from reclaim.intake.rates.imports.parts import told_apart
from reclaim.intake.rates.imports.settle import settle_tables
from reclaim.intake.rates.imports.terms import proposed_terms
from reclaim.intake.rates.kinds import RATES

REFERENCES = "provider_references"
ITEMS = "in_network"
OTHER_FILES = {
    "reporting_structure": "a table of contents, which names the files with rates",
    "out_of_network": "a file of amounts allowed out of network",
    "standard_charge_information": "a hospital's file of standard charges",
}

Held = tuple[Providers, Mapping[str, object], str]
"""Providers, a price for them, and its place."""


def read_in_network(
    path: Path, *, wanted: Wanted, prices: Prices | None = None, name: str | None = None
) -> Imported:
    """The rates that a payer's file has for the providers, codes and kinds of price asked for.

    Tables by `professional`, `institutional-inpatient`, `institutional-outpatient` ..., as far as
    the file tells them apart; `terms` says for which claims each is. A rate that holds for every
    provider asked for stands once, without a provider.

    Args:
        path: plain JSON, or packed with gzip, or alone in a ZIP archive.
        wanted: the providers; without any, all of them, whose rates may then contradict each other.
        prices: the codes and kinds of price; null: all that contracts set.
        name: what the tables are called in `terms`; null: as the file.

    Raises:
        ReclaimError: RATE-FILE, when the file is no JSON (naming the place), or has no rates.
    """
    tally = Tally()
    groups = Groups(wanted)
    asked = prices or Prices()
    if not _pass(path, groups, asked, tally, first=True):
        _pass(path, groups, asked, tally, first=False)
    groups.told(path.name, tally)
    tables = {
        part: _once_for_all(rates, groups.everyone()) for part, rates in tally.tables().items()
    }
    settled = settle_tables(told_apart(tables), path.name, tally)
    return Imported(
        tables=settled,
        problems=tuple(tally.problems),
        skipped=dict(tally.skipped),
        notes=tally.said(),
        terms=proposed_terms(settled, name or stem(path), path.name),
    )


def _pass(path: Path, groups: Groups, prices: Prices, tally: Tally, *, first: bool) -> bool:
    """Read the file; False when its rates stand before the groups, and were passed over."""
    others: list[str] = []
    found = read = False
    with opened(path) as raw:
        stream = JsonStream(raw, path.name)
        for name in stream.members():
            if name == REFERENCES and first:
                for _ in stream.elements():
                    groups.add(stream.value())
            elif name == ITEMS:
                found = True
                read = not first or groups.read > 0 or not groups.wanted
                if read:
                    for _ in stream.elements():
                        _read_item(stream, groups, prices, tally)
                else:
                    stream.skip()
            else:
                others.append(OTHER_FILES.get(name, ""))
                stream.skip()
    if not found:
        what = next((what for what in others if what), "a file without in_network")
        why = "Rates stand in the list in_network of an in-network file."
        raise stop(path.name, f"this is {what}", why, "name the payer's in-network file")
    return read


def _read_item(stream: JsonStream, groups: Groups, prices: Prices, tally: Tally) -> None:
    """Keep the rates of one item; its prices wait where its code or bundle stands behind them."""
    item = Item()
    held: list[Held] = []
    where = stream.place
    for name in stream.members():
        if name in HEADER:
            item.header[name] = str(stream.value())
        elif name in INSIDE:
            item.inside += _codes_inside(stream.value())
        elif name == "negotiated_rates":
            if item.known and item.header["billing_code"] not in prices.codes:
                stream.skip()
                continue
            for _ in stream.elements():
                held += _prices_here(stream, groups)
                if item.known and item.arrangement == "ffs":
                    _keep(item, held, prices, tally)
                    held.clear()
        else:
            stream.skip()
    code = item.header.get("billing_code")
    if not code:
        tally.problem(where, "the item has no billing_code")
    elif code in prices.codes:
        _keep(item, held, prices, tally)


def _prices_here(stream: JsonStream, groups: Groups) -> list[Held]:
    """The prices of the next element of negotiated_rates, if it is about a provider wanted."""
    element = stream.value()
    if not isinstance(element, dict):
        return []
    providers = groups.of_rate(element)
    if not providers:
        return []
    return [
        (providers, price, f"{stream.place}.negotiated_prices[{ordinal}]")
        for ordinal, price in enumerate(element.get("negotiated_prices") or [])
        if isinstance(price, dict)
    ]


def _keep(item: Item, held: list[Held], prices: Prices, tally: Tally) -> None:
    for providers, price, where in held:
        for part, rate in rates_of(item, providers, price, prices, where, tally):
            tally.rate(part, rate)


def _codes_inside(codes: object) -> list[str]:
    listed = codes if isinstance(codes, list) else []
    return [str(code.get("billing_code")) for code in listed if isinstance(code, dict)]


def _once_for_all(rates: pl.DataFrame, everyone: frozenset[str]) -> pl.DataFrame:
    """The rates, where those of every provider asked for are one without a provider."""
    if not everyone:
        return rates
    same = [name for name in RATES if name not in {"provider", "row"}]
    grouped = rates.group_by(same, maintain_order=True).agg(
        pl.col("provider").unique(maintain_order=True), pl.col("row").first()
    )
    of_all = pl.col("provider").list.drop_nulls().list.len() == len(everyone)
    nobody = pl.lit([None], dtype=pl.List(pl.String))
    folded = grouped.with_columns(provider=pl.when(of_all).then(nobody).otherwise("provider"))
    return folded.explode("provider").select(RATES.names())
