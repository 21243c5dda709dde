"""Redoes the steps of a price, and expected less allowed, from what an explanation prints."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from reclaim.report.explain import Explanation, Kind, Line

NUMBER = re.compile(r"(?<![\w-])\d[\d,]*\.?\d*(?![\w-])")
RESULT = re.compile(r" = ([\d,]+\.\d+)(?:\.\.\.)?(?: |,|$)")
LIMIT = re.compile(r"not (?:more|less) than (?:the charge )?([\d,]+\.\d+)")
ROUNDED = re.compile(r"(?:rounded[^:]*|cut to whole cents): ([\d,]+\.\d\d)$")
RATE = re.compile(r"^(?:base )?rate ([\d,]+\.\d+)")
IN_STEP = re.compile(r", rounded ([\d,]+\.\d\d) ")

LESS = re.compile(r"([\d,]+\.\d\d) less .*?([\d,]+\.\d\d) = ([\d,]+\.\d\d)$")
LOWEST = re.compile(r"^the lowest: ([\d,]+\.\d\d)$")

LAST_DIGIT = Decimal("0.0001")
"""Steps show four decimals; what is beyond is left out."""


def redone_prices(told: Explanation, title: str) -> int:
    """Redo every price of a section; how many led from a rate to the expected amount."""
    redone = 0
    for details, line in _priced(told, title):
        assert line.amount_cents is not None
        reached = running(details)
        if reached is not None:
            assert _cents(reached) == line.amount_cents, (details, line.amount_cents)
            redone += 1
    return redone


def running(steps: tuple[str, ...]) -> Decimal | None:
    """The amount after the last step; null when a step is none that a calculator can do."""
    amount: Decimal | None = None
    differences: list[Decimal] = []
    for step in steps:
        if less := LESS.search(step):
            first, second, shown = (_number(number) for number in less.groups())
            assert max(first - second, Decimal(0)) == shown, step
            amount = shown
            differences.append(shown)
            continue
        if lowest := LOWEST.search(step):
            amount = _number(lowest[1])
            assert amount in differences, step
            assert amount <= differences[-1], step
            continue
        rounded, limit, rate = ROUNDED.search(step), LIMIT.search(step), RATE.search(step)
        if rounded and amount is not None:
            assert abs(amount - _number(rounded[1])) < Decimal("0.0101"), step
            amount = _number(rounded[1])
        elif limit:
            amount = _number(limit[1])
        elif result := RESULT.search(step):
            amount = _redone(step[: result.start()], amount, _number(result[1]), step)
            if within := IN_STEP.search(step):
                assert _cents(amount) == _cents(_number(within[1])), step
                amount = _number(within[1])
        elif rate:
            amount = _number(rate[1])
    return amount


def _redone(words: str, before: Decimal | None, shown: Decimal, step: str) -> Decimal:
    """Multiply and add again what stands before the equals sign."""
    expression = re.sub(r"\([^)]*\)", "", words).rpartition(": ")[2]
    expression = expression.replace(" percent of ", " percent x ")
    starts_with_times = expression.startswith("x ")
    total, factor = Decimal(0), Decimal(1)
    for term in expression.split(" + "):
        product = before if starts_with_times and before is not None else Decimal(1)
        for part in term.split(" x ") if not term.startswith("x ") else term[2:].split(" x "):
            number = NUMBER.search(part)
            assert number, step
            value = _number(number[0]) / (100 if "percent" in part else 1)
            product *= value
            factor = max(factor, value)
        total += product
    assert abs(total - shown) <= LAST_DIGIT * (factor + 1), (step, total)
    return shown


def differences(told: Explanation) -> int:
    """Take allowed from expected again, line by line; how many lines there were."""
    lines = [line for one in told.sections if one.title == "The difference" for line in one.lines]
    amounts = [line for line in lines if line.kind is Kind.AMOUNT]
    for line in amounts:
        first, second = (_number(n) for n in re.findall(r"\$([\d,]+\.\d\d) (?:ex|al)", line.text))
        assert _cents(first - second) == line.amount_cents, line.text
    totals = [line.amount_cents for line in lines if line.kind is Kind.TOTAL]
    if lines:
        assert totals == [sum(line.amount_cents or 0 for line in amounts)]
    return len(amounts)


def allowed(told: Explanation) -> int:
    """Take each price cut from its charge again; how many allowed amounts came out."""
    lines = [
        line for one in told.sections if one.title == "What the payer allowed" for line in one.lines
    ]
    left, counted = 0, 0
    for line in lines:
        if line.kind is Kind.AMOUNT:
            left += line.amount_cents or 0
        elif line.kind is Kind.TOTAL:
            assert left == line.amount_cents
            left, counted = 0, counted + 1
        elif line.text.startswith("The other way round"):
            *parts, whole = (_number(n) for n in re.findall(r"\$([\d,]+\.\d\d)", line.text))
            assert sum(parts) == whole, line.text
    return counted


def _priced(told: Explanation, title: str) -> Iterator[tuple[tuple[str, ...], Line]]:
    """The steps of each line with the amount that they lead to."""
    for one in told.sections:
        if one.title == title:
            details: tuple[str, ...] = ()
            for line in one.lines:
                if line.kind is Kind.AMOUNT:
                    yield details, line
                details = line.details


def _number(shown: str) -> Decimal:
    return Decimal(shown.replace(",", ""))


def _cents(amount: Decimal) -> int:
    return int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))
