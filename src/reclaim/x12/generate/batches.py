"""The weekly claim batches as 837 files, and the 999, TA1 and 277CA that answer them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reclaim.x12.generate import acknowledge, cast, claim837
from reclaim.x12.generate.acknowledge import Receipt
from reclaim.x12.generate.cast import Payer
from reclaim.x12.generate.envelopes import (
    CLEARINGHOUSE_ID,
    OFFICE_ID,
    interchange_bytes,
    morning,
)
from reclaim.x12.generate.model import Case, Claim
from reclaim.x12.writer import Envelope

_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class _Batch:
    """One provider's claims on one form that go out on one day."""

    sent: dt.date
    provider_key: str
    form: str


def claim_files(cases: Sequence[Case]) -> dict[str, bytes]:
    """One 837 per batch, and the 999 with TA1 that takes it."""
    providers = {provider.key: provider for provider in cast.PROVIDERS}
    files = {}
    for number, (batch, claims) in enumerate(_batches(cases), 1):
        version = claim837.VERSIONS[batch.form]
        provider = providers[batch.provider_key]
        body = claim837.transaction_body(provider, claims, f"B{number:06d}", batch.sent)
        sent = Envelope(OFFICE_ID, CLEARINGHOUSE_ID, "HC", version, morning(batch.sent), number)
        name = f"{batch.sent}-{batch.provider_key}-{batch.form.lower()}-{number:04d}"
        files[f"837/{name}.837"] = interchange_bytes(sent, "837", [body])
        answered = Envelope(
            CLEARINGHOUSE_ID, OFFICE_ID, "FA", "005010X231A1", morning(batch.sent), number
        )
        files[f"999/{name}.999"] = interchange_bytes(
            answered,
            "999",
            [acknowledge.batch_receipt(sent)],
            receipt=acknowledge.interchange_receipt(sent),
        )
    return files


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
        envelope = Envelope(payer.payer_id, OFFICE_ID, "HN", "005010X214", morning(day), number)
        name = f"277ca/{day}-{payer_key}-{number:04d}.277"
        files[name] = interchange_bytes(envelope, "277", bodies)
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
