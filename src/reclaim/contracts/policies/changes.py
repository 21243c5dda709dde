"""What a policy gives: which lines it changes, to what price, and the step that says so."""

import polars as pl

from reclaim.contracts.exact import EXACT, ONE
from reclaim.contracts.methods.written import decimal, dollars
from reclaim.contracts.model.policies import Policy

CHANGES = pl.Schema(
    {"row": pl.UInt32(), "exact": EXACT, "step": pl.String(), "why_not": pl.String()}
)
"""One row a line that is changed. `exact`: its new price, null where the policy leaves none, and
`why_not` then says why, as frames.WHY_NOT."""

BY_REPORT = "by report"
LINE_UNPRICED = "line unpriced"

WORKING = ("service_day", "full", "units", "count", "item")
"""Columns beside frames.WIDE with which the policies work. `service_day`: the day of service, for
what belongs to one day. `full`: the price before any policy. `units`: whole units of service; one
where they are not whole. `count`: how many procedures the line is. `item`: a row number that lines
have in common which rank as one."""


def changed(lines: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """The lines, in their order, with the changes made and their steps added."""
    if changes.is_empty():
        return lines
    renamed = changes.rename({"exact": "new", "step": "added", "why_not": "reason"})
    hit = pl.col("added").is_not_null()
    steps = pl.concat_str("steps", "added", separator="\n", ignore_nulls=True)
    return (
        lines.join(renamed, on="row", how="left", maintain_order="left")
        .with_columns(
            exact=pl.when(hit).then("new").otherwise("exact"),
            steps=pl.when(hit).then(steps.str.strip_prefix("\n")).otherwise("steps"),
            why_not=pl.when(hit).then("reason").otherwise("why_not"),
        )
        .drop("new", "added", "reason")
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
