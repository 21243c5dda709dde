"""Which claim as sent an answer is about: a claim on a remittance, or a receipt of a 277."""

import polars as pl

from reclaim.matching.ladder import HIGH, MEDIUM, Rung, alone, climb
from reclaim.matching.side import Side

TOGETHER = (
    (pl.col("from_date") <= pl.col("other_to_date"))
    & (pl.col("other_from_date") <= pl.col("to_date"))
).fill_null(value=True)
"""The days of service overlap, or one side does not say."""

SAME_CHARGE = pl.col("charge") == pl.col("other_charge")

ONE_EACH = pl.col("once") & pl.col("other_once")
"""The number stands on one claim of each side: a day written otherwise does not part them."""

SAME_PAYER = (pl.col("payer_code") == pl.col("other_payer_code")).fill_null(value=False) | (
    pl.col("payer_label") == pl.col("other_payer_label")
).fill_null(value=False)

SAME_PROVIDER = (
    (pl.col("provider") == pl.col("other_provider"))
    | (pl.col("provider") == pl.col("other_tax")).fill_null(value=False)
).fill_null(value=True)
"""The payee is who billed, by either number, or one side does not say."""

BETTER = (
    pl.col("from_date") == pl.col("other_from_date"),
    SAME_CHARGE,
    SAME_PAYER,
    pl.col("order") == pl.col("other_order"),
    pl.col("filing") == pl.col("other_filing"),
    pl.col("other_day") <= pl.col("day"),
    pl.col("frequency") == pl.col("other_frequency"),
    pl.col("other_day"),
)
"""What tells several sendings under one number apart: in the end, the last before the answer."""

NUMBER = "patient control number"
ALTERED = "patient control number, written otherwise"

BY_NUMBER = (
    Rung(f"{NUMBER} and charge", HIGH, ("number",), holds=ONE_EACH & SAME_CHARGE),
    Rung(f"{NUMBER} and service date", HIGH, ("number", "from_date")),
    Rung(f"{NUMBER} and charge", HIGH, ("number", "charge"), holds=TOGETHER),
    Rung(NUMBER, MEDIUM, ("number",), holds=TOGETHER),
)

BY_CLEARINGHOUSE = (
    Rung("clearinghouse's claim number", HIGH, ("clearinghouse_number",), holds=TOGETHER),
)

BY_ALTERED_NUMBER = (
    Rung(f"{ALTERED}, and charge", HIGH, ("loose", "charge"), holds=TOGETHER & SAME_PROVIDER),
    Rung(f"{ALTERED}, and service date", HIGH, ("loose", "from_date"), holds=SAME_PROVIDER),
)

BY_PAYER_NUMBER = (Rung("payer's claim number", HIGH, ("payer_number",), holds=TOGETHER),)

BY_ORIGINAL = (
    Rung("original claim number", HIGH, ("original_number",), ("payer_number",), holds=TOGETHER),
)

BY_SAME_ORIGINAL = (
    Rung("original claim number", HIGH, ("original_number",), holds=TOGETHER & SAME_PROVIDER),
)


def _by_patient(words: str, who: str, other: str) -> Rung:
    return Rung(
        f"{words}, service date and charge",
        MEDIUM,
        (who, "charge", "from_date"),
        (other, "charge", "from_date"),
        holds=SAME_PROVIDER,
    )


BY_MEMBER = (_by_patient("member id", "patient", "patient"),)

BY_OTHER_NAMES = (
    _by_patient("member id of the insured", "insured", "patient"),
    _by_patient("corrected member id", "corrected", "patient"),
    _by_patient("patient's name", "name", "name"),
)


def by_number(answers: Side, sents: Side) -> pl.DataFrame:
    """Pairs (PAIRS) of an answer and the claim as sent whose number it gives, as the payer has it.

    Where a number was used again the day of service and the charge decide; of several sendings of
    one claim, payer and date.
    """
    rungs = [*BY_NUMBER]
    if "clearinghouse_number" in answers.forms:
        rungs += BY_CLEARINGHOUSE
    return climb(answers, sents, (*rungs, *BY_ALTERED_NUMBER), BETTER)


def by_payer_number(answers: Side, numbered: Side) -> pl.DataFrame:
    """Pairs of an answer and the claim as sent that a payer's number on it is known to mean."""
    originals = BY_ORIGINAL if "original_number" in answers.forms else ()
    return climb(answers, numbered, (*BY_PAYER_NUMBER, *originals), BETTER)


def by_patient(answers: Side, sents: Side) -> pl.DataFrame:
    """Pairs of an answer and the claim as sent with its patient, day of service and charge."""
    if "name" not in answers.forms:
        return climb(answers, sents, BY_MEMBER, BETTER)
    return climb(answers, sents, (*BY_SAME_ORIGINAL, *BY_MEMBER, *BY_OTHER_NAMES), BETTER)


def numbered(sents: Side, known: list[tuple[Side, pl.DataFrame]]) -> Side:
    """The claims as sent once for each number that a payer gave them: `payer_number`.

    Args:
        sents: the claims as sent.
        known: answers, and their pairs with claims as sent.
    """
    numbers = [
        alone(pairs)
        .join(answers.having("payer_number").rows.select("row", "payer_number"), on="row")
        .drop_nulls("payer_number")
        .select("payer_number", row="other")
        for answers, pairs in known
    ]
    every = pl.concat(numbers).unique().sort("row", "payer_number")
    return sents.joined(every, ["row"], "inner")
