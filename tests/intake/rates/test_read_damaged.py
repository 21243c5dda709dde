"""Damaged rate tables: each is read right or refused with its line, and nothing falls over."""

from pathlib import Path

import polars as pl
import pytest

from reclaim.errors import ReclaimError
from reclaim.intake.rates.read import read_rate_table
from reclaim.x12.generate.seeded import seeded

RATES = "code,modifier,effective_from,rate\n99213,,2026-01-01,91.63\nJ1100,26,2026-01-01,.5\n"
CELLS = (
    "1e5", "NaN", "inf", "1,234.50", '"1,234.50"', "$5", "1/1/2026", "2026-02-30", "-1", "+1", "",
    "0", "5.", ".", "1.1234567", "999999999999", "1000000000000", "9" * 30, "é", "٣", '"', '""',
    '"a\nb"', "\0", "0000-00-00", "10000-01-01", "#REF!", "null", "x" * 500, "9921", "1 000",
)  # fmt: skip
PIECES = (b"\xef\xbb\xbf", b"\r\n", b"\n\n", b",", b'"', b"\0", b"\xff", b"\xe9", b";", b"\t")


def outcome(path: Path, content: bytes) -> str:
    """Its rates in millionths of a dollar, or what the reader says."""
    path.write_bytes(content)
    try:
        return str(read_rate_table("rates", path)["rate_micros"].to_list())
    except ReclaimError as error:
        return f"{error.code} {error}"


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_table_is_read_or_refused_with_its_place(tmp_path: Path, seed: int) -> None:
    rng = seeded(seed)
    for _ in range(60):
        if rng.random() < 0.6:
            cells = [line.split(",") for line in RATES.splitlines()]
            line = rng.choice(cells)
            line[rng.randrange(4)] = rng.choice(CELLS)
            content = "\n".join(",".join(line) for line in cells).encode()
        else:
            whole = RATES.encode()
            at = rng.randrange(len(whole))
            content = whole[:at] + rng.choice(PIECES) + whole[at + rng.choice((0, 0, 1, 9)) :]
        told = outcome(tmp_path / "t.csv", content)
        assert told.startswith(("[", "RATE-FILE t.csv:")), told
        assert max(map(len, told.splitlines())) < 400


@pytest.mark.parametrize(
    "content",
    [
        RATES.encode("utf-8-sig"),
        RATES.replace("\n", "\r\n").encode(),
        RATES.replace("\n", "\n\n").encode(),
        ("\n\n" + RATES).encode(),
        RATES.replace(",", " , ").encode(),
        "\n".join(",".join(f'"{one}"' for one in row.split(",")) for row in RATES.split()).encode(),
    ],
    ids=["mark", "windows", "empty lines", "empty lines above", "blanks", "quotes"],
)
def test_a_table_of_another_program_is_read_as_it_stands(tmp_path: Path, content: bytes) -> None:
    assert outcome(tmp_path / "t.csv", content) == "[91630000, 500000]"


@pytest.mark.parametrize(
    ("rate", "micros"),
    [("999999999999", 999_999_999_999_000_000), ("0.000001", 1), ("00.50", 500_000)],
)
def test_a_rate_is_read_to_its_last_digit(tmp_path: Path, rate: str, micros: int) -> None:
    assert outcome(tmp_path / "t.csv", f"code,rate\n99213,{rate}\n".encode()) == f"[{micros}]"


@pytest.mark.parametrize("above", ["", "\n", "\n\n\n", "\r\n\r\n"])
@pytest.mark.parametrize("between", ["", "\n", "\n\n"])
def test_a_fault_is_told_with_its_line_whatever_empty_lines_stand_before(
    tmp_path: Path, above: str, between: str
) -> None:
    content = f"{above}code,rate\n99213,1\n{between}99214,lots\n"
    line = content.split("\n").index("99214,lots") + 1
    assert f"t.csv:{line}: rate: 'lots' cannot be read" in outcome(
        tmp_path / "t.csv", content.encode()
    )


def test_a_rate_below_zero_is_refused_in_parquet_too(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(RATES)
    table = read_rate_table("rates", tmp_path / "t.csv")
    table.with_columns(rate_micros=-pl.col("rate_micros")).write_parquet(tmp_path / "t.parquet")
    with pytest.raises(ReclaimError, match="rate_micros: is below zero"):
        read_rate_table("rates", tmp_path / "t.parquet")
