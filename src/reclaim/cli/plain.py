"""Text for terminals that cannot show every character: near ones in ASCII, never a failure."""

import codecs
import io
import sys

HANDLER = "reclaim.plain"

NEAR = str.maketrans({"’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})


def speak_plainly() -> None:
    """Let what a terminal cannot show be replaced from here on, on stdout and stderr."""
    codecs.register_error(HANDLER, near)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=HANDLER)


def near(fault: UnicodeError) -> tuple[str, int]:
    """The nearest ASCII for what an encoding lacks, a question mark where there is none."""
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    missing = fault.object[fault.start : fault.end].translate(NEAR)
    return missing.encode("ascii", "replace").decode("ascii"), fault.end
