"""A whole synthetic practice from one seed: files by path, and the truth about its leaks."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, field
from pathlib import Path

from reclaim.x12.generate import cast, claim837, remit835
from reclaim.x12.generate.cast import Payer, Provider
from reclaim.x12.generate.desk import Desk
from reclaim.x12.generate.flows import FLOWS, Flow
from reclaim.x12.generate.leaks import LEAKS
from reclaim.x12.generate.model import (
    TRUTH_COLUMNS,
    Case,
    Claim,
    ProviderAdjustment,
    Remit,
    Truth,
)
from reclaim.x12.generate.seeded import Random, seeded
from reclaim.x12.writer import Delimiters, Envelope, Segment, encode, interchange, transaction

DEFAULT_START = dt.date(2026, 1, 5)
_EVERY_LEAK_FROM = 300


@dataclass
class Practice:
    """The files of a practice by relative path, its leaks, and the day it is looked at."""

    files: dict[str, bytes]
    truth: list[Truth]
    as_of: dt.date
    cases: list[Case] = field(repr=False, default_factory=list)

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

    From 300 visits on every kind of leak occurs; with `leaks=False` none does.
    """
    rng = seeded(seed)
    patients = max(240, claims // 2 // len(cast.WHEEL) * len(cast.WHEEL))
    desk = Desk(rng, start, days, patients)
    cases = [flow.build(desk) for flow in _plan(rng, claims, leaks=leaks)]
    truth = [row for case in cases for row in case.truth]
    remits = [remit for case in cases for remit in case.remits]
    last = max((remit.produced for remit in remits), default=start)
    practice = Practice({}, truth, last + dt.timedelta(days=14), cases)
    practice.files.update(_remittance_files(rng, cases))
    practice.files.update(_claim_files(cases))
    practice.files["truth.csv"] = csv_bytes(TRUTH_COLUMNS, [astuple(row) for row in truth])
    return practice


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file with the header; null is the empty field."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def _plan(rng: Random, claims: int, *, leaks: bool) -> list[Flow]:
    """Which flow each visit takes: leaks by their share, the rest drawn from the normal flows."""
    planned: list[Flow] = []
    for leak in LEAKS if leaks else ():
        count = int(leak.share * claims / 1000 + rng.random())
        planned += [leak] * max(count, 1 if claims >= _EVERY_LEAK_FROM else 0)
    planned = planned[:claims]
    weights = [flow.share for flow in FLOWS]
    planned += rng.choices(FLOWS, weights, k=claims - len(planned))
    rng.shuffle(planned)
    return planned


def _remittance_files(rng: Random, cases: Sequence[Case]) -> dict[str, bytes]:
    """One file per payer and payment day, one transaction per provider in it."""
    by_check: dict[tuple[str, str], dict[dt.date, list[Remit]]] = {}
    owed: dict[tuple[str, str], list[ProviderAdjustment]] = {}
    for case in cases:
        for remit in case.remits:
            key = (remit.payer.key, remit.claim.provider.key)
            by_check.setdefault(key, {}).setdefault(remit.produced, []).append(remit)
        for entry in case.provider_adjustments:
            owed.setdefault((entry.payer.key, entry.provider.key), []).append(entry)
    checks: dict[tuple[dt.date, str], list[list[Segment]]] = {}
    payers = {payer.key: payer for payer in cast.PAYERS}
    providers = {provider.key: provider for provider in cast.PROVIDERS}
    for key in sorted(by_check):
        payer, provider = payers[key[0]], providers[key[1]]
        for produced, body in _checks(rng, payer, provider, by_check[key], owed.get(key, [])):
            checks.setdefault((produced, payer.key), []).append(body)
    files = {}
    for number, ((produced, payer_key), bodies) in enumerate(sorted(checks.items()), 1):
        payer = payers[payer_key]
        name = f"835/{produced}-{payer_key}-{number:04d}.835"
        envelope = Envelope(
            payer.payer_id, "RECLAIMTEST", "HP", "005010X221A1", _morning(produced), number
        )
        files[name] = _interchange_bytes(envelope, "835", bodies, payer.delimiters)
    return files


def _checks(
    rng: Random,
    payer: Payer,
    provider: Provider,
    by_day: dict[dt.date, list[Remit]],
    waiting: list[ProviderAdjustment],
) -> Iterable[tuple[dt.date, list[Segment]]]:
    """One payer's checks to one provider; what a check cannot bear is carried to the next (FB)."""
    waiting = sorted(waiting, key=lambda entry: entry.not_before)
    for produced in sorted(by_day):
        remits = by_day[produced]
        due = [entry for entry in waiting if entry.not_before <= produced]
        waiting = [entry for entry in waiting if entry.not_before > produced]
        trace = f"{payer.payer_id}{provider.npi[5:9]}{produced:%y%m%d}"
        due += _extras(rng, payer, provider, produced, trace)
        paid = sum(r.paid_cents for r in remits) - sum(e.amount_cents for e in due)
        if paid < 0:
            due.append(ProviderAdjustment(payer, provider, produced, "FB", trace, paid))
            waiting.append(
                ProviderAdjustment(
                    payer, provider, produced + dt.timedelta(days=1), "FB", trace, -paid
                )
            )
        yield produced, remit835.transaction_body(payer, provider, produced, trace, remits, due)


def _extras(
    rng: Random, payer: Payer, provider: Provider, produced: dt.date, trace: str
) -> list[ProviderAdjustment]:
    """Interest now and then; a refund acknowledged (72) beside its recoupment (WO)."""

    def entry(reason: str, amount_cents: int) -> ProviderAdjustment:
        return ProviderAdjustment(payer, provider, produced, reason, trace, amount_cents)

    roll = rng.random()
    if roll < 0.05:
        return [entry("L6", -rng.randint(12, 950))]
    if roll < 0.07:
        refund = rng.randint(2_000, 15_000)
        return [entry("WO", refund), entry("72", -refund)]
    return []


def _claim_files(cases: Sequence[Case]) -> dict[str, bytes]:
    """One 837 per provider, form and week."""
    batches: dict[tuple[dt.date, str, str], list[Claim]] = {}
    providers: dict[str, Provider] = {provider.key: provider for provider in cast.PROVIDERS}
    for case in cases:
        for claim in case.claims:
            friday = claim.submitted + dt.timedelta(days=(4 - claim.submitted.weekday()) % 7)
            batches.setdefault((friday, claim.provider.key, claim.form), []).append(claim)
    files = {}
    for number, ((sent, provider_key, form), claims) in enumerate(sorted(batches.items()), 1):
        version = claim837.VERSIONS[form]
        provider = providers[provider_key]
        body = claim837.transaction_body(provider, claims, f"B{number:06d}", sent)
        envelope = Envelope("RECLAIMTEST", "SYNTHCLEAR", "HC", version, _morning(sent), number)
        name = f"837/{sent}-{provider_key}-{form.lower()}-{number:04d}.837"
        files[name] = _interchange_bytes(envelope, "837", [body], None, version)
    return files


def _interchange_bytes(
    envelope: Envelope,
    code: str,
    bodies: Sequence[Sequence[Segment]],
    delimiters: Delimiters | None = None,
    version: str = "",
) -> bytes:
    transactions = [
        transaction(code, f"{number:04d}", version, body) for number, body in enumerate(bodies, 1)
    ]
    return encode(interchange(envelope, transactions, delimiters), delimiters)


def _morning(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 8, 0)  # noqa: DTZ001 - X12 times have no zone
