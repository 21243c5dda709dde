"""Acceptance cases as people write them: what was received, and what must come out of an audit."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from reclaim.money import parse_cents

STRICT = ConfigDict(extra="forbid", frozen=True)

AMOUNTS = ("at_stake", "worth")
"""Of what is expected of a finding."""

Money = str
"""As it would stand in a file, such as `1234567.89`; what comes out may have separators."""


class Line(BaseModel):
    """A service line. `code` with its modifiers: `99213-25`; reasons: `CO-45 300, PR-1 75`."""

    model_config = STRICT

    code: str = "99213"
    charge: Money
    paid: Money = "0"
    on: dt.date = dt.date(2025, 12, 20)
    units: str = "1"
    stated_allowed: Money = ""
    reasons: str = ""
    remarks: str = ""


class Remitted(BaseModel):
    """A claim on a remittance. Claims of one `patient` are the same person's; else each its own."""

    model_config = STRICT

    claim: str
    patient: str = ""
    status: str = "1"
    charge: Money
    paid: Money = "0"
    patient_owes: Money = ""
    plan: str = "12"
    payer_number: str = ""
    replaces: str = ""
    received: dt.date | None = None
    interest: Money = ""
    on: dt.date = dt.date(2025, 12, 20)
    reasons: str = ""
    remarks: str = ""
    lines: tuple[Line, ...] = ()


class Remittance(BaseModel):
    """An 835. `copies` are further files with the same bytes."""

    model_config = STRICT

    payer: str = "ACME HEALTH"
    day: dt.date = dt.date(2026, 1, 5)
    trace: str = ""
    copies: int = 0
    claims: tuple[Remitted, ...] = ()
    taken_from_payment: str = ""


class Sent(BaseModel):
    """A claim as sent."""

    model_config = STRICT

    claim: str
    patient: str = ""
    payer: str = "ACME HEALTH"
    day: dt.date = dt.date(2025, 12, 22)
    kind: str = "1"
    plan: str = "12"
    charge: Money
    replaces: str = ""
    authorization: str = ""
    place: str = "11"
    lines: tuple[Line, ...] = ()


class Answer(BaseModel):
    """What a payer's 277CA says about a claim: `A2:20` and the day."""

    model_config = STRICT

    claim: str
    patient: str = ""
    payer: str = "ACME HEALTH"
    says: str
    day: dt.date
    on: dt.date = dt.date(2025, 12, 20)
    charge: Money


class Coverage(BaseModel):
    """What a payer's 271 says about a patient: 1 active, 6 inactive, from a day to another."""

    model_config = STRICT

    patient: str
    payer: str = "ACME HEALTH"
    says: str
    asked: dt.date
    since: dt.date
    until: dt.date | None = None


class Posted(BaseModel):
    """A row of the practice's ledger. `what` is charge, insurer, patient, write_off, ...

    `account` is the claim's patient by default, one of the claim's own. A write-off names its
    `category`; an `amount` below 0 undoes.
    """

    model_config = STRICT

    what: str
    claim: str = ""
    account: str = ""
    day: dt.date
    served: dt.date = dt.date(2025, 12, 20)
    amount: Money = "0"
    category: str = ""
    line: str = ""
    payer: str = ""
    user: str = "u.ames"
    number: str = ""
    reverses: str = ""
    approved_by: str = ""
    document: str = ""
    reason: str = ""
    reference: str = ""


class Expected(BaseModel):
    """A finding that must come out. What is not named may be anything."""

    model_config = STRICT

    claim: str
    code: str
    at_stake: Money
    category: str | None = None
    kind: str | None = None
    signal: str | None = None
    action: str | None = None
    recoverable: str | None = None
    necessary: bool | None = None
    hard_stop: bool | None = None
    money: str | None = None
    worth: Money | None = None
    deadline: dt.date | None = None
    status: str | None = None


class Outcome(BaseModel):
    """Dollars by category of each claim (`A1`, or `A1 at PAYER`), and every finding there is.

    `judged` are the parts of a charge that a signal judged, findings or not: what is settled for
    good is judged, and is no finding. Of the ledger: `placed` are the dollars of each
    claim's write-offs by the category that the evidence gives them (`none`: nothing stands behind
    them), `balances` what insurer and patient owe by account.
    """

    model_config = STRICT

    went: Mapping[str, Mapping[str, Money]] = {}
    findings: tuple[Expected, ...] | None = None
    judged: tuple[Expected, ...] = ()
    states: Mapping[str, tuple[str, ...]] = {}
    placed: Mapping[str, Mapping[str, Money]] = {}
    balances: Mapping[str, Mapping[str, Money]] = {}


class Case(BaseModel):
    """One acceptance case. `mark` stands before its numbers in the files, and nobody else's."""

    model_config = STRICT

    name: str
    mark: str
    because: str
    as_of: dt.date = dt.date(2026, 2, 1)
    remittances: tuple[Remittance, ...] = ()
    ledger: tuple[Posted, ...] = ()
    sent: tuple[Sent, ...] = ()
    answers: tuple[Answer, ...] = ()
    coverages: tuple[Coverage, ...] = ()
    practice: Mapping[str, str] = {}
    expect: Outcome


class _Loader(yaml.SafeLoader):
    """YAML in which a number keeps its zeros: 0.00 and 0 are different texts in a file."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":int", ":float"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def cases() -> list[Case]:
    """Every case, file by file."""
    found: list[Case] = []
    for path in sorted(Path(__file__).parent.glob("*.yaml")):
        items: list[dict[str, Any]] = yaml.load(path.read_text("utf-8"), Loader=_Loader)  # noqa: S506 - a SafeLoader
        first = len(found)
        found += [Case(mark=f"C{first + at:02}", **item) for at, item in enumerate(items)]
    return found


def cents(shown: str) -> int:
    """`1,234.50` as whole cents."""
    return parse_cents(shown.replace(",", ""))
