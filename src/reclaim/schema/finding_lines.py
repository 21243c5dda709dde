"""One row a line of a finding: what of its stake lies on which service."""

from reclaim.schema.table import Table, cents, integer, text

TABLE = Table(
    "finding_lines",
    grain="one line of a finding, or its part at claim level",
    key=("finding_id", "line_number", "procedure_code"),
    made_by="audit",
    columns=(
        text("finding_id", "the finding"),
        text("claim_id", "the claim; null for a PLB adjustment"),
        integer("line_number", "ordinal of the SVC on the claim, from 1; null at claim level"),
        text("procedure_code", "procedure as the payer adjudicated it; null at claim level"),
        cents("at_stake_cents", "its part; the lines add up to the finding"),
    ),
)
