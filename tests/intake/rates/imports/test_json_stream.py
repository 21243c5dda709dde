"""Any JSON is read as it is, in pieces of any size; what is none is said, with its place."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.errors import ReclaimError
from reclaim.intake.rates.imports.json_stream import JsonStream

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=12,
)
SMALL = b'{"a": [1, {"b": "x\\u00e9"}], "c": {"d": 12.50}, "e": null}'


def stream(content: bytes, piece: int = 1) -> JsonStream:
    return JsonStream(io.BytesIO(content), "f.json", piece=piece)


def walked(at: JsonStream) -> object:
    """The value, gone into as far as it goes."""
    if at.starts_with("{"):
        return {name: walked(at) for name in at.members()}
    if at.starts_with("["):
        return [walked(at) for _ in at.elements()]
    return at.value()


@given(value=values, piece=st.integers(1, 9), indent=st.none() | st.just(2))
def test_pieces_of_any_size_give_the_same_value(value: object, piece: int, indent: int) -> None:
    content = json.dumps(value, indent=indent, ensure_ascii=False).encode()
    expected = json.loads(content, parse_float=str)
    assert walked(stream(content, piece)) == expected
    assert stream(content, piece).value() == expected


@given(value=st.dictionaries(st.text(max_size=4), values, min_size=1), piece=st.integers(1, 9))
def test_what_is_passed_over_leaves_the_rest_as_it_is(value: dict[str, object], piece: int) -> None:
    at = stream(json.dumps(value).encode(), piece)
    names = []
    for name in at.members():
        names.append(name)
        at.skip()
    assert names == list(value)


def test_a_number_with_decimals_stays_text() -> None:
    assert stream(b'{"rate": 91.630, "units": 3}').value() == {"rate": "91.630", "units": 3}


def test_a_number_is_not_cut_where_a_piece_ends() -> None:
    assert stream(b"12345", 2).value() == 12345


def test_a_mark_of_byte_order_is_no_part_of_it() -> None:
    assert stream(b"\xef\xbb\xbf[1]").value() == [1]


def test_it_says_where_it_stands() -> None:
    at = stream(SMALL)
    paths = []
    for _ in at.members():
        if at.starts_with("["):
            for _ in at.elements():
                paths.append(at.path)
                at.skip()
        else:
            paths.append(at.path)
            at.skip()
    assert paths == ["a[0]", "a[1]", "c", "e"]


@pytest.mark.parametrize("length", range(1, len(SMALL)))
def test_a_file_that_was_cut_off_is_never_taken_for_whole(length: int) -> None:
    with pytest.raises(ReclaimError, match=r"f\.json"):
        walked(stream(SMALL[:length], 7))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"a" 1}', "this is no JSON|: was expected"),
        (b'{"a": [1 2]}', "f.json at a\\[0\\]|a comma or ]"),
        (b'{"a": [1, 2}', "a comma or ]"),
        (b"{1: 2}", "the name of a value"),
        (b'{"a": tru}', "f.json at a: this is no JSON"),
        (b'{"a": "x\n"}', "character 9 of the file"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(content: bytes, said: str) -> None:
    with pytest.raises(ReclaimError, match=said) as caught:
        walked(stream(content, 4))
    assert caught.value.code == "RATE-FILE"
