"""The frames that pricing reads and gives: what a biller would have to know to price a line."""

import polars as pl

CLAIMS = pl.Schema(
    {
        "claim_id": pl.String(),
        "payer": pl.String(),
        "form": pl.String(),
        "filing_indicator": pl.String(),
        "contract_class": pl.String(),
        "group_number": pl.String(),
        "billing_npi": pl.String(),
        "billing_tax_id": pl.String(),
        "taxonomy": pl.String(),
        "type_of_bill": pl.String(),
        "drg": pl.String(),
        "patient_status": pl.String(),
        "admission_date": pl.Date(),
        "discharge_date": pl.Date(),
        "claim_date": pl.Date(),
        "claim_charge_cents": pl.Int64(),
        "zip_code": pl.String(),
    }
)
"""One row a claim, `claim_id` its key. `payer` is its key in the payer map. `form`: professional,
institutional, dental. `claim_date`: first day of the statement, else of service. `zip_code`: five
digits, where the service began (the pickup of an ambulance). Null: not stated."""

LINES = pl.Schema(
    {
        "claim_id": pl.String(),
        "line_number": pl.Int64(),
        "code": pl.String(),
        "code_type": pl.String(),
        "modifiers": pl.List(pl.String()),
        "units_thousandths": pl.Int64(),
        "minutes": pl.Int64(),
        "revenue_code": pl.String(),
        "charge_cents": pl.Int64(),
        "place_of_service": pl.String(),
        "service_date": pl.Date(),
        "rendering_npi": pl.String(),
    }
)
"""One row a line, (`claim_id`, `line_number`) its key: as the provider sent it where the claim is
known, since payers recode. `code_type`: HC, AD, HP ..., null stands for HC. `modifiers` in their
order, no nulls. `units_thousandths`: null stands for one unit. `minutes`: of lines that are counted
in minutes; then the units are null. `service_date`: null stands for the claim's date."""

WIDE = pl.Schema(
    {
        "row": pl.UInt32(),
        **LINES,
        **{name: kind for name, kind in CLAIMS.items() if name != "claim_id"},
        "setting": pl.String(),
        "locality": pl.String(),
        "contract": pl.UInt32(),
        "day": pl.Date(),
    }
)
"""A line with its claim, as methods and policies see it. `row` is its ordinal in the run.
`setting`: facility or nonfacility by its place of service. `locality`: by the contract. `contract`:
ordinal in the book, null where none binds it. `day`: the day whose contract and rates hold: the
line's day of service, or the admission of an institutional inpatient claim."""

PRICED = pl.Schema(
    {"row": pl.UInt32(), "exact": pl.Int128(), "step": pl.String(), "why_not": pl.String()}
)
"""What a method gives, one row a line that it was asked about, in any order. `exact`: exact amount
of the line (contracts.exact), not rounded; null where there is no price. `step`: how it came, in a
biller's words and numbers, several with a line break between, e.g. "rate 91.63 of
schedules/medicare-like-2026.csv line 55\\nx 118 percent". `why_not`: where there is no price, a
reason of WHY_NOT, after a colon what is missing."""

PRICED_BY_UNIT = pl.Schema(
    {**PRICED, "times_thousandths": pl.Int64(), "rate_modifier": pl.String()}
)
"""What a method may give instead: `exact` is then the price of one unit where `times_thousandths`
says how many thousandths of it make the line; null: it is the price of the line. `rate_modifier`:
the modifier that the schedule's row asks for (26, TC); null: the row is for the whole code."""

FOR_POLICIES = pl.Schema(
    {
        **WIDE,
        "exact": pl.Int128(),
        "steps": pl.String(),
        "why_not": pl.String(),
        "rate_modifier": pl.String(),
    }
)
"""What the policies of a contract are given, and give back: lines with their price by their term.
`steps`: the trace so far, with a line break between steps. `rate_modifier`: as PRICED_BY_UNIT; a
line whose rate is already that of its component has 26 or TC there."""

CLAIM_PRICED = pl.Schema(
    {"claim_id": pl.String(), "exact": pl.Int128(), "step": pl.String(), "why_not": pl.String()}
)
"""What a method for whole claims gives: one row a claim, otherwise as PRICED."""

WHY_NOT = {
    "no contract": "No contract binds the claim on this day.",
    "two contracts": "Two contracts bind it, and neither goes before the other.",
    "no term": "No term of the contract is about the line.",
    "no rate": "The schedule has no rate for the code.",
    "two rates": "The schedule has two rates that fit equally well.",
    "no locality": "The schedule needs a locality, and none is known.",
    "not stated": "The claim does not state what the term asks for.",
    "by report": "The contract prices it by report, from papers that are no part of the claim.",
    "algorithm unknown": "The contract prices it in a way that it does not say.",
    "not priced by this schedule": "The schedule gives the code no price: its status says so.",
    "beyond reckoning": "An amount or a number is too large to be meant.",
    "line unpriced": "Another line of the claim has no price, so that the whole has none.",
}
"""Why a line has no price. It is never guessed."""

EXPECTED = pl.Schema(
    {
        "claim_id": pl.String(),
        "line_number": pl.Int64(),
        "contract": pl.String(),
        "term": pl.String(),
        "clause": pl.String(),
        "method": pl.String(),
        "inferred": pl.Boolean(),
        "price_cents": pl.Int64(),
        "expected_cents": pl.Int64(),
        "steps": pl.List(pl.String()),
        "why_not": pl.String(),
    }
)
"""What pricing gives: one row a line, and one (`line_number` null) for a claim that is priced as a
whole; its lines are then rows too, without amounts, with that term. `price_cents`: before the
contract's payment policies (multiple procedures, bilateral, modifiers); `expected_cents`: what it
allows, after them. Null: no price, and `why_not` says why. `steps`: the trace, in order."""
