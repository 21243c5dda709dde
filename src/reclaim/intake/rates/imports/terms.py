"""Proposes terms of a contract for rates that were imported, as YAML for a person to check."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import polars as pl
import yaml

from reclaim.intake.rates.imports.parts import split

Term = dict[str, Any]

CLAUSE = "as published"
ALL_CODES = "CSTM-ALL"
"""The type of code by which a payer prices whatever has no price of its own."""

INPATIENT_BILLS = ["11"]
"""Types of bill of hospital stays: UB-04, form locator 4."""

INPATIENT_PLACES = ["21", "51", "61"]
"""Places of service that CMS's list of them calls inpatient."""

DAYS = ("effective_from", "effective_to")

HEAD = """\
# Proposed from {source}.
# Nothing of this holds until somebody has compared it with the contract: give each term its clause,
# put the terms in order, and copy them into the contract file.
"""


def table_path(name: str, part: str) -> str:
    """Where the table of a part belongs, from the folder of the contract: rates/NAME-PART.csv."""
    return f"rates/{'-'.join(word for word in (name, part) if word)}.csv"


def proposed_terms(
    tables: Mapping[str, pl.DataFrame], name: str, source: str, comments: tuple[str, ...] = ()
) -> str:
    """Terms for the tables of an import: prices of whole claims first, then the tables themselves.

    Rates by DRG are case rates, rates by the day of a revenue code are per diems; a table of rates
    by line can say neither. Empty when nothing was imported.

    Args:
        tables: by part (imports.parts), settled.
        name: what the tables are called.
        source: the file they come from.
        comments: what a person must know who writes the contract.
    """
    terms = [term for part, rates in tables.items() for term in _whole_claims(part, rates)]
    for part, rates in tables.items():
        by_line = rates.filter(pl.col("code_type").fill_null("") != ALL_CODES)
        if by_line.height:
            price = {"method": "fee_schedule", "schedule": table_path(name, part)}
            terms.append(_term(part, "rates", {}, price))
    terms += [term for part, rates in tables.items() for term in _all_codes(part, rates)]
    if not terms:
        return ""
    said = "".join(f"# {comment}\n" for comment in comments)
    body = yaml.dump(
        {"terms": terms}, Dumper=_Dumper, sort_keys=False, width=100, default_flow_style=None
    )
    return f"{HEAD.format(source=source)}{said}{body}"


class _Dumper(yaml.SafeDumper):
    """Writes amounts as they are, and the same list twice where it is meant twice."""

    def ignore_aliases(self, _: object) -> bool:
        return True


def _plainly(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    """The number with two decimals at least, which YAML then needs no tag for."""
    places = max(2, -int(value.as_tuple().exponent))
    return dumper.represent_scalar("tag:yaml.org,2002:float", f"{value:.{places}f}")


_Dumper.add_representer(Decimal, _plainly)


def _whole_claims(part: str, rates: pl.DataFrame) -> Iterator[Term]:
    """Case rates, shares and days by DRG; days by revenue code."""
    if split(part)[0] == "professional":
        return
    alone = rates.filter(
        pl.col("modifier").is_null() & pl.col("provider").is_null() & pl.col("status").is_null()
    )
    drgs = alone.filter(pl.col("code_type") == "MS-DRG")
    for amount, when in _groups(drgs.filter(pl.col("per") == "claim"), "rate_micros", 6):
        yield _term(part, "case-rate", when, {"method": "case_rate", "amount": amount})
    for percent, when in _groups(drgs, "percent_millionths", 4):
        yield _term(part, "share", when, {"method": "percent_of_charges", "percent": percent})
    for amount, when in _groups(drgs.filter(pl.col("per") == "day"), "rate_micros", 6):
        price = {"method": "per_diem", "tiers": [{"amount": amount}]}
        yield _term(part, "per-diem", when, price)
    beds = alone.filter((pl.col("code_type") == "RC") & (pl.col("per") == "day"))
    if split(part)[1] != "outpatient":
        yield from _tiers(part, beds)


def _tiers(part: str, beds: pl.DataFrame) -> Iterator[Term]:
    """One term for all revenue codes that are paid by the day."""
    tiers = [
        {"amount": amount, "revenue_codes": when["codes"]}
        for amount, when in _groups(beds, "rate_micros", 6)
    ]
    if tiers:
        codes = sorted(code for tier in tiers for code in tier["revenue_codes"])
        price = {"method": "per_diem", "tiers": tiers}
        yield _term(part, "beds", {"codes": codes}, price)


def _all_codes(part: str, rates: pl.DataFrame) -> Iterator[Term]:
    """What is paid for whatever has no price of its own."""
    rest = rates.filter((pl.col("code_type") == ALL_CODES) & pl.col("status").is_null())
    for percent, _ in _groups(rest, "percent_millionths", 4):
        yield _term(part, "rest", {}, {"method": "percent_of_charges", "percent": percent})


def _groups(rates: pl.DataFrame, column: str, decimals: int) -> Iterator[tuple[Decimal, Term]]:
    """Each amount with its days and codes, in the order of the codes."""
    same = [column, "effective_from", "effective_to"]
    grouped = (
        rates.filter(pl.col(column).is_not_null())
        .sort("code")
        .group_by(same, maintain_order=True)
        .agg(pl.col("code").unique(maintain_order=True))
    )
    for number, first, last, codes in grouped.iter_rows():
        days = {"effective_from": first, "effective_to": last}
        stated = {name: day for name, day in days.items() if day}
        yield Decimal(number).scaleb(-decimals).normalize(), {"codes": codes, **stated}


def _term(part: str, kind: str, about: Term, price: Term) -> Term:
    """A term about the claims of the part; its id tells part, kind and first code."""
    class_, setting = split(part)
    codes: list[str] = about.get("codes", [])
    when: Term = {"forms": [class_]} if class_ else {}
    if setting == "inpatient":
        of_professional = class_ == "professional"
        name = "places_of_service" if of_professional else "types_of_bill"
        when[name] = INPATIENT_PLACES if of_professional else INPATIENT_BILLS
    if codes:
        when["revenue_codes" if kind == "beds" else "drgs"] = codes
    days: Term = {name: about[name] for name in DAYS if name in about}
    words = [part, kind, *codes[:1]] if kind != "beds" else [part, kind]
    return {
        "id": "-".join(word for word in words if word),
        "clause": CLAUSE,
        **days,
        **({"when": when} if when else {}),
        "price": price,
    }
