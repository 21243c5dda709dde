"""The only place that reads the clock: what today is, for options that were not given."""

import datetime as dt


def today() -> dt.date:
    """The local date."""
    return dt.date.today()
