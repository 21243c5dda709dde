"""The lines of a payer, by code, the modifiers that matter, and the setting where it does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from reclaim.contracts.inference.segments import (
    Limits,
    Payments,
    Rate,
    Whole,
    fitting,
    rates_shown,
)

SETTINGS = ("facility", "nonfacility")
SETTING_CODES = {"facility": 0, "nonfacility": 1, None: 2}

Modifiers = tuple[str, ...]

_Known = dict[str | None, list[Rate]]
"""Rates by setting."""


@dataclass(frozen=True)
class Service:
    """A code with a modifier, in a setting, and the rates that its payments show.

    Args:
        code: the code.
        modifier: the modifier with which its rate is another one; null: without any such.
        setting: the setting in which it is another one; null: it does not matter.
        rates: in the order of time; empty: none are shown.
        rows: places of its lines among those of the payer.
    """

    code: str
    modifier: str | None
    setting: str | None
    rates: list[Rate]
    rows: Whole


@dataclass(frozen=True)
class Lines:
    """Lines of one code in the order of their days, with their places among the payer's.

    `settings` are numbers of SETTING_CODES.
    """

    payments: Payments
    modifiers: list[Modifiers]
    settings: Whole
    rows: Whole

    def part(self, where: npt.NDArray[np.bool_]) -> "Lines":
        """Some of the lines."""
        kept = [each for each, keep in zip(self.modifiers, where, strict=True) if keep]
        return Lines(self.payments.part(where), kept, self.settings[where], self.rows[where])


@dataclass
class _Groups:
    """Which lines of a code have which modifier's rate."""

    of: dict[str | None, list[npt.NDArray[np.bool_]]] = field(default_factory=dict)

    def add(self, modifier: str | None, lines: npt.NDArray[np.bool_]) -> None:
        self.of.setdefault(modifier, []).append(lines)


def services(code: str, lines: Lines, limits: Limits) -> Iterator[Service]:
    """The services that a code stands for.

    Lines without modifiers come first. Modifiers with which the payments are the same make no
    difference; one with which they are others makes a service of its own. Lines with several
    modifiers belong to the one whose rates they have, else to one that never stands alone, else to
    none.
    """
    groups = _by_modifier(lines, limits)
    for modifier, parts in groups.of.items():
        part = lines.part(np.logical_or.reduce(parts))
        yield from _by_setting(code, modifier, part, limits)


def lines_of(rows: pl.DataFrame) -> Iterator[tuple[str, Lines]]:
    """The lines of a payer by code, codes and days in order.

    Args:
        rows: `row`, `code`, `modifiers`, `setting`, `days`, `units`, `allowed_cents`.
    """
    ordered = rows.sort("code", "days", "row")
    for (code,), group in ordered.group_by("code", maintain_order=True):
        payments = Payments(
            group["days"].to_numpy(),
            group["units"].to_numpy(),
            group["allowed_cents"].to_numpy(),
        )
        modifiers = [tuple(sorted(each)) for each in group["modifiers"].to_list()]
        places = group["row"].cast(pl.Int64).to_numpy()
        settings = group["setting"].replace_strict(SETTING_CODES, return_dtype=pl.Int64).to_numpy()
        yield str(code), Lines(payments, modifiers, settings, places)


def payments_of(rows: pl.DataFrame, places: Whole) -> Payments:
    """The payments of some lines of a payer, in the order in which they are asked for.

    Args:
        rows: as for `lines_of`, in the order of `row`, from 0.
        places: of the lines.
    """
    group = rows.select("days", "units", "allowed_cents")[places.tolist()]
    return Payments(*(group[name].to_numpy() for name in group.columns))


def _by_modifier(lines: Lines, limits: Limits) -> _Groups:
    groups = _Groups()
    marks = {each: _with(lines, each) for each in sorted(set(lines.modifiers), key=_simple_first)}
    shown: dict[str | None, _Known] = {}
    if () in marks:
        groups.add(None, marks[()])
        shown[None] = _known(lines.part(marks[()]), limits)
    for each, where in marks.items():
        if not each:
            continue
        modifier = _same_as(each, lines.part(where), shown, limits)
        if modifier == UNLIKE:
            new = [single for single in each if (single,) not in marks or len(each) == 1]
            if not new:
                continue
            modifier = new[0]
            if modifier not in shown:
                shown[modifier] = _known(lines.part(where), limits)
        groups.add(modifier, where)
    return groups


UNLIKE = ""
"""Stands for: as with none of the modifiers that are known."""


def _same_as(
    modifiers: Modifiers, lines: Lines, shown: dict[str | None, _Known], limits: Limits
) -> str | None:
    """The modifier, or none, whose rates these lines have, in the setting that they are in."""
    for known in (None, *modifiers):
        if known in shown and _like(lines, shown[known], limits):
            return known
    return UNLIKE


def _known(lines: Lines, limits: Limits) -> _Known:
    """The rates of each setting; of all lines where the setting, or none, shows none."""
    both = rates_shown_or_none(lines.payments, limits)
    parts = {each: lines.payments.part(_in(lines, each)) for each in SETTINGS}
    return {each: rates_shown_or_none(part, limits) or both for each, part in parts.items()} | {
        None: both
    }


def _like(lines: Lines, known: _Known, limits: Limits) -> bool:
    """Whether most of the lines have the rates of the known ones, setting by setting."""
    fits = 0
    for setting, rates in known.items():
        mine = lines.payments.part(_in(lines, setting))
        if len(mine) and rates:
            fits += int(fitting(rates, mine).sum())
    return fits * 100 >= len(lines.payments) * limits.percent


def rates_shown_or_none(payments: Payments, limits: Limits) -> list[Rate]:
    """The rates that the payments show; empty where there are none, or no payments."""
    return rates_shown(payments, limits) if len(payments) else []


def _by_setting(code: str, modifier: str | None, lines: Lines, limits: Limits) -> Iterator[Service]:
    """One service where the setting makes no difference, else one for each."""
    both = rates_shown_or_none(lines.payments, limits)
    parts = {setting: lines.part(_in(lines, setting)) for setting in SETTINGS}
    rates = {setting: rates_shown_or_none(part.payments, limits) for setting, part in parts.items()}
    if both and not any(_unlike(both, parts[each], rates[each], limits) for each in SETTINGS):
        yield Service(code, modifier, None, both, lines.rows)
        return
    if not any(rates.values()):
        yield Service(code, modifier, None, [], lines.rows)
        return
    for setting, part in parts.items():
        if len(part.payments):
            yield Service(code, modifier, setting, rates[setting], part.rows)


def _unlike(both: Sequence[Rate], part: Lines, own: Sequence[Rate], limits: Limits) -> bool:
    """Whether most lines of a setting do not have the common rates, and it is enough of them."""
    if len(part.payments) < limits.lines and not own:
        return False
    return int(fitting(both, part.payments).sum()) * 100 < len(part.payments) * limits.percent


def _with(lines: Lines, modifiers: Modifiers) -> npt.NDArray[np.bool_]:
    return np.array([each == modifiers for each in lines.modifiers], dtype=np.bool_)


def _in(lines: Lines, setting: str | None) -> npt.NDArray[np.bool_]:
    here: npt.NDArray[np.bool_] = lines.settings == SETTING_CODES[setting]
    return here


def _simple_first(modifiers: Modifiers) -> tuple[int, Modifiers]:
    return len(modifiers), modifiers
