"""Small words and texts as every surface shows them: the terminal, the page, the workbook."""

import unicodedata

UNSAFE = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
"""Unicode categories of what a terminal or a page might act on instead of showing it."""

LONGEST_PATH = 50
"""A longer name of a file would hide what is said about it."""

DOTS = "..."


def count(number: int, noun: str) -> str:
    """`1 claim`, `1,204 claims`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def short_path(path: str) -> str:
    """The end of a long path, from a folder on where there is one, behind three dots."""
    if len(path) <= LONGEST_PATH:
        return path
    end = path[len(DOTS) - LONGEST_PATH :]
    return DOTS + end[max(end.find("/"), 0) :]


def clean(text: str | None) -> str:
    """The text with a dot for each control or direction mark; empty when there is none.

    What a payer sends must neither move the cursor nor reorder the page. No character is added
    or taken away, so that a caret below still points at the same place.
    """
    text = text or ""
    if text.isascii() and text.isprintable():
        return text
    return "".join("." if unicodedata.category(mark) in UNSAFE else mark for mark in text)


def joined(*parts: object, by: str = ", ") -> str:
    """The parts that are there."""
    return by.join(clean(str(part)) for part in parts if part not in (None, ""))


def coded(text: str, code: str | None) -> str:
    """`denied (4)`: the words first, the code to look up behind."""
    return f"{text} ({clean(code)})" if code else text
