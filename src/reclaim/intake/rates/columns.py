"""The columns of rate tables as CSV files have them: what each holds, and where it lands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum


class Holds(Enum):
    """What a column holds, and how that is written."""

    TEXT = "text"
    DAY = "a day, such as 2026-01-31"
    MILLIONTHS = "a number of 0 or more with up to six decimals, such as 1234.5"
    PERCENT = "a percentage of 0 or more with up to four decimals, such as 45"
    THOUSANDTHS = "a number of 0 or more with up to three decimals, such as 5"
    TRUTH = "true or false"


DECIMALS = {Holds.MILLIONTHS: 6, Holds.PERCENT: 4, Holds.THOUSANDTHS: 3}
"""So many decimals are kept, as whole numbers: a percentage as millionths of one."""


@dataclass(frozen=True)
class Column:
    """A column of the file: the column of the table that it fills, and what it may hold.

    Args:
        into: name in intake.rates.kinds; null: the same.
        filled: whether every row must fill it; one that need not be may be missing.
        allowed: the words it may hold; empty: any.
        length: so many characters; a spreadsheet cuts leading zeros.
    """

    holds: Holds = Holds.TEXT
    into: str | None = None
    filled: bool = False
    allowed: tuple[str, ...] = ()
    length: int | None = None


@dataclass(frozen=True)
class Layout:
    """A kind of table: its columns, what makes two rows about the same, and what may not differ."""

    columns: Mapping[str, Column]
    same: Sequence[str]
    says: Sequence[str]


DAY = Column(Holds.DAY)
TEXT = Column()
CODE = Column(filled=True, length=5)
DATED = {"effective_from": DAY, "effective_to": DAY}


def _number(into: str, *, filled: bool = False) -> Column:
    return Column(Holds.MILLIONTHS, into, filled)


RATES = Layout(
    {
        "code": Column(filled=True),
        "code_to": TEXT,
        "code_type": TEXT,
        "modifier": TEXT,
        "place_of_service": TEXT,
        "setting": Column(allowed=("facility", "nonfacility")),
        "taxonomy": TEXT,
        "provider": TEXT,
        "locality": TEXT,
        **DATED,
        "rate": _number("rate_micros"),
        "percent": Column(Holds.PERCENT, "percent_millionths"),
        "per": Column(allowed=("unit", "line", "day", "claim")),
        "status": TEXT,
    },
    same=(
        "code",
        "code_to",
        "code_type",
        "modifier",
        "place_of_service",
        "setting",
        "taxonomy",
        "provider",
        "locality",
    ),
    says=("rate_micros", "percent_millionths", "per", "status"),
)

PHYSICIAN = Layout(
    {
        "code": CODE,
        "modifier": TEXT,
        **DATED,
        "release": TEXT,
        "status": TEXT,
        "work_rvu": _number("work_millionths"),
        "nonfacility_pe_rvu": _number("nonfacility_millionths"),
        "facility_pe_rvu": _number("facility_millionths"),
        "malpractice_rvu": _number("malpractice_millionths"),
        "nonfacility_na": Column(Holds.TRUTH),
        "facility_na": Column(Holds.TRUTH),
        "conversion_factor": _number("conversion_millionths"),
        "pctc": TEXT,
        "global_days": TEXT,
        "pre": _number("pre_millionths"),
        "intra": _number("intra_millionths"),
        "post": _number("post_millionths"),
        "multiple": TEXT,
        "bilateral": TEXT,
        "assistant": TEXT,
        "co_surgeon": TEXT,
        "team": TEXT,
        "endoscopic_base": TEXT,
        "imaging_family": TEXT,
    },
    same=("code", "modifier"),
    says=(
        "status",
        "work_millionths",
        "nonfacility_millionths",
        "facility_millionths",
        "malpractice_millionths",
        "conversion_millionths",
    ),
)

INDICES = Layout(
    {
        "locality": Column(filled=True),
        "state": TEXT,
        "name": TEXT,
        **DATED,
        "work": _number("work_millionths", filled=True),
        "practice": _number("practice_millionths", filled=True),
        "malpractice": _number("malpractice_millionths", filled=True),
    },
    same=("locality",),
    says=("work_millionths", "practice_millionths", "malpractice_millionths"),
)

ANESTHESIA = Layout(
    {
        "locality": Column(filled=True),
        "name": TEXT,
        **DATED,
        "conversion_factor": _number("conversion_millionths", filled=True),
    },
    same=("locality",),
    says=("conversion_millionths",),
)

WEIGHTS = Layout(
    {
        "drg": Column(filled=True, length=3),
        **DATED,
        "relative_weight": _number("weight_millionths", filled=True),
        "geometric_mean_days": _number("mean_days_millionths"),
    },
    same=("drg",),
    says=("weight_millionths", "mean_days_millionths"),
)

BASE_UNITS = Layout(
    {
        "code": CODE,
        **DATED,
        "base_units": Column(Holds.THOUSANDTHS, "units_thousandths", filled=True),
    },
    same=("code",),
    says=("units_thousandths",),
)

GROUPS = Layout(
    {"code": CODE, **DATED, "group": Column(filled=True)},
    same=("code",),
    says=("group",),
)

AREAS = Layout(
    {
        "zip_code": CODE,
        **DATED,
        "area": Column(filled=True, allowed=("urban", "rural", "super_rural")),
    },
    same=("zip_code",),
    says=("area",),
)

LAYOUTS: dict[str, Layout] = {
    "rates": RATES,
    "physician": PHYSICIAN,
    "indices": INDICES,
    "anesthesia": ANESTHESIA,
    "weights": WEIGHTS,
    "base_units": BASE_UNITS,
    "groups": GROUPS,
    "areas": AREAS,
}
"""By the kinds of intake.rates.kinds."""
