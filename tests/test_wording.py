"""Numbers with nouns, and texts from a payer made safe to show."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from reclaim.wording import LONGEST_PATH, clean, count, short_path


def test_one_is_not_many() -> None:
    assert (count(1, "claim"), count(2_000, "claim")) == ("1 claim", "2,000 claims")
    assert count(0, "file") == "0 files"


def test_what_people_write_stays() -> None:
    for text in ("ACME & Sons, Ltd.", "Zoë Müller’s", "a\u00a0b", "日本"):
        assert clean(text) == text
    assert clean(None) == ""


@given(st.text())
def test_no_control_or_direction_mark_survives(text: str) -> None:
    shown = clean(text)
    assert not {"\x00", "\n", "\x1b", "\x85", "\u2028", "\u202e", "\u2066"} & set(shown)
    assert all(unicodedata.category(mark)[0] != "C" for mark in shown)


@given(st.text())
def test_every_character_keeps_its_place(text: str) -> None:
    assert len(clean(text)) == len(text)


def test_a_long_path_keeps_its_end() -> None:
    assert short_path("in/a.835") == "in/a.835"
    assert short_path("a" * 40 + "/b/remit.835") == ".../b/remit.835"
    assert short_path("a" * 40 + "/in.zip!" + "b" * 46 + ".835") == "..." + "b" * 43 + ".835"


@given(st.text(st.sampled_from("ab/!.")))
def test_a_path_is_never_longer_than_shown(path: str) -> None:
    shown = short_path(path)
    assert len(shown) <= LONGEST_PATH
    assert path.endswith(shown.removeprefix("...") if shown != path else path)
