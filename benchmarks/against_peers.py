"""Reclaim and the other parsers on the same file: as it was generated, and made easy for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import inputs
from benchmarks.inputs import Inputs
from benchmarks.ourselves import read
from benchmarks.peer_environment import interpreter
from benchmarks.series import Series, repeat
from benchmarks.spawn import FailedRunError, measured
from benchmarks.words import told

PEERS = {"edi-835-parser": "edi_835_parser", "x12sdk": "x12sdk", "pyx12": "pyx12"}
"""What is installed, and the file in `peers/` that shows how it is used."""


@dataclass(frozen=True)
class Comparison:
    """What was measured on one file, on one thread each."""

    ours: Series
    peers: list[Series]


def compare(root: Path, megabytes: int, times: int) -> list[Comparison]:
    """One for each file, told as they come. A peer that fails stands there with its error."""
    found: list[Comparison] = []
    python = _installed()
    for given in (inputs.peers_file(root, megabytes), inputs.eased_file(root, megabytes)):
        ours = told(read(given, 1, times))
        found.append(Comparison(ours, [told(_peer(name, given, times, python)) for name in PEERS]))
    return found


def fastest(peers: Sequence[Series]) -> Series | None:
    """The fastest of those that gave rows."""
    with_rows = [peer for peer in peers if peer.runs and peer.rows]
    return max(with_rows, key=lambda peer: peer.megabytes_per_second, default=None)


def _installed() -> str | FailedRunError:
    """The interpreter of the peers, or why there is none."""
    try:
        return interpreter()
    except FailedRunError as error:
        return error


def _peer(name: str, given: Inputs, times: int, python: str | FailedRunError) -> Series:
    title = f"{name}, {given.name}"
    if isinstance(python, FailedRunError):
        return Series(title, given.megabytes, (), f"cannot be installed: {python}")
    (path,) = given.folder.iterdir()
    module = f"benchmarks.peers.{PEERS[name]}"
    return repeat(title, given.megabytes, times, lambda: measured(module, str(path), python=python))
