"""Frames back to the bytes they were read from."""

import codecs

import polars as pl

BOMS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}


def restore(segments: pl.DataFrame, files: pl.DataFrame) -> dict[str, bytes]:
    """The bytes of each file, by `file_id`, from the frames `segments` and `files`.

    They equal what was read, to the byte, but for UTF-16 that is not well formed
    (`X12-ENCODING`). A file that is not X12 has no segments, and so gives no bytes.
    """
    texts = (
        segments.sort("file_id", "segment_number")
        .group_by("file_id", maintain_order=True)
        .agg(text=pl.concat_str("text", "ending").str.join(""))
    )
    joined = dict(texts.iter_rows())
    return {
        row["file_id"]: _encoded(row, (row["leading"] or "") + joined.get(row["file_id"], ""))
        for row in files.iter_rows(named=True)
    }


def _encoded(file: dict[str, object], text: str) -> bytes:
    encoding = str(file["encoding"])
    if file["byte_order_mark"]:
        return BOMS.get(encoding, codecs.BOM_UTF8) + text.encode(encoding)
    return text.encode(encoding)
