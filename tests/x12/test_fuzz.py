"""A seeded slice of what tools/fuzz.py does without end."""

from itertools import islice

import pytest

from tests.x12.reading import SAMPLES, assert_same, read_files
from tools import fuzz

SEED = 11


def test_damaged_files_raise_nothing_and_lose_nothing() -> None:
    result = fuzz.Result()
    fuzz.run(islice(fuzz.damaged_files(fuzz.sources_in([SAMPLES]), SEED), 250), result)
    assert result.failures == []
    assert result.files == 250
    assert len(result.kinds) >= 20


def test_damaged_files_read_the_same_in_pieces() -> None:
    damaged = islice(fuzz.damaged_files(fuzz.sources_in([SAMPLES]), SEED), 60)
    contents = {one.name: one.content for one in damaged}
    assert_same(read_files(contents, piece_bytes=500), read_files(contents))


def test_the_checks_notice_what_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that drops the last segment, or the adjustments, does not pass."""
    group = [fuzz.Damaged("one", "none", (SAMPLES / "835_everything.x12").read_bytes())]
    read = fuzz.read_all
    for table in ("segments", "adjustments"):

        def lossy(some: list[fuzz.Damaged], piece_bytes: int, lost: str = table) -> fuzz.Tables:
            tables = read(some, piece_bytes)
            return {**tables, lost: tables[lost].head(-1)}

        monkeypatch.setattr(fuzz, "read_all", lossy)
        result = fuzz.Result()
        fuzz.run(group, result)
        assert result.failures, table
