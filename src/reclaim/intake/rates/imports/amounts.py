"""Text as people write it, and the amounts, percentages, days and codes it stands for."""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

from reclaim.intake.rates.kinds import MICROS

PERCENT_MILLIONTHS = 10_000
"""Millionths of one in a percent."""

LARGEST = Decimal(10**12)

_NUMBER = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?|\d+\.?\d*|\.\d+|\d+(\.\d+)?[eE][-+]?\d+", re.ASCII)
_DAYS = (
    *["%Y-%m-%d", "%m/%d/%Y", "%Y%m%d", "%m-%d-%Y", "%Y/%m/%d", "%m/%d/%y", "%d-%b-%Y", "%d-%b-%y"],
    "%b %d, %Y",
    "%B %d, %Y",
)
_TIME = re.compile(r"[ T]00:00(:00(\.0+)?)?$")
_SERIAL = re.compile(r"[2-7]\d{4}(\.0+)?", re.ASCII)
SERIAL_START = dt.date(1899, 12, 30)
"""Excel counts days from here on, from 1 March 1900."""

OPEN_END = 9000
"""A year from which on a last day is no day but a way to say: open."""

_TYPES = {
    "CPT": None,
    "HCPCS": None,
    "HC": None,
    "CDT": None,
    "ADA": None,
    "RC": "RC",
    "REV": "RC",
    "NUBC": "RC",
    "DRG": "MS-DRG",
}
"""Types of codes as sources name them; a line's own procedure has none."""

WIDTHS = {None: 5, "RC": 4, "MS-DRG": 3, "APR-DRG": 3}
"""So many characters have codes of a type; zeros before them are lost in spreadsheets."""

_FORMS = {
    None: re.compile(r"\d{4}[0-9A-Z]|[A-Z]\d{4}", re.ASCII),
    "RC": re.compile(r"\d{4}", re.ASCII),
    "MS-DRG": re.compile(r"\d{3}", re.ASCII),
}


def micros(text: str) -> int:
    """Millionths of a dollar of an amount: `$1,234.50`, `91.6`. Beyond six decimals half up.

    Raises:
        ValueError: for anything else, and for an amount below zero.
    """
    return _scaled(text.strip().removeprefix("$").strip(), MICROS, "amount", text)


def percent_millionths(text: str) -> int:
    """Millionths of one of a percentage: `118%` and `118` are 1,180,000.

    Raises:
        ValueError: for anything else, and for a percentage below zero.
    """
    return _scaled(text.strip().removesuffix("%").strip(), PERCENT_MILLIONTHS, "percentage", text)


def shown(micros: int) -> str:
    """Dollars with two decimals at least: 20000.00."""
    whole, fraction = divmod(micros, MICROS)
    return f"{whole}.{f'{fraction:06}'.rstrip('0').ljust(2, '0')}"


def shown_percent(millionths: int) -> str:
    """A percentage as it is spoken of: `62.5 percent`."""
    percent = f"{Decimal(millionths) / PERCENT_MILLIONTHS:f}"
    bare = percent.rstrip("0").rstrip(".") if "." in percent else percent
    return f"{bare} percent"


def day(text: str) -> dt.date:
    """The day that a text names: 2026-01-01, 1/1/2026 (month first), 20260101, 46023 (Excel).

    Raises:
        ValueError: for anything else.
    """
    bare = _TIME.sub("", text.strip())
    if _SERIAL.fullmatch(bare):
        return SERIAL_START + dt.timedelta(days=int(bare.split(".")[0]))
    for form in _DAYS:
        try:
            return dt.datetime.strptime(bare, form).date()  # noqa: DTZ007 - a calendar day
        except ValueError:
            continue
    raise ValueError(f"{text!r} is no day")


def last_day(text: str) -> dt.date | None:
    """The day; null where it is so late that it stands for: open."""
    found = day(text)
    return None if found.year >= OPEN_END else found


def code_type(text: str | None) -> str | None:
    """The type of codes by our name; null stands for a line's procedure."""
    bare = (text or "").strip().upper()
    return _TYPES.get(bare, bare or None)


def code(text: str, type_: str | None) -> str:
    """The code in capitals, with the zeros that a spreadsheet has cut.

    Raises:
        ValueError: where it is no code of that type (`code_type`).
    """
    bare = re.sub(r"\.0+$", "", text.strip().upper())
    if bare.isdigit() and type_ in WIDTHS:
        bare = bare.zfill(WIDTHS[type_])
    form = _FORMS.get(type_)
    if not bare or (form and not form.fullmatch(bare)):
        raise ValueError(f"{text!r} is no code")
    return bare


def _scaled(bare: str, one: int, name: str, text: str) -> int:
    if not _NUMBER.fullmatch(bare):
        raise ValueError(f"{text!r} is no {name}")
    number = Decimal(bare.replace(",", ""))
    if number >= LARGEST:
        raise ValueError(f"{text!r} is too large for {'an' if name[0] in 'aeiou' else 'a'} {name}")
    return int((number * one).quantize(Decimal(1), ROUND_HALF_UP))
