"""One claim on a remittance, with everything that stands under it, ready to be told."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from reclaim.audit.later_payers import payments_as_amounts
from reclaim.codes.words import carc_labels, rarc_labels
from reclaim.report.explain.lines import Kind, Line, Source
from reclaim.report.explain.tables import Row, Rows, among
from reclaim.report.text import dollars, reason_code
from reclaim.report.words import category_label, place_label
from reclaim.wording import clean, joined

WHOLE_CLAIM = "the claim as a whole"


@dataclass(frozen=True)
class ClaimRows:
    """The rows of one claim. `parts` are those of `dispositions`, in the table's order."""

    claim_id: str
    rows: Rows

    @cached_property
    def claim(self) -> Row:
        """Its row of `remit_claims`; empty when the report has lost it."""
        found = self.rows.rows("remit_claims", among([self.claim_id], "segment_number"))
        return found[0] if found else {}

    @cached_property
    def parts(self) -> list[Row]:
        return self.rows.rows("dispositions", pl.col("claim_id") == self.claim_id)

    @cached_property
    def lines(self) -> list[Row]:
        """Its service lines, in order: line 1 is the first."""
        rows = self.rows.rows("remit_lines", among([self.claim_id], "claim_segment"))
        return sorted(rows, key=lambda row: int(row["segment_number"]))

    @cached_property
    def adjustments(self) -> list[Row]:
        return self.rows.rows("adjustments", among([self.claim_id], "claim_segment"))

    @cached_property
    def expected(self) -> list[Row]:
        """What a contract allows for its lines, in order; the claim as a whole first."""
        rows = self.rows.read("expected_lines", pl.col("claim_id") == self.claim_id)
        return rows.with_columns(payments_as_amounts()).sort("line_number").to_dicts()

    @property
    def name(self) -> str:
        """`claim A17`, by the provider's own number where there is one."""
        return f"claim {clean(self.claim.get('patient_control_number')) or self.claim_id}"

    @property
    def payer(self) -> str:
        """What the payer calls itself."""
        name = self.claim.get("payer_name") or self.claim.get("payer_id")
        return clean(name).strip() or "a payer that is not named"

    def source(self, number: int | None = None) -> Source:
        """Where the claim stands, or a segment of it."""
        return self.rows.source(self.claim_id, self.claim_id, number)

    def part_source(self, part: Row) -> Source:
        """The segment that a part of the charge was read from: its CAS, else its line or claim."""
        line = self.line_segment(part["line_number"])
        same = [
            row
            for row in self.adjustments
            if row["line_segment"] == line
            and (row["group_code"], row["carc"]) == (part["group_code"], part["carc"])
        ]
        exact = [row for row in same if row["adjustment_cents"] == part["amount_cents"]]
        found = exact or same
        return self.source(found[0]["segment_number"] if found else line)

    def line_segment(self, number: int | None) -> int | None:
        """The segment number of a service line; null for the claim as a whole."""
        if number is None or not 0 < number <= len(self.lines):
            return None
        return int(self.lines[number - 1]["segment_number"])

    def line_words(self, number: int | None) -> str:
        """`line 2, 99213-25 on 2025-12-20`."""
        if number is None:
            return WHOLE_CLAIM
        if not 0 < number <= len(self.lines):
            return f"line {number}"
        served = self.lines[number - 1]["service_date"]
        day = f" on {served}" if served else ""
        return joined(f"line {number}", f"{self.code(number)}{day}")

    def code(self, number: int | None) -> str:
        """`99213-25`, as the payer names the line; empty for the claim as a whole."""
        if number is None or not 0 < number <= len(self.lines):
            return ""
        row = self.lines[number - 1]
        modifiers = (row[f"modifier_{n}"] for n in (1, 2, 3, 4))
        return joined(row["procedure_code"] or row["revenue_code"], *modifiers, by="-")

    def amount(self, part: Row, what: str) -> Line:
        """A part of the charge: its amount, what it is, where, and where to see it."""
        return Line(
            joined(what, self.line_words(part["line_number"]), by="; "),
            Kind.AMOUNT,
            part["amount_cents"],
            self.part_source(part),
        )

    def charge_lines(self) -> list[Line]:
        """Where each part of the charge went; the last line adds them up."""
        told = [self.amount(part, _went(part)) for part in self.parts]
        if not told:
            return []
        total = sum(part["amount_cents"] for part in self.parts)
        charge = self.claim.get("charge_cents") or 0
        return [*told, Line(_sum(total, charge), Kind.TOTAL, total, self.source())]


def reason(row: Row) -> str:
    """`CO-29 (Filed too late)`: the code as sent, and our label of it."""
    code = reason_code(row["group_code"], row["carc"])
    label = carc_labels().get(row["carc"] or "", "")
    return f"{code} ({label})" if code and label else code


def remark_lines(codes: list[str]) -> list[Line]:
    """What each remark code says, where we have a label for it."""
    unlabelled = "no label of ours; see the code list"
    return [
        Line(f"Remark {clean(code)}: {rarc_labels().get(code) or unlabelled}.") for code in codes
    ]


def _went(part: Row) -> str:
    place, category = place_label(part["place"]), category_label(part["category"])
    where = place if place == category else f"{place}: {category}"
    return joined(where, reason(part), by="; ")


def _sum(total: int, charge: int) -> str:
    if total == charge:
        return f"adds up to the charge of {dollars(charge)}"
    return f"in all; the charge is {dollars(charge)}, so {dollars(charge - total)} is not placed"
