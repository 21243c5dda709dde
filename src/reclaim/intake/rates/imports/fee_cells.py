"""Turns the cells of one row of a fee schedule into rates."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from reclaim.intake.rates.imports import amounts
from reclaim.intake.rates.imports.imported import Rate, Tally
from reclaim.intake.rates.imports.mapping import ColumnMapping, Holds, Mapping

WORDS = {
    "br": "by report",
    "by report": "by report",
    "ic": "by report",
    "individual consideration": "by report",
    "nc": "not covered",
    "n/c": "not covered",
    "not covered": "not covered",
    "non-covered": "not covered",
}
"""What stands in place of an amount, and the status that it is."""

SETTINGS = {
    "f": "facility",
    "fac": "facility",
    "facility": "facility",
    "nf": "nonfacility",
    "nonfac": "nonfacility",
    "nonfacility": "nonfacility",
    "office": "nonfacility",
}

_MODIFIER = re.compile(r"[A-Z0-9]{2}")
_OF_CHARGES = re.compile(
    r"([\d.]+ ?%) ?(?:of )?(?:the )?(?:billed |covered |total )*(?:charges?|bc)"
)
_CODE_AND_MODIFIER = re.compile(r"([A-Z0-9]{5})[- ]([A-Z0-9]{2})")
_CODE_RANGE = re.compile(r"([A-Z0-9]{3,5}) ?(?:-|–|to|thru) ?([A-Z0-9]{3,5})", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;/:-]+")

T = TypeVar("T")


class CellError(Exception):
    """A cell that is not what its column holds.

    Args:
        column: its place; None: the row as a whole.
        what: what is wrong with it.
    """

    def __init__(self, column: int | None, what: str) -> None:
        super().__init__(what)
        self.column = column
        self.what = what


@dataclass(frozen=True)
class _Price:
    """One price of a row, and what its column says it is for."""

    micros: int | None = None
    percent: int | None = None
    status: str | None = None
    setting: str | None = None
    modifier: str | None = None


class FeeRow:
    """A row of a fee schedule.

    Args:
        columns: what its columns hold, by their places.
        cells: its cells that are not empty, by their places.
        mapping: what holds where no column says so.
        tally: where it counts what it left aside.
    """

    def __init__(
        self,
        columns: dict[int, ColumnMapping],
        cells: dict[int, str],
        mapping: Mapping,
        tally: Tally,
    ) -> None:
        self._columns = columns
        self._cells = cells
        self._mapping = mapping
        self._tally = tally

    def rates(self) -> tuple[list[Rate], list[CellError]]:
        """One rate for each amount and place of service, and the cells that hold no amount.

        Raises:
            CellError: for a cell that leaves the whole row in doubt: its code, its days ...
        """
        errors: list[CellError] = []
        prices = list(self._prices(errors))
        if not prices:
            return [], errors
        criteria = self._criteria()
        rates = [
            criteria._replace(
                modifier=":".join(self._modifiers(price)) or None,
                setting=price.setting or criteria.setting,
                place_of_service=place,
                rate_micros=price.micros,
                percent_millionths=price.percent,
                status=price.status,
            )
            for price in prices
            for place in self._places_of_service()
        ]
        return rates, errors

    def _prices(self, errors: list[CellError]) -> Iterator[_Price]:
        """One for each column of amounts that is filled; without any, the percentage."""
        found = 0
        for place, column in self._all("rate"):
            if place not in self._cells:
                self._tally.skipped[f"empty cells of {column.header!r}"] += 1
                continue
            found += 1
            try:
                yield self._amount(place, column)
            except CellError as error:
                errors.append(error)
        for place, _ in self._all("percent"):
            if place in self._cells:
                if found:
                    raise CellError(place, "the row has an amount and a percentage of the charge")
                yield _Price(percent=self._read(place, amounts.percent_millionths))
        for place, column in self._all("percent_of_something_else"):
            if place in self._cells and not found:
                yield _Price(status=f"algorithm: {self._cells[place]} {column.header}")

    def _amount(self, place: int, column: ColumnMapping) -> _Price:
        text = " ".join(self._cells[place].lower().split())
        status = WORDS.get(text.rstrip("."))
        of_charges = _OF_CHARGES.fullmatch(text)
        price = _Price(setting=column.setting, modifier=column.modifier)
        if status:
            return replace(price, status=status)
        if of_charges:
            return replace(price, percent=amounts.percent_millionths(of_charges[1]))
        return replace(price, micros=self._read(place, amounts.micros))

    def _criteria(self) -> Rate:
        """The code, and what else the row says it must be."""
        type_ = self._code_type()
        code, code_to = self._codes(type_)
        first = self._day("effective_from", amounts.day) or self._mapping.effective_from
        last = self._day("effective_to", amounts.last_day) or self._mapping.effective_to
        if first and last and last < first:
            what = f"the last day {last} is before the first day {first}"
            raise CellError(self._place("effective_to"), what)
        return Rate(
            code=code,
            code_to=code_to,
            code_type=type_,
            setting=self._setting(),
            taxonomy=self._text("taxonomy"),
            provider=self._provider(),
            locality=self._text("locality"),
            effective_from=first,
            effective_to=last,
            per=self._mapping.per,
        )

    def _code_type(self) -> str | None:
        text = self._text("code_type")
        return amounts.code_type(text) if text else self._mapping.code_type

    def _codes(self, type_: str | None) -> tuple[str, str | None]:
        """The code, and the last one of a range; a modifier behind it is not part of it."""
        place = self._place("code")
        text = self._text("code")
        if place is None or text is None:
            raise CellError(place, "an amount without a code")
        beside = _CODE_AND_MODIFIER.fullmatch(text.upper())
        span = _CODE_RANGE.fullmatch(text) if not beside else None
        try:
            first = amounts.code(span[1] if span else beside[1] if beside else text, type_)
            last = amounts.code(span[2], type_) if span else None
        except ValueError:
            raise CellError(place, f"{text!r} is no code") from None
        if len(first) > len(text):
            self._tally.notes["codes that got back the zeros a spreadsheet had cut"] += 1
        if self._place("code_to") in self._cells and last is None:
            last = self._read(self._place("code_to"), lambda cell: amounts.code(cell, type_))
        return first, last

    def _modifiers(self, price: _Price) -> list[str]:
        """All that the row and the column of the price name, in order, each once."""
        found: list[str] = []
        beside = _CODE_AND_MODIFIER.fullmatch((self._text("code") or "").upper())
        if beside:
            found.append(beside[2])
        for place, _ in self._all("modifier"):
            for part in _BETWEEN.split(self._cells.get(place, "").upper()):
                bare = part.removesuffix(".0")
                if bare and not _MODIFIER.fullmatch(bare):
                    raise CellError(place, f"{self._cells[place]!r} is no modifier")
                found.append(bare)
        found.append(price.modifier or "")
        return list(dict.fromkeys(modifier for modifier in found if modifier))

    def _places_of_service(self) -> list[str | None]:
        text = self._text("place_of_service")
        if text is None:
            return [None]
        parts = [part.removesuffix(".0").zfill(2) for part in re.split(r"[\s,;/]+", text)]
        for part in parts:
            if not re.fullmatch(r"[0-9]{2}", part):
                raise CellError(self._place("place_of_service"), f"{text!r} is no place of service")
        return list(parts)

    def _setting(self) -> str | None:
        text = self._text("setting")
        if text is None:
            return None
        found = SETTINGS.get(re.sub(r"[^a-z]", "", text.lower()))
        if found is None:
            raise CellError(self._place("setting"), f"{text!r} is neither facility nor nonfacility")
        return found

    def _provider(self) -> str | None:
        text = self._text("provider")
        if text is None:
            return None
        bare = text.removesuffix(".0")
        if not re.fullmatch(r"[0-9]{10}", bare):
            raise CellError(self._place("provider"), f"{text!r} is no NPI")
        return bare

    def _day(self, name: Holds, parse: Callable[[str], dt.date | None]) -> dt.date | None:
        place = self._place(name)
        return self._read(place, parse) if place in self._cells else None

    def _read(self, place: int | None, parse: Callable[[str], T]) -> T:
        """The cell as what `parse` makes of it."""
        try:
            return parse(self._cells[place or 0])
        except ValueError as error:
            raise CellError(place, str(error)) from None

    def _text(self, name: Holds) -> str | None:
        place = self._place(name)
        return None if place is None else self._cells.get(place)

    def _place(self, name: Holds) -> int | None:
        return next((place for place, _ in self._all(name)), None)

    def _all(self, name: Holds) -> Iterator[tuple[int, ColumnMapping]]:
        return ((place, each) for place, each in self._columns.items() if each.holds == name)
