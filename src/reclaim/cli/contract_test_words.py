"""What `reclaim contract test` says: which examples of which contracts hold."""

from reclaim.contracts.book import ContractBook
from reclaim.contracts.model.contract import Contract
from reclaim.contracts.trial import Tried, try_examples
from reclaim.wording import clean, count


def test_lines(book: ContractBook) -> tuple[list[str], bool]:
    """What came of trying every contract, and whether an expectation was not met."""
    told: list[str] = []
    failed = False
    for contract in book.contracts:
        tried = try_examples(contract, book)
        told += _of_contract(contract, tried)
        failed |= any(not one.ok for one in tried)
    return told, failed


def _of_contract(contract: Contract, tried: list[Tried]) -> list[str]:
    if not tried:
        return [f"{contract.contract}: no examples, so nothing was tried"]
    wrong = [one for one in tried if not one.ok]
    examples = count(len(contract.examples), "example")
    told = [f"{contract.contract}: {examples}, {count(len(wrong), 'failure')}"]
    for one in wrong:
        line = "the claim" if one.line is None else f"line {one.line}"
        told.append(f"  {clean(one.example)}, {line}: expected {one.expected}, got {one.got}")
        told += [f"    {clean(step)}" for step in one.steps]
    return told
