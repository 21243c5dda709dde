"""Payers break the standard daily; the reader takes what they send and says what is odd."""

import pytest

from reclaim.x12.restore import restore
from tests.x12.reading import Tables, problem_codes, read_one, sample

EVERYTHING = sample("835_everything.x12")
ENVELOPE = ("files", "segments", "interchanges", "other_elements", "problems")


def _same_content(tables: Tables, expected: Tables) -> None:
    """All tables hold the same, but for where the bytes stand and how they were sent."""
    places = ["file_id", "byte_offset"]
    for name, frame in expected.items():
        if name not in ENVELOPE:
            assert tables[name].drop(places).equals(frame.drop(places)), name


def _restores(content: bytes, tables: Tables) -> bool:
    return list(restore(tables["segments"], tables["files"]).values()) == [content]


@pytest.fixture(scope="module")
def plain() -> Tables:
    return read_one(EVERYTHING)


@pytest.mark.parametrize(
    "marks", [b"|>!", b"\x1d\x1f\x1c", b"+:'", b"^&$", b"\x01\x02\x03", b"*:\x85"[:2] + b"`"]
)
def test_any_delimiters(plain: Tables, marks: bytes) -> None:
    content = EVERYTHING.replace(b"^", b"}").translate(bytes.maketrans(b"*:~", marks))
    tables = read_one(content)
    _same_content(tables, plain)
    assert problem_codes(tables) == []
    assert _restores(content, tables)


@pytest.mark.parametrize("end", [b"", b"\r", b"\r\n", b"\n\n", b"\n \n", b"\r\n\t", b"\n\0"])
def test_any_line_ends_after_terminators(plain: Tables, end: bytes) -> None:
    content = EVERYTHING.replace(b"\n", end)
    tables = read_one(content)
    _same_content(tables, plain)
    assert problem_codes(tables) == []
    assert _restores(content, tables)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("piece_bytes", [200, 1_000_000])
def test_a_line_end_as_terminator(plain: Tables, end: bytes, piece_bytes: int) -> None:
    content = EVERYTHING.replace(b"~\n", end)
    tables = read_one(content, piece_bytes=piece_bytes)
    if piece_bytes > 200:
        _same_content(tables, plain)
    assert tables["transactions"]["closing_control_number"].to_list() == ["0001", "0002"]
    assert tables["adjustments"].height == plain["adjustments"].height
    assert problem_codes(tables) == []
    assert _restores(content, tables)


def test_mixed_line_ends(plain: Tables) -> None:
    lines = EVERYTHING.split(b"\n")
    content = b"".join(line + (b"\n", b"\r\n", b"")[n % 3] for n, line in enumerate(lines))
    tables = read_one(content)
    _same_content(tables, plain)
    assert _restores(content, tables)


def test_no_newline_at_the_end(plain: Tables) -> None:
    _same_content(read_one(EVERYTHING.rstrip()), plain)


def test_an_iea_without_terminator_is_whole(plain: Tables) -> None:
    tables = read_one(EVERYTHING.rstrip(b"~\n"))
    _same_content(tables, plain)
    assert problem_codes(tables) == []
    assert tables["interchanges"]["closing_control_number"].to_list() == ["000000001"]


def test_spaces_before_segments(plain: Tables) -> None:
    _same_content(read_one(EVERYTHING.replace(b"\n", b"\n    ")), plain)


def test_a_line_break_inside_a_segment_stays_in_its_text() -> None:
    content = EVERYTHING.replace(b"*TESTWELL*ABEL*M", b"*TEST\nWELL*ABEL*M")
    tables = read_one(content)
    assert tables["remit_claims"]["patient_last_name"][0] == "TEST\nWELL"
    assert _restores(content, tables)


@pytest.mark.parametrize("piece_bytes", [300, 1_000_000])
def test_a_short_isa(plain: Tables, piece_bytes: int) -> None:
    isa = EVERYTHING[:106]
    content = EVERYTHING.replace(isa, b"*".join(part.strip() for part in isa.split(b"*")))
    tables = read_one(content, piece_bytes=piece_bytes)
    assert tables["remit_claims"].height == plain["remit_claims"].height
    assert tables["interchanges"]["sender_id"].to_list() == ["TDWTR"]
    assert problem_codes(tables) == ["X12-ISA-SHORT"]
    assert _restores(content, tables)


@pytest.mark.parametrize("begin", [b"\nGS*", b"\nST*"])
def test_no_isa(plain: Tables, begin: bytes) -> None:
    content = EVERYTHING[EVERYTHING.index(begin) + 1 :]
    tables = read_one(content)
    for name in ("remit_claims", "remit_lines", "adjustments", "payments"):
        assert tables[name].height == plain[name].height
    assert tables["remit_lines"]["procedure_code"].equals(plain["remit_lines"]["procedure_code"])
    assert problem_codes(tables) == ["X12-ISA-MISSING"]
    assert _restores(content, tables)


def test_no_isa_and_other_delimiters(plain: Tables) -> None:
    bare = EVERYTHING[EVERYTHING.index(b"\nST*") + 1 :].replace(b"^", b"}")
    tables = read_one(bare.translate(bytes.maketrans(b"*:~", b"|>'")))
    assert tables["adjustments"].height == plain["adjustments"].height
    assert tables["remit_lines"]["procedure_code"].equals(plain["remit_lines"]["procedure_code"])


def test_an_isa_that_comes_after_a_bare_transaction_hides_nothing(plain: Tables) -> None:
    bare = EVERYTHING[EVERYTHING.index(b"\nST*") + 1 : EVERYTHING.index(b"\nGE*")]
    tables = read_one(bare + EVERYTHING)
    assert tables["remit_claims"].height == 2 * plain["remit_claims"].height


def test_text_before_the_isa_is_kept(plain: Tables) -> None:
    content = "Größe: 12 kB\n".encode("latin-1") + EVERYTHING
    tables = read_one(content, piece_bytes=400)
    assert tables["files"]["leading"].to_list() == ["Größe: 12 kB\n"]
    assert tables["remit_claims"].height == plain["remit_claims"].height
    assert _restores(content, tables)


@pytest.mark.parametrize(
    ("encoding", "name", "mark"),
    [
        ("utf-8-sig", "utf-8", True),
        ("utf-16", "utf-16-le", True),
        ("utf-16-le", "utf-16-le", False),
        ("utf-16-be", "utf-16-be", False),
        ("utf-8", "utf-8", False),
        ("latin-1", "latin-1", False),
    ],
)
def test_any_encoding(plain: Tables, encoding: str, name: str, mark: bool) -> None:  # noqa: FBT001 - a test case
    text = EVERYTHING.decode().replace("SAMPLEFORD", "SÁMPLEFORD")
    content = text.encode(encoding)
    tables = read_one(content)
    assert tables["files"].select("encoding", "byte_order_mark").rows() == [(name, mark)]
    assert tables["remit_claims"]["patient_last_name"][2] == "SÁMPLEFORD"
    assert tables["adjustments"]["carc"].equals(plain["adjustments"]["carc"])
    expected = [] if name == "utf-8" else ["X12-ENCODING"]
    assert problem_codes(tables) == expected
    assert _restores(content, tables)


def test_big_endian_utf_16_with_a_mark(plain: Tables) -> None:
    content = b"\xfe\xff" + EVERYTHING.decode().encode("utf-16-be")
    tables = read_one(content)
    _same_content(tables, plain)
    assert _restores(content, tables)


def test_several_interchanges_groups_and_transactions(plain: Tables) -> None:
    group = EVERYTHING[EVERYTHING.index(b"GS*") : EVERYTHING.index(b"IEA*")]
    content = EVERYTHING.replace(b"IEA*1", group + b"IEA*2") + EVERYTHING
    tables = read_one(content)
    assert tables["interchanges"]["stated_groups"].to_list() == [2, 1]
    assert tables["groups"].height == 3
    assert tables["transactions"]["transaction"].to_list() == [1, 2, 3, 4, 5, 6]
    assert tables["remit_claims"].height == 3 * plain["remit_claims"].height


def test_wrong_counts_are_read_as_stated() -> None:
    content = EVERYTHING.replace(b"SE*81*0001", b"SE*7*0009").replace(b"GE*2*1", b"GE*5*1")
    tables = read_one(content)
    assert tables["transactions"]["stated_segments"][0] == 7
    assert tables["transactions"]["closing_control_number"][0] == "0009"
    assert tables["groups"]["stated_transactions"].to_list() == [5]


def test_a_claim_without_lx_and_a_claim_without_svc(plain: Tables) -> None:
    claims = plain["remit_claims"].filter(transaction=2)
    assert claims["patient_control_number"].to_list() == ["A000103-1", "A000104-1"]
    assert plain["remit_lines"].filter(transaction=2).is_empty()
    adjustments = plain["adjustments"].filter(transaction=2)
    assert adjustments["claim_segment"].to_list() == [
        claims["segment_number"][at] for at in (0, 1, 1)
    ]
    assert adjustments["line_segment"].null_count() == 3


def test_unknown_codes_are_kept() -> None:
    content = EVERYTHING.replace(b"CAS*PR*2*10~", b"CAS*QQ*ZZZ9*10~").replace(
        b"CLP*A000103-1*4", b"CLP*A000103-1*99"
    )
    tables = read_one(content)
    rows = tables["adjustments"].filter(group_code="QQ")
    assert rows.select("carc", "adjustment_cents").rows() == [("ZZZ9", 1000)]
    assert "99" in tables["remit_claims"]["claim_status"].to_list()


def test_segments_of_no_known_kind_are_kept() -> None:
    content = EVERYTHING.replace(b"LX*1~", b"ZZZ*A*B:C~clp*X~LX*1~", 1)
    tables = read_one(content)
    values = tables["other_elements"].filter(tables["other_elements"]["segment_id"] == "ZZZ")
    assert values["value"].to_list() == ["A", "B:C"]
    assert "clp" in tables["other_elements"]["segment_id"].to_list()
    assert _restores(content, tables)


@pytest.mark.parametrize(
    "keep", [b"CAS*CO*45*3", b"CLP*A000101-1*1*500*30", b"SVC*HC:99213", b"AMT"]
)
@pytest.mark.parametrize("piece_bytes", [300, 1_000_000])
def test_a_file_cut_inside_a_segment(keep: bytes, piece_bytes: int) -> None:
    """The tail is kept and reported; half an amount is no amount."""
    content = EVERYTHING[: EVERYTHING.index(keep) + len(keep)]
    tables = read_one(content, piece_bytes=piece_bytes)
    last = tables["segments"].row(-1, named=True)
    assert last["text"].encode() == keep
    problems = tables["problems"].filter(code="X12-TAIL")
    assert problems.select("segment_number", "value").rows() == [
        (last["segment_number"], keep.decode())
    ]
    for name in ("remit_claims", "remit_lines", "adjustments", "amounts"):
        assert last["segment_number"] not in tables[name]["segment_number"].to_list()
    assert last["segment_number"] in tables["other_elements"]["segment_number"].to_list()
    assert _restores(content, tables)


def test_zero_bytes_after_the_end_are_kept(plain: Tables) -> None:
    content = EVERYTHING + b"\0" * 50
    tables = read_one(content)
    _same_content(tables, plain)
    assert _restores(content, tables)


def test_mainframe_padding_after_the_end_is_told() -> None:
    tables = read_one(EVERYTHING + b"\x1a")
    assert problem_codes(tables) == ["X12-TAIL"]


def test_utf_16_that_breaks_off_inside_a_letter_is_told() -> None:
    content = EVERYTHING.decode().encode("utf-16")[:-1]
    tables = read_one(content)
    assert "X12-ENCODING" in problem_codes(tables)
    assert tables["remit_claims"].height == 5
