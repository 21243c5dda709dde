"""What holds of every world of claims and remittances."""

import datetime as dt
from collections import Counter

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.matching import LinkTables, claim_links, line_links
from tests.matching import slow_match
from tests.matching.slow_match import Row
from tests.matching.worlds import DAY, table, world

NUMBERS = st.sampled_from(["A1", "B2", "C3"])
DAYS = st.sampled_from([None, DAY, DAY + dt.timedelta(1)])
CHARGES = st.sampled_from([100, 200])
PAYERS = st.sampled_from(["ACME", "BETA"])
PARTY = st.fixed_dictionaries(
    {
        "number": NUMBERS,
        "day": DAYS,
        "charge": CHARGES,
        "payer": PAYERS,
        "order": st.sampled_from([1, 2]),
    }
)
SIDES = st.tuples(st.lists(PARTY, max_size=6), st.lists(PARTY, max_size=6))
LINES = st.lists(
    st.fixed_dictionaries(
        {
            "claim_segment": st.sampled_from([1, 2]),
            "procedure_code": st.sampled_from(["99213", "99214", None]),
            "modifier_1": st.sampled_from([None, "76"]),
            "service_date": DAYS,
            "charge_cents": CHARGES,
            "line_control_number": st.sampled_from([None, "L1", "L2"]),
        }
    ),
    max_size=6,
)


def tables(remits: list[Row], claims: list[Row]) -> LinkTables:
    shared = {"payer_id": "payer", "charge_cents": "charge", "patient_control_number": "number"}
    return world(
        remit_claims=[
            {
                **{name: row[of] for name, of in shared.items()},
                "statement_from_date": row["day"],
                "claim_status": str(row["order"]),
                "frequency": None,
                "payment_date": None,
                "payer_control_number": None,
            }
            for row in remits
        ],
        claims=[
            {
                **{name: row[of] for name, of in shared.items()},
                "statement_date": row["day"],
                "payer_order": {1: "P", 2: "S"}[int(str(row["order"]))],
                "frequency": None,
            }
            for row in claims
        ],
    )


@given(SIDES)
@settings(max_examples=20, deadline=None)
def test_the_slow_model_finds_the_same_claims(sides: tuple[list[Row], list[Row]]) -> None:
    links = claim_links(tables(*sides)).filter(link="sent")
    found = {
        (int(at.removeprefix("r-")) - 1, int(to.removeprefix("s-")) - 1, candidates)
        for at, to, candidates in links.select("from_id", "to_id", "candidates").iter_rows()
    }
    assert found == slow_match.sent_links(*sides)


@given(SIDES, st.integers(0, 99))
@settings(max_examples=8, deadline=None)
def test_the_order_of_rows_is_nothing_and_groups_are_whole(
    sides: tuple[list[Row], list[Row]], seed: int
) -> None:
    given_tables = tables(*sides)
    shuffled = LinkTables(
        **{
            name: frame.sample(fraction=1, shuffle=True, seed=seed)
            for name, frame in vars(given_tables).items()
        }
    )
    links = claim_links(given_tables)
    assert links.equals(claim_links(shuffled))
    sent = links.filter(link="sent")
    assert sent.filter(~pl.col("ambiguous"))["from_id"].is_unique().all()
    shown = Counter(sent["from_id"])
    assert all(shown[at] == n for at, n in sent.select("from_id", "candidates").iter_rows())
    assert links.select("link", "from_id", "to_id").is_unique().all()


@given(LINES, LINES, st.integers(0, 99))
@settings(max_examples=12, deadline=None)
def test_lines_keep_to_their_claim_and_do_not_depend_on_their_order(
    remitted: list[Row], sent: list[Row], seed: int
) -> None:
    links = pl.DataFrame(
        {
            "link": ["sent"] * 2,
            "from_id": ["r-1", "r-2"],
            "to_id": ["s-1", "s-2"],
            "ambiguous": [False] * 2,
        }
    )
    numbered = [
        [{**row, "segment_number": n} for n, row in enumerate(rows, 3)] for rows in (remitted, sent)
    ]
    sides = [table("remit_lines", *numbered[0]), table("claim_lines", *numbered[1])]
    found = line_links(sides[0], sides[1], links)
    mixed = [side.sample(fraction=1, shuffle=True, seed=seed) for side in sides]
    assert found.equals(line_links(mixed[0], mixed[1], links))
    claim_of = {f"s-{row['segment_number']}": f"s-{row['claim_segment']}" for row in numbered[1]}
    assert all(claim_of[to] == of for to, of in found.select("claim_line_id", "sent_id").rows())
    shown = Counter(found["line_id"])
    assert all(shown[at] == n for at, n in found.select("line_id", "candidates").iter_rows())
