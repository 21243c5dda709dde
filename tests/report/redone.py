"""Redoes the arithmetic of explanations from what they print, and from nothing else."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

import polars as pl

from reclaim.report.explain import Explainer, Explanation, plain_lines
from tests.report.redone_prices import allowed, differences, redone_prices

AMOUNT = r"(-?\$[\d,]+\.\d\d)"
PART = re.compile(rf"^ *{AMOUNT}  (.*)")
EXPECTED = re.compile(rf"{AMOUNT} × ([\d.]+)% chance = {AMOUNT} expected")
SHARE = re.compile(rf"{AMOUNT} × {AMOUNT} paid of {AMOUNT} charged")
RANGE = re.compile(rf"With a chance from ([\d.]+)% to ([\d.]+)%: between {AMOUNT} and {AMOUNT}")
PRICED = ("prices", "allowed", "differences")
LATE = re.compile(
    r"received (\S+), (\d+) days? to pay \([^)]*\): last day (\S+); "
    r"paid (\S+): (\d+) days? late; "
    r"([\d,.]+) x ([\d.]+) percent x (\d+) / (\d+) = ([\d,.]+)"
    r"(?:; ([\d,.]+) less ([\d,.]+) paid \(AMT\*I\) = ([\d,.]+))?"
)
DEADLINE = re.compile(
    r"(\S+) (?:is|was) the last day: (\S+) \([^)]*\) \+ (\d+) (day|month|year)s?(, to the end)?"
)


def cents(shown: str) -> int:
    """`-$1,234.56` as whole cents."""
    return int(re.sub(r"[$,.]", "", shown))


def assert_redone(told: Explainer) -> dict[str, int]:
    """Redo the sums of all findings and of their claims; how many of each kind were redone."""
    findings = told.rows.read("findings", pl.lit(value=True))
    kinds = ("stakes", "worths", "chances", "deadlines", *PRICED, "interest", "claims")
    counted = dict.fromkeys(kinds, 0)
    for one in told.findings(findings["finding_id"]):
        row = findings.row(by_predicate=pl.col("finding_id") == one.name, named=True)
        for sum_of, done in (_finding(one, row) | _prices(one)).items():
            counted[sum_of] += done
    for claim_id in findings["claim_id"].drop_nulls().unique():
        _added_up(told.claim(claim_id), "Where each part of the charge went", "charge of")
        counted["claims"] += 1
    return counted


def _prices(told: Explanation) -> dict[str, int]:
    """Redo what leads from a rate and a charge to what was underpaid."""
    return {
        "prices": redone_prices(told, "What the contract allows"),
        "allowed": allowed(told),
        "differences": differences(told),
    }


def _finding(told: Explanation, row: Mapping[str, object]) -> dict[str, bool]:
    assert _added_up(told, "What is at stake", "at stake") == row["at_stake_cents"]
    return {
        "stakes": True,
        "worths": _worth(told, row),
        "chances": _expected(told, row),
        "deadlines": row["deadline"] is not None and _deadline(_printed(told, "Until when")),
        "interest": row["kind"] == "late_interest" and _interest(told, row),
    }


def _interest(told: Explanation, row: Mapping[str, object]) -> bool:
    """Count the days again, and the interest: rounded half up, less what came of it."""
    found = LATE.search(_printed(told, "What speaks for it"))
    assert found
    received, allowed, last, paid, late, amount, percent, factor, basis, due, *less = found.groups()
    day = dt.date.fromisoformat
    assert day(received) + dt.timedelta(days=int(allowed)) == day(last)
    assert (day(paid) - day(last)).days == int(late) == int(factor) > 0
    exact = Decimal(cents(amount)) * Decimal(percent) / 100 * int(late) / int(basis)
    assert int(exact.quantize(Decimal(1), ROUND_HALF_UP)) == cents(due)
    came = cents(less[1]) if less[1] else 0
    if came:
        assert cents(less[0]) == cents(due)
        assert cents(less[2]) == cents(due) - came
    assert row["at_stake_cents"] == row["worth_cents"] == cents(due) - came
    stakes = [amount for amount, _ in _amounts(told, "What is at stake")]
    assert stakes == [cents(due), *([-came] if came else []), cents(due) - came]
    return True


def _expected(told: Explanation, row: Mapping[str, object]) -> bool:
    """Multiply worth and chance again; a chance of nothing expects nothing."""
    worth = _printed(told, "What it is worth")
    if not row["worth_cents"] or row["chance_bp"] == 0:
        assert not row["expected_cents"]
        return False
    factor, chance, product = _match(EXPECTED, worth)
    assert cents(factor) == row["worth_cents"]
    assert cents(product) == row["expected_cents"] == _times(cents(factor), chance)
    low, high, least, most = _match(RANGE, worth)
    assert (cents(least), cents(most)) == (
        _times(cents(factor), low),
        _times(cents(factor), high),
    )
    return True


def _worth(told: Explanation, row: Mapping[str, object]) -> bool:
    """Multiply the shares again, where they are printed."""
    shares = [(cents, SHARE.search(words)) for cents, words in _amounts(told, "What it is worth")]
    if not shares:
        return False
    *lines, (total, _) = shares
    assert total == row["worth_cents"]
    assert sum(amount for amount, _ in lines) == total
    for amount, share in lines:
        if share:
            stake, paid, charge = (Decimal(cents(part)) for part in share.groups())
            exact = stake * min(paid, charge) / charge
            assert amount == int((exact + Decimal("0.5")).to_integral_value(ROUND_FLOOR))
    return True


def _deadline(printed: str) -> bool:
    """Count the days again; a day without a count is checked by its clock's citation alone."""
    last, start, length, unit, to_end = _match(DEADLINE, printed)
    day = dt.date.fromisoformat(start)
    counted = _later(day, int(length), unit)
    if to_end:
        counted = dt.date(counted.year, 12, 31)
    assert dt.date.fromisoformat(last) == counted
    return True


def _later(day: dt.date, length: int, unit: str) -> dt.date:
    if unit == "day":
        return day + dt.timedelta(days=length)
    months = day.year * 12 + day.month - 1 + length * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _times(amount: int, percent: str) -> int:
    exact = Decimal(amount) * Decimal(percent) / 100
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def _match(pattern: re.Pattern[str], printed: str) -> tuple[str, ...]:
    found = pattern.search(printed)
    assert found, printed
    return found.groups()


def _added_up(told: Explanation, title: str, of: str) -> int:
    """The printed parts, added up; they must give the printed sum behind them."""
    *parts, (total, words) = _amounts(told, title)
    assert of in words
    assert sum(amount for amount, _ in parts) == total
    if "charge of" in words:
        charge = re.search(f"charge of {AMOUNT}", words)
        assert charge
        assert cents(charge.group(1)) == total
    return total


def _amounts(told: Explanation, title: str) -> Iterator[tuple[int, str]]:
    for line in _lines(told, title):
        if found := PART.match(line):
            yield cents(found.group(1)), found.group(2)


def _printed(told: Explanation, title: str) -> str:
    return " ".join(" ".join(_lines(told, title)).split())


def _lines(told: Explanation, title: str) -> list[str]:
    found = tuple(one for one in told.sections if one.title == title)
    return list(plain_lines(Explanation("", "", found), width=1000))
