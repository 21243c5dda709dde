"""What a contract allows and what the payer allowed, with the arithmetic of both laid open."""

from collections.abc import Iterator

import polars as pl

from reclaim.audit.allowed import is_price_cut
from reclaim.audit.marked import CONTRACT_WRONG
from reclaim.report import held_words
from reclaim.report.explain.claim_rows import ClaimRows, reason
from reclaim.report.explain.lines import Kind, Line
from reclaim.report.explain.tables import Row
from reclaim.report.held import COMPARED, IN_WHOLE
from reclaim.report.text import dollars
from reclaim.report.words import INFERRED as INFERRED_CATEGORY
from reclaim.wording import clean, joined

OFF = {
    "underpaid": "underpaid",
    "overpaid": "allowed above the contract",
    CONTRACT_WRONG: "different, and marked as the contract’s error",
}
"""By kind of finding, and verdict on a line: what the difference is called."""

INFERRED = "No contract says so: the schedule is inferred from what this payer has allowed before."
WEAKER = (
    "Priced as the remittance names it, since the claim is not here: weaker, for payers recode."
)
ELSEWHERE = "is under another reason of the claim, or was never charged"


def of_finding(finding: Row, claim: ClaimRows) -> list[Row]:
    """The rows of `expected_lines` that an underpaid, overpaid or marked finding is about."""
    if finding["kind"] not in OFF:
        return []
    wanted = [None, *(finding["lines"] or [])]
    inferred = finding["category"] == INFERRED_CATEGORY
    either = finding["kind"] == CONTRACT_WRONG
    return [
        row
        for row in _held(claim)
        if row["verdict"] == finding["kind"]
        and (either or bool(row["inferred"]) == inferred)
        and row["line_number"] in wanted
    ]


def title(rows: list[Row]) -> str:
    """What the expected amounts come from."""
    inferred = any(row["inferred"] for row in rows)
    return "What the payer allowed before" if inferred else "What the contract allows"


def contract_lines(claim: ClaimRows, rows: list[Row]) -> list[Line]:
    """What the contract allows for each line: by which clause, and step by step."""
    told = [line for row in rows for line in _expected(claim, row)]
    if any(row["inferred"] for row in rows):
        told.append(Line(INFERRED, Kind.WARNING))
    return told


def allowed_lines(claim: ClaimRows, rows: list[Row]) -> list[Line]:
    """What the payer allowed for each line: its charge less each price cut."""
    return [line for row in rows for line in _allowed(claim, row)]


def difference_lines(claim: ClaimRows, rows: list[Row], finding: Row) -> list[Line]:
    """Expected less allowed, line by line; the last line adds them up, and says what is not here.

    Of an overpaid line it is allowed less expected.
    """
    if not rows:
        return []
    lines = [Line(_difference(claim, row), Kind.AMOUNT, abs(row["variance_cents"])) for row in rows]
    total = sum(abs(row["variance_cents"]) for row in rows)
    lines.append(Line(OFF[finding["kind"]], Kind.TOTAL, total))
    rest = total - finding["at_stake_cents"]
    if rest:
        stake = dollars(finding["at_stake_cents"])
        lines.append(Line(f"Of it {stake} is at stake here; {dollars(rest)} {ELSEWHERE}."))
    return lines


def claim_lines(claim: ClaimRows) -> list[Line]:
    """Each line of a claim against the contract: as it says, less, more, or why nobody knows."""
    return [
        Line(
            _sentence(f"{_line_words(claim, row)}: {_verdict(row)}"),
            details=tuple(_steps(claim, row)),
        )
        for row in _held(claim)
    ]


def _held(claim: ClaimRows) -> list[Row]:
    """The rows of the claim; a line that is compared with the whole claim is not told twice."""
    return [row for row in claim.expected if row["why_not_compared"] != IN_WHOLE]


def _line_words(claim: ClaimRows, row: Row) -> str:
    return claim.line_words(row["line_number"])


def _clause(row: Row) -> str:
    """`contract harbor-2026, term services, Exhibit A 3`."""
    kind = "inferred schedule" if row["inferred"] else "contract"
    contract = f"{kind} {clean(row['contract'])}" if row["contract"] else "no one contract"
    term = f"term {clean(row['term'])}" if row["term"] else "several terms"
    return joined(contract, term, row["clause"])


def _steps(claim: ClaimRows, row: Row) -> Iterator[str]:
    """As what it was priced, where the payer names it otherwise; then each step of the price."""
    if row["expected_cents"] is not None:
        own = held_words.code(row["procedure_code"], row["modifiers"])
        if row["priced_from"] == "remittance":
            yield WEAKER
        elif row["procedure_code"] and claim.code(row["line_number"]) not in ("", own):
            yield f"Priced as {own}: so it was claimed."
    yield from held_words.price_steps(row)


def _expected(claim: ClaimRows, row: Row) -> Iterator[Line]:
    """The clause, the steps and the expected amount; of several lines together each by itself."""
    parts = _together(claim, row)
    for one in parts or [row]:
        words = f"{_line_words(claim, one)}: {_clause(one)}."
        yield Line(_sentence(words), details=tuple(_steps(claim, one)))
        yield Line("expected", Kind.AMOUNT, one["expected_cents"])
    if parts:
        yield Line("expected together", Kind.TOTAL, row["expected_cents"])


def _together(claim: ClaimRows, row: Row) -> list[Row]:
    """The lines whose prices make up that of the whole claim; none where it has its own."""
    if row["line_number"] is not None:
        return []
    lines = [one for one in claim.expected if one["line_number"] and one["expected_cents"]]
    total = sum(one["expected_cents"] for one in lines)
    return lines if total == row["expected_cents"] else []


def _allowed(claim: ClaimRows, row: Row) -> Iterator[Line]:
    """The charge, the cuts and the allowed amount, where the three agree; else what is known."""
    number, allowed = row["line_number"], row["allowed_cents"]
    parts = [part for part in claim.parts if number in (None, part["line_number"])]
    charge, cuts = sum(part["amount_cents"] for part in parts), _cuts(claim, number)
    if charge - sum(cut["amount_cents"] for cut in cuts) == allowed:
        yield Line(
            f"charged; {_line_words(claim, row)}",
            Kind.AMOUNT,
            charge,
            claim.source(claim.line_segment(number)),
        )
        for cut in cuts:
            yield Line(
                f"cut by {reason(cut)}", Kind.AMOUNT, -cut["amount_cents"], claim.part_source(cut)
            )
        yield Line("allowed", Kind.TOTAL, allowed)
    else:
        basis = joined(
            f"{_line_words(claim, row)}: {dollars(allowed)} allowed", row["allowed_basis"]
        )
        yield Line(_sentence(f"{basis}."))
    yield from _agreeing(row)
    yield from _stated(row)


def _cuts(claim: ClaimRows, number: int | None) -> list[Row]:
    """The price cuts as the payer sent them: parts that a contract told apart are one again."""
    keep = is_price_cut() & (pl.col("claim_id") == claim.claim_id)
    if number is not None:
        keep &= pl.col("line_number") == number
    keys = ["line_number", "group_code", "carc"]
    cuts = claim.rows.read("dispositions", keep)
    return (
        cuts.group_by(keys, maintain_order=True)
        .agg(pl.col("amount_cents").sum())
        .filter(pl.col("amount_cents") != 0)
        .to_dicts()
    )


def _agreeing(row: Row) -> Iterator[Line]:
    """The other way to the allowed amount: paid, owed by the patient, and taken after it."""
    allowed, paid, patient = row["allowed_cents"], row["paid_cents"], row["patient_cents"]
    after = allowed - (paid or 0) - (patient or 0)
    if paid is None or patient is None or after < 0:
        return
    parts = joined(
        f"{dollars(paid)} paid",
        f"{dollars(patient)} the patient’s share" if patient else "",
        f"{dollars(after)} taken after it" if after else "",
        by=" + ",
    )
    yield Line(f"The other way round: {parts} = {dollars(allowed)}.")


def _stated(row: Row) -> Iterator[Line]:
    """What the payer itself states as allowed, where it is something else."""
    stated = row["reported_allowed_cents"]
    if stated is None or stated == row["allowed_cents"]:
        return
    why = "; that is the charge" if stated == row["charge_cents"] else ""
    text = f"The payer states {dollars(stated)} as allowed (AMT*B6){why}. It is told, and not used."
    yield Line(text, Kind.AGAINST)


def _difference(claim: ClaimRows, row: Row) -> str:
    expected = f"{dollars(row['expected_cents'])} expected"
    allowed = f"{dollars(row['allowed_cents'])} allowed"
    less = (allowed, expected) if row["variance_cents"] < 0 else (expected, allowed)
    return f"{_line_words(claim, row)}: {less[0]} less {less[1]}"


def _verdict(row: Row) -> str:
    """What came of holding the line against the contract, in a sentence or two."""
    verdict = row["verdict"]
    if verdict == "unpriced":
        missing = clean(row["why_not"]).partition(": ")[2]
        why = held_words.why_unpriced(clean(row["why_not"]).partition(":")[0])
        return joined(f"no price. {why}", f"({missing})" if missing else "", by=" ")
    if verdict in COMPARED or verdict == CONTRACT_WRONG:
        return f"{_compared(row)}; {_clause(row)}."
    expected = row["expected_cents"]
    price = f"{dollars(expected)} by {_clause(row)}" if expected is not None else "no price"
    if verdict == "denied":
        return f"denied; {price}."
    return f"not compared; {price}. {held_words.why_not_compared(row['why_not_compared'])}"


def _compared(row: Row) -> str:
    expected, allowed = dollars(row["expected_cents"]), dollars(row["allowed_cents"])
    off = row["variance_cents"]
    amounts = f"{expected} expected, {allowed} allowed"
    if row["verdict"] == "as_contracted":
        return f"{amounts}: {'as contracted' if not off else 'within the tolerance'}"
    return f"{amounts}: {dollars(abs(off))} {OFF[row['verdict']]}"


def _sentence(told: str) -> str:
    return told[:1].upper() + told[1:]
