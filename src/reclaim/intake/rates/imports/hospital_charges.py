"""What a hospital's standard charge for a payer says, in whatever form the file has it.

The fields are those of CMS's data dictionary, versions 2 and 3 (45 CFR 180.50(b) and (c)). Median
and percentiles of what was allowed, and amounts that the hospital estimates, are evidence about
claims of the past and never rates.
"""

from collections import Counter
from dataclasses import dataclass, field

from reclaim.intake.rates.imports import amounts
from reclaim.intake.rates.imports.codes import billed_code, priced_codes
from reclaim.intake.rates.imports.filters import Names
from reclaim.intake.rates.imports.imported import Rate, Tally
from reclaim.intake.rates.imports.parts import part

PERCENT_OF_CHARGES = "percent of total billed charges"
PER = {"case rate": "claim", "per diem": "day"}
"""What an amount is for, by methodology; any other is for a unit."""

LONGEST_STATUS = 300


@dataclass(frozen=True)
class Charge:
    """One standard charge of one payer's plan for one item, as text; empty where not stated.

    Args:
        where: its place in the file.
        row: its line, of a CSV file.
        codes: the item's codes with their types, as the file names them.
        drug: unit and type of measurement that the price is for: `100 ML`.
    """

    where: str
    payer: str
    plan: str
    codes: tuple[tuple[str, str], ...] = ()
    setting: str = ""
    billing_class: str = ""
    modifiers: tuple[str, ...] = ()
    drug: str = ""
    methodology: str = ""
    dollar: str = ""
    percentage: str = ""
    algorithm: str = ""
    notes: str = ""
    row: int | None = None


@dataclass
class Asked:
    """Whose charges are asked for, and whose the file has.

    Args:
        payers: patterns of payers' names.
        plans: patterns of plans' names.
        seen: how many charges there are of each payer and plan.
        modifiers: percentages that the file has for modifiers alone, of those asked for.
        provisions: what the file says of contracts in general.
    """

    payers: Names = field(default_factory=Names)
    plans: Names = field(default_factory=Names)
    seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    modifiers: dict[str, str] = field(default_factory=dict)
    provisions: list[str] = field(default_factory=list)

    def wants(self, payer: str, plan: str) -> bool:
        """Whether the plan is asked for; it counts as seen in any case."""
        self.seen[payer, plan] += 1
        return payer in self.payers and plan in self.plans


def keep_charge(charge: Charge, asked: Asked, tally: Tally) -> None:
    """Keep the rates of a charge: one for each code that its price is for."""
    if not (charge.dollar or charge.percentage or charge.algorithm):
        tally.skipped["charges without a price, percentage or algorithm"] += 1
        return
    if not charge.codes:
        _keep_modifiers(charge, asked, tally)
        return
    try:
        codes = priced_codes([billed_code(code, type_) for code, type_ in charge.codes])
        rates = [_rate(charge, code, type_) for code, type_ in codes]
    except ValueError as error:
        tally.problem(charge.where, str(error))
        return
    if len(codes) < len(charge.codes):
        tally.notes["prices kept by one of the item's codes, not by the revenue or own code"] += 1
    for text in (charge.notes, charge.algorithm if charge.dollar else ""):
        if text:
            tally.remark(text)
    for rate in rates:
        tally.rate(part(charge.billing_class.lower(), charge.setting.lower()), rate)


def _keep_modifiers(charge: Charge, asked: Asked, tally: Tally) -> None:
    """A charge without codes says what a modifier does to any code's price."""
    said = f"{charge.percentage} percent" if charge.percentage else charge.dollar
    if not charge.modifiers:
        tally.problem(charge.where, "a price without a code")
        return
    asked.modifiers[" and ".join(charge.modifiers)] = said or charge.algorithm
    tally.skipped["what modifiers do to prices: see the comments of the terms"] += 1


def _rate(charge: Charge, code: str, type_: str | None) -> Rate:
    """The rate; without a price, with a status, where the file gives none that can be worked out.

    A percentage is of the charge only by the methodology that says so; by any other it is of a fee
    schedule, or of something, that the file does not name. The price of a drug is for a quantity
    that need not be a unit of its code.
    """
    methodology = " ".join(charge.methodology.lower().split())
    rate = Rate(code=code, code_type=type_, modifier=":".join(charge.modifiers) or None)
    rate = rate._replace(row=charge.row)
    if charge.percentage and methodology == PERCENT_OF_CHARGES:
        return rate._replace(percent_millionths=amounts.percent_millionths(charge.percentage))
    if charge.dollar:
        micros = amounts.micros(charge.dollar)
        if charge.drug:
            return rate._replace(status=f"drug: {amounts.shown(micros)} for {charge.drug}")
        of_stay = "claim" if type_ and type_.endswith("DRG") else None
        return rate._replace(rate_micros=micros, per=PER.get(methodology, of_stay))
    if charge.percentage:
        percent = amounts.shown_percent(amounts.percent_millionths(charge.percentage))
        what = f"{percent}, {methodology or 'no methodology'}"
        beside = f", {charge.algorithm}" if charge.algorithm else ""
        return rate._replace(status=f"algorithm: {what}{beside}"[:LONGEST_STATUS])
    text = " ".join(charge.algorithm.split())
    return rate._replace(status=f"algorithm: {text}"[:LONGEST_STATUS])
