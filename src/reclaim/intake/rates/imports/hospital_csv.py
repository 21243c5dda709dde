"""The standard charges in a hospital's CSV file, tall or wide, versions 2 and 3."""

import csv
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from reclaim.errors import ReclaimError
from reclaim.intake.rates.imports.files import opened_text, stop
from reclaim.intake.rates.imports.hospital_charges import Asked, Charge

HEADER_WITHIN = 10
"""The header is the third line; it is looked for in so many, since files have lines before it."""

PROVISIONS = "general_contract_provisions"
PRICES = {
    "negotiated_dollar": "dollar",
    "negotiated_percentage": "percentage",
    "negotiated_algorithm": "algorithm",
    "methodology": "methodology",
}
"""The last part of a column of prices, and the field of a charge that it fills."""


@dataclass
class _Columns:
    """Where the header has what: columns by their names, codes, prices by payer and plan."""

    named: dict[str, int] = field(default_factory=dict)
    codes: list[tuple[int, int]] = field(default_factory=list)
    plans: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)

    @property
    def tall(self) -> bool:
        return "payer_name" in self.named


def charges_of_csv(path: Path, asked: Asked) -> Iterator[Charge]:
    """The charges of the payers and plans asked for, in the order of the file.

    Raises:
        ReclaimError: RATE-FILE, when no line is a header of such a file, or a line is no CSV.
    """
    with opened_text(path) as stream:
        lines = csv.reader(_without_nulls(stream))
        try:
            columns = _header(path, lines, asked)
            wanted = [plan for plan in columns.plans if asked.wants(*plan)]
            begins = lines.line_num + 1
            for fields in lines:
                if columns.tall:
                    yield from _tall(path, begins, fields, columns, asked)
                else:
                    yield from _wide(path, begins, fields, columns, wanted)
                begins = lines.line_num + 1
        except csv.Error as error:
            what = f"the line is no CSV ({error})"
            raise _unreadable(f"{path.name}:{lines.line_num}", what) from None


def _without_nulls(stream: TextIO) -> Iterator[str]:
    return (line.replace("\0", "") for line in stream)


def _header(path: Path, lines: Iterator[list[str]], asked: Asked) -> _Columns:
    before: list[list[str]] = []
    for _, fields in zip(range(HEADER_WITHIN), lines, strict=False):
        columns = _columns(fields)
        if columns.codes and (columns.tall or columns.plans):
            _take_provisions(before, asked)
            return columns
        before.append(fields)
    raise _unreadable(
        path.name,
        f"none of its first {HEADER_WITHIN} lines names the columns of standard charges",
    )


def _take_provisions(before: list[list[str]], asked: Asked) -> None:
    for names, values in itertools.pairwise(before):
        for name, value in zip(names, values, strict=False):
            if name.strip().lower() == PROVISIONS and value.strip():
                asked.provisions.append(value)


def _columns(fields: list[str]) -> _Columns:
    columns = _Columns()
    types: dict[str, int] = {}
    codes: dict[str, int] = {}
    for place, text in enumerate(fields):
        parts = [piece.strip() for piece in text.split("|")]
        words = [piece.lower() for piece in parts]
        if words[0] == "code" and len(words) == 2:
            codes[words[1]] = place
        elif words[0] == "code" and words[-1] == "type":
            types[words[1]] = place
        elif words[0] == "standard_charge" and len(words) > 3 and words[-1] in PRICES:
            plan = columns.plans.setdefault((parts[1], "|".join(parts[2:-1])), {})
            plan[PRICES[words[-1]]] = place
        elif words[0] == "additional_payer_notes" and len(words) > 2:
            columns.plans.setdefault((parts[1], "|".join(parts[2:])), {})["notes"] = place
        else:
            columns.named[words[-1] if words[0] == "standard_charge" else words[0]] = place
    columns.codes = [(codes[i], types[i]) for i in codes if i in types]
    return columns


def _tall(
    path: Path, line: int, fields: list[str], columns: _Columns, asked: Asked
) -> Iterator[Charge]:
    payer = _cell(fields, columns.named.get("payer_name"))
    plan = _cell(fields, columns.named.get("plan_name"))
    if not payer or not asked.wants(payer, plan):
        return
    prices = {name: columns.named[last] for last, name in PRICES.items() if last in columns.named}
    notes = columns.named.get("additional_generic_notes")
    if notes is not None:
        prices["notes"] = notes
    yield _charge(path, line, fields, columns, (payer, plan), prices)


def _wide(
    path: Path, line: int, fields: list[str], columns: _Columns, wanted: list[tuple[str, str]]
) -> Iterator[Charge]:
    for plan in wanted:
        prices = columns.plans[plan]
        if any(_cell(fields, place) for name, place in prices.items() if name != "notes"):
            yield _charge(path, line, fields, columns, plan, prices)


def _charge(
    path: Path,
    line: int,
    fields: list[str],
    columns: _Columns,
    plan: tuple[str, str],
    prices: dict[str, int],
) -> Charge:
    codes = [(_cell(fields, code), _cell(fields, type_)) for code, type_ in columns.codes]
    unit = _cell(fields, columns.named.get("drug_unit_of_measurement"))
    kind = _cell(fields, columns.named.get("drug_type_of_measurement"))
    modifiers = _cell(fields, columns.named.get("modifiers")).replace(",", "|").split("|")
    return Charge(
        where=f"{path.name}:{line}",
        row=line,
        payer=plan[0],
        plan=plan[1],
        codes=tuple((code, type_) for code, type_ in codes if code),
        setting=_cell(fields, columns.named.get("setting")),
        billing_class=_cell(fields, columns.named.get("billing_class")),
        modifiers=tuple(text.strip().upper() for text in modifiers if text.strip()),
        drug=" ".join(word for word in (unit, kind) if word),
        **{name: _cell(fields, place) for name, place in prices.items()},
    )


def _cell(fields: list[str], place: int | None) -> str:
    return fields[place].strip() if place is not None and place < len(fields) else ""


def _unreadable(where: str, what: str) -> ReclaimError:
    return stop(
        where,
        what,
        "A hospital's CSV file has two lines about the hospital, then a line of columns such as "
        "code|1, payer_name, standard_charge|negotiated_dollar.",
        "name a machine-readable file in CMS's template, version 2 or 3",
    )
