"""The contracts of the cast as YAML, with their rate tables as CSV."""

import datetime as dt

from reclaim.x12.generate import fees
from reclaim.x12.generate.cast import PAYERS, PROVIDERS, Payer
from reclaim.x12.generate.model import ServiceLine
from reclaim.x12.writer import money

RATE_COLUMNS = ("code", "modifier", "effective_from", "effective_to", "rate")
DRG_COLUMNS = ("drg", "relative_weight")
EFFECTIVE_FROM = dt.date(2015, 1, 1)
_DAY = dt.date(2026, 1, 15)


def contract_yaml(payer: Payer) -> str:
    """One payer's contract: whom it binds, its prices in order of precedence, and its clocks."""
    npis = "\n".join(f'    - "{provider.npi}"  # {provider.key}' for provider in PROVIDERS)
    return f"""\
contract: {payer.key}-1
payer: {payer.key}
network: in
effective_from: {EFFECTIVE_FROM}
applies_to:
  billing_npis:
{npis}
rounding: half_up_per_unit
lesser_of_charge: line
tolerance: {{dollars: 0.05}}
schedules:
  drg: {{kind: weights, file: schedules/drg.csv}}
# The first term that is about a line prices it.
terms:
{_terms(payer)}
policies:
  multiple_procedures:
    - {{clause: "Exhibit A 3", modifier: "51", percents: [100, 50]}}
{_sequestration(payer)}{_secondary(payer)}\
{_clocks(payer)}\
examples:
{_examples(payer)}
"""


def payers_yaml() -> str:
    """The payer map of the practice: names, numbers, networks. Clocks stand in the contracts."""
    head = "# The payers of this practice, as its office knows them.\n"
    return head + "\n".join(_payer_entry(payer) for payer in PAYERS)


def contracted() -> tuple[Payer, ...]:
    """The payers that the practice has a contract with."""
    return tuple(payer for payer in PAYERS if payer.in_network)


def schedule_rows() -> list[tuple[object, ...]]:
    """The Medicare-like schedule that the contracts take their percentages of."""
    return [
        (code, "", EFFECTIVE_FROM, "", money(cents, two_places=True))
        for code, cents in sorted(fees.SCHEDULE_CENTS.items())
    ]


def rate_rows(payer: Payer) -> list[tuple[object, ...]]:
    """The rate of every code under this contract; none where it is a share of something else."""
    if payer.method != "fee_schedule":
        return []
    rates = ((code, fees.rate_cents(payer, code)) for code in sorted(fees.SCHEDULE_CENTS))
    return [
        (code, "", EFFECTIVE_FROM, "", money(rate or 0, two_places=True)) for code, rate in rates
    ]


def drg_rows() -> list[tuple[object, ...]]:
    """The relative weight of each DRG."""
    return [
        (drg, f"{weight // 10_000}.{weight % 10_000:04d}")
        for drg, weight in sorted(fees.DRG_WEIGHTS.items())
    ]


def _payer_entry(payer: Payer) -> str:
    first_words = " ".join(payer.name.split()[:2])
    lines = [
        f"- payer: {payer.key}",
        f"  ids: [{payer.payer_id}]",
        f'  names: ["{first_words}*"]',
        f"  kind: {payer.kind}",
        f"  network: {'in' if payer.in_network else 'out'}",
    ]
    if payer.in_network:
        lines.append(f"  contract: {payer.key}-1")
    return "\n".join(lines) + "\n"


def _terms(payer: Payer) -> str:
    base = money(fees.base_rate_cents(payer), two_places=True)
    return f"""\
  - id: stay
    clause: "Exhibit A 1"
    when: {{forms: [institutional], types_of_bill: ["11"]}}
    price: {{method: drg, base_rate: {base}, weights: drg, lesser_of_charge: true}}
  - id: services
    clause: "Exhibit A 2"
    price: {_price(payer)}"""


def _price(payer: Payer) -> str:
    if payer.method == "percent_of_charges":
        return f"{{method: percent_of_charges, percent: {payer.percent}}}"
    if payer.method == "fee_schedule":
        return f"{{method: fee_schedule, schedule: rates/{payer.key}.csv}}"
    schedule = f"schedules/{fees.SCHEDULE_NAME}.csv"
    return f"{{method: fee_schedule, schedule: {schedule}, percent: {payer.percent}}}"


def _sequestration(payer: Payer) -> str:
    if payer.kind not in ("medicare", "medicare_advantage"):
        return ""
    return 'sequestration: {clause: "Exhibit A 4"}\n'


def _secondary(payer: Payer) -> str:
    """Medicaid pays what is left up to its own price; of the others no contract says it."""
    if payer.kind != "medicaid":
        return ""
    return 'secondary: {clause: "Exhibit A 5", method: standard}\n'


def _clocks(payer: Payer) -> str:
    """The limits in time that the contract sets; Medicare's own are law."""
    if payer.kind == "medicare":
        return ""
    limits = (
        ("5.1", "filing", payer.filing_limit_days, "service_date"),
        ("5.3", "corrected_claim", payer.appeal_days, "payment_date"),
        ("7.3", "appeal", payer.appeal_days, "payment_date"),
    )
    clocks = "".join(
        f'  - {{clause: "{clause}", question: {question}, length: {days}, counts_from: {since}}}\n'
        for clause, question, days, since in limits
    )
    return f"clocks:\n{clocks}"


def _examples(payer: Payer) -> str:
    """A visit, two operations of one day, and a stay, as the contract pays them."""
    visit, first, second = (
        ServiceLine(1, code, fees.charge_cents(code, 1), _DAY)
        for code in ("99213", "29827", "29826")
    )
    paid = [fees.allowed_cents(payer, line) for line in (visit, first, second)]
    both = paid[1] + fees.percent(paid[2], 50)
    stay = fees.case_rate_cents(payer, "470")
    charges = [money(line.charge_cents, two_places=True) for line in (visit, first, second)]
    return f"""\
  - name: a visit
    service_date: {_DAY}
    lines: [{{code: "99213", charge: {charges[0]}, expect: {money(paid[0], two_places=True)}}}]
  - name: two operations in one session
    service_date: {_DAY}
    expect: {money(both, two_places=True)}
    lines:
      - {{code: "29827", charge: {charges[1]}}}
      - {{code: "29826", modifiers: ["51"], charge: {charges[2]}}}
  - name: a stay
    service_date: {_DAY}
    form: institutional
    type_of_bill: "111"
    drg: "470"
    expect: {money(stay, two_places=True)}
    lines: [{{revenue_code: "0120", units: 2, charge: 99000.00}}]"""
