"""What a finding is worth, with the arithmetic laid open."""

from reclaim.recovery.worth import WHERE
from reclaim.report.explain.lines import Kind, Line
from reclaim.report.explain.tables import Row
from reclaim.report.text import dollars
from reclaim.wording import clean, count

BOOKS = "No money comes in: only the books would be set right."
NOTHING = "Nothing is to be won here."
BY_CONTRACT = "contract"
SHARES = "What the payer pays, or would by contract, of such a charge:"


def percent(basis_points: int) -> str:
    """`62.5%`: hundredths of a percent, without zeros that say nothing."""
    whole, rest = divmod(basis_points, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") + "%"


def worth_lines(finding: Row, of_lines: list[Row]) -> list[Line]:
    """At stake, share, worth, chance, expected, and what each estimate rests on.

    Args:
        finding: a row of `findings`.
        of_lines: rows of `recovery.worth.worth_by_line`; empty when they are not known.
    """
    if not finding["worth_cents"] or finding["chance_bp"] == 0:
        return [Line(BOOKS if finding["money"] == "books" else NOTHING)]
    return [*_worth(finding), *_shares(finding, of_lines), *_expected(finding)]


def _worth(finding: Row) -> list[Line]:
    stake, worth = finding["at_stake_cents"], finding["worth_cents"]
    if worth == stake:
        text = f"{dollars(stake)} at stake, all of it to be paid if this is won."
    else:
        text = f"{dollars(stake)} at stake; if this is won, {dollars(worth)} is likely to be paid."
    return [Line(text)]


def _shares(finding: Row, of_lines: list[Row]) -> list[Line]:
    """Each line's stake times what was paid of such charges; the basis alone where that differs.

    They differ when the stake is taken whole, or when the payer map is not the one of the audit.
    """
    known = [row for row in of_lines if row["level"] is not None]
    worth = finding["worth_cents"]
    if not known or sum(row["lines_worth_cents"] for row in of_lines) != worth:
        basis = finding["worth_basis"]
        return [Line(f"How that is known: {basis}.")] if basis else []
    lines = [Line(_share(row), Kind.AMOUNT, row["lines_worth_cents"]) for row in of_lines]
    return [Line(SHARES), *lines, Line("likely to be paid", Kind.TOTAL, worth)]


def _share(row: Row) -> str:
    number = row["line_number"]
    line = "the claim as a whole" if number is None else f"line {number}"
    stake = dollars(row["at_stake_cents"])
    if row["level"] is None:
        return f"{line}: {stake} as it is; too few paid lines to know better"
    paid, charge = dollars(row["paid_cents"]), dollars(row["charge_cents"])
    if row["level"] == BY_CONTRACT:
        basis = clean(row["contract_basis"])
        return f"{line}: {stake} × {paid} paid of {charge} charged (by {basis})"
    whose = f"{WHERE[row['level']]}, {count(row['lines'], 'paid line')}"
    return f"{line}: {stake} × {paid} paid of {charge} charged ({whose})"


def _expected(finding: Row) -> list[Line]:
    chance = finding["chance_bp"]
    if chance is None:
        return [Line("The chance of winning is not known.")]
    expected = f"{dollars(finding['worth_cents'])} × {percent(chance)} chance"
    told = [Line(f"{expected} = {dollars(finding['expected_cents'])} expected.")]
    if finding["chance_low_bp"] is not None and finding["chance_high_bp"] is not None:
        told.append(Line(_range(finding)))
    if finding["chance_basis"]:
        told.append(Line(f"What the chance rests on: {finding['chance_basis']}."))
    return told


def _range(finding: Row) -> str:
    low, high = (percent(finding[f"chance_{end}_bp"]) for end in ("low", "high"))
    least, most = (dollars(finding[f"expected_{end}_cents"]) for end in ("low", "high"))
    return f"With a chance from {low} to {high}: between {least} and {most}."
