"""The declared tables and loops as numbers, which is what the kernels run on."""

from dataclasses import dataclass

from reclaim.schema.table import Kind, Table
from reclaim.x12.kernels import values
from reclaim.x12.kernels.facts import Columns, Facts

BASE = 37
"""Letters and digits a code may be made of, and the gap."""


def code_number(text: str) -> int:
    """A number for up to three letters or digits, else -1. Kernels compute the same."""
    if not 0 < len(text) <= 3:
        return -1
    digits = [_digit(character) for character in text]
    if -1 in digits:
        return -1
    number = 0
    for digit in digits + [0] * (3 - len(text)):
        number = number * BASE + digit
    return number


def _digit(character: str) -> int:
    if "A" <= character <= "Z":
        return ord(character) - ord("A") + 1
    if "0" <= character <= "9":
        return ord(character) - ord("0") + 27
    return -1


WHAT = {
    Kind.DATE: values.DATE,
    Kind.SHORT_DATE: values.SHORT_DATE,
    Kind.PERIOD_START: values.PERIOD_START,
    Kind.PERIOD_END: values.PERIOD_END,
    Kind.CENTS: values.CENTS,
    Kind.INTEGER: values.INTEGER,
    Kind.NUMBER: values.NUMBER,
    Kind.TEXT: values.TEXT,
}
"""How the kernels name what a column holds."""


@dataclass(frozen=True)
class TablePlan:
    """A table's number, where its columns are read from, and how many slots a row has.

    `forms` counts its columns of text, of whole numbers (cents, counts, days) and of fractions.
    """

    table: Table
    number: int
    columns: Columns
    slots: int
    forms: tuple[int, int, int]


def form(kind: Kind) -> int:
    """0 for text, 1 for whole numbers and days, 2 for fractions."""
    return 0 if kind is Kind.TEXT else 2 if kind is Kind.NUMBER else 1


@dataclass(frozen=True)
class Plan:
    """Everything the kernels need to know about tables, segments and loops."""

    tables: tuple[TablePlan, ...]
    loop_names: tuple[str, ...]
    loop_sets: tuple[str, ...]
    facts: Facts
