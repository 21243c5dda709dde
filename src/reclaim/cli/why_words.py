"""What `reclaim why` says: the explanation, or which claims a number could mean."""

from collections.abc import Iterator
from pathlib import Path

from reclaim.cli.whys import JudgedBy
from reclaim.cli.words import money
from reclaim.codes.words import CLAIM_STATUS
from reclaim.errors import UsageError
from reclaim.report.explain import Explainer, plain_lines, rules_of
from reclaim.report.explain.tables import Row
from reclaim.wording import clean, coded, count, joined

FINDING = "F-"
LISTED = 20
"""More claims of one number are not listed; a number that common is no number of a claim."""


def told_lines(source: JudgedBy, name: str) -> Iterator[str]:
    """The lines that explain a finding or claim of an audit.

    Raises:
        UsageError: NAME-UNKNOWN, when the audit holds nothing of that name.
    """
    book = source.known.book
    rules = rules_of(book.placement, book.signals, book.payers)
    explainer = Explainer(source.tables, rules, book.payers)
    if name.upper().startswith(FINDING) and (findings := explainer.finding_ids(name)):
        if len(findings) == 1:
            yield from plain_lines(next(explainer.findings(findings)))
            return
        yield f"{count(len(findings), 'finding')} begin with {clean(name)}. Give one of them:"
        yield from (f"  {finding}" for finding in findings[:LISTED])
        return
    claims = explainer.claims_named(name)
    if not claims:
        raise _unknown(source.where, name)
    one = explainer.one_of([row["claim_id"] for row in claims])
    yield from plain_lines(explainer.claim(one)) if one else _several(source.option, name, claims)


def _unknown(where: Path, name: str) -> UsageError:
    kind = "finding" if name.upper().startswith(FINDING) else "claim"
    return UsageError(
        "NAME-UNKNOWN",
        where=str(where),
        what=f"there is no {kind} {clean(name)}",
        why="Findings, patient control numbers, payers' claim numbers and claim ids were compared.",
        next_step="look up the number in findings.xlsx, or audit again",
    )


def _several(option: str, name: str, claims: list[Row]) -> Iterator[str]:
    """The claims that a number may mean, and how to name one of them."""
    yield f"{count(len(claims), 'claim')} on remittances have the number {clean(name)}:"
    for row in claims[:LISTED]:
        yield f"  {row['claim_id']}  {_claim(row)}"
    if len(claims) > LISTED:
        yield f"  and {len(claims) - LISTED:,} more"
    last = claims[-1]["claim_id"]
    yield f"Give the id of one of them, such as: reclaim why {last}{option}"


def _claim(row: Row) -> str:
    status = CLAIM_STATUS.get(row["claim_status"] or "", "status not known")
    paid = f"paid {money(row['paid_cents'])} of {money(row['charge_cents'])}"
    payer = row["payer_name"] or row["payer_id"]
    return joined(row["payment_date"], payer, coded(status, row["claim_status"]), paid)
