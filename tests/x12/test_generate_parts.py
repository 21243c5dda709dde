"""The parts of the generator: contracts kept, CAS and PLB split, balances carried forward."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.x12.generate import cast, fees, generate, remit835
from reclaim.x12.generate.adjudicate import decide_line
from reclaim.x12.generate.model import Adjustment, LineOutcome, ProviderAdjustment, ServiceLine
from reclaim.x12.writer import encode
from tests.x12 import slow_835

DAY = dt.date(2026, 3, 13)


def a_line(code: str = "99213", units: int = 1) -> ServiceLine:
    return ServiceLine(1, code, fees.charge_cents(code, units), DAY, units=units)


@given(
    payer=st.sampled_from(cast.PAYERS),
    code=st.sampled_from(sorted(fees.SCHEDULE_CENTS)),
    units=st.integers(1, 40),
    deductible=st.integers(0, 100_000),
    copay=st.integers(0, 5_000),
)
def test_a_decided_line_pays_between_nothing_and_the_allowed_amount(
    payer: cast.Payer, code: str, units: int, deductible: int, copay: int
) -> None:
    outcome = decide_line(payer, a_line(code, units), deductible, copay)
    assert outcome.allowed_cents is not None
    assert 0 <= outcome.paid_cents <= outcome.allowed_cents <= outcome.line.charge_cents
    assert all(adjustment.amount_cents > 0 for adjustment in outcome.adjustments)


@pytest.mark.parametrize(
    ("day", "rate"),
    [("2013-03-31", 0), ("2013-04-01", 2), ("2020-05-01", 0), ("2022-04-01", 1),
     ("2022-06-30", 1), ("2022-07-01", 2)],
)  # fmt: skip
def test_sequestration_follows_the_date(day: str, rate: int) -> None:
    assert fees.sequestration_percent(dt.date.fromisoformat(day)) == rate


def test_medicare_takes_two_percent_of_what_is_left() -> None:
    outcome = decide_line(cast.MEDICARE, a_line(), 0, 0)
    cut = next(a.amount_cents for a in outcome.adjustments if a.carc == "253")
    assert cut == fees.percent(outcome.paid_cents + cut, 2)


def test_a_seventh_reason_starts_another_cas() -> None:
    practice = generate(1, 5, leaks=False)
    remit = next(r for case in practice.cases for r in case.remits if r.lines)
    line = remit.lines[0].line
    cents = remit835._Writer(remit)
    reasons = tuple(Adjustment("CO", str(code), 100) for code in range(1, 9))
    found = remit835.adjustment_segments(LineOutcome(line, reasons).adjustments, cents)
    assert [(len(segment) - 2) // 3 for segment in found] == [6, 2]


def test_a_negative_payment_is_refused() -> None:
    entry = ProviderAdjustment(cast.HARBOR, cast.CLINIC, DAY, "WO", "X", 1)
    with pytest.raises(ValueError, match="carry the balance forward"):
        remit835.transaction_body(cast.HARBOR, cast.CLINIC, DAY, "T", [], [entry])


def test_a_seventh_provider_adjustment_starts_another_plb() -> None:
    entries = [
        ProviderAdjustment(cast.HARBOR, cast.CLINIC, DAY, "L6", f"X{at}", -100) for at in range(8)
    ]
    body = remit835.transaction_body(cast.HARBOR, cast.CLINIC, DAY, "T", [], entries)
    assert encode(body).count(b"PLB*") == 2
    assert encode(body).startswith(b"BPR*I*8*C*ACH*")


def test_what_is_carried_forward_comes_back() -> None:
    moved: dict[tuple[str, str], list[int]] = {}
    for name, content in sorted(generate(3, 1500).files.items()):
        if not name.endswith(".835"):
            continue
        for transaction in slow_835.read(content):
            for reason, reference, cents in transaction.plb:
                if reason == "FB":
                    moved.setdefault((name.split("-")[3], reference), []).append(cents)
    pairs = [amounts for amounts in moved.values() if len(amounts) == 2]
    assert pairs
    assert all(sum(amounts) == 0 and amounts[0] < 0 for amounts in pairs)
    assert all(amounts[0] < 0 for amounts in moved.values())
