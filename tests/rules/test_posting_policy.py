"""What a practice says goes before the default, and the value for a kind of payer before both."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from reclaim.errors import ReclaimError
from reclaim.intake.posting_files import PostingFiles, posting_files
from reclaim.rules.posting_policy import (
    DEFAULT,
    PostingPolicy,
    document_words,
    in_unit,
    policy_columns,
    policy_questions,
    proves,
    read_posting_policy,
)

NEVER_ASKED = {"policy_document_cents", "policy_approval_cents"}
"""What has no default: it is held against nobody until the practice answers."""


def policy(folder: Path, text: str) -> PostingPolicy:
    (folder / "policies").mkdir(exist_ok=True)
    (folder / "policies" / "posting.yaml").write_text(text, encoding="utf-8")
    return read_posting_policy(folder, PostingFiles())


def answers(
    held: PostingPolicy, column: str, *rows: tuple[dt.date | None, str | None]
) -> list[tuple[object, ...]]:
    frame = pl.DataFrame(
        rows, schema={"posted_date": pl.Date(), "payer_kind": pl.String()}, orient="row"
    ).with_columns(held.columns())
    return frame.select(column, DEFAULT + column).rows()


def test_without_a_policy_every_value_is_a_default_or_not_known() -> None:
    frame = pl.DataFrame({"posted_date": [dt.date(2026, 1, 1)], "payer_kind": ["commercial"]})
    held = frame.with_columns(PostingPolicy().columns())
    for column in policy_columns():
        assert held[DEFAULT + column].item() == (column not in NEVER_ASKED)
        assert (held[column].item() is None) == (column in NEVER_ASKED)


def test_every_value_is_cited_and_graded() -> None:
    for question in policy_questions():
        for value in question.values:
            assert value.cite
            if question.grade == "judgement":
                assert "judgement" in value.cite


def test_an_own_answer_goes_before_the_default(tmp_path: Path) -> None:
    held = policy(tmp_path, "- {id: small-balance/most, value: 9.99, cite: our policy}\n")
    day = dt.date(2026, 1, 1)
    assert answers(held, "policy_small_balance_cents", (day, None)) == [(999, False)]


def test_an_own_answer_holds_from_its_day(tmp_path: Path) -> None:
    held = policy(
        tmp_path,
        "- {id: bad-debt/days, value: 90, from: 2025-01-01, cite: our policy of 2025}\n"
        "- {id: bad-debt/days, value: 60, from: 2026-01-01, cite: our policy of 2026}\n",
    )
    days = [dt.date(2024, 12, 31), dt.date(2025, 12, 31), dt.date(2026, 1, 1), None]
    found = answers(held, "policy_effort_days", *((day, "commercial") for day in days))
    assert found == [(120, True), (90, False), (60, False), (60, False)]


def test_the_value_for_a_kind_of_payer_goes_first(tmp_path: Path) -> None:
    held = policy(tmp_path, "- {id: bad-debt/quiet, value: 30, cite: our policy}\n")
    day = dt.date(2026, 1, 1)
    found = answers(held, "policy_quiet_days", (day, "medicare"), (day, "commercial"))
    assert found == [(120, True), (30, False)]
    own = policy(tmp_path, "- {id: bad-debt/quiet, value: 30, kinds: [medicare], cite: ours}\n")
    assert answers(own, "policy_quiet_days", (day, "medicare"), (day, None)) == [
        (30, False),
        (90, True),
    ]


def test_words_of_a_practice_are_added(tmp_path: Path) -> None:
    held = policy(tmp_path, "- {id: documents/hardship, words: [Form_7], cite: our forms}\n")
    names = pl.Series(["form 7 of 2026", "FORM-7", "Hardship_form", "abn", None], dtype=pl.String)
    frame = names.to_frame("document")
    found = frame.select(found=proves(pl.col("document"), held.hardship_words))
    assert found["found"].to_list() == [True, True, True, False, None]
    assert len(held.hardship_words) == len(document_words()[0].words) + 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- {id: small-balance/least, value: 5, cite: ours}\n", "no question small-balance/least"),
        ("- {id: small-balance/most, value: 5.001, cite: ours}\n", "fraction of a cent"),
        ("- {id: small-balance/most, value: -5, cite: ours}\n", "no value in dollars"),
        ("- {id: bad-debt/days, value: 9.5, cite: ours}\n", "no whole number of days"),
        ("- {id: waiver/public-ambulance, value: 2, cite: ours}\n", "no value in yes_or_no"),
        ("- {id: bad-debt/days, words: [a], cite: ours}\n", "answered by a value"),
        ("- {id: documents/hardship, value: 5, cite: ours}\n", "answered by words"),
        ("- {id: bad-debt/days, cite: ours}\n", "either value or words"),
        ("- {id: bad-debt/days, value: 5}\n", "cite"),
        ("- {id: bad-debt/days, value: 5, cite: ours}\n" * 2, "given twice"),
        ("- {id: bad-debt/days, value: 5, kinds: [rich], cite: ours}\n", "kinds"),
    ],
)
def test_an_error_names_the_question(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ReclaimError, match="RULE-FILE") as caught:
        policy(tmp_path, text)
    assert said in str(caught.value)


def test_true_is_one(tmp_path: Path) -> None:
    held = policy(tmp_path, "- {id: waiver/public-ambulance, value: true, cite: 911 service}\n")
    assert answers(held, "policy_public_ambulance", (None, None)) == [(1, False)]


def test_dollars_are_whole_cents() -> None:
    assert in_unit(20.0, "dollars") == in_unit("20.00", "dollars") == 2000
    assert in_unit(0.29, "dollars") == 29
    assert in_unit(20, "days") == 20


def test_a_practice_without_files_states_nothing(tmp_path: Path) -> None:
    assert posting_files(None) == posting_files(tmp_path) == PostingFiles()
    assert read_posting_policy(tmp_path, PostingFiles()) == PostingPolicy()
    assert read_posting_policy(None, PostingFiles()) == PostingPolicy()


def test_files_of_a_practice(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "users.csv").write_text("user,role,limit\nb.one,biller,250\nowner,,\n")
    (tmp_path / "policies" / "approvals.csv").write_text(
        "transaction_id,amount,approved_by,approved_on\nT1,100.00,m.two,2026-01-02\n"
    )
    (tmp_path / "policies" / "closed_periods.csv").write_text(
        "first_day,last_day,closed_on\n2025-12-01,2025-12-31,2026-01-10\n"
    )
    kept = posting_files(tmp_path)
    assert kept.users is not None
    assert kept.users["limit"].to_list() == [25_000, None]
    assert kept.approvals is not None
    assert kept.approvals["amount"].to_list() == [10_000]
    assert kept.closed_periods is not None
    assert kept.closed_periods["last_transaction_id"].to_list() == [None]


def test_a_file_in_error_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    path = tmp_path / "policies" / "users.csv"
    path.write_text("user,role,limit\nb.one,biller,a lot\n")
    with pytest.raises(ReclaimError, match=r"users\.csv:2"):
        posting_files(tmp_path)
