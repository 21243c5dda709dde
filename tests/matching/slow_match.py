"""A slow, plain model of how remitted claims find what was sent, by the provider's number only."""

from collections import Counter
from collections.abc import Callable, Sequence

Row = dict[str, object]

FEW = 25


def sent_links(remits: Sequence[Row], claims: Sequence[Row]) -> set[tuple[int, int, int]]:
    """Places of a remitted claim and a claim as sent, and how many candidates it has."""
    used = Counter(str(one["number"]) for one in remits), Counter(str(c["number"]) for c in claims)
    found = set()
    for at, remit in enumerate(remits):
        for agrees in (_once(used), _number_and_day, _number_and_charge, _number):
            named = [n for n, claim in enumerate(claims) if agrees(remit, claim)]
            if named:
                best = _best(remit, claims, named)
                found |= {(at, n, len(best)) for n in best}
                break
    return found


def _once(used: tuple[Counter[str], Counter[str]]) -> Callable[[Row, Row], bool]:
    def agrees(remit: Row, claim: Row) -> bool:
        number = str(remit["number"])
        same = number == claim["number"] and remit["charge"] == claim["charge"]
        return same and used[0][number] == used[1][number] == 1

    return agrees


def _number_and_day(remit: Row, claim: Row) -> bool:
    return _known(remit, claim, "day") and remit["number"] == claim["number"]


def _number_and_charge(remit: Row, claim: Row) -> bool:
    return _number(remit, claim) and remit["charge"] == claim["charge"]


def _number(remit: Row, claim: Row) -> bool:
    apart = None not in (remit["day"], claim["day"]) and remit["day"] != claim["day"]
    return remit["number"] == claim["number"] and not apart


def _best(remit: Row, claims: Sequence[Row], named: list[int]) -> list[int]:
    for name in ("day", "charge", "payer", "order"):
        better = [n for n in named if _known(remit, claims[n], name)]
        named = better or named
    return named


def _known(remit: Row, claim: Row, name: str) -> bool:
    return remit[name] is not None and remit[name] == claim[name]
