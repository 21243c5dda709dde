"""Writing X12: trimming, delimiters, and envelopes that count themselves."""

import datetime as dt

import pytest

from reclaim.x12.writer import Delimiters, Envelope, encode, interchange, isa, money, transaction

SENT = dt.datetime(2026, 3, 14, 9, 5)  # noqa: DTZ001 - X12 times have no zone
ENVELOPE = Envelope("SENDER", "RECEIVER", "HP", "005010X221A1", SENT, control=42)


def test_trailing_empty_elements_and_components_are_trimmed() -> None:
    assert encode([("SVC", ("HC", "99213", "", ""), "10", "", "")]) == b"SVC*HC:99213*10~\n"


def test_inner_empty_elements_are_kept() -> None:
    assert encode([("NM1", "QC", "", "X")]) == b"NM1*QC**X~\n"


def test_other_delimiters() -> None:
    marks = Delimiters("|", ">", "!", "'", "")
    assert encode([("A", ("b", "c"), "d"), ("E",)], marks) == b"A|b>c|d'E'"


@pytest.mark.parametrize("value", ["A*B", "A~B", "A:B", "A^B", "A\nB"])
def test_a_delimiter_in_a_value_is_refused_with_its_place(value: str) -> None:
    with pytest.raises(ValueError, match=r"segment 2 NM103"):
        encode([("ST", "835"), ("NM1", "QC", "1", value)])


def test_a_delimiter_in_a_component_is_refused() -> None:
    with pytest.raises(ValueError, match="SVC01"):
        encode([("SVC", ("HC", "9:9"))])


def test_the_message_never_repeats_the_value() -> None:
    with pytest.raises(ValueError, match="NM103") as caught:
        encode([("NM1", "QC", "1", "SECRET*NAME")])
    assert "SECRET" not in str(caught.value)


def test_isa_is_of_fixed_width() -> None:
    assert len(encode([isa(ENVELOPE)])) == 107
    assert encode([isa(ENVELOPE)])[103:] == b"*:~\n"


def test_envelope_counts_follow_from_the_content() -> None:
    bodies = [[("BPR", "I")], [("BPR", "H"), ("TRN", "1")]]
    sets = [transaction("835", f"{at:04d}", "", body) for at, body in enumerate(bodies, 1)]
    segments = list(interchange(ENVELOPE, sets))
    assert [s for s in segments if s[0] in ("SE", "GE", "IEA")] == [
        ("SE", "3", "0001"),
        ("SE", "4", "0002"),
        ("GE", "2", "42"),
        ("IEA", "1", "000000042"),
    ]


@pytest.mark.parametrize(
    ("cents", "text"),
    [(0, "0"), (5, "0.05"), (50, "0.5"), (12345, "123.45"), (12300, "123"), (-5, "-0.05")],
)
def test_money_is_trimmed(cents: int, text: str) -> None:
    assert money(cents) == text


def test_money_with_two_places() -> None:
    assert money(-12300, two_places=True) == "-123.00"
