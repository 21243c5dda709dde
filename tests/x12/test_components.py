"""What parts components: what ISA16 states, unless every composite says otherwise."""

import pytest

from reclaim.x12.restore import restore
from tests.texts import claim, remit
from tests.x12.reading import Tables, problem_codes, read_one, sample
from tests.x12.slow_model import lost, split

EVERYTHING = sample("835_everything.x12")
CODES = ("procedure_qualifier", "procedure_code", "modifier_1", "modifier_2")


def misstating(content: bytes, mark: bytes = b">") -> bytes:
    """The interchange with another character in ISA16, as whoever wraps a file anew leaves it."""
    assert content[:3] == b"ISA"
    return content[:104] + mark + content[105:]


def read_whole(content: bytes, piece_bytes: int = 1_000_000) -> Tables:
    tables = read_one(content, piece_bytes=piece_bytes)
    assert list(restore(tables["segments"], tables["files"]).values()) == [content]
    assert not lost(split(content), tables, tables["files"]["file_id"][0])
    return tables


@pytest.mark.parametrize("piece_bytes", [300, 1_000_000])
@pytest.mark.parametrize("mark", [b">", b"|", b"Z"])
def test_the_separator_in_use_is_taken(mark: bytes, piece_bytes: int) -> None:
    tables = read_whole(misstating(EVERYTHING, mark), piece_bytes)
    right = read_one(EVERYTHING, piece_bytes=piece_bytes)
    assert tables["remit_lines"].select(CODES).equals(right["remit_lines"].select(CODES))
    assert problem_codes(tables) == ["X12-COMPONENT", *problem_codes(right)]
    assert tables["interchanges"]["component_separator"].to_list() == [mark.decode()]


@pytest.mark.parametrize("segment", ["SV1*HC:99213", "HI*ABK:", "CLM*"])
def test_one_composite_suffices(segment: str) -> None:
    """All others are gone: the diagnosis, the place of service or the procedure."""
    kept = [
        part
        for part in claim().split("~")
        if part.strip().startswith(segment) or not part.strip().startswith(("SV1", "HI", "CLM"))
    ]
    tables = read_one(misstating("~".join(kept).encode()))
    assert "X12-COMPONENT" in problem_codes(tables)


def test_the_stated_separator_stays_where_it_is_used() -> None:
    """A composite with another character in it is a value, not a vote."""
    content = remit().replace("SVC*HC:", "SVC*HC>", 1).encode()
    tables = read_one(content)
    assert "X12-COMPONENT" not in problem_codes(tables)
    assert tables["remit_lines"]["procedure_qualifier"][1] == "HC"


def test_composites_that_disagree_change_nothing() -> None:
    content = misstating(remit().replace("SVC*HC:", "SVC*HC^", 1).encode())
    tables = read_one(content)
    assert "X12-COMPONENT" not in problem_codes(tables)
    assert tables["remit_lines"]["procedure_code"].null_count() == tables["remit_lines"].height


def test_a_file_without_composites_keeps_what_is_stated() -> None:
    bare = b"".join(
        line for line in EVERYTHING.splitlines(keepends=True) if not line.startswith(b"SVC")
    )
    assert "X12-COMPONENT" not in problem_codes(read_whole(misstating(bare)))


@pytest.mark.parametrize("piece_bytes", [300, 1_000_000])
def test_a_second_interchange_that_misstates_it_too(piece_bytes: int) -> None:
    tables = read_whole(misstating(EVERYTHING) * 2, piece_bytes)
    right = read_one(EVERYTHING * 2)
    assert tables["remit_lines"].select(CODES).equals(right["remit_lines"].select(CODES))


@pytest.mark.parametrize("piece_bytes", [300, 1_000_000])
def test_a_second_interchange_that_states_its_own(piece_bytes: int) -> None:
    other = EVERYTHING.replace(b"^", b"}").translate(bytes.maketrans(b":", b"|"))
    for second in (EVERYTHING, other):
        tables = read_whole(misstating(EVERYTHING) + second, piece_bytes)
        right = read_one(EVERYTHING * 2)
        assert tables["remit_lines"].select(CODES).equals(right["remit_lines"].select(CODES))
