"""Decides which term of a contract prices each line: the first whose conditions all hold."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

import numpy as np
import polars as pl

from reclaim.contracts.model.conditions import When
from reclaim.contracts.model.contract import Term
from reclaim.contracts.model.prices import OF_CLAIMS
from reclaim.contracts.patterns import first_digits, matches
from reclaim.contracts.stay import stay_days

WORD = 64
"""Terms in one word of 64 bits: a bit is 1 where a term may still price the line."""

VALUE = pl.col("value")
"""The value of a column that is looked at. A condition on it is None where a term has none."""


def choose(lines: pl.DataFrame, terms: Sequence[Term]) -> pl.DataFrame:
    """The lines with `term`, its ordinal (null: none is about the line), and `whole`.

    `whole`: the line is priced as part of its claim. The first term for whole claims that is about
    any line of the claim takes all its lines, but those that a `carve_out` before it has taken.

    Args:
        lines: frames.WIDE, all of one contract.
        terms: the contract's, in their order.
    """
    words = _words(lines, terms)
    of_claims = [isinstance(term.price, OF_CLAIMS) for term in terms]
    of_lines = _first(words, [not whole for whole in of_claims]).alias("term")
    if not any(of_claims):
        return lines.with_columns(words.select(of_lines, whole=pl.lit(value=False)))
    found = words.select(of_lines, of_claim=_first(words, of_claims))
    carved = [n for n, term in enumerate(terms) if term.carve_out]
    taken = pl.col("of_claim").min().over("claim_id")
    aside = pl.col("term").is_in(carved) & (pl.col("term") < pl.col("of_claim"))
    return (
        lines.with_columns(found)
        .with_columns(of_claim=taken)
        .with_columns(whole=pl.col("of_claim").is_not_null() & ~aside.fill_null(value=False))
        .with_columns(term=pl.when("whole").then("of_claim").otherwise("term"))
        .drop("of_claim")
    )


def _words(lines: pl.DataFrame, terms: Sequence[Term]) -> pl.DataFrame:
    """Words with a bit for each term: 1 where all its conditions hold.

    Conditions are tried on each distinct value of a column, not on each line.
    """
    names = [f"word {n}" for n in range(-(-len(terms) // WORD))]
    every = pl.repeat(2**WORD - 1, lines.height, dtype=pl.UInt64, eager=True)
    kept = pl.DataFrame(dict.fromkeys(names, every))
    for value, asked in _questions(terms):
        if all(condition is None for condition in asked):
            continue
        values = lines.select(value=value)
        tried = _tried(values.unique(), asked, names)
        answer = values.join(tried, on="value", how="left", nulls_equal=True, maintain_order="left")
        kept = kept.select(pl.col(name) & answer[name] for name in names)
    return kept


def _tried(
    values: pl.DataFrame, asked: Sequence[pl.Expr | None], names: Sequence[str]
) -> pl.DataFrame:
    """The words of each distinct value; null fulfils no condition but that of absence."""
    yes = pl.lit(value=True)
    held = values.select(
        (yes if condition is None else condition.fill_null(value=False)).alias(str(n))
        for n, condition in enumerate(asked)
    )
    words = np.zeros((values.height, len(names)), dtype=np.uint64)
    for n, column in enumerate(held):
        bits = column.to_numpy().astype(np.uint64) << np.uint64(n % WORD)
        words[:, n // WORD] |= bits
    return values.with_columns(pl.Series(name, words[:, n]) for n, name in enumerate(names))


def _first(words: pl.DataFrame, asked: Sequence[bool]) -> pl.Expr:
    """The ordinal of the first term, of those asked for, whose bit is 1; null: there is none."""
    firsts = []
    for n, name in enumerate(words.columns):
        mask = sum(1 << bit for bit, one in enumerate(asked[n * WORD : (n + 1) * WORD]) if one)
        bits = pl.col(name) & pl.lit(mask, pl.UInt64)
        first = bits.bitwise_trailing_zeros().cast(pl.UInt32) + n * WORD
        firsts.append(pl.when(bits != 0).then(first))
    return pl.coalesce(firsts)


def _questions(terms: Sequence[Term]) -> Iterator[tuple[pl.Expr, list[pl.Expr | None]]]:
    """What is looked at on a line, one after the other, and each term's condition on its value."""
    yield pl.col("day"), [_in_force(term) for term in terms]
    for column, condition in CONDITIONS.items():
        yield pl.col(column), [condition(term.when) for term in terms]
    yield pl.col("modifiers").list.join(" "), [_modifiers(term.when) for term in terms]
    yield stay_days(), [_over(term.when.days_over) for term in terms]
    for column, name in LIMITS.items():
        limits = [_cents(getattr(term.when, name)) for term in terms]
        yield _passed(column, limits), [_over(_rank(limit, limits)) for limit in limits]


def _in_force(term: Term) -> pl.Expr | None:
    if term.effective_from is None and term.effective_to is None:
        return None
    after = (term.effective_from or dt.date.min) <= VALUE
    return after & ((term.effective_to or dt.date.max) >= VALUE)


def _one_of(values: Sequence[str]) -> pl.Expr | None:
    return VALUE.is_in(list(values)) if values else None


def _fits(patterns: Sequence[str]) -> pl.Expr | None:
    return matches(VALUE, patterns) if patterns else None


def _code(when: When) -> pl.Expr | None:
    if not when.except_codes:
        return _fits(when.codes)
    other = ~matches(VALUE, when.except_codes)
    return matches(VALUE, when.codes) & other if when.codes else other


def _bill(when: When) -> pl.Expr | None:
    return first_digits(VALUE, when.types_of_bill) if when.types_of_bill else None


def _modifiers(when: When) -> pl.Expr | None:
    if not when.modifiers and not when.without_modifiers:
        return None
    holds = pl.lit(value=True)
    if when.modifiers:
        holds &= pl.any_horizontal(_carries(one) for one in when.modifiers)
    for modifier in when.without_modifiers:
        holds &= ~_carries(modifier)
    return holds


def _carries(modifier: str) -> pl.Expr:
    return VALUE.str.split(" ").list.contains(modifier)


def _over(limit: int | None) -> pl.Expr | None:
    return None if limit is None else limit < VALUE


def _cents(dollars: Decimal | None) -> int | None:
    """Whole cents: a charge is over 10.005 dollars when it is over 10.00, being whole itself."""
    return None if dollars is None else int(dollars.scaleb(2))


def _rank(limit: int | None, limits: Sequence[int | None]) -> int | None:
    return None if limit is None else sorted(_known(limits)).index(limit)


def _known(limits: Sequence[int | None]) -> set[int]:
    return {limit for limit in limits if limit is not None}


def _passed(column: str, limits: Sequence[int | None]) -> pl.Expr:
    """How many of the limits a charge is over: a few values in the place of very many."""
    over = [(pl.col(column) > limit).cast(pl.UInt32) for limit in sorted(_known(limits))]
    return sum(over, start=pl.lit(0, pl.UInt32))


CONDITIONS: dict[str, Callable[[When], pl.Expr | None]] = {
    "form": lambda when: _one_of(when.forms),
    "code": _code,
    "revenue_code": lambda when: _fits(when.revenue_codes),
    "type_of_bill": _bill,
    "drg": lambda when: _fits(when.drgs),
    "place_of_service": lambda when: _fits(when.places_of_service),
    "setting": lambda when: _one_of([when.setting] if when.setting else []),
    "taxonomy": lambda when: _fits(when.taxonomies),
    "rendering_npi": lambda when: _one_of(when.rendering_npis),
    "billing_npi": lambda when: _one_of(when.billing_npis),
}
"""Conditions on one column of a line."""

LIMITS = {"charge_cents": "charge_over", "claim_charge_cents": "claim_charge_over"}
