"""pyx12: one row a service line, from the claim loops of its context reader."""

import sys
from pathlib import Path

import pyx12.error_handler
import pyx12.params
import pyx12.x12context

from benchmarks.cost import report

Row = tuple[str | None, ...]


def rows(path: Path) -> int:
    """How many service lines were read, each with its claim's and its own amounts and reasons."""
    found: list[Row] = []
    with path.open(encoding="ascii") as file:
        reader = pyx12.x12context.X12ContextReader(
            pyx12.params.params(), pyx12.error_handler.errh_null(), file
        )
        for claim in reader.iter_segments("2100"):
            if claim.id != "2100":
                continue
            number, charge, paid = (claim.get_value(f"CLP0{place}") for place in (1, 3, 4))
            for line in claim.select("2110"):
                own = [line.get_value(name) for name in ("SVC01", "SVC02", "SVC03")]
                reasons = [cas.seg_data.format() for cas in line.select("CAS")]
                found.append((number, charge, paid, *own, *reasons))
    return len(found)


if __name__ == "__main__":
    report(lambda: rows(Path(sys.argv[1])))
