"""The checks of every payer as 835 files; what one cannot bear is carried to the next."""

import datetime as dt
from collections.abc import Iterator, Sequence

from reclaim.x12.generate import cast, remit835
from reclaim.x12.generate.cast import Payer, Provider
from reclaim.x12.generate.envelopes import OFFICE_ID, interchange_bytes, numbered
from reclaim.x12.generate.model import Case, ProviderAdjustment, Remit
from reclaim.x12.generate.seeded import Random
from reclaim.x12.writer import Segment

VERSION = "005010X221A1"


def remittance_files(rng: Random, cases: Sequence[Case]) -> dict[str, bytes]:
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
        envelope = numbered(payer.payer_id, OFFICE_ID, "HP", VERSION, produced, number)
        files[name] = interchange_bytes(
            envelope, "835", bodies, payer.delimiters, states_version=False
        )
    return files


def trace_number(payer: Payer, provider: Provider, produced: dt.date) -> str:
    """The number of the payer's check to the provider on that day."""
    return f"{payer.payer_id}{provider.npi[5:9]}{produced:%y%m%d}"


def check_days(cases: Sequence[Case]) -> dict[tuple[str, str], list[dt.date]]:
    """The days on which each payer paid each provider, in order, by their keys."""
    days: dict[tuple[str, str], set[dt.date]] = {}
    for case in cases:
        for remit in case.remits:
            key = (remit.payer.key, remit.claim.provider.key)
            days.setdefault(key, set()).add(remit.produced)
    return {key: sorted(found) for key, found in days.items()}


def _checks(
    rng: Random,
    payer: Payer,
    provider: Provider,
    by_day: dict[dt.date, list[Remit]],
    waiting: list[ProviderAdjustment],
) -> Iterator[tuple[dt.date, list[Segment]]]:
    """One payer's checks to one provider; what a check cannot bear is carried to the next (FB)."""
    waiting = sorted(waiting, key=lambda entry: entry.not_before)
    for produced in sorted(by_day):
        remits = by_day[produced]
        due = [entry for entry in waiting if entry.not_before <= produced]
        waiting = [entry for entry in waiting if entry.not_before > produced]
        trace = trace_number(payer, provider, produced)
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
