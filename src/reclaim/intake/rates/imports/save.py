"""Writes what an import gave into the folder of the contracts."""

from pathlib import Path

from reclaim.intake.rates.imports.imported import Imported
from reclaim.intake.rates.imports.terms import table_path
from reclaim.intake.rates.write import write_rate_table

TERMS_SUFFIX = ".proposed.yaml"


def save_imported(imported: Imported, name: str, folder: Path) -> list[Path]:
    """Write the tables (rates/NAME-PART.csv) and the proposed terms (rates/NAME.proposed.yaml).

    The terms name the tables by these paths when the import was given the same `name`.

    Args:
        imported: from any importer.
        name: what the tables are called.
        folder: the folder `contracts`.

    Returns:
        The files that were written, in the order of their parts, the terms last.
    """
    written = []
    for part, rates in sorted(imported.tables.items()):
        path = folder / table_path(name, part)
        write_rate_table("rates", rates, path)
        written.append(path)
    if imported.terms:
        path = folder / "rates" / f"{name}{TERMS_SUFFIX}"
        path.write_text(imported.terms, encoding="utf-8", newline="\n")
        written.append(path)
    return written
