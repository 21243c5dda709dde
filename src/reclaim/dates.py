"""Calendar dates as X12 writes them."""

import datetime as dt
import re

_CCYYMMDD = re.compile(r"\d{8}", re.ASCII)


def parse_ccyymmdd(text: str) -> dt.date:
    """The date that eight digits name: year, month, day.

    Raises:
        ValueError: for anything but eight digits, or a day the calendar does not have (20250230).
    """
    if not _CCYYMMDD.fullmatch(text):
        raise ValueError(f"{text!r} is not eight digits")
    try:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise ValueError(f"{text!r} is not a day of the calendar") from None


def format_ccyymmdd(date: dt.date) -> str:
    """Eight digits: year, month, day."""
    return date.isoformat().replace("-", "")
