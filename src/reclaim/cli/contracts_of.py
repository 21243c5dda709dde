"""Whose contracts a command means: those of a folder that is named, or of the one to be in."""

from pathlib import Path

from reclaim.cli.practice import CONTRACTS, PAYER_MAP, Known, known
from reclaim.contracts.model.contract import Contract
from reclaim.errors import UsageError
from reclaim.wording import clean


def practice_with_contracts(practice: Path | None) -> Known:
    """The practice's folder, else the nearest at or above the one to be in, with its contracts.

    Raises:
        UsageError: CONTRACT-MISSING, when there is no such folder, or it holds no contract.
        ReclaimError: CONTRACT-FILE and others, when a file in it cannot be understood.
    """
    folder = practice or _nearest()
    own = known(folder)
    if not own.contracts:
        raise UsageError(
            "CONTRACT-MISSING",
            where=str(folder or Path()),
            what="there are no contracts here",
            why="Contracts are the YAML files in the folder `contracts` of a practice's folder.",
            next_step="name the practice's folder with --practice DIR, or write a contract",
        )
    return own


def contracts_folder(practice: Path | None) -> Path:
    """The folder of the contracts of a practice, else of the nearest one.

    Raises:
        UsageError: CONTRACT-MISSING, when there is no such folder to keep contracts in.
    """
    folder = practice or _nearest()
    if folder is None or not folder.is_dir():
        raise UsageError(
            "CONTRACT-MISSING",
            where=str(folder or Path()),
            what="this is no practice's folder",
            why="Rate tables belong in the folder `contracts` below it.",
            next_step="name the practice's folder with --practice DIR",
        )
    return folder / CONTRACTS


def contract_named(own: Known, name: str) -> Contract:
    """The contract of an id.

    Raises:
        UsageError: CONTRACT-MISSING, when there is none.
    """
    for contract in own.contracts.contracts:
        if contract.contract == name:
            return contract
    raise UsageError(
        "CONTRACT-MISSING",
        where=str(own.folder),
        what=f"there is no contract {clean(name)}",
        why=f"There are: {', '.join(one.contract for one in own.contracts.contracts)}.",
        next_step="give one of these ids",
    )


def payer_named(own: Known, name: str) -> str:
    """The key of the payer of a contract: by its key, or a number or name as payers send it.

    Raises:
        UsageError: CONTRACT-MISSING, when no contract is with that payer.
    """
    with_us = {contract.payer.key for contract in own.contracts.contracts}
    found = own.book.payers.key_of(name, name)
    if name in with_us or found in with_us:
        return name if name in with_us else str(found)
    raise UsageError(
        "CONTRACT-MISSING",
        where=str(own.folder),
        what=f"no contract is with the payer {clean(name)}",
        why=f"There are contracts with {', '.join(sorted(with_us))}.",
        next_step="give one of these payers",
    )


def _nearest() -> Path | None:
    """The nearest folder with a payer map; a workspace is one, too."""
    here = Path.cwd()
    return next((place for place in (here, *here.parents) if (place / PAYER_MAP).is_file()), None)
