"""Which groups of providers in a payer's in-network file are asked for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reclaim.intake.rates.imports.imported import Tally

Providers = frozenset[str | None]
"""NPIs; None stands for all providers of a group that names none."""

NOBODY: Providers = frozenset()
ANYBODY: Providers = frozenset([None])


@dataclass(frozen=True)
class Wanted:
    """The providers asked for: by NPI, by tax id, or (both given) those that match by both.

    Without either, rates of all providers are meant.
    """

    npis: frozenset[str] = frozenset()
    tins: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.npis or self.tins)


@dataclass
class Groups:
    """The groups of a file that have providers asked for, by the number that rates refer to them.

    Args:
        wanted: the providers asked for.
    """

    wanted: Wanted
    read: int = 0
    _found: dict[str, Providers] = field(default_factory=dict)
    _elsewhere: set[str] = field(default_factory=set)
    _seen: set[str] = field(default_factory=set)
    _seen_tins: set[str] = field(default_factory=set)
    _unread: int = 0

    def add(self, reference: object) -> None:
        """Take an element of `provider_references`."""
        if not isinstance(reference, Mapping):
            return
        self.read += 1
        number = str(reference.get("provider_group_id"))
        inside = reference.get("provider_groups")
        if not inside and reference.get("location"):
            self._elsewhere.add(number)
            return
        providers = self._among(inside)
        if providers:
            self._found[number] = providers | self._found.get(number, NOBODY)

    def of_rate(self, rate: Mapping[str, object]) -> Providers:
        """The providers asked for that an element of `negotiated_rates` is about."""
        if not self.wanted:
            return ANYBODY
        inside = rate.get("provider_groups")
        found = self._among(inside) if inside else NOBODY
        elsewhere = False
        for reference in _list(rate.get("provider_references")):
            number = str(reference)
            found |= self._found.get(number, NOBODY)
            elsewhere = elsewhere or number in self._elsewhere
        self._unread += elsewhere and not found
        return found

    def everyone(self) -> frozenset[str]:
        """All providers asked for: the NPIs named, else those found under the tax ids named."""
        return self.wanted.npis or frozenset(self._seen)

    def told(self, source: str, tally: Tally) -> None:
        """Say what of the groups could not be had."""
        if self._elsewhere:
            tally.problem(
                source,
                f"{len(self._elsewhere):,} groups of providers are kept at addresses outside the "
                f"file, which are never fetched; {self._unread:,} elements of negotiated_rates "
                "refer to them and are left aside",
            )
        for npi in sorted(self.wanted.npis - self._seen):
            tally.problem(source, f"the NPI {npi} is in none of the groups that were read")
        for tin in sorted(self.wanted.tins - self._seen_tins):
            tally.problem(source, f"the tax id {tin} is in none of the groups that were read")

    def _among(self, groups: object) -> Providers:
        if not self.wanted:
            return ANYBODY
        found: set[str | None] = set()
        for group in _list(groups):
            if isinstance(group, Mapping):
                found |= self._of_group(group)
        self._seen.update(npi for npi in found if npi)
        return frozenset(found)

    def _of_group(self, group: Mapping[str, object]) -> Providers:
        tin = group.get("tin")
        tax_id, kind = ("", "")
        if isinstance(tin, Mapping):
            tax_id, kind = _digits(tin.get("value")), str(tin.get("type")).lower()
        if self.wanted.tins and tax_id not in self.wanted.tins:
            return NOBODY
        self._seen_tins.add(tax_id)
        npis = {str(npi) for npi in _list(group.get("npi")) if npi}
        if kind == "npi":
            npis.add(tax_id)
        if self.wanted.npis:
            return frozenset(npis & self.wanted.npis)
        return frozenset(npis) or ANYBODY


def wanted_providers(npis: Iterable[str] = (), tins: Iterable[str] = ()) -> Wanted:
    """Providers by NPI and tax id, however their digits are written: 12-3456789."""
    return Wanted(frozenset(_digits(npi) for npi in npis), frozenset(_digits(tin) for tin in tins))


def _digits(value: object) -> str:
    return re.sub(r"\D", "", str(value))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
