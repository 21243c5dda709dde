"""Which denials were decided again, and which of those were won."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest

from reclaim.recovery.outcomes import LINE_COLUMNS, outcomes
from reclaim.recovery.rounds import CLAIM_COLUMNS
from reclaim.schema import TABLES

JANUARY, MARCH, MAY = dt.date(2025, 1, 10), dt.date(2025, 3, 10), dt.date(2025, 5, 10)
DENIAL = pl.Schema(
    {
        "claim_id": pl.String(),
        "line_number": pl.Int64(),
        "category": pl.String(),
        "signal_id": pl.String(),
        "amount_cents": pl.Int64(),
    }
)
CLAIMS = TABLES["remit_claims"].polars_schema
LINES = TABLES["remit_lines"].polars_schema
Claim = dict[str, Any]


def claim(
    number: int,
    day: dt.date | None,
    *paid: int,
    status: str = "1",
    payer: str = "harbor",
    codes: str = "ABCDEF",
) -> Claim:
    """The CLP at segment `number`; its lines pay what is listed, for procedures A, B and so on."""
    lines = [
        {
            "file_id": "f",
            "claim_segment": number,
            "segment_number": number + position,
            "procedure_code": code,
            "service_date": JANUARY,
            "paid_cents": cents,
        }
        for position, (code, cents) in enumerate(zip(codes, paid, strict=False), 1)
    ]
    return {
        "file_id": "f",
        "segment_number": number,
        "claim_status": status,
        "paid_cents": sum(paid),
        "payment_date": day,
        "payer": payer,
        "lines": lines,
    }


def link(kind: str, start: int, end: int, *, ambiguous: bool = False) -> Claim:
    return {"link": kind, "from_id": f"f-{start}", "to_id": f"f-{end}", "ambiguous": ambiguous}


def counted(
    denials: Sequence[tuple[int, int | None, str, str | None, int]],
    links: Sequence[Claim],
    *claims: Claim,
) -> list[tuple[Any, ...]]:
    rows = [(f"f-{number}", *rest) for number, *rest in denials]
    heads = pl.DataFrame(
        [{name: c.get(name) for name in (*CLAIM_COLUMNS, "payer")} for c in claims],
        schema={name: CLAIMS[name] for name in CLAIM_COLUMNS} | {"payer": pl.String()},
    )
    lines = [line for c in claims for line in c["lines"]]
    return outcomes(
        pl.DataFrame(rows, schema=DENIAL, orient="row"),
        pl.DataFrame(links, schema=TABLES["claim_links"].polars_schema),
        heads,
        pl.DataFrame(lines, schema={name: LINES[name] for name in LINE_COLUMNS}),
    ).rows()


TIMELY = (10, 1, "denial/timely_filing", "proof", 5000)
WON = ("harbor", "denial/timely_filing", "proof", 1, 1)
LOST = ("harbor", "denial/timely_filing", "proof", 1, 0)


def test_a_correction_that_pays_the_line_is_a_win() -> None:
    rows = counted(
        [TIMELY], [link("correction", 20, 10)], claim(10, JANUARY, 0), claim(20, MARCH, 3000)
    )
    assert rows == [(*WON, 3000, 5000)]


def test_a_correction_of_the_same_day_is_one_too() -> None:
    rows = counted(
        [TIMELY], [link("correction", 20, 10)], claim(10, JANUARY, 0), claim(20, JANUARY, 3000)
    )
    assert rows == [(*WON, 3000, 5000)]


def test_a_second_decision_that_pays_nothing_is_a_loss() -> None:
    rows = counted([TIMELY], [link("same", 20, 10)], claim(10, JANUARY, 0), claim(20, MARCH, 0))
    assert rows == [(*LOST, 0, 5000)]


def test_what_is_never_decided_again_is_no_attempt() -> None:
    assert counted([TIMELY], [], claim(10, JANUARY, 0), claim(20, MARCH, 3000)) == []


def test_a_claim_sent_again_and_paid_is_a_win() -> None:
    links = [link("sent", 10, 1), link("sent", 20, 2), link("resent", 2, 1)]
    rows = counted([TIMELY], links, claim(10, JANUARY, 0), claim(20, MARCH, 9000))
    assert rows == [(*WON, 5000, 5000)]


def test_denied_twice_and_then_paid_is_two_attempts_and_one_win() -> None:
    again = (20, 1, "denial/timely_filing", "proof", 5000)
    links = [link("same", 20, 10), link("same", 30, 10)]
    rows = counted(
        [TIMELY, again], links, claim(10, JANUARY, 0), claim(20, MARCH, 0), claim(30, MAY, 2000)
    )
    assert rows == [("harbor", "denial/timely_filing", "proof", 2, 1, 2000, 10000)]


def test_a_claim_split_over_two_on_one_day_is_not_decided_again() -> None:
    assert (
        counted([TIMELY], [link("same", 20, 10)], claim(10, JANUARY, 0), claim(20, JANUARY, 9))
        == []
    )


def test_another_line_that_is_paid_does_not_win_this_one() -> None:
    rows = counted(
        [TIMELY], [link("same", 20, 10)], claim(10, JANUARY, 0, 100), claim(20, MARCH, 0, 900)
    )
    assert rows == [(*LOST, 0, 5000)]


@pytest.mark.parametrize(("paid", "expected"), [(4000, (*WON, 3900, 5000)), (90, (*LOST, 0, 5000))])
def test_with_a_new_code_the_claims_are_compared(paid: int, expected: tuple[Any, ...]) -> None:
    before, after = claim(10, JANUARY, 0, 100), claim(20, MARCH, paid, codes="X")
    assert counted([TIMELY], [link("same", 20, 10)], before, after) == [expected]


def test_at_claim_level_the_claims_are_compared() -> None:
    denial = (10, None, "denial/timely_filing", "proof", 5000)
    rows = counted([denial], [link("same", 20, 10)], claim(10, JANUARY, 100), claim(20, MARCH, 400))
    assert rows == [(*WON, 300, 5000)]


def test_each_category_and_signal_is_an_attempt_and_lines_are_added_up() -> None:
    denials = [
        TIMELY,
        (10, 2, "denial/timely_filing", "proof", 1000),
        (10, 3, "denial/coding", None, 700),
    ]
    rows = counted(
        denials, [link("same", 20, 10)], claim(10, JANUARY, 0, 0, 0), claim(20, MARCH, 200, 300, 0)
    )
    assert rows == [("harbor", "denial/coding", None, 1, 0, 0, 700), (*WON, 500, 6000)]


@pytest.mark.parametrize(
    "links",
    [
        [link("same", 20, 10, ambiguous=True)],
        [link("reversal", 20, 10)],
        [link("prior", 20, 10)],
        [link("duplicate", 20, 10)],
    ],
    ids=["ambiguous", "reversal", "prior", "duplicate"],
)
def test_other_links_say_nothing(links: list[Claim]) -> None:
    assert counted([TIMELY], links, claim(10, JANUARY, 0), claim(20, MARCH, 3000)) == []


@pytest.mark.parametrize(
    "later",
    [
        claim(20, MARCH, 3000, payer="cobalt"),
        claim(20, MARCH, 3000, payer="quillback"),
        claim(20, MARCH, 3000, status="22"),
        claim(20, MARCH, 3000, status="25"),
        claim(20, None, 3000),
    ],
    ids=["another payer's", "one more's", "a reversal", "an estimate", "without a date"],
)
def test_what_is_no_later_decision_of_the_payer_does_not_count(later: Claim) -> None:
    assert counted([TIMELY], [link("same", 20, 10)], claim(10, JANUARY, 0), later) == []


def test_a_denial_taken_back_is_no_denial() -> None:
    negative = (10, 1, "denial/timely_filing", "proof", -5000)
    rows = counted([negative], [link("same", 20, 10)], claim(10, JANUARY, 0), claim(20, MARCH, 1))
    assert rows == []


def test_the_order_of_the_rows_does_not_matter() -> None:
    claims = [claim(10, JANUARY, 0), claim(20, MARCH, 0), claim(30, MAY, 2000)]
    denials = [TIMELY, (20, 1, "denial/coding", None, 10)]
    links = [link("same", 20, 10), link("correction", 30, 20)]
    there = counted(denials, links, *claims)
    assert there == counted(denials[::-1], links[::-1], *claims[::-1])
    assert len(there) == 2
