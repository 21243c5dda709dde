"""Reads the contracts of a practice with their rate tables, and says by line what is wrong."""

from collections import Counter
from collections.abc import Iterator
from importlib.resources.abc import Traversable

import polars as pl
import yaml
from pydantic import ValidationError

from reclaim.contracts.book import NONE, ContractBook
from reclaim.contracts.complaints import faults_of
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.positions import Document, Fault
from reclaim.contracts.references import files_named, wrong_names
from reclaim.errors import ReclaimError
from reclaim.intake.rates.read import read_rate_table
from reclaim.rules.yaml_file import text_of

ENDINGS = (".yaml", ".yml")
UNSURE = "What a payer owes is not worked out from a contract in doubt."

Read = tuple[str, Contract, Document]
"""How errors name the file, the contract, and where its fields stand."""


def read_contracts(folder: Traversable) -> ContractBook:
    """The contracts of a practice: every YAML file of its folder `contracts`, and their tables.

    Paths in a contract are relative to the folder. A folder that does not exist holds none.

    Raises:
        ReclaimError: CONTRACT-FILE, naming file, line and field of every fault of every contract;
            RATE-FILE, for a table that cannot be understood.
    """
    if not folder.is_dir():
        return NONE
    sources = [file for file in folder.iterdir() if file.name.endswith(ENDINGS)]
    found: list[Read] = []
    faults: list[tuple[str, Fault]] = []
    for source in sorted(sources, key=lambda file: file.name):
        where = f"{folder.name}/{source.name}"
        contract, document, wrong = _contract(source)
        wrong += _missing_files(folder, contract, document)
        faults += [(where, fault) for fault in _in_order(wrong)]
        if contract and document:
            found.append((where, contract, document))
    faults += _given_twice(found)
    _refuse(faults)
    found.sort(key=lambda read: read[1].contract)
    tables = {key: table for _, one, _ in found for key, table in _tables(folder, one)}
    return ContractBook(tuple(contract for _, contract, _ in found), tables)


def read_contract(source: Traversable) -> Contract:
    """One contract, without its tables.

    Raises:
        ReclaimError: CONTRACT-FILE, naming file, line and field of every fault.
    """
    contract, _, faults = _contract(source)
    _refuse([(source.name, fault) for fault in _in_order(faults)])
    assert contract, "without a fault there is one"
    return contract


def _contract(source: Traversable) -> tuple[Contract | None, Document | None, list[Fault]]:
    """The contract, its places, and what is wrong with it; where something is, it may be null."""
    try:
        document = Document(text_of(source))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return None, None, [Fault(line, "", error.problem or "the file is not YAML")]
    except (yaml.YAMLError, UnicodeDecodeError):
        return None, None, [Fault(1, "", "the file is not YAML in UTF-8")]
    except RecursionError:
        return None, None, [Fault(1, "", "the file is nested too deeply")]
    try:
        contract = Contract.model_validate(document.values)
    except ValidationError as error:
        return None, document, [*document.faults, *faults_of(document, error)]
    wrong = [document.fault(at, what) for at, what in wrong_names(contract)]
    return contract, document, [*document.faults, *wrong]


def _in_order(faults: list[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda fault: fault.line)


def _missing_files(
    folder: Traversable, contract: Contract | None, document: Document | None
) -> Iterator[Fault]:
    """Tables that the contract names and that are not there, or not below the folder."""
    if not contract or not document:
        return
    for at, key, _, path in files_named(contract):
        if key == path and "." not in path:
            continue  # it was no path, and that is said
        if path.startswith("/") or ":" in path or ".." in path.split("/") or "\\" in path:
            yield document.fault(at, f"{path} is no path below {folder.name}, such as a/b.csv")
        elif not folder.joinpath(path).is_file():
            yield document.fault(at, f"there is no file {folder.name}/{path}")


def _given_twice(found: list[Read]) -> Iterator[tuple[str, Fault]]:
    times = Counter(contract.contract for _, contract, _ in found)
    first: dict[str, str] = {}
    for where, contract, document in found:
        if times[contract.contract] > 1 and contract.contract in first:
            other = first[contract.contract]
            what = f"{contract.contract} is the contract of {other}, too"
            yield where, document.fault(("contract",), what)
        first.setdefault(contract.contract, where)


def _tables(
    folder: Traversable, contract: Contract
) -> Iterator[tuple[tuple[str, str], pl.DataFrame]]:
    for _, key, kind, path in files_named(contract):
        shown = f"{folder.name}/{path}"
        yield (contract.contract, key), read_rate_table(kind, folder.joinpath(path), shown=shown)


def _refuse(faults: list[tuple[str, Fault]]) -> None:
    if not faults:
        return
    (where, first), *rest = faults
    further = [f"{other}:{fault.line}: {fault}" for other, fault in rest]
    raise ReclaimError(
        "CONTRACT-FILE",
        where=f"{where}:{first.line}",
        what=str(first),
        why="\n".join([*further, UNSURE]),
        next_step="mend what is named above, then `reclaim contract check`",
    )
