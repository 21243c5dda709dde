"""What each problem of a ledger file means, and what to do about it."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

FILE = "ledger_problems.yaml"


@dataclass(frozen=True)
class LedgerProblem:
    """One kind of problem: `title` goes after the place, `next` is what to do."""

    severity: str
    title: str
    meaning: str
    consequence: str
    next: str
    example: str


@cache
def ledger_problems() -> dict[str, LedgerProblem]:
    """Every problem by its code."""
    text = files("reclaim.data").joinpath(FILE).read_text("utf-8")
    return {code: LedgerProblem(**entry) for code, entry in yaml.safe_load(text).items()}
