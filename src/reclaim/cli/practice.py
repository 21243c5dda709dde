"""What a command knows of the practice beside its files: rules, payer map, roster, documents."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from reclaim import __version__
from reclaim.contracts.book import NONE, ContractBook
from reclaim.contracts.nonprice import credentialing_rows, with_contracts
from reclaim.contracts.read import read_contracts
from reclaim.errors import UsageError
from reclaim.intake.practice import Practice, practice_facts
from reclaim.rules.rulebook import Rulebook, read_rulebook

PAYER_MAP = "payers.yaml"
"""The file by which a folder is known to be a practice's."""

CONTRACTS = "contracts"

JUDGED_BY = (PAYER_MAP, "rules", "roster", "reference", "documents.csv", CONTRACTS)
"""What in the folder decides how a claim is judged."""


@dataclass(frozen=True)
class Known:
    """The practice's folder, null when there is none, and what it holds."""

    folder: Path | None
    book: Rulebook
    practice: Practice
    contracts: ContractBook


def known(given: Path | None, paths: Iterable[str | Path] = ()) -> Known:
    """What the practice's folder holds: the one given, else the first of `paths` that is one.

    Raises:
        UsageError: PRACTICE-MISSING, when the folder given is none.
        ReclaimError: RULE-FILE, PRACTICE-FILE, CONTRACT-FILE or RATE-FILE, when a file in it
            cannot be understood.
    """
    if given is not None and not given.is_dir():
        raise UsageError(
            "PRACTICE-MISSING",
            where=str(given),
            what="there is no such folder",
            why="Own rules, payer map and roster were to be read from it.",
            next_step="name the folder that holds payers.yaml, or leave --practice out",
        )
    folder = given or next((Path(path) for path in paths if _is_practice(Path(path))), None)
    contracts = read_contracts(folder / CONTRACTS) if folder else NONE
    book = read_rulebook(folder)
    payers = with_contracts(book.payers, contracts.contracts)
    own = _with_credentials(practice_facts(folder), contracts)
    return Known(folder, replace(book, payers=payers), own, contracts)


def _with_credentials(practice: Practice, contracts: ContractBook) -> Practice:
    """The practice's own enrolments, and those that its contracts state (without a `row`)."""
    stated = credentialing_rows(contracts.contracts)
    if stated.is_empty():
        return practice
    lists = [stated] if practice.enrolments is None else [practice.enrolments, stated]
    row = {"row": pl.Int64(), **stated.schema}
    enrolments = pl.concat([pl.DataFrame(schema=row), *lists], how="diagonal")
    return replace(practice, enrolments=enrolments)


def fingerprint(folder: Path) -> str:
    """Changes with every byte of what claims are judged by, and with the version of Reclaim."""
    digest = hashlib.sha256(__version__.encode())
    for path in sorted(_judged_by(folder)):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"\n{path.relative_to(folder).as_posix()} {content}".encode())
    return digest.hexdigest()


def _judged_by(folder: Path) -> Iterator[Path]:
    for name in JUDGED_BY:
        path = folder / name
        yield from (file for file in path.rglob("*") if file.is_file()) if path.is_dir() else ()
        if path.is_file():
            yield path


def _is_practice(path: Path) -> bool:
    return path.is_dir() and (path / PAYER_MAP).is_file()
