"""However a file is cut, and whatever it is read with, the tables are the same."""

import pytest

from reclaim.x12 import pieces
from reclaim.x12.generate.bulk import many_835
from reclaim.x12.restore import restore
from tests.x12.reading import (
    Tables,
    assert_same,
    every_sample,
    own_samples,
    read_files,
    read_one,
    sample,
)

TINY, SMALL, MIDDLE = 200, 1_000, 5_000


@pytest.fixture(scope="module")
def whole() -> Tables:
    return read_files(own_samples())


@pytest.mark.parametrize("piece_bytes", [TINY, SMALL, MIDDLE])
@pytest.mark.parametrize("threads", [1, 3])
def test_pieces_of_any_size_give_the_same_tables(
    whole: Tables, piece_bytes: int, threads: int
) -> None:
    assert_same(read_files(own_samples(), piece_bytes=piece_bytes, threads=threads), whole)


def test_every_sample_reads_the_same_in_pieces() -> None:
    contents = every_sample()
    assert_same(read_files(contents, piece_bytes=MIDDLE), read_files(contents))


def test_files_together_or_one_by_one_give_the_same_tables(whole: Tables) -> None:
    alone = [read_files({name: content}) for name, content in own_samples().items()]
    joined = {name: whole[name].clear() for name in whole}
    for tables in alone:
        joined = {name: joined[name].vstack(tables[name]) for name in joined}
    assert_same(joined, whole)


def test_a_transaction_longer_than_many_pieces_is_one_transaction() -> None:
    content = b"".join(many_835(1, 0.1, one_transaction=True))
    tables = read_one(content, piece_bytes=MIDDLE)
    assert len(content) > 10 * MIDDLE
    assert_same(tables, read_one(content))
    assert tables["transactions"]["transaction"].to_list() == [1]
    assert tables["transactions"]["closing_segment"].to_list() == [tables["segments"].height - 2]
    assert set(tables["remit_claims"]["trace_number"]) == set(tables["payments"]["trace_number"])


def _interchanges() -> bytes:
    """Several interchanges with delimiters of their own, several groups and transactions."""
    first = sample("835_everything.x12")
    other = first.translate(bytes.maketrans(b"*:~^", b"|>!&")).replace(b"!\n", b"!")
    third = first.replace(b":", b"<").replace(b"~\n", b"\n").replace(b"*", b"\x1d")
    group = first[first.index(b"GS*") : first.index(b"IEA*")]
    groups = first.replace(b"IEA*1", group + group.replace(b"HP*TDWTR", b"HP*OTHER") + b"IEA*3")
    return first + other + third + groups + sample("837p_secondary.x12") + other


@pytest.mark.parametrize("piece_bytes", [TINY, SMALL, MIDDLE])
def test_interchanges_with_other_delimiters_read_the_same(piece_bytes: int) -> None:
    content = _interchanges()
    tables = read_one(content)
    assert tables["interchanges"].height == 6
    assert tables["groups"].height == 8
    assert tables["transactions"]["closing_segment"].null_count() == 0
    assert tables["remit_claims"].height == 7 * 5
    assert tables["claims"].height == 6
    assert set(tables["transactions"]["version"]) == {"005010X221A1", "005010X222A1"}
    assert_same(read_one(content, piece_bytes=piece_bytes), tables)


def test_a_file_without_claims_is_cut_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    content = sample("835_everything.x12")
    head = content[: content.index(b"LX*")] + b"REF*EV*X~\n" * 400
    monkeypatch.setattr(pieces, "LONGEST_CLAIM", 2_000)
    tables = read_one(head, piece_bytes=TINY)
    assert tables["segments"]["text"].to_list() == read_one(head)["segments"]["text"].to_list()


def test_one_endless_segment_is_cut_inside_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Garbage without a terminator must not fill the memory, and comes back all the same."""
    content = sample("835_everything.x12")
    damaged = content[: content.index(b"LX*")] + "Ä  b".encode() * 5_000
    monkeypatch.setattr(pieces, "LONGEST_CLAIM", 2_000)
    tables = read_one(damaged, piece_bytes=TINY)
    longest = tables["segments"]["text"].str.len_bytes().max()
    assert isinstance(longest, int)
    assert 1_000 < longest < 5_000
    assert list(restore(tables["segments"], tables["files"]).values()) == [damaged]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "latin-1", "utf-8"])
def test_text_beyond_ascii_reads_the_same_in_pieces(encoding: str) -> None:
    text = sample("837p_secondary.x12").decode().replace("JUNO", "JÜNO").replace("KIT", "KÍT")
    content = text.encode(encoding)
    whole = read_one(content)
    assert "JÜNO" in whole["claims"]["patient_first_name"].to_list()
    assert_same(read_one(content, piece_bytes=TINY), whole)


def test_one_byte_of_latin_1_makes_the_whole_file_latin_1() -> None:
    content = sample("837p_secondary.x12").replace(b"GRADY", "GRÁDY".encode(), 1)
    content = content.replace(b"KIT", b"K\xcdT")
    whole = read_one(content, piece_bytes=TINY)
    assert whole["files"]["encoding"].to_list() == ["latin-1"]
    assert_same(whole, read_one(content))
