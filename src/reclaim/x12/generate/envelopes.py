"""What every generated interchange has in common: parties, hour, numbering of transactions."""

import datetime as dt
from collections.abc import Sequence

from reclaim.x12.writer import Delimiters, Envelope, Segment, encode, interchange, transaction

FIRST_CONTROL = 1_000_000
"""Control numbers count from here, so that all are as wide."""

OFFICE_ID = "RECLAIMTEST"
CLEARINGHOUSE_ID = "SYNTHCLEAR"


def interchange_bytes(
    envelope: Envelope,
    code: str,
    bodies: Sequence[Sequence[Segment]],
    delimiters: Delimiters | None = None,
    *,
    states_version: bool = True,
    receipt: Segment | None = None,
) -> bytes:
    """One file: the bodies as transactions numbered from 0001.

    The 835 leaves ST03 out (`states_version`). A TA1 stands between ISA and GS.
    """
    version = envelope.version if states_version else ""
    transactions = [
        transaction(code, f"{number:04d}", version, body) for number, body in enumerate(bodies, 1)
    ]
    segments = list(interchange(envelope, transactions, delimiters))
    if receipt:
        segments.insert(1, receipt)
    return encode(segments, delimiters)


def numbered(
    sender: str, receiver: str, functional_id: str, version: str, day: dt.date, number: int
) -> Envelope:
    """The envelope of the n-th file of its kind, sent in the morning of a day."""
    control = FIRST_CONTROL + number
    return Envelope(sender, receiver, functional_id, version, morning(day), control)


def morning(day: dt.date) -> dt.datetime:
    """Eight o'clock; X12 times carry no zone."""
    return dt.datetime.combine(day, dt.time(8))
