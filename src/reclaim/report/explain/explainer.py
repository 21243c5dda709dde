"""Finds what a name means, and explains it: a finding by its id, a claim by any of its numbers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from reclaim.recovery.contract_worth import contract_shares
from reclaim.recovery.worth import paid_shares
from reclaim.report.explain.claim import claim_explained
from reclaim.report.explain.claim_rows import ClaimRows
from reclaim.report.explain.finding import Told, finding_explained
from reclaim.report.explain.history import linked_claims
from reclaim.report.explain.lines import Explanation
from reclaim.report.explain.rules import Rules, shipped_rules
from reclaim.report.explain.tables import Frame, Row, Rows
from reclaim.rules.payer_map import PayerMap
from reclaim.schema.claim_states import claim_id

SHARE_CLAIM_COLUMNS = (
    "file_id",
    "segment_number",
    "claim_status",
    "payer_id",
    "payer_name",
    "filing_indicator",
    "payment_date",
)
SHARE_LINE_COLUMNS = (
    "file_id",
    "claim_segment",
    "procedure_code",
    "charge_cents",
    "paid_cents",
)
"""What `recovery.worth.paid_shares` and the payer map ask for."""

NUMBERS = ("patient_control_number", "payer_control_number")


@dataclass(frozen=True)
class Explainer:
    """A report's tables, and the rules by which they were made.

    Args:
        tables: by name, as `reclaim.schema.TABLES` declares them; may be lazy. What is not there
            counts as empty.
        rules: by id; those that are not given can only be named.
        payers: the practice's payer map, for its own clocks.
    """

    tables: Mapping[str, Frame] = field(repr=False)
    rules: Rules = field(default_factory=shipped_rules, repr=False)
    payers: PayerMap = field(default_factory=PayerMap, repr=False)

    @cached_property
    def rows(self) -> Rows:
        return Rows(self.tables)

    def finding_ids(self, name: str) -> list[str]:
        """The findings whose id begins with a name, upper or lower case."""
        keep = pl.col("finding_id").str.to_uppercase().str.starts_with(name.upper())
        return sorted(self.rows.read("findings", keep)["finding_id"])

    def claims_named(self, name: str) -> list[Row]:
        """The claims on remittances of that number or id, in order of the payments."""
        named = [pl.col(number) == name for number in NUMBERS]
        found = self.rows.read("remit_claims", pl.any_horizontal(*named, claim_id() == name))
        found = found.with_columns(claim_id()).sort("payment_date", "claim_id", nulls_last=True)
        return found.to_dicts()

    def one_of(self, claim_ids: list[str]) -> str | None:
        """The claim to tell of, when all of several are one history; null when they are not.

        It is the one whose dollars count, such as the correction after a reversal.
        """
        if len(claim_ids) == 1:
            return claim_ids[0]
        states = self.rows.read("claim_states", pl.col("claim_id").is_in(claim_ids))
        standing = states.filter("counts")["claim_id"].to_list()
        if len(standing) != 1 or not set(claim_ids) <= linked_claims(self.rows, standing[0]):
            return None
        return str(standing[0])

    def findings(self, finding_ids: Iterable[str]) -> Iterator[Explanation]:
        """Those findings, explained, in the order given; ids that there are not are left out."""
        wanted = list(finding_ids)
        found = self.rows.rows("findings", pl.col("finding_id").is_in(wanted))
        by_id = {row["finding_id"]: row for row in found}
        narrow = self._narrow(found)
        for finding_id in wanted:
            if finding_id in by_id:
                yield self._finding(by_id[finding_id], narrow)

    def claim(self, claim_id: str) -> Explanation:
        """A claim of that id, explained, with its findings."""
        own = self.rows.rows("findings", pl.col("claim_id") == claim_id)
        own.sort(key=lambda row: (-(row["expected_cents"] or 0), row["finding_id"]))
        narrow = self._narrow(own, claim_id)
        told = tuple(self._finding(row, narrow) for row in own)
        return claim_explained(self.rows, ClaimRows(claim_id, narrow), self.rules, told)

    def _narrow(self, findings: list[Row], *claim_ids: str) -> Rows:
        """The rows of the claims concerned, in memory."""
        named = (row["claim_id"] for row in findings if row["claim_id"])
        rows = self.rows.of_claims([*named, *claim_ids])
        ids = [row["finding_id"] for row in findings]
        of_findings = {
            name: self.rows.read(name, pl.col("finding_id").is_in(ids))
            for name in ("evidence", "finding_lines")
        }
        return Rows({**rows.tables, **of_findings})

    def _finding(self, finding: Row, rows: Rows) -> Explanation:
        claim = ClaimRows(finding["claim_id"], rows) if finding["claim_id"] else None
        shares = (self._shares, self._contract_shares)
        return finding_explained(Told(finding, claim, rows, self.rules, self.payers, *shares))

    @cached_property
    def _shares(self) -> pl.DataFrame:
        """What payers pay of their charges, from all claims of the report."""
        wanted = pl.lit(value=True)
        claims = self.rows.read("remit_claims", wanted, SHARE_CLAIM_COLUMNS)
        lines = self.rows.read("remit_lines", pl.col("paid_cents") > 0, SHARE_LINE_COLUMNS)
        return paid_shares(lines, self.payers.with_payer(claims))

    @cached_property
    def _contract_shares(self) -> pl.DataFrame:
        """What payers would pay by contract of the lines that they denied."""
        return contract_shares(self.rows.whole("expected_lines"))


def explain_finding(tables: Mapping[str, Frame], finding_id: str) -> Explanation | None:
    """One finding, explained by the shipped rules; null when there is no such finding."""
    return next(Explainer(tables).findings([finding_id]), None)
