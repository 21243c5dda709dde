"""What every command shares: version, help, and how it stops."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reclaim import __version__
from reclaim.cli import entry
from tests.cli.conftest import Reclaim

HEAVY = ("numba", "polars", "pyarrow", "numpy", "rich", "altair")


def process(
    *arguments: str, folder: Path | None = None, encoding: str = "utf-8"
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, *arguments],
        capture_output=True,
        check=False,
        timeout=60,
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        encoding=encoding,
    )


def test_the_command_line_starts_without_heavy_libraries() -> None:
    code = f"import sys, reclaim.cli; print([m for m in {HEAVY} if m in sys.modules])"
    assert process("-c", code).stdout == "[]\n"


def test_python_m_reclaim_prints_the_version() -> None:
    done = process("-m", "reclaim", "--version")
    assert done.returncode == 0
    assert done.stdout == f"reclaim {__version__}\n"


def test_help_names_every_command(reclaim: Reclaim) -> None:
    said = reclaim("--help")
    assert said.code == 0
    assert all(command.__name__ in said.out for command in entry.COMMANDS)


def test_a_fault_of_ours_shows_no_data(
    reclaim: Reclaim, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ValueError("PLANTEDLAST")

    monkeypatch.delenv(entry.DEBUG, raising=False)
    monkeypatch.setattr("reclaim.cli.progress.checked_batches", fails)
    said = reclaim("check", clean)
    assert said.code == entry.INTERNAL_ERROR
    assert "ValueError at cli/progress.py:" in said.err
    assert "Traceback" not in said.err


def test_the_traceback_comes_when_asked_for(
    reclaim: Reclaim, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ValueError("what went wrong")

    monkeypatch.setenv(entry.DEBUG, "1")
    monkeypatch.setattr("reclaim.cli.progress.checked_batches", fails)
    assert "Traceback" in reclaim("check", clean).err


def test_an_interrupt_exits_130_and_leaves_nothing(
    reclaim: Reclaim, clean: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("reclaim.cli.progress.checked_batches", interrupted)
    out = tmp_path / "out"
    assert reclaim("read", clean, "--out", out).code == 130
    assert sorted(tmp_path.iterdir()) == [clean]


STOPPED = """
import os, signal, sys
from reclaim.cli import entry, progress

def told_to_stop(*_, **__):
    assert any(name.endswith(".partial") for name in os.listdir()), os.listdir()
    os.kill(os.getpid(), signal.{name})
    yield {{}}

progress.checked_batches = told_to_stop
signal.signal(signal.{name}, signal.{before})
sys.argv = ["reclaim", "read", "clean.835", "--out", "out"]
entry.main()
"""


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_to_stop_leaves_nothing(clean: Path, name: str, code: int) -> None:
    done = process("-c", STOPPED.format(name=name, before="SIG_DFL"), folder=clean.parent)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", "")
    assert sorted(clean.parent.iterdir()) == [clean]


def test_a_signal_that_is_ignored_stays_so(clean: Path) -> None:
    done = process("-c", STOPPED.format(name="SIGHUP", before="SIG_IGN"), folder=clean.parent)
    assert done.returncode == 0, done.stderr


def test_a_reader_that_leaves_early_is_no_fault(broken: Path) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "w") as nobody_reads:
        done = subprocess.run(  # noqa: S603  our own interpreter
            [sys.executable, "-m", "reclaim", "check", str(broken), "--json"],
            stdout=nobody_reads,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.stderr == ""


def test_a_terminal_with_few_characters_gets_the_nearest(clean: Path) -> None:
    """Code page 437 is what a Windows terminal may still speak."""
    audit = ("-m", "reclaim", "audit", str(clean), "--out", "out")
    audited = process(*audit, folder=clean.parent, encoding="cp437")
    assert audited.returncode == 0, audited.stderr
    assert "patient's share" in audited.stdout
    text = clean.read_text("utf-8").replace("ACME HEALTH", "Zoë’s 日本")
    clean.write_text(text, "utf-8")
    shown = process("-m", "reclaim", "show", str(clean), encoding="cp437")
    assert "Zoë's ??" in shown.stdout


def test_a_terminal_that_claims_ascii_is_no_fault(clean: Path) -> None:
    clean.write_text(clean.read_text("utf-8").replace("ACME HEALTH", "Zoë’s 日本"), "utf-8")
    shown = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-m", "reclaim", "show", str(clean)],
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "LANG": "C", "LC_ALL": "C"},
    )
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert b"RIVER CLINIC" in shown.stdout


@pytest.mark.parametrize("command", ["", *(command.__name__ for command in entry.COMMANDS)])
@pytest.mark.parametrize("width", ["80", "120"])
def test_help_fits_and_is_plain(
    reclaim: Reclaim, monkeypatch: pytest.MonkeyPatch, command: str, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    said = reclaim(*command.split(), "--help").out
    assert said.isascii()
    assert "..." not in said.replace("PATH}...", "").replace("[PATH]...", "").replace(
        "[ARGS]...", ""
    )
    assert max(map(len, said.splitlines())) <= int(width)
