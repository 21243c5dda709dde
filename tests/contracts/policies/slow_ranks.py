"""A slow model of the ranks of a day: one procedure after the other, in plain fractions."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tests.contracts.policies.desk import Line

FAMILIES = {"20001": "10001", "20002": "10001", "20003": "10002"}
"""Endoscopies and their base."""
BASE_PRICES = {"10001": Fraction(60), "10002": Fraction(90)}


@dataclass
class Procedure:
    """What takes a rank: its lines with what each of them would bring alone."""

    lines: list[tuple[Line, Fraction]]
    units: int

    def order(self) -> tuple[object, ...]:
        """The highest price of one first; then charge, code, number of the line."""
        price = sum((amount for _, amount in self.lines), Fraction(0)) / self.units
        charge = sum(Fraction(line.charge or 0) for line, _ in self.lines)
        code = min(line.code for line, _ in self.lines)
        number = min(line.number or 0 for line, _ in self.lines)
        return -price, -charge, code, number


def ranks(
    lines: Sequence[Line], percents: Sequence[int], *, endoscopy: bool
) -> dict[tuple[str, int], Fraction]:
    """What each line brings, by claim and number; all of them have a price and whole units."""
    days = defaultdict(list)
    for line in lines:
        days[line.claim, line.day, line.npi].append(line)
    found = {}
    for of_day in days.values():
        procedures = _with_families(of_day) if endoscopy else [_single(line) for line in of_day]
        found.update(_one_day(procedures, percents))
    return found


def _single(line: Line) -> Procedure:
    return Procedure([(line, Fraction(line.price or 0))], int(line.units or 1))


def _with_families(lines: Sequence[Line]) -> list[Procedure]:
    bases = {FAMILIES[line.code] for line in lines if line.code in FAMILIES}
    families: dict[str, list[Line]] = {base: [] for base in sorted(bases)}
    others = []
    for line in lines:
        base = FAMILIES.get(line.code, line.code)
        if base in families:
            families[base].append(line)
        else:
            others.append(_single(line))
    return [*others, *(_family(base, members) for base, members in families.items())]


def _family(base: str, members: Sequence[Line]) -> Procedure:
    """The first unit in full, each other less the base; the base itself nothing."""
    brings = {line.number: Fraction(0) for line in members}
    scopes = sorted((_single(line) for line in members if line.code != base), key=Procedure.order)
    first = True
    for scope in scopes:
        line, price = scope.lines[0]
        for _ in range(scope.units):
            one = price / scope.units
            brings[line.number] += one if first else max(one - BASE_PRICES[base], Fraction(0))
            first = False
    return Procedure([(line, brings[line.number]) for line in members], 1)


def _one_day(
    procedures: Sequence[Procedure], percents: Sequence[int]
) -> dict[tuple[str, int], Fraction]:
    rank = 0
    found = {}
    for procedure in sorted(procedures, key=Procedure.order):
        share = Fraction(0)
        for _ in range(procedure.units):
            share += Fraction(percents[min(rank, len(percents) - 1)], 100 * procedure.units)
            rank += 1
        for line, amount in procedure.lines:
            found[line.claim, line.number or 0] = amount * share
    return found
