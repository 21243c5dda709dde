"""Runs a command in this process, and keeps what it said."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from reclaim.cli.entry import run
from tests.texts import SECRETS, claim, remit


@dataclass(frozen=True)
class Said:
    """The exit code of a command, and what it printed."""

    code: int
    out: str
    err: str


Reclaim = Callable[..., Said]


@pytest.fixture
def reclaim(capsys: pytest.CaptureFixture[str]) -> Reclaim:
    """Runs the command line on its arguments; nothing it prints may name a patient."""

    def runs(*arguments: str | Path, secrets: bool = False) -> Said:
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        if not secrets:
            assert [word for word in SECRETS if word in captured.out + captured.err] == []
        return Said(code, captured.out, captured.err)

    return runs


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """A remittance without problems."""
    path = tmp_path / "clean.835"
    path.write_text(remit(), "utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A remittance whose claim A2 does not add up, with a reason code that does not exist."""
    path = tmp_path / "broken.835"
    path.write_text(remit(timely="70").replace("CAS*CO*97", "CAS*CO*9797"), "utf-8")
    return path


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """The claim that the remittance pays."""
    path = tmp_path / "sent.837"
    path.write_text(claim(), "utf-8")
    return path
