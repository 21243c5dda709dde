"""One measurement: split the bytes of every file of a folder at their terminators, and no more.

python -m benchmarks.split FOLDER
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.cost import report


def segments(contents: Iterable[bytes]) -> int:
    """How many pieces the interpreter's own loop cuts; it looks into none of them."""
    return sum(len(content.split(b"~")) for content in contents)


def main() -> None:
    """Have the bytes in memory, then measure."""
    contents = [path.read_bytes() for path in sorted(Path(sys.argv[1]).iterdir())]
    report(lambda: segments(contents))


if __name__ == "__main__":
    main()
