"""A whole synthetic practice from one seed: files by path, and the truth about its leaks."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from reclaim.x12.generate import batches, cast, checks, paperwork
from reclaim.x12.generate.books import Books, Span, books
from reclaim.x12.generate.desk import Desk
from reclaim.x12.generate.flows import FLOWS, Flow
from reclaim.x12.generate.leaks import LEAKS
from reclaim.x12.generate.leaks.again import DECIDED_AGAIN
from reclaim.x12.generate.model import Case, Truth
from reclaim.x12.generate.seeded import Random, seeded

DEFAULT_START = dt.date(2025, 11, 3)
_EVERY_LEAK_FROM = 300
_LEDGER_CLOSES_AFTER = dt.timedelta(days=45)
_FEWEST_PATIENTS = 240


@dataclass
class Practice:
    """The files of a practice by path, its leaks, its books, and the day it is looked at."""

    files: dict[str, bytes]
    truth: list[Truth]
    as_of: dt.date
    cases: list[Case] = field(repr=False)
    books: Books = field(repr=False)

    def write(self, folder: Path) -> list[Path]:
        """Write every file below the folder and return the paths, sorted."""
        written = []
        for name, content in sorted(self.files.items()):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            written.append(path)
        return written


def generate(
    seed: int, claims: int, start: dt.date = DEFAULT_START, days: int = 90, *, leaks: bool = True
) -> Practice:
    """A practice with so many visits in the `days` days from `start`; same seed, same bytes.

    From 300 visits on every kind of leak occurs; with `leaks=False` none does. Some leaks need
    visits of long before `start`: those that a filing limit has passed, and denials that were
    decided again. `as_of` is 45 days after the last remittance, and the ledger goes up to then.
    Raises ValueError when `days` is less than one or `claims` is negative.
    """
    if days < 1 or claims < 0:
        raise ValueError(f"a practice needs a day or more and no negative visits: {days}, {claims}")
    rng = seeded(seed)
    desk = Desk(rng, start, days, _patients(claims, days))
    cases = [flow.build(desk) for flow in _plan(rng, claims, leaks=leaks)]
    truth = [row for case in cases for row in case.truth]
    remits = [remit for case in cases for remit in case.remits]
    last = max((remit.produced for remit in remits), default=start)
    as_of = last + _LEDGER_CLOSES_AFTER
    own = books(seed, cases, Span(start, days, as_of), leaks=leaks)
    practice = Practice({}, truth, as_of, cases, own)
    practice.files = {
        **checks.remittance_files(rng, cases),
        **batches.claim_files(cases),
        **batches.receipt_files(cases),
        **batches.status_files(cases),
        **paperwork.coverage_files(rng, cases),
        **paperwork.ledger_files(own),
        **paperwork.contract_files(),
        **paperwork.reference_files(),
        **paperwork.office_files(cases),
        **paperwork.truth_files(cases),
    }
    return practice


def _patients(claims: int, days: int) -> int:
    """So many patients that nobody needs two visits on one day; whole turns of the wheel."""
    wanted = max(_FEWEST_PATIENTS, claims // 2, 4 * claims // days)
    return -(-wanted // len(cast.WHEEL)) * len(cast.WHEEL)


def _plan(rng: Random, claims: int, *, leaks: bool) -> list[Flow]:
    """Which flow each visit takes: leaks by their share, the rest drawn from the normal flows."""
    planned: list[Flow] = []
    for leak in (*LEAKS, DECIDED_AGAIN) if leaks else ():
        count = int(leak.share * claims / 1000 + rng.random())
        planned += [leak] * max(count, 1 if claims >= _EVERY_LEAK_FROM else 0)
    planned = planned[:claims]
    weights = [flow.share for flow in FLOWS]
    planned += rng.choices(FLOWS, weights, k=claims - len(planned))
    rng.shuffle(planned)
    return planned
