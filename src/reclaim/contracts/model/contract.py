"""A contract: whom it binds, what it pays, what else it promises, and the examples it must meet."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from reclaim.contracts.exact import Rounding
from reclaim.contracts.model.conditions import AppliesTo, When
from reclaim.contracts.model.policies import ClaimRules, Policies
from reclaim.contracts.model.prices import AnyPrice
from reclaim.contracts.model.values import (
    STRICT,
    Code,
    Dated,
    Dollars,
    FaultsError,
    Form,
    Per,
    Percent,
)
from reclaim.rules.payer_map import Clock, Network, PayerKind


class ContractPayer(BaseModel):
    """The payer: its key in the payer map; numbers and names serve where the map has no entry."""

    model_config = STRICT

    key: str
    ids: tuple[Code, ...] = ()
    names: tuple[str, ...] = ()
    kind: PayerKind | None = None


class Schedule(BaseModel):
    """A named rate table of the contract: its files, and what kind of table they are.

    rates: dollars by code. physician: relative values with payment indicators, with `indices` by
    locality. anesthesia: conversion factors by locality. weights: DRG. base_units: of anesthesia
    codes. groups: ASC group by code. areas: urban, rural or super_rural by ZIP.
    """

    model_config = STRICT

    kind: Literal["rates", "physician", "anesthesia", "weights", "base_units", "groups", "areas"]
    file: str
    """Path from the folder that the contract is in; CSV or Parquet."""
    indices: str | None = None
    cite: str | None = None

    @model_validator(mode="after")
    def _indexed(self) -> "Schedule":
        if (self.kind == "physician") != (self.indices is not None):
            raise ValueError("a physician schedule, and no other, has indices")
        return self


class Term(Dated):
    """One term. The first one whose conditions hold prices the line.

    A term that prices whole claims (drg, per_diem, case_rate) takes all lines that no `carve_out`
    before it has taken. A `carve_out` prices its lines beside the claim's price.
    """

    id: str
    clause: str
    when: When = When()
    price: AnyPrice
    carve_out: bool = False
    escalate: bool = True
    """Whether the contract's escalators apply to it."""


class Escalator(BaseModel):
    """From this day of service on, prices are `percent` of what they were; several multiply."""

    model_config = STRICT

    effective_from: dt.date
    percent: Percent
    clause: str


class Sequestration(BaseModel):
    """The payer passes the Medicare cut on: a share of what is left to pay, never of the allowed.

    `rule` is a rule of data/rules/sequestration.yaml, which has its value by date.
    """

    model_config = STRICT

    clause: str
    rule: Literal["sequestration/medicare"] = "sequestration/medicare"


class Secondary(BaseModel):
    """What the payer owes as second in line.

    lesser_of: what its own payment would have been, or what is left of the higher allowed amount,
    if that is less. non_duplication: its own payment less what was paid before. carve_out: its own
    allowed less what was paid before, then its own shares. standard: what is left up to the
    allowed amount, but not more than its own payment. msp: Medicare as second, 42 CFR 411.33. None
    pays more than is left of the charge, or of what the provider has to accept as full payment.
    """

    model_config = STRICT

    method: Literal["lesser_of", "non_duplication", "carve_out", "standard", "msp"]
    clause: str


class Tolerance(BaseModel):
    """A difference up to `dollars`, or up to `percent` of the expected if that is more, is none."""

    model_config = STRICT

    dollars: Dollars = Decimal(0)
    percent: Percent = Decimal(0)
    per: Per = "line"


class NetworkSpan(Dated):
    """Whether a provider is in the network on days of payment; without NPIs it is about all."""

    value: Network
    npis: tuple[Code, ...] = ()


class CredentialingSpan(Dated):
    """Days on which the payer had a provider credentialed."""

    npi: Code


class ContractClock(Clock):
    """A limit in time, with the clause that sets it; `cite` may be left out."""

    clause: str
    cite: str = ""


class AppealLevel(BaseModel):
    """A level of appeal, in order."""

    model_config = STRICT

    level: Annotated[int, Field(ge=1)]
    name: str
    days: int
    counts_from: Literal["payment_date", "last_decision"]
    clause: str


class PromptPay(BaseModel):
    """Interest on clean claims that are paid late."""

    model_config = STRICT

    days: int
    annual_percent: Percent
    basis: Literal[360, 365] = 365
    clause: str


class ExampleLine(BaseModel):
    """A line of an example; what is left out stands as on most claims."""

    model_config = STRICT

    code: Code | None = None
    modifiers: tuple[Code, ...] = ()
    units: Annotated[float, Field(ge=0)] = 1
    minutes: int | None = None
    charge: Dollars | None = None
    """An example states it; who asks for a price need not."""
    revenue_code: Code | None = None
    place_of_service: Code | None = None
    service_date: dt.date | None = None
    rendering_npi: Code | None = None
    expect: Dollars | None = None
    expect_term: str | None = None
    expect_unpriced: str | None = None


class SampleClaim(BaseModel):
    """A claim as somebody tells it who asks for its price; what is left out is not stated."""

    model_config = STRICT

    name: str
    service_date: dt.date
    form: Form = "professional"
    type_of_bill: Code | None = None
    drg: Code | None = None
    days: int | None = None
    """Days of the stay, which begins on `service_date`."""
    filing_indicator: Code | None = None
    billing_npi: Code | None = None
    rendering_npi: Code | None = None
    taxonomy: Code | None = None
    locality: Code | None = None
    zip_code: Code | None = None
    patient_status: Code | None = None
    lines: Annotated[tuple[ExampleLine, ...], Field(min_length=1)]


class Example(SampleClaim):
    """A claim and what the contract pays for it: `reclaim contract test` holds the two together.

    `expect` is the allowed amount of the whole claim; lines may have their own.
    """

    expect: Dollars | None = None

    @model_validator(mode="after")
    def _expects(self) -> "Example":
        said = [line.expect is not None or line.expect_unpriced for line in self.lines]
        if self.expect is None and not any(said):
            raise ValueError("an example says what it expects, of the claim or of a line")
        uncharged = [at for at, line in enumerate(self.lines) if line.charge is None]
        if uncharged:
            raise FaultsError([(("lines", at), "charge is missing") for at in uncharged])
        return self


class Contract(Dated):
    """A contract file.

    `priority`: of several contracts that bind a claim the highest holds; then the one with more
    conditions in `applies_to`; then the one that began later. Of two that are still equal neither
    holds, and the line says so.
    """

    contract: str
    title: str | None = None
    payer: ContractPayer
    network: tuple[NetworkSpan, ...] = ()
    applies_to: AppliesTo = AppliesTo()
    priority: int = 0
    inferred: bool = False
    """Made from what the payer has allowed, not from what it signed."""
    rounding: Rounding = "half_up_per_line"
    lesser_of_charge: Literal["none", "line", "claim"] = "none"
    locality: Code | None = None
    localities: dict[Code, Code] = Field(default_factory=dict)
    """Locality by billing NPI or by ZIP code of the service."""
    tolerance: Tolerance = Tolerance()
    schedules: dict[str, Schedule] = Field(default_factory=dict)
    terms: Annotated[tuple[Term, ...], Field(min_length=1)]
    policies: Policies = Policies()
    claim_rules: ClaimRules = ClaimRules()
    escalators: tuple[Escalator, ...] = ()
    sequestration: Sequestration | None = None
    secondary: Secondary | None = None
    clocks: tuple[ContractClock, ...] = ()
    appeals: tuple[AppealLevel, ...] = ()
    prompt_pay: PromptPay | None = None
    credentialing: tuple[CredentialingSpan, ...] = ()
    examples: tuple[Example, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, given: object) -> object:
        """`payer: harbor` and `network: in` are short for the whole."""
        if not isinstance(given, dict):
            return given
        given = dict(given)
        if isinstance(given.get("payer"), str):
            given["payer"] = {"key": given["payer"]}
        if isinstance(given.get("network"), str):
            given["network"] = [{"value": given["network"]}]
        return given

    @model_validator(mode="after")
    def _names_are_known(self) -> "Contract":
        faults = [*_terms_given_twice(self), *_terms_unknown(self)]
        if faults:
            raise FaultsError(faults)
        return self


def _terms_given_twice(contract: Contract) -> Iterator[tuple[tuple[str | int, ...], str]]:
    seen: set[str] = set()
    for position, term in enumerate(contract.terms):
        if term.id in seen:
            yield ("terms", position, "id"), f"the term {term.id} is given twice"
        seen.add(term.id)


def _terms_unknown(contract: Contract) -> Iterator[tuple[tuple[str | int, ...], str]]:
    ids = {term.id for term in contract.terms}
    named: list[tuple[tuple[str | int, ...], str]] = []
    for position, rule in enumerate(contract.claim_rules.stop_loss):
        named += [(("claim_rules", "stop_loss", position, "terms"), one) for one in rule.terms]
    if contract.claim_rules.outlier:
        named += [
            (("claim_rules", "outlier", "terms"), one) for one in contract.claim_rules.outlier.terms
        ]
    for position, example in enumerate(contract.examples):
        for number, line in enumerate(example.lines):
            if line.expect_term:
                place = ("examples", position, "lines", number, "expect_term")
                named.append((place, line.expect_term))
    for at, term_id in named:
        if term_id not in ids:
            yield at, f"{term_id} is no term of the contract"
