"""The weekly claim batches as 837 files, and the 999, TA1 and 277CA that answer them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reclaim.x12.generate import acknowledge, cast, claim837, status277
from reclaim.x12.generate.acknowledge import Receipt
from reclaim.x12.generate.cast import Payer
from reclaim.x12.generate.envelopes import (
    CLEARINGHOUSE_ID,
    OFFICE_ID,
    interchange_bytes,
    numbered,
)
from reclaim.x12.generate.model import Case, Claim, Remit

_ONE_DAY = dt.timedelta(days=1)
_EVERY_REFUSED = 25


@dataclass(frozen=True)
class _Batch:
    """One provider's claims on one form that go out on one day."""

    sent: dt.date
    provider_key: str
    form: str


def claim_files(cases: Sequence[Case]) -> dict[str, bytes]:
    """One 837 per batch, and the 999 with TA1 that takes it.

    Now and then a batch is refused: it stood there a day before, and is sent again as it was.
    """
    files: dict[str, bytes] = {}
    for number, (sending, claims, taken) in enumerate(_sendings(cases), 1):
        files |= _sent(sending, claims, number, taken=taken)
    return files


def _sendings(cases: Sequence[Case]) -> Iterator[tuple[_Batch, list[Claim], bool]]:
    """Every time that a batch goes out, with its claims and whether it is taken."""
    for number, (batch, claims) in enumerate(_batches(cases), 1):
        if number % _EVERY_REFUSED == 3:
            yield replace(batch, sent=batch.sent - _ONE_DAY), claims, False
        yield batch, claims, True


def _sent(batch: _Batch, claims: list[Claim], number: int, *, taken: bool) -> dict[str, bytes]:
    """One 837, and its 999."""
    version = claim837.VERSIONS[batch.form]
    provider = {provider.key: provider for provider in cast.PROVIDERS}[batch.provider_key]
    body = claim837.transaction_body(provider, claims, f"B{number:06d}", batch.sent)
    sent = numbered(OFFICE_ID, CLEARINGHOUSE_ID, "HC", version, batch.sent, number)
    answer = numbered(CLEARINGHOUSE_ID, OFFICE_ID, "FA", "005010X231A1", batch.sent, number)
    word = acknowledge.batch_receipt(sent) if taken else acknowledge.batch_refusal(sent)
    name = f"{batch.sent}-{batch.provider_key}-{batch.form.lower()}-{number:04d}"
    return {
        f"837/{name}.837": interchange_bytes(sent, "837", [body]),
        f"999/{name}.999": interchange_bytes(
            answer, "999", [word], receipt=acknowledge.interchange_receipt(sent)
        ),
    }


def receipt_files(cases: Sequence[Case]) -> dict[str, bytes]:
    """One 277CA per payer and day, one transaction per provider in it."""
    providers = {provider.key: provider for provider in cast.PROVIDERS}
    days: dict[tuple[dt.date, str], dict[str, list[Receipt]]] = {}
    for case in cases:
        for receipt in _receipts(case):
            claim = receipt.claim
            by_provider = days.setdefault((claim.submitted + _ONE_DAY, claim.payer.key), {})
            by_provider.setdefault(claim.provider.key, []).append(receipt)
    files = {}
    payers = {payer.key: payer for payer in cast.PAYERS}
    for number, ((day, payer_key), by_provider) in enumerate(sorted(days.items()), 1):
        payer: Payer = payers[payer_key]
        bodies = [
            acknowledge.claim_receipts(
                payer, providers[key], by_provider[key], day, f"R{number:06d}{at}"
            )
            for at, key in enumerate(sorted(by_provider))
        ]
        envelope = numbered(payer.payer_id, OFFICE_ID, "HN", "005010X214", day, number)
        name = f"277ca/{day}-{payer_key}-{number:04d}.277"
        files[name] = interchange_bytes(envelope, "277", bodies)
    return files


def status_files(cases: Sequence[Case]) -> dict[str, bytes]:
    """One 277 per payer, provider and day on which the office asked after claims in process."""
    providers = {provider.key: provider for provider in cast.PROVIDERS}
    payers = {payer.key: payer for payer in cast.PAYERS}
    asked: dict[tuple[dt.date, str, str], list[Remit]] = {}
    for case in cases:
        if case.status_asked:
            remit = case.remits[-1]
            key = (case.status_asked, remit.payer.key, remit.claim.provider.key)
            asked.setdefault(key, []).append(remit)
    files = {}
    for number, ((day, payer_key, provider_key), remits) in enumerate(
        sorted(asked.items(), key=lambda item: item[0]), 1
    ):
        payer = payers[payer_key]
        reference = f"S{number:06d}"
        body = status277.transaction_body(payer, providers[provider_key], remits, day, reference)
        envelope = numbered(payer.payer_id, OFFICE_ID, "HN", status277.VERSION, day, number)
        name = f"277/{day}-{payer_key}-{number:04d}.277"
        files[name] = interchange_bytes(envelope, "277", [body])
    return files


def _batches(cases: Sequence[Case]) -> list[tuple[_Batch, list[Claim]]]:
    batches: dict[_Batch, list[Claim]] = {}
    for case in cases:
        for claim in case.claims:
            batch = _Batch(claim.submitted, claim.provider.key, claim.form)
            batches.setdefault(batch, []).append(claim)
    return sorted(
        batches.items(), key=lambda item: (item[0].sent, item[0].provider_key, item[0].form)
    )


def _receipts(case: Case) -> Iterator[Receipt]:
    for at, claim in enumerate(case.claims):
        if at == 0 and case.first_rejected:
            yield Receipt(claim, accepted=False)
            continue
        yield Receipt(claim, accepted=True, number=_payer_number(case, claim))


def _payer_number(case: Case, claim: Claim) -> str:
    """The number under which the payer later answers this very submission, or another one."""
    received = claim.submitted + _ONE_DAY
    for remit in case.remits:
        if remit.payer is claim.payer and remit.received == received:
            return remit.number
    return f"{claim.payer.member_prefix[-2:]}{received:%y%j}{claim.control[-5:]}A"
