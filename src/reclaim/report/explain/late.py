"""The interest at stake where a claim was paid late: what is due, less what came of it."""

from reclaim.report.explain.claim_rows import ClaimRows
from reclaim.report.explain.lines import Kind, Line
from reclaim.report.explain.tables import Row


def interest_lines(finding: Row, claim: ClaimRows) -> list[Line]:
    """What is due and what came, and the rest; how it is counted stands with the evidence."""
    stake = finding["at_stake_cents"]
    came = max(claim.claim.get("interest_cents") or 0, 0)
    lines = [Line("interest due by the contract", Kind.AMOUNT, stake + came, claim.source())]
    if came:
        lines.append(Line("interest that came with the claim (AMT*I)", Kind.AMOUNT, -came))
    return [*lines, Line("at stake", Kind.TOTAL, stake)]
