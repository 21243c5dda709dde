"""Reads the cells of an Excel workbook (.xlsx) as the text that a person sees in them.

Number formats count: a cell that shows 118% is `118%` and not 1.18, one that shows 0110 is `0110`,
and a day is written 2026-01-01. What a formula failed to work out is its error, `#DIV/0!`.
Source: ECMA-376 part 1, SpreadsheetML: 18.3 worksheets, 18.4 shared strings, 18.8 styles.
"""

import datetime as dt
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import IO, Self
from xml.parsers import expat

from reclaim.errors import ReclaimError
from reclaim.intake.rates.imports.amounts import SERIAL_START
from reclaim.intake.rates.imports.files import stop

Row = tuple[int, dict[int, str]]
"""The number of a row, from 1, and its cells that are not empty, by column from 0."""

BUILT_IN = {9: "0%", 10: "0.00%", **dict.fromkeys((14, 15, 16, 17, 22), "yyyy-mm-dd")}
"""Number formats that have a number and no text (ECMA-376, 18.8.30), as far as they matter here."""

SERIAL_START_1904 = dt.date(1904, 1, 1)
DIGITS = 15
"""Excel keeps and shows so many digits; what is behind them is the computer's, not the payer's."""

PIECE = 1 << 18

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")


class Workbook:
    """An open workbook.

    Args:
        path: the file.

    Raises:
        ReclaimError: RATE-FILE, when it is no workbook in this form.
    """

    def __init__(self, path: Path) -> None:
        self._name = path.name
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError):
            raise self._unreadable("the file is no workbook of the form .xlsx") from None
        self._start = SERIAL_START
        self._texts: list[str] = []
        self._formats: list[str] = []
        self._sheets = self._listed()
        self._read_texts()
        self._read_formats()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the sheets, in their order, hidden ones too."""
        return tuple(self._sheets)

    def rows(self, sheet: str) -> Iterator[Row]:
        """The rows of a sheet that have any cell, in order."""
        cells = _Cells(self._texts, self._shown)
        yield from self._parsed(self._sheets[sheet], cells.begin, cells.end, cells.text, cells.done)

    def _listed(self) -> dict[str, str]:
        """The part of the archive that each sheet is in."""
        relations: dict[str, str] = {}
        found: dict[str, str] = {}

        def relation(tag: str, has: dict[str, str]) -> None:
            if tag == "Relationship":
                target = posixpath.join("/xl", has.get("Target", ""))
                relations[has.get("Id", "")] = target.lstrip("/")

        def sheet(tag: str, has: dict[str, str]) -> None:
            if tag == "sheet":
                found[has.get("name", "")] = relations.get(has.get("id", ""), "")
            elif tag == "workbookPr" and has.get("date1904") in {"1", "true"}:
                self._start = SERIAL_START_1904

        self._each("xl/_rels/workbook.xml.rels", relation)
        self._each("xl/workbook.xml", sheet)
        return {name: part for name, part in found.items() if "worksheets" in part}

    def _read_texts(self) -> None:
        parts: list[str] = []
        kept: list[str] = []

        def begin(tag: str, _: dict[str, str]) -> None:
            kept.append(tag)

        def end(tag: str) -> None:
            kept.pop()
            if tag == "si":
                self._texts.append("".join(parts))
                parts.clear()

        def text(content: str) -> None:
            if kept and kept[-1] == "t" and "rPh" not in kept:
                parts.append(content)

        if "xl/sharedStrings.xml" in self._archive.namelist():
            for _ in self._parsed("xl/sharedStrings.xml", begin, end, text, list):
                pass

    def _read_formats(self) -> None:
        own: dict[int, str] = {}
        inside: list[str] = []

        def begin(tag: str, has: dict[str, str]) -> None:
            inside.append(tag)
            if tag == "numFmt":
                own[int(has["numFmtId"])] = has.get("formatCode", "")
            elif tag == "xf" and "cellXfs" in inside:
                number = int(has.get("numFmtId", "0"))
                self._formats.append(own.get(number, BUILT_IN.get(number, "")))

        def end(_: str) -> None:
            inside.pop()

        if "xl/styles.xml" in self._archive.namelist():
            for _ in self._parsed("xl/styles.xml", begin, end, len, list):
                pass

    def _shown(self, number: str, style: int) -> str:
        """The number as its format shows it, with all its decimals."""
        form = self._formats[style] if style < len(self._formats) else ""
        try:
            value = Decimal(f"{float(number):.{DIGITS}g}")
        except ValueError:
            return number
        bare = _QUOTED.sub("", form.split(";")[0])
        if "%" in bare:
            return f"{_plain(value * 100)}%"
        if re.search(r"[yd]", bare, re.IGNORECASE) and value >= 1:
            return (self._start + dt.timedelta(days=int(value))).isoformat()
        if re.fullmatch(r"0{2,}", bare) and value == int(value):
            return str(int(value)).zfill(len(bare))
        return _plain(value)

    def _each(self, part: str, begin: Callable[[str, dict[str, str]], None]) -> None:
        for _ in self._parsed(part, begin, len, len, list):
            pass

    def _parsed(
        self,
        part: str,
        begin: Callable[[str, dict[str, str]], None],
        end: Callable[[str], object],
        text: Callable[[str], object],
        done: Callable[[], list[Row]],
    ) -> Iterator[Row]:
        """What `done` has after each piece of a part that is fed to the parser."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, has: begin(
            _bare(tag), {_bare(name): value for name, value in has.items()}
        )
        parser.EndElementHandler = lambda tag: end(_bare(tag))
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        try:
            with self._archive.open(part) as stream:
                for piece in _pieces(stream):
                    parser.Parse(piece, False)  # noqa: FBT003 - expat takes it by place only
                    yield from done()
        except (KeyError, expat.ExpatError, ValueError, IndexError, zipfile.BadZipFile):
            raise self._unreadable(f"{part} is missing in it, or damaged") from None

    def _refuse_doctype(self, *_: object) -> None:
        raise self._unreadable("it declares a document type, as no workbook does")

    def _unreadable(self, what: str) -> ReclaimError:
        return stop(
            self._name,
            f"the workbook cannot be read: {what}",
            "None of its rates are known.",
            "open it in a spreadsheet program and save it as .xlsx or .csv",
        )


class _Cells:
    """Collects the cells of a sheet into rows, while its parts begin and end."""

    def __init__(self, texts: list[str], shown: Callable[[str, int], str]) -> None:
        self._texts = texts
        self._shown = shown
        self._rows: list[Row] = []
        self._cells: dict[int, str] = {}
        self._row = 0
        self._column = -1
        self._type = ""
        self._style = 0
        self._parts: list[str] = []
        self._takes = False

    def begin(self, tag: str, has: dict[str, str]) -> None:
        if tag == "row":
            self._row = int(has.get("r", self._row + 1))
            self._column = -1
        elif tag == "c":
            found = _REFERENCE.fullmatch(has.get("r", ""))
            self._column = column_number(found[1]) if found else self._column + 1
            self._type = has.get("t", "n")
            self._style = int(has.get("s", "0"))
            self._parts.clear()
        elif tag in {"v", "t"}:
            self._takes = True

    def end(self, tag: str) -> None:
        if tag in {"v", "t"}:
            self._takes = False
        elif tag == "c" and self._parts:
            content = self._content("".join(self._parts)).strip()
            if content:
                self._cells[self._column] = content
        elif tag == "row" and self._cells:
            self._rows.append((self._row, self._cells))
            self._cells = {}

    def text(self, content: str) -> None:
        if self._takes:
            self._parts.append(content)

    def done(self) -> list[Row]:
        """The rows that have ended since it was last asked."""
        rows, self._rows = self._rows, []
        return rows

    def _content(self, raw: str) -> str:
        if self._type == "s":
            return self._texts[int(raw)]
        if self._type == "b":
            return "true" if raw == "1" else "false"
        return self._shown(raw, self._style) if self._type == "n" else raw


def column_name(number: int) -> str:
    """A, B ... Z, AA of a column counted from 0."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def column_number(name: str) -> int:
    """The column from 0 of A, B ... Z, AA."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _bare(name: str) -> str:
    return name.rpartition(" ")[2]


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    while piece := stream.read(PIECE):
        yield piece
