"""Which commands there are, and what every one of them does when it stops."""

import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer

from reclaim import __version__
from reclaim.cli.audit import audit
from reclaim.cli.check import check
from reclaim.cli.contract import contract
from reclaim.cli.demo import demo
from reclaim.cli.generate import generate
from reclaim.cli.ingest import ingest
from reclaim.cli.init import init
from reclaim.cli.ledger import ledger
from reclaim.cli.memory import share_heaps
from reclaim.cli.plain import speak_plainly
from reclaim.cli.read import read
from reclaim.cli.rules import rules
from reclaim.cli.show import show
from reclaim.cli.status import status
from reclaim.cli.why import why
from reclaim.errors import ReclaimError

COMMANDS = (audit, why, check, show, read, init, ingest, status, rules, generate, demo)
"""In the order of the help."""

INTERNAL_ERROR = 70
"""EX_SOFTWARE of sysexits.h: the fault is ours."""

STOPPING = ("SIGTERM", "SIGHUP")
"""How a scheduler, a container or a terminal that closes ends a process; Windows has but one."""

DEBUG = "RECLAIM_DEBUG"

PACKAGE = Path(__file__).parent.parent

app = typer.Typer(
    help="Find, prove and win back healthcare write-offs.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,  # boxes state a type for each flag, and take "[...]" for markup
    pretty_exceptions_enable=False,  # they show what variables hold, and that may be a patient
)
for command in COMMANDS:
    app.command()(command)
app.add_typer(contract)
app.add_typer(ledger)


def _print_version(wanted: bool) -> None:  # noqa: FBT001  the signature is Typer's
    if wanted:
        typer.echo(f"reclaim {__version__}")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version and stop.", is_eager=True, callback=_print_version
        ),
    ] = False,
) -> None:
    """Find, prove and win back healthcare write-offs."""


def main() -> None:
    """Run the command line, and end the process with its exit code."""
    for name in STOPPING:
        if hasattr(signal, name):
            _stop_in_order(signal.Signals[name])
    speak_plainly()
    share_heaps()
    sys.exit(run())


def run(arguments: Sequence[str] | None = None) -> int:
    """The exit code of a command: 0 well, 1 problems, 2 misuse, 70 our fault, 130 interrupted.

    A process that is told to stop by a signal ends with 128 and the signal's number, 143 for TERM.
    """
    try:
        app(arguments, prog_name="reclaim")
        sys.stdout.flush()
    except SystemExit as done:
        return _code(done)
    except ReclaimError as stop:
        typer.echo(str(stop), err=True)
        return stop.exit_code
    except BrokenPipeError:
        _forget_output()
        return 0
    except Exception as fault:  # noqa: BLE001  the last resort: no traceback may show a patient
        _tell(fault)
        return INTERNAL_ERROR
    return 0


def _stop_in_order(stopping: signal.Signals) -> None:
    """Stop on a signal as Ctrl-C does, so that what is half finished is taken away.

    Whoever had the signal ignored, as nohup does, keeps it ignored.
    """

    def stop(number: int, _: FrameType | None) -> NoReturn:
        signal.signal(number, signal.SIG_IGN)  # a second one must not break off the tidying
        raise SystemExit(128 + number)

    if signal.getsignal(stopping) is signal.SIG_DFL:
        signal.signal(stopping, stop)


def _code(done: SystemExit) -> int:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_output()
    return done.code if isinstance(done.code, int) else int(done.code is not None)


def _forget_output() -> None:
    """Nobody reads on: keep the interpreter from saying so when it flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(fault: Exception) -> None:
    """Where it happened, never what was in hand: an exception's words may quote the input."""
    if os.environ.get(DEBUG) == "1":
        traceback.print_exception(fault)
        return
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(PACKAGE)]
    place = f"{Path(ours[-1].filename).relative_to(PACKAGE)}:{ours[-1].lineno}"
    typer.echo(
        f"reclaim {__version__} failed: {type(fault).__name__} at {place}. The fault is ours.\n"
        "Nothing half-finished was left behind.\n"
        f"Next: report the line above. {DEBUG}=1 shows more; that may quote your input, so read it "
        "before you send it.",
        err=True,
    )
