"""The contracts of the cast as YAML, with their rate tables as CSV."""

import datetime as dt

from reclaim.x12.generate import fees
from reclaim.x12.generate.cast import PAYERS, PROVIDERS, Payer
from reclaim.x12.writer import money

RATE_COLUMNS = ("code", "modifier", "effective_from", "effective_to", "rate")
DRG_COLUMNS = ("drg", "relative_weight")
EFFECTIVE_FROM = dt.date(2015, 1, 1)


def contract_yaml(payer: Payer) -> str:
    """One payer's contract: whom it binds, its prices in order of precedence, and its clocks."""
    npis = "\n".join(f"  - {provider.npi}  # {provider.key}" for provider in PROVIDERS)
    return f"""\
contract: {payer.key}-1
payer:
  key: {payer.key}
  id: {payer.payer_id}
  name: {payer.name.title()}
  kind: {payer.kind}
network: in
effective_from: {EFFECTIVE_FROM}
effective_to: null
providers:
{npis}
# The first term that matches a line prices it.
terms:
{_terms(payer)}
clocks:
  - clause: "5.1"
    filing_limit_days: {payer.filing_limit_days}
    counted_from: service_date
  - clause: "5.3"
    corrected_claim_days: {payer.appeal_days}
    counted_from: payment_date
  - clause: "7.3"
    appeal_window_days: {payer.appeal_days}
    counted_from: payment_date
tolerance: 0.05
"""


def payers_yaml() -> str:
    """The payer map of the practice: names, numbers, networks, and the clocks of its contracts.

    Medicare's own clocks are law, so that its entry states none.
    """
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
    """The rate of every code under this contract; none where it pays a share of charges."""
    rates = ((code, fees.rate_cents(payer, code)) for code in sorted(fees.SCHEDULE_CENTS))
    return [
        (code, "", EFFECTIVE_FROM, "", money(rate, two_places=True))
        for code, rate in rates
        if rate is not None
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
    if payer.in_network and payer.kind != "medicare":
        lines += ["  clocks:", *(_clock(payer, *clock) for clock in _clocks(payer))]
    return "\n".join(lines) + "\n"


def _clocks(payer: Payer) -> tuple[tuple[str, int, str, str], ...]:
    """Question, days, what they count from, and the clause of the contract."""
    return (
        ("filing", payer.filing_limit_days, "service_date", "5.1"),
        ("corrected_claim", payer.appeal_days, "payment_date", "5.3"),
        ("appeal", payer.appeal_days, "payment_date", "7.3"),
    )


def _clock(payer: Payer, question: str, days: int, counts_from: str, clause: str) -> str:
    return f"""\
    - question: {question}
      length: {days}
      unit: days
      counts_from: {counts_from}
      from: {EFFECTIVE_FROM}
      cite: contract {payer.key}-1, clause {clause}"""


def _terms(payer: Payer) -> str:
    stay_percent = 100 if payer.method == "percent_of_charges" else payer.percent
    base = money(fees.percent(fees.DRG_BASE_CENTS, stay_percent), two_places=True)
    parts = [
        f"""\
  - id: stay
    clause: "Exhibit A 1"
    when: {{form: institutional, type_of_bill: "11"}}
    price:
      method: drg
      base_rate: {base}
      weights: schedules/drg.csv
      lesser_of_charge: true""",
        """\
  - id: second-procedure
    clause: "Exhibit A 2"
    when: {modifier: "51"}
    reduce: {percent: 50}""",
        f"""\
  - id: services
    clause: "Exhibit A 3"
    price: {_price(payer)}""",
    ]
    if payer.kind in ("medicare", "medicare_advantage"):
        parts.append("""\
  - id: sequestration
    clause: "Exhibit A 4"
    reduce: {rule: sequestration/medicare}""")
    return "\n".join(parts)


def _price(payer: Payer) -> str:
    if payer.method == "percent_of_charges":
        return f"{{method: percent_of_charges, percent: {payer.percent}}}"
    if payer.method == "fee_schedule":
        return f"{{method: fee_schedule, table: rates/{payer.key}.csv, lesser_of_charge: true}}"
    schedule = f"schedules/{fees.SCHEDULE_NAME}.csv"
    return (
        f"{{method: percent_of_schedule, schedule: {schedule}, percent: {payer.percent},"
        " lesser_of_charge: true}"
    )
