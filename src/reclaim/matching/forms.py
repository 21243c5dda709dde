"""The forms in which numbers and names are compared, since payers write them in their own way."""

import polars as pl

WIDTH = 20
"""CLP01 and its kind: what was longer comes back cut at this length."""

ORDER_OF_STATUS = {"1": 1, "19": 1, "2": 2, "20": 2, "3": 3, "21": 3}
"""CLP02 that says whether the payer decided as the first, second or third."""

ORDER_OF_PAYER = {"P": 1, "S": 2, "T": 3}
"""SBR01 likewise."""


def trimmed(column: str) -> pl.Expr:
    """The text without the spaces around it; null when nothing is left."""
    return _filled(pl.col(column).str.strip_chars())


def loose(column: str) -> pl.Expr:
    """A number without what payers change: length above 20, case, punctuation, leading zeros."""
    cut = pl.col(column).str.strip_chars().str.slice(0, WIDTH)
    return _filled(_plain(cut).str.strip_chars_start("0"))


def mark(*columns: str) -> pl.Expr:
    """A number that is equal where the letters and digits of all columns are; null if one is null.

    It stands for names and member ids, so that none is carried along.
    """
    texts = [_filled(_plain(pl.col(column))) for column in columns]
    known = pl.all_horizontal(one.is_not_null() for one in texts)
    return pl.when(known).then(pl.concat_str(texts, separator="|").hash())


def stamp(text: pl.Expr) -> pl.Expr:
    """A number that is equal where the text is, letter by letter; null where it is null."""
    return pl.when(text.is_not_null()).then(text.hash())


def order(column: str, words: dict[str, int]) -> pl.Expr:
    """1, 2, 3: first, second, third payer; null when it does not say."""
    return pl.col(column).replace_strict(words, default=None, return_dtype=pl.Int8)


def _plain(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(r"[^0-9A-Za-z]", "").str.to_uppercase()


def _filled(text: pl.Expr) -> pl.Expr:
    return pl.when(text != "").then(text)
