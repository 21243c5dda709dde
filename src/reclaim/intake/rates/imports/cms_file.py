"""Reads a CSV file as CMS publishes them: titles, a header of one line or several, rows, notes."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from reclaim.errors import ReclaimError
from reclaim.intake.rates.values import scaled

if TYPE_CHECKING:
    import _csv

MILLIONTHS = 6
ROW = "row"


@dataclass(frozen=True)
class CmsFile:
    """The text of a file.

    Args:
        name: how errors call it.
        titles: the lines above the header, each as one text.
        header_line: the line of the file in which the header ends.
        columns: the position of each column by its name: in capitals, with single blanks, the
            parts of a stacked header from above down.
        rows: a text column for each position, named `0`, `1` ..., trimmed and null where empty,
            and `row`, the line in the file. Notes, that fill one field, are no rows.
    """

    name: str
    titles: tuple[str, ...]
    header_line: int
    columns: Mapping[str, int]
    rows: pl.DataFrame

    def text(self, name: str) -> pl.Series:
        """The fields of a column.

        Raises:
            ReclaimError: RATE-FILE, where the file has no such column.
        """
        if name not in self.columns:
            raise fault(self.name, self.header_line, f"{name}: the column is missing")
        return self.rows[str(self.columns[name])]

    def named_like(self, pattern: str) -> str:
        """The name of the only column that matches a regular expression as a whole.

        Raises:
            ReclaimError: RATE-FILE, where none does, or several do.
        """
        names = [name for name in self.columns if re.fullmatch(pattern, name)]
        if len(names) != 1:
            what = f"{len(names)} columns are called {pattern}; expected one"
            raise fault(self.name, self.header_line, what)
        return names[0]

    def checked(self, name: str, form: str, wanted: str, *, filled: bool = True) -> pl.Series:
        """The fields of a column, each with a text of a form; `filled`: none may be empty.

        Raises:
            ReclaimError: RATE-FILE, naming the line.
        """
        found = self.text(name)
        good = found.str.contains(f"^(?:{form})$").fill_null(value=not filled)
        self._refuse(name, ~good, wanted)
        return found

    def numbers(self, name: str) -> pl.Series:
        """Millionths of the numbers in a column, of dollars or of one; null where it is empty.

        Raises:
            ReclaimError: RATE-FILE, naming the line.
        """
        text = self.text(name)
        bare = text.str.replace_all(r"[$,\s]", "")
        value = pl.select(scaled(pl.lit(bare), MILLIONTHS)).to_series()
        self._refuse(name, text.is_not_null() & value.is_null(), "a number with up to six decimals")
        return value

    def days(self, name: str, form: str) -> pl.Series:
        """The days in a column that every row fills, as `form` writes them.

        Raises:
            ReclaimError: RATE-FILE, naming the line.
        """
        value = self.text(name).str.to_date(form, strict=False)
        self._refuse(name, value.is_null(), "a day")
        return value

    def _refuse(self, name: str, bad: pl.Series, wanted: str) -> None:
        lines = self.rows.filter(bad)
        if lines.height:
            found = lines[str(self.columns[name])][0]
            what = f"{name}: is empty" if found is None else f"{name}: {found!r} cannot be read"
            raise fault(self.name, lines[ROW][0], f"{what}; expected {wanted}")


def read_cms_file(path: Path, first: Sequence[str], *, stacked: bool = False) -> CmsFile:
    """The text of a file, found by the names with which its header begins.

    Args:
        path: a CSV file in UTF-8 or Windows' own code page.
        first: the names of the first columns, in capitals; they may stand after line breaks.
        stacked: whether the names of the other columns begin in the lines above.

    Raises:
        ReclaimError: RATE-FILE, where there is no such file or no such header.
    """
    if not path.is_file():
        raise fault(path.name, 0, "there is no such file")
    reader = csv.reader(io.StringIO(_decoded(path.read_bytes()), newline=""))
    above: list[list[str]] = []
    for fields in reader:
        named = [_name([field]) for field in fields]
        if named[: len(first)] == list(first):
            break
        above.append([field.strip() for field in fields])
    else:
        raise fault(path.name, 0, f"no header that begins with {', '.join(first)}")
    header_line = reader.line_num
    parts = [*above, fields] if stacked else [fields]
    names = [_name([line[at] for line in parts if at < len(line)]) for at in range(len(fields))]
    columns = {name: at for at, name in reversed(list(enumerate(names))) if name}
    titles = tuple(" ".join(field for field in line if field) for line in above)
    rows = _rows(reader, len(fields))
    return CmsFile(path.name, titles, header_line, columns, rows)


def fault(name: str, line: int, what: str) -> ReclaimError:
    """The stop for a file of CMS that is not as it should be."""
    return ReclaimError(
        "RATE-FILE",
        where=f"{name}:{line}" if line else name,
        what=what,
        why="A price from a table in doubt would prove nothing.",
        next_step="fetch the file from CMS again, and give it as it is",
    )


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _name(parts: Sequence[str]) -> str:
    return " ".join(" ".join(parts).upper().split())


def _rows(reader: "_csv.Reader", width: int) -> pl.DataFrame:
    """The rows below the header; what CMS writes below them is left out."""
    kept: list[list[object]] = []
    for fields in reader:
        values = [field.strip() or None for field in fields[:width]]
        if sum(value is not None for value in values) > 1:
            kept.append([*values, *[None] * (width - len(values)), reader.line_num])
    schema = {**{str(at): pl.String() for at in range(width)}, ROW: pl.Int64()}
    return pl.DataFrame(kept, schema=schema, orient="row")
