"""Which codes a pattern stands for: one code, a range with both ends, or a beginning."""

import re
from collections.abc import Sequence

import polars as pl

BEGINNING = "*"
TO = "-"


def range_ends(pattern: str) -> tuple[str, str] | None:
    """Both ends of a range, such as 99202-99215; null for any other pattern.

    The ends of a range have one shape, digits and letters in the same places, and stand in order.
    """
    low, hyphen, high = pattern.partition(TO)
    if not hyphen or _shape(low) != _shape(high) or low > high:
        return None
    return low, high


def is_pattern(pattern: str) -> bool:
    """Whether it can stand for a code: hyphens and asterisks are where they have a meaning."""
    beginning = pattern.removesuffix(BEGINNING)
    if BEGINNING in beginning or not beginning:
        return False
    return TO not in pattern or range_ends(pattern) is not None


def matches(codes: pl.Expr, patterns: Sequence[str]) -> pl.Expr:
    """Whether a code fits one of the patterns; of no patterns none fits, and null fits none.

    A code is in a range when it has the shape of the ends: 0100T is not in 00100-01999.
    """
    single = [one for one in patterns if not one.endswith(BEGINNING) and not range_ends(one)]
    fits = codes.is_in(single)
    for pattern in patterns:
        ends = range_ends(pattern)
        if pattern.endswith(BEGINNING):
            fits |= codes.str.starts_with(pattern.removesuffix(BEGINNING))
        elif ends:
            shaped = codes.str.contains(f"^{_shape(ends[0])}$")
            fits |= shaped & (codes >= ends[0]) & (codes <= ends[1])
    return fits.fill_null(value=False)


def first_digits(codes: pl.Expr, patterns: Sequence[str]) -> pl.Expr:
    """Whether a code begins with what fits one of the patterns; zeros in front do not count.

    Types of bill are named so: 11 stands for 111 and 0117, and 11-13 for 131.
    """
    bare = codes.str.strip_chars_start("0")
    fits = pl.lit(value=False)
    for pattern in patterns:
        ends = range_ends(pattern)
        long = len(ends[0]) if ends else 0
        if ends:
            fits |= matches(bare.str.slice(0, long), [pattern])
        else:
            fits |= bare.str.starts_with(pattern.removesuffix(BEGINNING).lstrip("0"))
    return fits.fill_null(value=False)


def _shape(code: str) -> str:
    """A regular expression for codes with digits and letters in the same places."""
    return "".join(
        "[0-9]" if sign.isdigit() else "[A-Z]" if sign.isalpha() else re.escape(sign)
        for sign in code
    )
