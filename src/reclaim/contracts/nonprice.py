"""What contracts say beside prices: who the payer is, in which network, by when, who may bill.

A practice that keeps contracts and no payer map has its payers known from them.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from reclaim.contracts.model.contract import Contract, ContractClock, NetworkSpan
from reclaim.rules.payer_map import Clock, Network, NetworkSince, PayerEntry, PayerMap

ALWAYS = dt.date(1900, 1, 1)
"""A first day before any claim."""

ONE_DAY = dt.timedelta(days=1)

CREDENTIALED = pl.Schema(
    {
        "npi": pl.String(),
        "payer": pl.String(),
        "enrolled_from": pl.Date(),
        "enrolled_to": pl.Date(),
    }
)
"""As roster/enrolments.csv has it; `enrolled_to` is the last day, null is open."""


def clocks_of(contract: Contract) -> tuple[Clock, ...]:
    """The limits in time that a contract sets, each with its clause as citation.

    Its clocks first; then its first level of appeal and its promise to pay, if none of its clocks
    answers the question. They hold for days from the contract's first on. A clock that counts from
    the day of service ends with the contract; others go on, since claims are paid and appealed
    after it.
    """
    stated = [_clock(contract, clock, clock.clause) for clock in contract.clocks]
    answered = {clock.question for clock in stated}
    further = [clock for clock in _promised(contract) if clock.question not in answered]
    return (*stated, *further)


def network_on(contract: Contract, day: dt.date, npi: str | None = None) -> Network | None:
    """Whether a provider is in the network on a day of payment; null: the contract does not say.

    What is said of the provider goes before what is said of all, and of two such spans the one
    that began later holds. Without an NPI only what is said of all counts.
    """
    spans = [span for span in contract.network if _covers(span, day)]
    for npis_named in (True, False):
        about = [span for span in spans if _is_about(span, npi, named=npis_named)]
        if about:
            return max(about, key=_began).value
    return None


def credentialing_rows(contracts: Iterable[Contract]) -> pl.DataFrame:
    """Who is credentialed with whom, and when: CREDENTIALED, each span once, in order."""
    rows = [
        (span.npi, contract.payer.key, span.effective_from or ALWAYS, span.effective_to)
        for contract in contracts
        for span in contract.credentialing
    ]
    return pl.DataFrame(rows, schema=CREDENTIALED, orient="row").unique().sort(CREDENTIALED.names())


def payer_entries(contracts: Iterable[Contract]) -> tuple[PayerEntry, ...]:
    """The payers of the contracts, as a payer map has them, in the order of their keys.

    A payer with several contracts has the numbers, names and clocks of all; the contract that
    began last goes first, and is the one named. Its network is told as `network_on` tells it, by
    provider where a span names NPIs.
    """
    by_key: dict[str, list[Contract]] = {}
    for contract in contracts:
        by_key.setdefault(contract.payer.key, []).append(contract)
    return tuple(_entry(key, _newest_first(by_key[key])) for key in sorted(by_key))


def with_contracts(payers: PayerMap, contracts: Iterable[Contract]) -> PayerMap:
    """The payer map with what contracts add to it; what the practice has written goes before.

    An entry keeps its own kind, network and contract, and gets those that it does not state; its
    clocks stand before those of the contracts. Payers that it does not name come last. A number
    that it gives to one payer stays with that one, whatever a contract says.
    """
    owners = {number.upper(): entry.payer for entry in payers.entries for number in entry.ids}
    found = {entry.payer: _with_own_ids(entry, owners) for entry in payer_entries(contracts)}
    own = [_filled(entry, found.pop(entry.payer, None)) for entry in payers.entries]
    return PayerMap((*own, *found.values()))


def _clock(contract: Contract, clock: ContractClock | Clock, clause: str) -> Clock:
    """A clock within the days of its contract."""
    begins = [day for day in (clock.from_date, contract.effective_from) if day]
    ends = [clock.until] if clock.until else []
    if contract.effective_to and clock.counts_from == "service_date":
        ends.append(contract.effective_to + ONE_DAY)
    return Clock(
        question=clock.question,
        length=clock.length,
        unit=clock.unit,
        counts_from=clock.counts_from,
        from_date=max(begins, default=None),
        until=min(ends, default=None),
        cite=_cite(contract, clause),
    )


def _promised(contract: Contract) -> Iterable[Clock]:
    """The clocks that the first level of appeal and the promise to pay amount to."""
    for level in contract.appeals:
        if level.level == 1 and level.counts_from == "payment_date":
            appeal = Clock(
                question="appeal", length=level.days, counts_from="payment_date", cite=level.clause
            )
            yield _clock(contract, appeal, level.clause)
    promise = contract.prompt_pay
    if promise:
        pay = Clock(
            question="prompt_pay",
            length=promise.days,
            counts_from="received_date",
            cite=promise.clause,
        )
        yield _clock(contract, pay, promise.clause)


def _cite(contract: Contract, clause: str) -> str:
    return f"contract {contract.contract}, clause {clause}"


def _covers(span: NetworkSpan, day: dt.date) -> bool:
    begun = span.effective_from is None or span.effective_from <= day
    return begun and (span.effective_to is None or day <= span.effective_to)


def _is_about(span: NetworkSpan, npi: str | None, *, named: bool) -> bool:
    return npi in span.npis if named else not span.npis


def _began(span: NetworkSpan) -> dt.date:
    return span.effective_from or ALWAYS


def _newest_first(contracts: Sequence[Contract]) -> list[Contract]:
    in_order = sorted(contracts, key=lambda contract: contract.contract)
    return sorted(in_order, key=lambda one: one.effective_from or ALWAYS, reverse=True)


def _entry(key: str, contracts: Sequence[Contract]) -> PayerEntry:
    return PayerEntry(
        payer=key,
        ids=tuple(dict.fromkeys(one for contract in contracts for one in contract.payer.ids)),
        names=tuple(dict.fromkeys(one for contract in contracts for one in contract.payer.names)),
        kind=next((one.payer.kind for one in contracts if one.payer.kind), None),
        network=_network_of(contracts),
        contract=contracts[0].contract,
        clocks=tuple(clock for contract in contracts for clock in clocks_of(contract)),
    )


def _network_of(contracts: Sequence[Contract]) -> tuple[NetworkSince, ...]:
    """What is said of all providers and of some; of one day and NPI the newest contract's word."""
    said: dict[tuple[dt.date, str | None], NetworkSpan] = {}
    for contract in contracts:
        for span in contract.network:
            begun = span.effective_from or contract.effective_from or ALWAYS
            for npi in span.npis or (None,):
                said.setdefault((begun, npi), span)
    together: dict[tuple[dt.date, dt.date | None, Network], list[str | None]] = {}
    for (begun, npi), span in said.items():
        until = span.effective_to + ONE_DAY if span.effective_to else None
        together.setdefault((begun, until, span.value), []).append(npi)
    return tuple(
        NetworkSince(from_date=begun, until=until, value=value, npis=npis)
        for (begun, until, value), named in sorted(together.items(), key=lambda one: one[0][0])
        for npis in _apart(named)
    )


def _apart(named: Sequence[str | None]) -> list[tuple[str, ...]]:
    """What is said of all stands by itself, without NPIs; then those that are named, together."""
    npis = tuple(sorted(npi for npi in named if npi is not None))
    return [*([()] if None in named else []), *([npis] if npis else [])]


def _with_own_ids(entry: PayerEntry, owners: Mapping[str, str]) -> PayerEntry:
    ids = tuple(one for one in entry.ids if owners.get(one.upper(), entry.payer) == entry.payer)
    return entry.model_copy(update={"ids": ids})


def _filled(entry: PayerEntry, found: PayerEntry | None) -> PayerEntry:
    if found is None:
        return entry
    return entry.model_copy(
        update={
            "ids": tuple(dict.fromkeys((*entry.ids, *found.ids))),
            "names": tuple(dict.fromkeys((*entry.names, *found.names))),
            "kind": entry.kind or found.kind,
            "network": entry.network or found.network,
            "contract": entry.contract or found.contract,
            "clocks": (*entry.clocks, *found.clocks),
        }
    )
