"""The generated files that are measured, each set in a folder of its own."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from reclaim.x12.generate import many_835, many_practice, write_many_835

BYTES_PER_MEGABYTE = 1_000_000
SEED = 1


@dataclass(frozen=True)
class Inputs:
    """A folder of generated files. `megabytes` (of 1,000,000 bytes) is what they really hold."""

    name: str
    folder: Path
    megabytes: float


def one_file(root: Path, megabytes: int) -> Inputs:
    """One file with one transaction of that size."""
    return _written(root, f"one file of {megabytes} MB", megabytes, 1)


def many_files(root: Path, megabytes: int) -> Inputs:
    """As many files of one megabyte as make up that size."""
    return _written(root, f"{megabytes} files of 1 MB", megabytes, megabytes)


def practice(root: Path, visits: int) -> Inputs:
    """A whole practice of so many visits: claims, answers and remittances that match each other."""
    name = f"practice of {visits} visits"
    folder = _folder(root, name)
    if not folder.exists():
        part = _begun(folder)
        many_practice(part, SEED, visits)
        part.rename(folder)
    return Inputs(name, folder, size(folder))


def peers_file(root: Path, megabytes: int) -> Inputs:
    """The file that the peers get, as it was generated; one transaction, as one of them demands."""
    return _written(root, f"{megabytes} MB as generated", megabytes, 1)


def eased_file(root: Path, megabytes: int) -> Inputs:
    """The peers' file without what some peer refuses."""
    name = f"{megabytes} MB eased"
    folder = _folder(root, name)
    if not folder.exists():
        content = b"".join(many_835(SEED, megabytes, one_transaction=True))
        folder.mkdir(parents=True)
        (folder / "eased.835").write_bytes(eased(content))
    return Inputs(name, folder, size(folder))


def small_file(root: Path) -> Inputs:
    """A file of a few claims, as a newcomer would try first."""
    folder = _folder(root, "small")
    if not folder.exists():
        write_many_835(folder, SEED, 0.02)
    return Inputs("small file", folder, size(folder))


def eased(content: bytes) -> bytes:
    """The same remittance without what some peer refuses.

    No identifier of the payer (edi-835-parser takes it for a whole number), no MIA (x12sdk allows
    no covered days but 0), and SE01 counts the segments that are left.
    """
    out: list[bytes] = []
    start = 0
    for segment in content.split(b"~\n"):
        elements = segment.split(b"*")
        if elements[0] == b"MIA":
            continue
        if elements[:2] == [b"N1", b"PR"]:
            elements = elements[:3]
        if elements[0] == b"ST":
            start = len(out)
        if elements[0] == b"SE":
            elements[1] = b"%d" % (len(out) - start + 1)
        out.append(b"*".join(elements))
    return b"~\n".join(out)


def size(folder: Path) -> float:
    """Megabytes (of 1,000,000 bytes) of all files in the folder."""
    every = (path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return sum(every) / BYTES_PER_MEGABYTE


def _folder(root: Path, name: str) -> Path:
    return root / name.replace(" ", "-")


def _begun(folder: Path) -> Path:
    """Where to write a set until it is whole; what was broken off before is thrown away."""
    part = folder.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    return part


def _written(root: Path, name: str, megabytes: int, files: int) -> Inputs:
    """The set, generated unless it is there; a set that was broken off is never taken for whole."""
    folder = _folder(root, name)
    if not folder.exists():
        part = _begun(folder)
        write_many_835(part, SEED, megabytes, files, one_transaction=True)
        part.rename(folder)
    return Inputs(name, folder, size(folder))
