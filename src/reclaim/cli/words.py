"""Values in plain words, as commands print them."""

from reclaim.money import format_cents


def money(cents: int | None) -> str:
    """`1,234.56`; a question mark where no amount could be read."""
    return "?" if cents is None else format_cents(cents)
