"""The visits that each provider of the cast bills: codes, modifiers, units and diagnoses."""

from dataclasses import dataclass

from reclaim.x12.generate import cast
from reclaim.x12.generate.cast import Provider
from reclaim.x12.generate.seeded import Random


@dataclass(frozen=True)
class Service:
    """One service of a visit."""

    code: str
    modifiers: tuple[str, ...] = ()
    units: int = 1
    revenue_code: str = ""


@dataclass(frozen=True)
class Setting:
    """A kind of work: who bills it, on which form, where, and how often it happens."""

    key: str
    provider: Provider
    form: str
    place: str
    share: int


CLINIC = Setting("clinic", cast.CLINIC, "P", "11", 50)
ORTHOPAEDICS = Setting("orthopaedics", cast.ORTHOPAEDICS, "P", "11", 20)
AMBULANCE = Setting("ambulance", cast.AMBULANCE, "P", "41", 8)
OUTPATIENT = Setting("outpatient", cast.HOSPITAL, "I", "13", 13)
INPATIENT = Setting("inpatient", cast.HOSPITAL, "I", "11", 5)
DENTAL = Setting("dental", cast.DENTAL, "D", "11", 4)
SETTINGS = (CLINIC, ORTHOPAEDICS, AMBULANCE, OUTPATIENT, INPATIENT, DENTAL)

DIAGNOSES = {
    "clinic": ("E119", "I10", "E785", "J069", "R5383", "Z0000", "M545"),
    "orthopaedics": ("M1711", "M25561", "S83241A", "M7541", "M19011"),
    "ambulance": ("R0789", "R55", "S72001A", "I639"),
    "outpatient": ("R0789", "R109", "R0602", "S0990XA", "I480"),
    "inpatient": ("I5023", "J189", "A419", "M1711", "K5900"),
    "dental": ("K0262", "K0530"),
}

_VISITS = ("99213", "99214", "99212", "99215", "99203")
_LABS = (
    "36415", "80053", "80061", "83036", "84443", "85025", "81001", "82306", "82607", "84153",
    "82728", "83540", "86140",
)  # fmt: skip
_OFFICE_EXTRAS = ("93000", "90471", "96372", "87880", "96127")
# The one of highest value first: coders put 51 on the others.
_SURGERIES = (("29881",), ("29827", "29826"), ("27447",), ("23412", "29826"), ("29881", "20610"))
_EMERGENCY = (
    ("0300", "80048"), ("0300", "84484"), ("0300", "85610"), ("0320", "71046"), ("0350", "70450"),
    ("0730", "93005"), ("0260", "96374"), ("0260", "96375"), ("0636", "J2405"), ("0636", "J1885"),
    ("0410", "94640"), ("0352", "74177"), ("0300", "80053"), ("0300", "85025"),
)  # fmt: skip
# DRG -> revenue codes with the share of the stay's charge, in per cent.
_STAY = (("0120", 34), ("0250", 13), ("0300", 17), ("0320", 9), ("0360", 22), ("0710", 5))


def visit(setting: Setting, rng: Random) -> tuple[Service, ...]:
    """The services of one visit; for an inpatient stay see `stay`."""
    return _MENUS[setting.key](rng)


def stay(charge_cents: int) -> tuple[tuple[str, int], ...]:
    """The revenue codes of an inpatient stay with their charges, which add up to the whole."""
    parts = [(code, charge_cents * share // 100) for code, share in _STAY]
    rest = charge_cents - sum(cents for _, cents in parts)
    return ((parts[0][0], parts[0][1] + rest), *parts[1:])


def _clinic(rng: Random) -> tuple[Service, ...]:
    first = rng.choice(_VISITS)
    extras: list[str] = []
    roll = rng.random()
    if roll < 0.05:
        extras = list(_LABS[: rng.randint(10, 13)])
    elif roll < 0.55:
        extras = rng.sample(_LABS, rng.randint(1, 3))
    if rng.random() < 0.25:
        extras.append(rng.choice(_OFFICE_EXTRAS))
    visit_modifiers = ("25",) if len(extras) > 2 else ()
    return (Service(first, visit_modifiers), *(Service(code) for code in extras))


def _orthopaedics(rng: Random) -> tuple[Service, ...]:
    roll = rng.random()
    side = rng.choice(("RT", "LT"))
    if roll < 0.25:
        codes = rng.choice(_SURGERIES)
        return tuple(
            Service(code, (side,) if at == 0 else ("51", side)) for at, code in enumerate(codes)
        )
    if roll < 0.6:
        return (
            Service(rng.choice(("99203", "99213", "99214")), ("25",)),
            Service("20610", (side,)),
            Service("J1030", (), rng.randint(1, 4)),
            Service(rng.choice(("73562", "73030", "73610")), (side,)),
        )
    return (Service("97110", ("GP",), rng.randint(1, 4)), Service("97140", ("GP",)))


def _ambulance(rng: Random) -> tuple[Service, ...]:
    route = rng.choice(("RH", "SH", "NH"))
    base = rng.choice(("A0427", "A0429", "A0429", "A0433"))
    return (Service(base, (route,)), Service("A0425", (route,), rng.randint(3, 38)))


def _outpatient(rng: Random) -> tuple[Service, ...]:
    level = rng.choice(("99284", "99285"))
    picked = rng.sample(_EMERGENCY, rng.randint(2, 13))
    extras = (
        Service(code, (), rng.randint(1, 4) if code.startswith("J") else 1, revenue_code)
        for revenue_code, code in picked
    )
    return (Service(level, ("25",), 1, "0450"), *extras)


def _dental(rng: Random) -> tuple[Service, ...]:
    if rng.random() < 0.6:
        return (Service("D0120"), Service("D1110"), Service("D0274"))
    return (Service(rng.choice(("D2391", "D2740", "D4341"))),)


_MENUS = {
    "clinic": _clinic,
    "orthopaedics": _orthopaedics,
    "ambulance": _ambulance,
    "outpatient": _outpatient,
    "dental": _dental,
}
