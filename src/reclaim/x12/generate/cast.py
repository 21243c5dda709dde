"""The made-up payers, providers and patients that the generator and the tests share."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

from reclaim.x12.writer import Delimiters


@dataclass(frozen=True)
class Address:
    """A street address that does not exist."""

    street: str
    city: str
    state: str
    postal_code: str


@dataclass(frozen=True)
class Payer:
    """An insurer with the habits of its remittances and the terms of its contract.

    `percent` is of the Medicare-like schedule, or of charges when `method` says so.
    """

    key: str
    name: str
    payer_id: str
    kind: str
    claim_filing: str
    remit_filing: str
    address: Address
    member_prefix: str
    method: str
    percent: int
    filing_limit_days: int
    appeal_days: int
    copay_cents: int
    coinsurance_percent: int
    in_network: bool = True
    writes_two_places: bool = False
    reports_allowed: bool = True
    weekday: int = 4
    delimiters: Delimiters = Delimiters()  # noqa: RUF009 - frozen


@dataclass(frozen=True)
class Person:
    """A clinician who renders services."""

    last: str
    first: str
    npi: str
    taxonomy: str


@dataclass(frozen=True)
class Provider:
    """A billing provider; `forms` lists the 837s it sends."""

    key: str
    name: str
    npi: str
    tax_id: str
    taxonomy: str
    address: Address
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Patient:
    """A made-up patient; a dependent names the subscriber by first name."""

    number: int
    last: str
    first: str
    birth_date: dt.date
    sex: str
    address: Address
    subscriber_first: str = ""

    @property
    def account(self) -> str:
        return f"A{self.number:06d}"

    def member_id(self, payer: Payer) -> str:
        """The id on this payer's card."""
        return f"{payer.member_prefix}{10_000_000 + self.number * 7919 % 89_999_999}"


def npi(first_nine: str) -> str:
    """The nine digits with their check digit (Luhn over 80840 and the nine, 45 CFR 162.406)."""
    total = 0
    for at, digit in enumerate(reversed("80840" + first_nine)):
        value = int(digit) * (2 if at % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return first_nine + str(-total % 10)


def _address(street: str, city: str, state: str, postal_code: str) -> Address:
    return Address(street, city, state, postal_code)


_ONE_LINE = Delimiters(newline="")
_OTHER = Delimiters(element="|", component=">", repetition="^", segment="~", newline="\r\n")

MEDICARE = Payer(
    "tidewater", "TIDEWATER MEDICARE CONTRACTOR", "TDWTR", "medicare", "MB", "MB",
    _address("1 SYNTHETIC PLAZA", "TESTVILLE", "VA", "220010001"), "1TD",
    "percent_of_schedule", 100, 365, 125, 0, 20, weekday=1,
)  # fmt: skip
MEDICAID = Payer(
    "oakmoor", "OAKMOOR STATE MEDICAID", "OAKMR", "medicaid", "MC", "MC",
    _address("200 SPECIMEN AVENUE", "MOCKTON", "VA", "220020002"), "OM",
    "percent_of_schedule", 72, 365, 90, 300, 0, weekday=2, writes_two_places=True,
)  # fmt: skip
HARBOR = Payer(
    "harbor", "HARBOR MUTUAL HEALTH", "HARBR", "commercial", "CI", "12",
    _address("35 EXAMPLE WHARF", "TESTVILLE", "VA", "220010035"), "HM",
    "percent_of_schedule", 118, 90, 180, 2500, 20, weekday=4,
)  # fmt: skip
LARKSPUR = Payer(
    "larkspur", "LARKSPUR BENEFIT PLAN", "LRKSP", "commercial", "HM", "HM",
    _address("77 PLACEHOLDER ROAD", "SAMPLEBURG", "MD", "210030077"), "LK",
    "fee_schedule", 109, 120, 180, 3000, 0, weekday=3, writes_two_places=True,
    delimiters=_ONE_LINE,
)  # fmt: skip
COBALT = Payer(
    "cobalt", "COBALT RIDGE INSURANCE", "CBLTR", "commercial", "CI", "15",
    _address("9 FICTION STREET", "MOCKTON", "VA", "220020009"), "CR",
    "percent_of_charges", 75, 180, 180, 0, 20, weekday=0, reports_allowed=False,
    delimiters=_OTHER,
)  # fmt: skip
MARIGOLD = Payer(
    "marigold", "MARIGOLD ADVANTAGE", "MRGLD", "medicare_advantage", "16", "16",
    _address("410 INVENTED BOULEVARD", "SAMPLEBURG", "MD", "210030410"), "MG",
    "percent_of_schedule", 100, 180, 65, 2000, 0, weekday=3,
)  # fmt: skip
QUILLBACK = Payer(
    "quillback", "QUILLBACK TRAVEL HEALTH", "QUILL", "commercial", "CI", "15",
    _address("8 NOWHERE LANE", "PRETENDTON", "DE", "197040008"), "QB",
    "percent_of_schedule", 90, 365, 180, 0, 30, in_network=False, weekday=0,
)  # fmt: skip
BRIGHTMOLAR = Payer(
    "brightmolar", "BRIGHTMOLAR DENTAL PLAN", "BRTML", "dental", "CI", "12",
    _address("32 MADEUP COURT", "TESTVILLE", "VA", "220010032"), "BM",
    "fee_schedule", 100, 365, 180, 0, 20, weekday=2,
)  # fmt: skip

PAYERS = (MEDICARE, MEDICAID, HARBOR, LARKSPUR, COBALT, MARIGOLD, QUILLBACK, BRIGHTMOLAR)

CLINIC = Provider(
    "clinic", "MILLBROOK FAMILY CLINIC", npi("200000001"), "990000001", "207Q00000X",
    _address("14 MILLBROOK LANE", "TESTVILLE", "VA", "220011414"),
    (
        Person("PLACEHOLDER", "MORGAN", npi("200000011"), "207Q00000X"),
        Person("SPECIMEN", "RILEY", npi("200000012"), "207Q00000X"),
        Person("MOCKWELL", "QUINN", npi("200000013"), "363LF0000X"),
    ),
)  # fmt: skip
ORTHOPAEDICS = Provider(
    "orthopaedics", "STONEGATE ORTHOPAEDIC GROUP", npi("200000002"), "990000002", "207X00000X",
    _address("220 STONEGATE ROAD", "MOCKTON", "VA", "220022020"),
    (
        Person("FICTON", "DEVON", npi("200000021"), "207X00000X"),
        Person("INVENTA", "SASHA", npi("200000022"), "207X00000X"),
    ),
)  # fmt: skip
AMBULANCE = Provider(
    "ambulance", "FERNHILL AMBULANCE SERVICE", npi("200000003"), "990000003", "3416L0300X",
    _address("3 FERNHILL DEPOT", "SAMPLEBURG", "MD", "210030303"),
    (Person("PRETEND", "CASEY", npi("200000031"), "3416L0300X"),),
)  # fmt: skip
HOSPITAL = Provider(
    "hospital", "WILLOW CREEK COMMUNITY HOSPITAL", npi("200000004"), "990000004", "282N00000X",
    _address("1000 WILLOW CREEK DRIVE", "TESTVILLE", "VA", "220011000"),
    (
        Person("EXAMPLAR", "JORDAN", npi("200000041"), "207R00000X"),
        Person("TESTMAN", "ALEXIS", npi("200000042"), "207P00000X"),
    ),
)  # fmt: skip
DENTAL = Provider(
    "dental", "PEBBLE LANE DENTAL", npi("200000005"), "990000005", "1223G0001X",
    _address("5 PEBBLE LANE", "MOCKTON", "VA", "220020505"),
    (Person("FAKELY", "ROBIN", npi("200000051"), "1223G0001X"),),
)  # fmt: skip

PROVIDERS = (CLINIC, ORTHOPAEDICS, AMBULANCE, HOSPITAL, DENTAL)

# A patient's insurer follows from the patient's number, so every file tells the same story.
WHEEL = (
    MEDICARE, MEDICARE, MEDICARE, MEDICARE, MEDICARE, MEDICAID, MEDICAID, MEDICAID,
    HARBOR, HARBOR, HARBOR, HARBOR, LARKSPUR, LARKSPUR, LARKSPUR, COBALT, COBALT,
    MARIGOLD, MARIGOLD, QUILLBACK,
)  # fmt: skip

_LAST = (
    "TESTWELL", "SAMPLEFORD", "MOCKRIDGE", "FICTIVE", "PRETENDER", "DUMMERSON", "PLACEMAN",
    "SPECIMAN", "INVENTSON", "FAUXHALL", "SYNTHWORTH", "EXEMPLAR", "NOBODYSON",
)  # fmt: skip
_FIRST = (
    "ABEL", "BLYTHE", "CORA", "DARBY", "ELLIS", "FERN", "GRADY", "HOLLIS", "INDIRA", "JUNO",
    "KIT", "LINDEN", "MARLOW", "NOVA", "OSCAR", "PERRY", "ROWAN",
)  # fmt: skip
_STREETS = ("EXAMPLE STREET", "SPECIMEN WAY", "MOCK AVENUE", "PRETEND CIRCLE")


def primary_payer(patient_number: int) -> Payer:
    """The patient's first insurer."""
    return WHEEL[patient_number % len(WHEEL)]


def secondary_payer(patient_number: int) -> Payer | None:
    """The patient's second insurer: some Medicare patients also hold Medicaid or a supplement."""
    return {0: MEDICAID, 1: COBALT, 2: COBALT}.get(patient_number % len(WHEEL))


@cache
def patient(number: int) -> Patient:
    """The made-up patient with this number; the same number is always the same patient."""
    payer = primary_payer(number)
    senior = payer.kind in ("medicare", "medicare_advantage")
    dependent = payer.kind == "commercial" and number % 3 == 0
    age_years = 66 + number % 25 if senior else (4 + number % 13 if dependent else 19 + number % 46)
    return Patient(
        number=number,
        last=_LAST[number % len(_LAST)],
        first=_FIRST[number % len(_FIRST)],
        birth_date=dt.date(2026 - age_years, 1 + number % 12, 1 + number % 28),
        sex="FM"[number % 2],
        address=Address(
            f"{100 + number % 900} {_STREETS[number % len(_STREETS)]}",
            "TESTVILLE", "VA", f"22001{1000 + number % 9000}",
        ),
        subscriber_first=_FIRST[(number + 5) % len(_FIRST)] if dependent else "",
    )  # fmt: skip
