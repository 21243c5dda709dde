"""What services cost and what each contract allows for them; every figure is invented."""

import datetime as dt

from reclaim.x12.generate.cast import Payer
from reclaim.x12.generate.model import ServiceLine

SCHEDULE_NAME = "medicare-like-2026"

# Code -> cents. The codes are real, so that rules find them; the prices are made up.
SCHEDULE_CENTS = {
    "99202": 7291, "99203": 11240, "99204": 16817, "99212": 5617, "99213": 9163, "99214": 12953,
    "99215": 18242, "99396": 13310, "G0439": 13127, "36415": 886, "80053": 1056, "80061": 1339,
    "83036": 971, "84443": 1681, "85025": 777, "81001": 317, "82306": 2960, "82607": 1508,
    "84153": 1839, "82728": 1363, "83540": 647, "86140": 518, "87880": 1653, "93000": 1489,
    "90471": 2119, "90686": 2063, "96372": 1446, "96127": 489, "20610": 6583, "20611": 9899,
    "73562": 4013, "73030": 3351, "73610": 3583, "29881": 55912, "29826": 18741, "23412": 84120,
    "27447": 118733, "29827": 102377, "97110": 2977, "97140": 2744, "99024": 0, "J1030": 512,
    "A0425": 891, "A0427": 52417, "A0429": 44141, "A0433": 75866, "99284": 39720, "99285": 57689,
    "71046": 8702, "70450": 11264, "74177": 36590, "96374": 20381, "96375": 4411, "93005": 5817,
    "80048": 846, "84484": 1247, "J2405": 9, "J1885": 63, "85610": 429, "94640": 19307,
    "D0120": 4800, "D1110": 8900, "D0274": 6400, "D2391": 16500, "D2740": 108000, "D4341": 24600,
}  # fmt: skip

# DRG -> relative weight in ten-thousandths.
DRG_WEIGHTS = {"470": 19003, "291": 13458, "193": 13120, "392": 7869, "871": 19826}
DRG_BASE_CENTS = 688_400

CHARGE_PERCENT = 237
SURGERIES = frozenset({"29881", "29826", "23412", "27447", "29827"})
VISITS = frozenset({"99202", "99203", "99204", "99212", "99213", "99214", "99215"})

# 42 U.S.C. 1395l note (2 U.S.C. 901a): (first date, per cent).
_SEQUESTRATION = (
    (dt.date(2013, 4, 1), 2),
    (dt.date(2020, 5, 1), 0),
    (dt.date(2022, 4, 1), 1),
    (dt.date(2022, 7, 1), 2),
)


def percent(amount_cents: int, rate: int) -> int:
    """`rate` per cent of a non-negative amount, rounded half up."""
    return (amount_cents * rate + 50) // 100


def charge_cents(code: str, units: int) -> int:
    """The provider's charge: one price list for every payer."""
    return max(percent(SCHEDULE_CENTS[code], CHARGE_PERCENT), 100) * units


def rate_cents(payer: Payer, code: str) -> int | None:
    """The contract's rate for one unit; null when the contract pays a share of charges."""
    if payer.method == "percent_of_charges":
        return None
    rate = percent(SCHEDULE_CENTS[code], payer.percent)
    if payer.method == "fee_schedule":
        return -(-rate // 5) * 5
    return rate


def allowed_cents(payer: Payer, line: ServiceLine) -> int:
    """What the contract allows for the line: the lesser of charge and rate."""
    rate = rate_cents(payer, line.code)
    if rate is None:
        return percent(line.charge_cents, payer.percent)
    return min(line.charge_cents, rate * line.units)


def base_rate_cents(payer: Payer) -> int:
    """What the contract multiplies by the relative weight of a DRG."""
    share = 100 if payer.method == "percent_of_charges" else payer.percent
    return percent(DRG_BASE_CENTS, share)


def case_rate_cents(payer: Payer, drg: str) -> int:
    """What the contract allows for an inpatient stay, rounded half up."""
    return (base_rate_cents(payer) * DRG_WEIGHTS[drg] + 5_000) // 10_000


def sequestration_percent(service_date: dt.date) -> int:
    """The Medicare cut in force on the date, in whole per cent."""
    rate = 0
    for first_date, value in _SEQUESTRATION:
        if service_date >= first_date:
            rate = value
    return rate
