"""What filtering a payer's in-network file costs, and that its size does not decide the memory.

python -m benchmarks.in_network [MEGABYTES]
"""

import gzip
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.cost import Cost, report
from benchmarks.spawn import measured
from benchmarks.words import say, title
from reclaim.intake.rates.imports.in_network_groups import wanted_providers
from reclaim.intake.rates.imports.payer_in_network import read_in_network

MEGABYTES = 300
PARTS_OF_SIZE = 3
"""A third of the size is measured too: the peak of memory must be the same."""

ASKED_GIGABYTES = 5
BYTES_PER_MEGABYTE = 1_000_000
SEED = 1
GROUPS = 2_000
OURS = 2000000010
ELEMENTS = 1_000
"""Elements of negotiated_rates of an item; the first item has as many as make a third of the file,
as the commonest codes of a large payer have."""

FIRST_SHARE = 3
TYPES = ("negotiated", "negotiated", "negotiated", "fee schedule", "percentage")
PLACES = ('"11"', '"11","22"', '"21","22","23"', '"02","10","11","22"')


def in_network_file(folder: Path, megabytes: int, *, groups_last: bool = False) -> Path:
    """A made-up file of that size; equal arguments give equal bytes."""
    path = folder / f"in-network-{megabytes}{'-groups-last' if groups_last else ''}.json"
    parts = [_groups, _items]
    with path.open("w", encoding="ascii") as stream:
        stream.write('{"reporting_entity_name":"harbor","version":"2.0.0"')
        for part in reversed(parts) if groups_last else parts:
            stream.writelines(part(megabytes * BYTES_PER_MEGABYTE))
        stream.write("}")
    return path


def _groups(_: int) -> Iterator[str]:
    yield ',"provider_references":['
    for number in range(GROUPS):
        npis = [OURS if not number else 1_000_000_000 + number * 50 + i for i in range(20)]
        yield "," if number else ""
        yield (
            f'{{"provider_group_id":{number},"network_name":["PPO"],"provider_groups":[{{"npi":'
            f'{npis},"tin":{{"type":"ein","value":"12-{number:07}","business_name":"x"}}}}]}}'
        )
    yield "]"


def _items(size: int) -> Iterator[str]:
    drawn = np.random.default_rng(SEED)
    written = number = 0
    yield ',"in_network":['
    while written < size:
        comma = "," if number else ""
        head = (
            f'{comma}{{"negotiation_arrangement":"ffs","name":"x","billing_code_type":"CPT",'
            f'"billing_code_type_version":"2026","billing_code":"{10_000 + number}",'
            f'"description":"x","negotiated_rates":['
        )
        yield head
        end = size // FIRST_SHARE if not number else 0
        begun = False
        while not begun or written < end:
            block = _elements(drawn, ours=not begun)
            written += len(block) + len(head)
            yield "," + block if begun else block
            begun = True
        yield "]}"
        number += 1
    yield "]"


def _elements(drawn: np.random.Generator, *, ours: bool) -> str:
    """Prices of groups; `ours`: the first element is about our group, too."""
    groups = drawn.integers(1, GROUPS, (ELEMENTS, 3))
    if ours:
        groups[0, 0] = 0
    cents = drawn.integers(1_000, 200_000, (ELEMENTS, 2))
    kinds = drawn.integers(0, len(TYPES), ELEMENTS)
    places = drawn.integers(0, len(PLACES), ELEMENTS)
    return ",".join(
        f'{{"provider_references":[{a},{b},{c}],"negotiated_prices":['
        f"{_price(int(first), int(kind), int(place))},{_price(int(second), 0, 0)}]}}"
        for (a, b, c), (first, second), kind, place in zip(
            groups.tolist(), cents.tolist(), kinds.tolist(), places.tolist(), strict=True
        )
    )


def _price(cents: int, kind: int, place: int) -> str:
    class_ = "professional" if kind else "institutional"
    return (
        f'{{"negotiated_type":"{TYPES[kind]}","negotiated_rate":{cents // 100}.{cents % 100:02},'
        f'"expiration_date":"9999-12-31","service_code":[{PLACES[place]}],'
        f'"billing_class":"{class_}","setting":"outpatient","billing_code_modifier":[]}}'
    )


def filtered(path: Path) -> int:
    """The rates that one provider has in the file."""
    return read_in_network(path, wanted=wanted_providers([str(OURS)])).rates.height


def _line(name: str, megabytes: float, cost: Cost) -> str:
    speed = megabytes / cost.seconds
    minutes = ASKED_GIGABYTES * 1000 / speed / 60
    return (
        f"{name:<40}{megabytes:>8.0f}{speed:>9.1f}{cost.peak_bytes / 1e6:>9.0f} MB"
        f"{cost.rows:>10,}{minutes:>14.1f}"
    )


def main(megabytes: int) -> None:
    """Make the files, filter each in a process of its own, and print what it took."""
    say(title("in-network files: the rates of one provider out of a payer's file"))
    say(f"{'':40}{'MB':>8}{'MB/s':>9}{'peak':>12}{'rates':>10}{'5 GB, minutes':>14}")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        whole = in_network_file(root, megabytes)
        packed = whole.with_suffix(".json.gz")
        with whole.open("rb") as source, gzip.open(packed, "wb", compresslevel=1) as target:
            shutil.copyfileobj(source, target, BYTES_PER_MEGABYTE)
        files = {
            "a third of the size": in_network_file(root, megabytes // PARTS_OF_SIZE),
            "groups before the rates": whole,
            "the same, packed with gzip": packed,
            "groups behind the rates, read twice": in_network_file(
                root, megabytes, groups_last=True
            ),
        }
        for name, path in files.items():
            size = (whole if path is packed else path).stat().st_size / BYTES_PER_MEGABYTE
            say(_line(name, size, measured("benchmarks.in_network", "--file", str(path))))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--file"]:
        report(lambda: filtered(Path(sys.argv[2])))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else MEGABYTES)
