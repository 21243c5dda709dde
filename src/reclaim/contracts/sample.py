"""Claims that somebody tells, an example or a question, as the frames that pricing reads."""

import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl

from reclaim.contracts.exact import UNITS
from reclaim.contracts.frames import CLAIMS, LINES
from reclaim.contracts.model.conditions import AppliesTo
from reclaim.contracts.model.contract import ExampleLine, SampleClaim

OFFICE = "11"
INPATIENT = "111"
OUTPATIENT = "131"
"""Types of bill: hospital, whole stay; hospital, outpatient. Source: NUBC UB-04 manual."""

ANY = AppliesTo()


def sample_frames(
    samples: Sequence[SampleClaim], payer: str, applies: AppliesTo = ANY
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """frames.CLAIMS and frames.LINES: `claim_id` is the claim's position, from 0.

    What a sample does not state is as on most claims: a professional or dental service was done in
    an office, an institutional claim is one for an inpatient when it has days or a DRG. And it is
    a claim that the contract is about: it has the first value of each condition of `applies`.

    Args:
        samples: the claims.
        payer: their payer's key in the payer map.
        applies: the conditions of the contract that they are examples of.
    """
    claims = [_claim(str(at), one, payer, applies) for at, one in enumerate(samples)]
    lines = [
        _line(str(at), number, one, line, applies)
        for at, one in enumerate(samples)
        for number, line in enumerate(one.lines, 1)
    ]
    return pl.DataFrame(claims, schema=CLAIMS), pl.DataFrame(lines, schema=LINES)


def _claim(claim_id: str, sample: SampleClaim, payer: str, applies: AppliesTo) -> dict[str, Any]:
    stay = sample.days is not None
    charges = [_cents(line.charge) for line in sample.lines]
    known = [cents for cents in charges if cents is not None]
    return {
        "claim_id": claim_id,
        "payer": payer,
        "form": sample.form,
        "filing_indicator": sample.filing_indicator or _first(applies.filing_indicators),
        "contract_class": _first(applies.contract_classes),
        "group_number": _first(applies.group_numbers),
        "billing_npi": sample.billing_npi or _first(applies.billing_npis),
        "billing_tax_id": _first(applies.tax_ids),
        "taxonomy": sample.taxonomy or _first(applies.taxonomies),
        "type_of_bill": sample.type_of_bill or _type_of_bill(sample),
        "drg": sample.drg,
        "patient_status": sample.patient_status,
        "admission_date": sample.service_date if stay else None,
        "discharge_date": sample.service_date + dt.timedelta(sample.days or 0) if stay else None,
        "claim_date": sample.service_date,
        "claim_charge_cents": sum(known) if len(known) == len(charges) else None,
        "zip_code": sample.zip_code,
    }


def _line(
    claim_id: str, number: int, sample: SampleClaim, line: ExampleLine, applies: AppliesTo
) -> dict[str, Any]:
    usual = None if sample.form == "institutional" else OFFICE
    return {
        "claim_id": claim_id,
        "line_number": number,
        "code": line.code,
        "code_type": None,
        "modifiers": list(line.modifiers),
        "units_thousandths": None if line.minutes is not None else round(line.units * UNITS),
        "minutes": line.minutes,
        "revenue_code": line.revenue_code,
        "charge_cents": _cents(line.charge),
        "place_of_service": line.place_of_service or usual,
        "service_date": line.service_date or sample.service_date,
        "rendering_npi": line.rendering_npi
        or sample.rendering_npi
        or _first(applies.rendering_npis),
    }


def _type_of_bill(sample: SampleClaim) -> str | None:
    if sample.form != "institutional":
        return None
    return INPATIENT if sample.days is not None or sample.drg else OUTPATIENT


def _first(values: Sequence[str]) -> str | None:
    """The first value that is no range and no beginning."""
    return next((value for value in values if value.isalnum()), None)


def _cents(dollars: Decimal | None) -> int | None:
    return None if dollars is None else int(dollars.scaleb(2).to_integral_value(ROUND_HALF_UP))
