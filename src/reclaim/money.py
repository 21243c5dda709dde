"""Money is whole cents: how text becomes cents, and cents become text."""

import re
from decimal import Decimal

MAX_CENTS = 10**12 - 1
"""The largest amount taken, either sign: a hundred times what the X12 guides allow (ten digits).

Nine million such amounts add up within 64 bits, so that no sum can wrap in silence; a number with
more digits is no amount of money but two elements run together.
"""

_PLAIN_DECIMAL = re.compile(r"-?(\d+\.?\d*|\.\d+)", re.ASCII)


def parse_cents(text: str) -> int:
    """Whole cents from a plain decimal in dollars, as X12 and CSV files write it.

    `"12.3"` is 1230, `"-.5"` is -50, `"7."` is 700. Zeros past the second decimal change nothing
    and are taken. Nothing is ever rounded.

    Raises:
        ValueError: for an exponent, thousands separators, spaces, a currency sign, a fraction of
            a cent, or more than MAX_CENTS. The message says which text and why.
    """
    if not _PLAIN_DECIMAL.fullmatch(text):
        raise ValueError(f"{text!r} is not a plain decimal number")
    whole, _, fraction = text.partition(".")
    if fraction[2:].strip("0"):
        raise ValueError(f"{text!r} holds a fraction of a cent")
    cents = int(Decimal(f"{whole}.{fraction[:2]}0").scaleb(2))
    if abs(cents) > MAX_CENTS:
        raise ValueError(f"{text!r} has more than twelve digits")
    return cents


def format_cents(cents: int) -> str:
    """Dollars with thousands separators and two decimals: -123456 is `-1,234.56`."""
    dollars, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    return f"{sign}{dollars:,}.{rest:02d}"
