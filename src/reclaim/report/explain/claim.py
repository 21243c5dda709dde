"""Explains one claim: its history, where each part of its charge went, and by which rules."""

from reclaim.report.explain.claim_rows import ClaimRows
from reclaim.report.explain.history import history
from reclaim.report.explain.lines import Explanation, Line, sections
from reclaim.report.explain.priced import claim_lines
from reclaim.report.explain.rules import Rules, rule_line, steps_of
from reclaim.report.explain.tables import Rows
from reclaim.report.text import dollars
from reclaim.wording import count

REPEAT = "This remittance repeats one that came before: its dollars count there, and not here."


def claim_explained(
    rows: Rows, claim: ClaimRows, rules: Rules, findings: tuple[Explanation, ...]
) -> Explanation:
    """Everything known about a claim on a remittance; its findings follow."""
    return Explanation(
        name=claim.claim_id,
        title=f"C{claim.name[1:]}, {claim.payer}; id {claim.claim_id}",
        sections=sections(
            ("In short", [_short(claim, findings)]),
            ("What happened", history(rows, claim.claim_id)),
            ("Where each part of the charge went", claim.charge_lines() or [Line(REPEAT)]),
            ("Held against the contract", claim_lines(claim)),
            ("By which rules", _rules(claim, rules)),
        ),
        findings=findings,
    )


def _short(claim: ClaimRows, findings: tuple[Explanation, ...]) -> Line:
    charge, paid = claim.claim.get("charge_cents"), claim.claim.get("paid_cents")
    amounts = f"Charged {dollars(charge or 0)}, paid {dollars(paid or 0)}"
    told = count(len(findings), "finding") if findings else "nothing that somebody should look at"
    return Line(f"{amounts}; {told}.", source=claim.source())


def _rules(claim: ClaimRows, rules: Rules) -> list[Line]:
    """Every rule that placed or judged a part, once, in the order of the parts."""
    steps = [
        step
        for part in claim.parts
        for step in (steps_of(part["trace"]) or [part["rule_id"]])
        if step
    ]
    return [rule_line(rules, step) for step in dict.fromkeys(steps)]
