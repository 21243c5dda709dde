"""The environment that holds the other parsers, apart from ours and its libraries."""

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

from benchmarks.spawn import ROOT, FailedRunError, last_error

FOLDER = ROOT / ".bench-venv"
REQUIREMENTS = ROOT / "requirements" / "bench.txt"


def interpreter() -> str:
    """The interpreter that can import the peers; installs them when they or their versions lack.

    Raises:
        FailedRunError: when they cannot be installed.
    """
    python = FOLDER / "bin" / "python"
    installed = FOLDER / ".installed"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if not installed.exists() or installed.read_text("ascii") != wanted:
        _run(sys.executable, "-m", "venv", "--clear", "--without-pip", str(FOLDER))
        _run(
            *(_python_with_pip(), "-m", "pip", "--python", str(python), "install", "--quiet"),
            *("--disable-pip-version-check", "--require-hashes", "-r", str(REQUIREMENTS)),
        )
        installed.write_text(wanted, "ascii")
    return str(python)


def _python_with_pip() -> str:
    """Ours, or on systems whose Python makes environments without pip, the one ours came from."""
    if importlib.util.find_spec("pip"):
        return sys.executable
    return str(Path(sys.base_prefix, "bin", "python3"))


def _run(*arguments: str) -> None:
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if done.returncode:
        raise FailedRunError(last_error(done.stderr))
