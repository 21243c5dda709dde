"""Payers, networks, clocks and credentials that contracts tell of."""

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.contracts.model.contract import Contract
from reclaim.contracts.nonprice import (
    ALWAYS,
    CREDENTIALED,
    clocks_of,
    credentialing_rows,
    network_on,
    payer_entries,
    with_contracts,
)
from reclaim.rules.clocks import with_clock
from reclaim.rules.payer_map import Clock, NetworkSince, PayerEntry, PayerMap

CLINIC, SURGEON = "2000000010", "2000000028"
BEGIN, END = dt.date(2026, 1, 1), dt.date(2026, 12, 31)


def contract(name: str = "harbor-2026", **values: object) -> Contract:
    term = {"id": "all", "clause": "A 1", "price": {"method": "percent_of_charges", "percent": 60}}
    return Contract.model_validate(
        {
            "contract": name,
            "payer": "harbor",
            "effective_from": BEGIN,
            "effective_to": END,
            "terms": [term],
            **values,
        }
    )


def clock(question: str, counts_from: str, **values: object) -> dict[str, object]:
    return {
        "question": question,
        "length": 90,
        "counts_from": counts_from,
        "clause": "5.1",
        **values,
    }


def test_a_clock_of_a_contract_has_its_clause_and_its_days() -> None:
    of_service = contract(clocks=[clock("filing", "service_date")])
    assert clocks_of(of_service) == (
        Clock.model_validate(
            {
                "question": "filing",
                "length": 90,
                "counts_from": "service_date",
                "from": BEGIN,
                "until": dt.date(2027, 1, 1),
                "cite": "contract harbor-2026, clause 5.1",
            }
        ),
    )
    of_payment = contract(clocks=[clock("appeal", "payment_date")])
    assert clocks_of(of_payment)[0].until is None


def test_the_days_of_a_clock_are_its_own_within_those_of_the_contract() -> None:
    within = {"from": dt.date(2026, 3, 1), "until": dt.date(2026, 6, 1)}
    found = clocks_of(contract(clocks=[clock("filing", "service_date", **within)]))[0]
    assert (found.from_date, found.until) == (dt.date(2026, 3, 1), dt.date(2026, 6, 1))
    beyond = {"from": dt.date(2020, 3, 1), "until": dt.date(2030, 6, 1)}
    found = clocks_of(contract(clocks=[clock("filing", "service_date", **beyond)]))[0]
    assert (found.from_date, found.until) == (BEGIN, dt.date(2027, 1, 1))


APPEALS = [
    {"level": 2, "name": "review", "days": 30, "counts_from": "last_decision", "clause": "6.2"},
    {"level": 1, "name": "appeal", "days": 180, "counts_from": "payment_date", "clause": "6.1"},
]
PROMISE = {"days": 45, "annual_percent": 12, "clause": "7.2"}


def test_a_level_of_appeal_and_a_promise_to_pay_are_clocks() -> None:
    found = clocks_of(contract(appeals=APPEALS, prompt_pay=PROMISE))
    assert [(one.question, one.length, one.counts_from, one.cite) for one in found] == [
        ("appeal", 180, "payment_date", "contract harbor-2026, clause 6.1"),
        ("prompt_pay", 45, "received_date", "contract harbor-2026, clause 7.2"),
    ]


def test_a_clock_that_is_stated_goes_before_what_follows_from_levels() -> None:
    both = contract(appeals=APPEALS, clocks=[clock("appeal", "payment_date")])
    assert [(one.question, one.length) for one in clocks_of(both)] == [("appeal", 90)]


NETWORK = [
    {"value": "in", "effective_from": dt.date(2026, 2, 1), "effective_to": dt.date(2026, 8, 31)},
    {"value": "out", "effective_from": dt.date(2026, 6, 1), "npis": [SURGEON]},
]


@pytest.mark.parametrize(
    ("day", "npi", "network"),
    [
        (dt.date(2026, 1, 31), CLINIC, None),
        (dt.date(2026, 2, 1), CLINIC, "in"),
        (dt.date(2026, 8, 31), CLINIC, "in"),
        (dt.date(2026, 9, 1), CLINIC, None),
        (dt.date(2026, 5, 31), SURGEON, "in"),
        (dt.date(2026, 6, 1), SURGEON, "out"),
        (dt.date(2026, 9, 1), SURGEON, "out"),
        (dt.date(2026, 6, 1), None, "in"),
        (dt.date(2026, 9, 1), None, None),
    ],
)
def test_the_network_of_a_provider_on_a_day(
    day: dt.date, npi: str | None, network: str | None
) -> None:
    assert network_on(contract(network=NETWORK), day, npi) == network


def test_a_network_in_one_word_is_always_and_a_later_span_goes_before_it() -> None:
    assert network_on(contract(network="in"), dt.date(2030, 1, 1)) == "in"
    later = [{"value": "in"}, {"value": "out", "effective_from": dt.date(2026, 6, 1)}]
    assert network_on(contract(network=later), dt.date(2026, 5, 31)) == "in"
    assert network_on(contract(network=later), dt.date(2026, 6, 1)) == "out"


def test_credentials_stand_as_in_the_roster() -> None:
    span = {"npi": CLINIC, "effective_from": BEGIN, "effective_to": END}
    open_span = {"npi": SURGEON}
    found = credentialing_rows(
        [contract(credentialing=[open_span, span]), contract("b", credentialing=[span])]
    )
    assert found.schema == CREDENTIALED
    assert found.rows() == [
        (CLINIC, "harbor", BEGIN, END),
        (SURGEON, "harbor", ALWAYS, None),
    ]
    assert credentialing_rows([]).schema == CREDENTIALED


OLDER = contract(
    "harbor-2025",
    payer={"key": "harbor", "ids": ["60054", "H1"], "names": ["HARBOR*"], "kind": "commercial"},
    effective_from=dt.date(2025, 1, 1),
    effective_to=dt.date(2025, 12, 31),
    network="out",
    clocks=[clock("filing", "service_date", length=60)],
)
NEWER = contract(
    payer={"key": "harbor", "ids": ["H2", "60054"]},
    network="in",
    clocks=[clock("filing", "service_date")],
)


def test_contracts_tell_who_their_payers_are() -> None:
    both = payer_entries([OLDER, contract("cobalt-1", payer="cobalt"), NEWER])
    assert [entry.payer for entry in both] == ["cobalt", "harbor"]
    harbor = both[1]
    assert harbor.ids == ("H2", "60054", "H1")
    assert harbor.names == ("HARBOR*",)
    assert harbor.kind == "commercial"
    assert harbor.contract == "harbor-2026"
    assert [one.length for one in harbor.clocks] == [90, 60]
    assert harbor.network == (
        NetworkSince.model_validate({"from": dt.date(2025, 1, 1), "value": "out"}),
        NetworkSince.model_validate({"from": BEGIN, "value": "in"}),
    )


def networks(one: Contract, *claims: tuple[dt.date | None, str | None, str | None]) -> list[Any]:
    """By the payer map: the network on each day of payment, of a rendering NPI and a payee."""
    kinds = {"payment_date": pl.Date, "rendering_id": pl.String, "payee_id": pl.String}
    rows = pl.DataFrame(claims, schema=kinds, orient="row").with_columns(
        payer_id=pl.lit("H1"),
        payer_name=pl.lit(None, dtype=pl.String),
        filing_indicator=pl.lit("12"),
    )
    return PayerMap(payer_entries([one])).with_payer(rows)["network"].to_list()


OF_HARBOR = {"key": "harbor", "ids": ["H1"]}


def test_a_network_that_ends_is_not_known_after_its_last_day() -> None:
    spans = [
        {"value": "in", "effective_from": BEGIN, "effective_to": dt.date(2026, 5, 31)},
        {"value": "out", "effective_from": dt.date(2026, 6, 2)},
    ]
    days = [dt.date(2026, 5, 31), dt.date(2026, 6, 1), dt.date(2026, 6, 2)]
    found = networks(contract(payer=OF_HARBOR, network=spans), *((day, None, None) for day in days))
    assert found == ["in", None, "out"]


def test_a_provider_joins_in_the_middle_of_the_year() -> None:
    spans = [
        {"value": "out", "effective_from": BEGIN},
        {"value": "in", "effective_from": dt.date(2026, 7, 1), "npis": [SURGEON]},
    ]
    before, after = dt.date(2026, 6, 30), dt.date(2026, 7, 1)
    claims = [(before, SURGEON, CLINIC), (after, SURGEON, CLINIC), (after, None, CLINIC)]
    one = contract(payer=OF_HARBOR, network=spans)
    assert networks(one, *claims) == ["out", "in", "out"]
    assert networks(one, (after, f" {SURGEON}", None), (None, SURGEON, None)) == ["in", "in"]


def test_of_two_providers_of_a_payer_one_is_in_and_one_out() -> None:
    spans = [{"value": "in", "npis": [CLINIC]}, {"value": "out", "npis": [SURGEON]}]
    one = contract(payer=OF_HARBOR, network=spans)
    day = dt.date(2026, 3, 1)
    claims = [(day, CLINIC, None), (day, SURGEON, None), (day, "2000000044", None)]
    assert networks(one, *claims) == ["in", "out", None]
    assert networks(one, (day, SURGEON, CLINIC), (day, None, CLINIC)) == ["out", "in"]


def test_without_columns_of_providers_only_what_is_said_of_all_counts() -> None:
    spans = [{"value": "in"}, {"value": "out", "npis": [SURGEON]}]
    payers = PayerMap(payer_entries([contract(payer=OF_HARBOR, network=spans)]))
    kinds = {"payer_id": "H1", "payer_name": None, "filing_indicator": "12"}
    claims = pl.DataFrame([kinds | {"payment_date": BEGIN}])
    assert payers.with_payer(claims)["network"].to_list() == ["in"]


DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 12))


def in_order(span: dict[str, Any]) -> bool:
    """Whether it ends after it begins, or not at all."""
    return span["effective_to"] is None or span["effective_from"] < span["effective_to"]


SPANS = st.lists(
    st.fixed_dictionaries(
        {
            "value": st.sampled_from(["in", "out"]),
            "effective_from": DAYS,
            "effective_to": st.none() | DAYS,
            "npis": st.sampled_from([[], [CLINIC], [SURGEON], [CLINIC, SURGEON]]),
        }
    ).filter(in_order),
    max_size=5,
    unique_by=lambda span: str(span["effective_from"]),
)


@given(spans=SPANS, day=DAYS, npi=st.sampled_from([CLINIC, SURGEON, None]))
def test_the_map_says_what_the_contract_says(
    spans: list[dict[str, Any]], day: dt.date, npi: str | None
) -> None:
    one = contract(payer=OF_HARBOR, network=spans)
    assert networks(one, (day, npi, None)) == [network_on(one, day, npi)]
    assert networks(one, (day, None, npi)) == [network_on(one, day, npi)]


def test_the_map_knows_the_payer_of_a_remittance_and_its_clock() -> None:
    payers = PayerMap(payer_entries([OLDER, NEWER]))
    assert payers.key_of("60054", None) == "harbor"
    assert payers.key_of(None, "Harbor Mutual") == "harbor"
    days = [dt.date(2024, 12, 31), dt.date(2025, 12, 31), BEGIN]
    rows = pl.LazyFrame({"payer": ["harbor"] * 3, "service_date": days})
    found = with_clock(rows, "filing", payers, prefix="filing").collect()
    assert found["filing_date"].to_list() == [None, dt.date(2026, 3, 1), dt.date(2026, 4, 1)]
    assert found["filing_cite"].to_list()[1:] == [
        "contract harbor-2025, clause 5.1",
        "contract harbor-2026, clause 5.1",
    ]


def test_what_the_practice_has_written_goes_before_its_contracts() -> None:
    own_clock = Clock(question="filing", length=30, counts_from="service_date", cite="manual")
    own = PayerEntry(payer="harbor", ids=("X",), kind="other", clocks=(own_clock,))
    alone = PayerEntry(payer="larkspur")
    found = with_contracts(
        PayerMap((own, alone)), [OLDER, NEWER, contract("cobalt-1", payer="cobalt")]
    )
    assert [entry.payer for entry in found.entries] == ["harbor", "larkspur", "cobalt"]
    harbor = found.entries[0]
    assert harbor.ids == ("X", "H2", "60054", "H1")
    assert harbor.kind == "other"
    assert harbor.contract == "harbor-2026"
    assert [one.length for one in harbor.clocks] == [30, 90, 60]
    assert [since.value for since in harbor.network] == ["out", "in"]
    assert found.entries[1] == alone


def test_a_number_stays_with_the_payer_to_whom_the_practice_gave_it() -> None:
    own = PayerEntry(payer="larkspur", ids=("h2",))
    found = with_contracts(PayerMap((own,)), [NEWER])
    assert found.key_of("H2", None) == "larkspur"
    assert found.key_of("60054", None) == "harbor"
