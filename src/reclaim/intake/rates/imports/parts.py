"""Parts of a price file: rates of professionals or institutions, in or out of a stay in hospital.

A table of rates knows neither, so that each part becomes a table of its own, for a term of its own.
"""

from collections.abc import Iterable, Mapping

import polars as pl

CLASSES = ("professional", "institutional")
SETTINGS = ("inpatient", "outpatient")
_CLASS = {
    "professional": "professional",
    "institutional": "institutional",
    "facility": "institutional",
}


def part(class_: str | None, setting: str | None) -> str:
    """The name of a part: `institutional-inpatient`, `outpatient`; what is for both has no name."""
    names = (_CLASS.get(class_ or "", ""), setting if setting in SETTINGS else "")
    return "-".join(name for name in names if name)


def split(name: str) -> tuple[str, str]:
    """The class and the setting that a part is about; empty: any."""
    words = name.split("-")
    class_ = next((word for word in words if word in CLASSES), "")
    return class_, next((word for word in words if word in SETTINGS), "")


def told_apart(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The tables, where what holds for all parts stands in each of those that there are.

    A file that prices only some things by setting has then two tables, inpatient and outpatient,
    and what it prices for both is in both.
    """
    classes = _named((split(name)[0] for name in tables), CLASSES)
    done: dict[str, list[pl.DataFrame]] = {}
    for class_ in classes:
        about = [split(name)[1] for name in tables if split(name)[0] in {class_, ""}]
        for setting in _named(about, SETTINGS):
            done[part(class_, setting)] = [
                rates
                for name, rates in tables.items()
                if split(name)[0] in {class_, ""} and split(name)[1] in {setting, ""}
            ]
    return {name: pl.concat(found) for name, found in done.items() if found}


def _named(found: Iterable[str], known: tuple[str, ...]) -> tuple[str, ...]:
    """All that are known when any is named, else one that stands for all."""
    return known if any(found) else ("",)
