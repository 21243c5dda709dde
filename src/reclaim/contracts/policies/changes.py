"""What a policy gives: which lines it changes, to what price, and the step that says so."""

import polars as pl

from reclaim.contracts.exact import EXACT, ONE
from reclaim.contracts.methods.written import decimal, dollars
from reclaim.contracts.model.policies import Policy
from reclaim.contracts.trace import BREAK

CHANGES = pl.Schema(
    {"row": pl.UInt32(), "exact": EXACT, "step": pl.String(), "why_not": pl.String()}
)
"""One row a line that is changed. `row`: its place. `exact`: its new price, null where the policy
leaves none, and `why_not` then says why, as frames.WHY_NOT."""

BY_REPORT = "by report"
LINE_UNPRICED = "line unpriced"

KEPT = (
    "claim_id",
    "line_number",
    "code",
    "modifiers",
    "charge_cents",
    "rendering_npi",
    "form",
    "taxonomy",
    "setting",
    "locality",
    "day",
    "rate_modifier",
    "exact",
    "why_not",
)
"""What the policies look at of frames.FOR_POLICIES."""

WORKING = ("row", "service_day", "visit", "full", "units", "count", "item", "added")
"""Columns with which they work beside these. `row`: the place of the line, from 0. `service_day`:
the day of service. `visit`: a number that the lines of one claim and day of service have in common.
`full`: the price before any policy. `units`: whole units of service; one where they are not whole.
`count`: how many procedures the line is. `item`: a number that lines have in common which rank as
one. `added`: the steps so far."""


def changed(lines: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """The lines, in their order, with the changes made and their steps added."""
    if changes.is_empty():
        return lines
    at = changes["row"]
    before = lines.select(pl.col("added").gather(at))
    added = pl.concat_str("added", "step", separator=BREAK, ignore_nulls=True)
    steps = before.with_columns(changes["step"]).select(added).to_series()
    return lines.with_columns(
        lines["exact"].scatter(at, changes["exact"]),
        lines["why_not"].scatter(at, changes["why_not"]),
        lines["added"].scatter(at, steps),
    )


def change(
    lines: pl.DataFrame, policy: Policy, *, exact: pl.Expr, step: pl.Expr, why_not: pl.Expr
) -> pl.DataFrame:
    """CHANGES of these lines; the policy's clause stands behind the step."""
    priced = why_not.is_null()
    cited = pl.concat_str(step, pl.lit(f" (policy {policy.clause})"))
    return lines.select("row", exact=pl.when(priced).then(exact), step=cited, why_not=why_not).cast(
        CHANGES
    )


def reckoned(share: pl.Expr, result: pl.Expr) -> pl.Expr:
    """`x 50 percent = 461.45`: the share in millionths of one, and what comes out."""
    return pl.concat_str(pl.lit("x "), percents(share), pl.lit(" percent = "), dollars(result))


def percents(share: pl.Expr) -> pl.Expr:
    """Millionths of one as a percentage: 625000 is 62.5."""
    return decimal(share, len(str(ONE // 100)) - 1)


NO_REASON = pl.lit(None, dtype=pl.String)
NO_CHANGES = pl.DataFrame(schema=CHANGES)
