"""Explanations of findings and claims: every number with the rule and the segment behind it.

`Explainer` reads a report's tables and gives an `Explanation`: sections of lines, which
`plain_lines` lays out for a terminal and the page in its own way.
"""

from reclaim.report.explain.explainer import Explainer, explain_finding
from reclaim.report.explain.lines import Explanation, Kind, Line, Section, Source
from reclaim.report.explain.plain import plain_lines
from reclaim.report.explain.rules import rules_of

__all__ = [
    "Explainer",
    "Explanation",
    "Kind",
    "Line",
    "Section",
    "Source",
    "explain_finding",
    "plain_lines",
    "rules_of",
]
