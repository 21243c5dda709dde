"""Small words and texts as every surface shows them: the terminal, the page, the workbook."""

import unicodedata

UNSAFE = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
"""Unicode categories of what a terminal or a page might act on instead of showing it."""


def count(number: int, noun: str) -> str:
    """`1 claim`, `1,204 claims`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def clean(text: str | None) -> str:
    """The text with a dot for each control or direction mark; empty when there is none.

    What a payer sends must neither move the cursor nor reorder the page. No character is added
    or taken away, so that a caret below still points at the same place.
    """
    text = text or ""
    if text.isascii() and text.isprintable():
        return text
    return "".join("." if unicodedata.category(mark) in UNSAFE else mark for mark in text)
