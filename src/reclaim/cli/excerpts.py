"""Problems beside the segments they are about, while batches go by and are forgotten."""

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from reclaim.pipeline.kept import kept
from reclaim.schema import TABLES
from reclaim.x12.problems import render, to_json
from reclaim.x12.reader import Tables

LATE_SEGMENTS = ("ISA", "GS", "ST", "BPR", "SE", "GE", "IEA")
"""What problems of whole transactions and files, found at the end, are about."""

LONGEST_SEGMENT = 4_000
"""A file without terminators is one segment of any length; what is shown lies before this."""

PLACE = ["file_id", "segment_number"]


@dataclass(frozen=True)
class Delimiters:
    """The separators of elements and components where a problem stands."""

    element: str = "*"
    component: str = ":"


@dataclass(frozen=True)
class Found:
    """A problem, the name of its file, and its segment with the delimiters in force."""

    problem: dict[str, Any]
    file: str
    segment: str | None
    delimiters: Delimiters

    def words(self) -> str:
        """The lines that a terminal shows, masked."""
        return render(self.problem, self.segment, self.delimiters, self.file)

    def json(self) -> dict[str, Any]:
        """The same in parts and numbers, masked."""
        return to_json(self.problem, self.segment, self.delimiters, self.file)


@dataclass
class Excerpts:
    """Gathers the problems of batches, at most `limit` of each code in a file (None: all).

    `counts` has every problem, the ones left out too.
    """

    limit: int | None = None
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    _kept: list[pl.DataFrame] = field(default_factory=list)
    _late: list[pl.DataFrame] = field(default_factory=list)
    _headers: list[pl.DataFrame] = field(default_factory=list)
    _files: dict[str, str] = field(default_factory=dict)

    def add(self, batch: Tables) -> None:
        """Take the problems of the next batch."""
        self.note(batch)
        segments = batch.get("segments")
        if segments is None:
            self._files.update(batch["files"].select("file_id", "path").iter_rows())
        shown = self._within_limit(batch["problems"])
        if shown.height:
            texts = self._late_texts() if segments is None else _texts_for(shown, segments)
            joined = shown.join(texts, on=PLACE, how="left", maintain_order="left")
            self._kept.append(kept(joined))

    def note(self, batch: Tables) -> None:
        """Remember the envelopes of the next batch, without its problems."""
        if "segments" in batch:
            segments = batch["segments"]
            late = segments.filter(pl.col("segment_id").is_in(LATE_SEGMENTS))
            self._late.append(kept(_texts(late)))
            self._headers.append(kept(_headers(late)))

    def delimiters(self, segment: dict[str, Any]) -> Delimiters:
        """The separators in force in a row of `segments` of a batch that was noted."""
        name, text = segment["segment_id"], segment["text"]
        above = (pl.col("file_id") == segment["file_id"]) & (
            pl.col("segment_number") <= segment["segment_number"]
        )
        isa = pl.concat(self._headers).filter(above).tail(1)["component_separator"]
        return Delimiters(
            text[len(name) : len(name) + 1] or "*", (isa[0] if len(isa) else "") or ":"
        )

    def found(self) -> list[Found]:
        """The problems kept, file by file in the order of the input, each file from its start."""
        if not self._kept:
            return []
        order = {file_id: at for at, file_id in enumerate(self._files)}
        rows = _with_component(pl.concat(self._kept), self._headers).sort(
            pl.col("file_id").replace_strict(order, default=len(order), return_dtype=pl.Int64),
            "segment_number",
            "element",
            maintain_order=True,
        )
        return [self._one(row) for row in rows.iter_rows(named=True)]

    def _one(self, row: dict[str, Any]) -> Found:
        # Files that could not be opened, and copies, have their name in `value`.
        named = row["code"].startswith("FILE-")
        file = row["value"] if named else self._files.get(row["file_id"], "")
        delimiters = Delimiters(row["element_separator"] or "*", row["component_separator"] or ":")
        return Found(row, file, row["text"], delimiters)

    def _late_texts(self) -> pl.DataFrame:
        return pl.concat([_texts(TABLES["segments"].empty()), *self._late])

    def _within_limit(self, problems: pl.DataFrame) -> pl.DataFrame:
        key = ["file_id", "code"]
        counted = problems.group_by(key, maintain_order=True).len()
        before = []
        for file_id, code, number in counted.iter_rows():
            place = file_id or "", code
            before.append(self.counts.get(place, 0))
            self.counts[place] = before[-1] + number
        if self.limit is None:
            return problems
        seen = counted.select(*key, before=pl.Series(before, dtype=pl.Int64))
        return (
            problems.join(seen, on=key, how="left", nulls_equal=True, maintain_order="left")
            .filter(pl.col("before") + pl.int_range(pl.len()).over(key) < self.limit)
            .drop("before")
        )


def found_among(
    problems: pl.DataFrame, segments: pl.DataFrame, file: str, delimiters: Delimiters
) -> list[Found]:
    """The problems that are about these segments of one file, in its order."""
    rows = problems.join(_texts_for(problems, segments), on=PLACE).sort("segment_number", "element")
    return [Found(row, file, row["text"], delimiters) for row in rows.iter_rows(named=True)]


def _texts_for(problems: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    return _texts(segments.join(problems.select(PLACE), on=PLACE, how="semi"))


def _texts(segments: pl.DataFrame) -> pl.DataFrame:
    text = pl.col("text")
    after_name = text.str.slice(pl.col("segment_id").str.len_chars(), 1)
    return segments.select(*PLACE, text.str.slice(0, LONGEST_SEGMENT), element_separator=after_name)


def _headers(segments: pl.DataFrame) -> pl.DataFrame:
    """The component separator that each ISA sets."""
    isa = segments.filter(pl.col("segment_id") == "ISA")
    elements = pl.col("text").str.split(pl.col("text").str.slice(3, 1))
    sixteenth = elements.list.get(16, null_on_oob=True).str.slice(0, 1)
    return isa.select(*PLACE, component_separator=sixteenth)


def _with_component(problems: pl.DataFrame, headers: list[pl.DataFrame]) -> pl.DataFrame:
    """Each problem with the separator of the last ISA above it; null when there is none."""
    placed = pl.col("segment_number").is_not_null()
    isas = pl.concat([_headers(TABLES["segments"].empty()), *headers])
    joined = (
        problems.filter(placed)
        .sort(PLACE, maintain_order=True)
        .join_asof(
            isas.sort(PLACE),
            on="segment_number",
            by="file_id",
            strategy="backward",
            check_sortedness=False,
        )
    )
    return pl.concat([problems.filter(~placed), joined], how="diagonal")
