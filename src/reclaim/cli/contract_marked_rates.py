"""What variances that a person marked as invalid say of a contract: another rate for their codes.

Calibration asks for many lines before it speaks; here a person has spoken, and one line is enough.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from reclaim.audit.marked import marked_variances
from reclaim.cli.priced_again import PricedAgain
from reclaim.contracts.book import ContractBook
from reclaim.contracts.calibrate.change import Change, apply_change
from reclaim.contracts.calibrate.terms import for_codes
from reclaim.contracts.exact import UNITS
from reclaim.contracts.model.contract import Contract, Term
from reclaim.contracts.model.prices import Flat
from reclaim.contracts.price import price

KEY = ["claim_id", "line_number"]
PLACES = Decimal("0.0001")
"""A rate is proposed to a hundredth of a cent."""


@dataclass(frozen=True)
class Rate:
    """Another rate for a code, by its marked lines.

    Args:
        code: the code, with the modifier that tells its lines apart.
        marked: its marked lines: `claim_id`, `line_number`, `code`, `expected`, `allowed`, `steps`,
            and `then`, what the contract would expect.
        contract: the contract before the change.
        change: a term of its own for the code.
        touched: compared lines of which the contract would expect something else.
        fitting: those of them that are then as allowed, within the tolerance.
        broken: those of them that were as allowed before.
    """

    code: str
    marked: pl.DataFrame
    contract: Contract
    change: Change
    touched: int
    fitting: int
    broken: int


@dataclass(frozen=True)
class MarkedRates:
    """What the marked variances of a contract lead to.

    Args:
        marked: how many there are.
        explained: those that the contract, as it was given, prices as allowed.
        rates: other rates, each building on those before it.
        left: marked lines that no one rate explains, in the columns of `Rate.marked` but `then`.
    """

    marked: int
    explained: int
    rates: tuple[Rate, ...]
    left: pl.DataFrame


def marked_rates(
    contract: Contract, book: ContractBook, priced: PricedAgain, variances: pl.DataFrame | None
) -> MarkedRates:
    """The rates at which the marked lines of a contract come out as they were allowed.

    Args:
        contract: with all changes that calibration proposes.
        book: the contracts as they are, and their tables.
        priced: the lines, as the contracts as they are price them.
        variances: the rows of `contracts/variances.csv`; null: there is no such file.
    """
    marks = marked_variances(priced.expected, variances).filter(contract=contract.contract)
    if marks.is_empty():
        return MarkedRates(0, 0, (), marks.clear())
    lines = _lines(priced, contract)
    now = _under(contract, book, lines.join(marks, on="claim_id", how="semi"), priced)
    told = marks.select(*KEY, "expected", "allowed").join(now, on=KEY, nulls_equal=True)
    off = told.filter(pl.col("now").ne_missing(pl.col("allowed")))
    rates: list[Rate] = []
    left = []
    by = ["term", "code", "first"]
    for (term, code, first), group in off.group_by(by, maintain_order=True):
        found = None
        if term is not None and code is not None:
            found = _rate(contract, str(term), (str(code), str(first)), group, lines)
        rate = found and _tried(contract, book, priced, lines, found)
        if rate:
            rates.append(rate)
            contract = apply_change(contract, rate.change)
        else:
            left.append(group)
    return MarkedRates(
        marks.height, told.height - off.height, tuple(rates), pl.concat([off.clear(), *left])
    )


def _lines(priced: PricedAgain, contract: Contract) -> pl.DataFrame:
    """The lines of a contract: KEY, `code`, `first` (modifier or empty), `units`, `charge`."""
    claims = priced.expected.filter(contract=contract.contract).select("claim_id").unique()
    return priced.lines.join(claims, on="claim_id", how="semi").select(
        *KEY,
        "code",
        first=pl.col("modifiers").list.first().fill_null(""),
        units=pl.col("units_thousandths").fill_null(UNITS),
        charge="charge_cents",
    )


def _under(
    contract: Contract, book: ContractBook, lines: pl.DataFrame, priced: PricedAgain
) -> pl.DataFrame:
    """The lines, and claims as a whole, with `now`, `term` and `steps` under the contract."""
    ids = lines.select("claim_id").unique()
    contracts = tuple(
        contract if one.contract == contract.contract else one for one in book.contracts
    )
    expected = price(
        priced.claims.join(ids, on="claim_id", how="semi"),
        priced.lines.join(ids, on="claim_id", how="semi"),
        replace(book, contracts=contracts),
    )
    return expected.select(*KEY, "term", "steps", now="expected_cents").join(
        lines, on=KEY, how="left", nulls_equal=True, maintain_order="left"
    )


def _rate(
    contract: Contract,
    term_id: str,
    of: tuple[str, str],
    marked: pl.DataFrame,
    lines: pl.DataFrame,
) -> tuple[Change, pl.DataFrame, str] | None:
    """A rate of the code, or of the code with a modifier; null where the lines show no one rate."""
    code, first = of
    term = next(one for one in contract.terms if one.id == term_id)
    amounts = {
        (Decimal(allowed) / 100 * UNITS / units).quantize(PLACES)
        for allowed, units in marked.select("allowed", "units").iter_rows()
    }
    if len(amounts) != 1 or _at_charge(contract, term, marked):
        return None
    others = sorted(set(lines.filter(code=code)["first"]) - {""})
    conditions: dict[str, object] = {"modifiers": (first,)} if first else {}
    if others and not first:
        conditions = {"without_modifiers": tuple(others)}
    flat = Flat(method="flat", amount=amounts.pop(), lesser_of_charge=term.price.lesser_of_charge)
    own = term.model_copy(update={"escalate": False})
    name = f"{code}-{first}" if first else code
    change = for_codes(contract, own, name, flat, codes=(code,), **conditions)
    return change, marked, name


def _at_charge(contract: Contract, term: Term, marked: pl.DataFrame) -> bool:
    """Whether a line was allowed in full, where the charge is a limit: it shows no rate then."""
    limit = term.price.lesser_of_charge
    limited = contract.lesser_of_charge != "none" if limit is None else bool(limit)
    full = (marked["allowed"] >= marked["charge"]).fill_null(value=False)
    return limited and bool(full.any())


def _tried(
    contract: Contract,
    book: ContractBook,
    priced: PricedAgain,
    lines: pl.DataFrame,
    found: tuple[Change, pl.DataFrame, str],
) -> Rate | None:
    """What the change does to all lines; null where the marked ones do not come out as allowed.

    A cent for each unit is none: where a payer rounds otherwise, no rate may fit its amount.
    """
    change, marked, name = found
    compared = priced.expected.filter(
        pl.col("contract") == contract.contract, pl.col("allowed_cents").is_not_null()
    ).select(*KEY, "allowed_cents")
    about = lines.filter(pl.col("code").is_in(marked["code"].implode()))
    near = lines.join(about, on="claim_id", how="semi")
    before = _under(contract, book, near, priced).select(*KEY, "now")
    changed = _under(apply_change(contract, change), book, near, priced)
    both = compared.join(before, on=KEY, nulls_equal=True).join(
        changed.select(*KEY, then="now"), on=KEY, nulls_equal=True
    )
    touched = both.filter(pl.col("now").ne_missing(pl.col("then")))
    shown = marked.join(touched.select(*KEY, "then"), on=KEY, how="left", nulls_equal=True)
    near_enough = (pl.col("then") - pl.col("allowed")).abs() * UNITS <= pl.col("units")
    if shown.filter(near_enough.fill_null(value=False)).height < shown.height:
        return None
    slack = int(contract.tolerance.dollars * 100)
    fitting = touched.filter((pl.col("then") - pl.col("allowed_cents")).abs() <= slack)
    broken = touched.filter((pl.col("now") - pl.col("allowed_cents")).abs() <= slack)
    return Rate(name, shown, contract, change, touched.height, fitting.height, broken.height)
