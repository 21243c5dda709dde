"""What a payer's in-network file has for some providers, whatever its order and size."""

import datetime as dt
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from reclaim.contracts.model.contract import Contract
from reclaim.errors import ReclaimError
from reclaim.intake.rates.imports.filters import Codes
from reclaim.intake.rates.imports.imported import Imported
from reclaim.intake.rates.imports.in_network_groups import Wanted, wanted_providers
from reclaim.intake.rates.imports.in_network_prices import PLACES, TYPES, Prices
from reclaim.intake.rates.imports.payer_in_network import read_in_network

CLINIC, SURGEON, STRANGER = 2000000010, 2000000028, 2000000051
TIN, OTHER_TIN = "12-3456789", "98-7654321"
EVERYBODY = Wanted()
Json = dict[str, Any]


def group(number: int, *npis: int, tin: str = TIN, kind: str = "ein") -> Json:
    inside = [{"npi": list(npis), "tin": {"type": kind, "value": tin}}]
    return {"provider_group_id": number, "network_name": ["PPO"], "provider_groups": inside}


def price(rate: float = 91.63, **others: object) -> Json:
    return {
        "negotiated_type": "negotiated",
        "negotiated_rate": rate,
        "expiration_date": "9999-12-31",
        "service_code": ["11"],
        "billing_class": "professional",
        "setting": "outpatient",
        **others,
    }


def item(
    code: str = "99213", *prices: Json, refs: tuple[object, ...] = (1,), **others: object
) -> Json:
    return {
        "negotiation_arrangement": "ffs",
        "name": "words",
        "billing_code_type": "CPT",
        "billing_code_type_version": "2026",
        "billing_code": code,
        "description": "words",
        "negotiated_rates": [
            {"provider_references": list(refs), "negotiated_prices": list(prices) or [price()]}
        ],
        **others,
    }


def read(
    folder: Path,
    *items: Json,
    groups: list[Json] | None = None,
    wanted: Wanted = EVERYBODY,
    prices: Prices | None = None,
    groups_last: bool = False,
) -> Imported:
    references = {"provider_references": [group(1, CLINIC)] if groups is None else groups}
    rates = {"in_network": list(items)}
    both = {**rates, **references} if groups_last else {**references, **rates}
    path = folder / "harbor.json"
    path.write_text(json.dumps({"reporting_entity_name": "harbor", "version": "2.0.0", **both}))
    return read_in_network(path, wanted=wanted, prices=prices)


def shown(found: Imported, *names: str) -> list[tuple[object, ...]]:
    return found.rates.select(names).rows()


def wants(*npis: int, tins: tuple[str, ...] = ()) -> Wanted:
    return wanted_providers(map(str, npis), tins)


GROUPS = [
    group(1, CLINIC, SURGEON),
    group(2, STRANGER, tin=OTHER_TIN),
    group(3, SURGEON),
    group(4, 0),
    group(5, 0, tin=str(CLINIC), kind="npi"),
]
ITEMS = [
    item("99213", price(91.63), refs=(1,)),
    item("99214", price(129.77), refs=(2,)),
    item("99215", price(180.5), refs=(3,)),
    item("99202", price(70), refs=(4,)),
    item("99203", price(80), refs=(5,)),
]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (
            EVERYBODY,
            {("99213", None), ("99214", None), ("99215", None), ("99202", None), ("99203", None)},
        ),
        (wants(STRANGER), {("99214", None)}),
        (wants(SURGEON), {("99213", None), ("99215", None)}),
        (
            wants(CLINIC, SURGEON),
            {("99213", None), ("99215", str(SURGEON)), ("99203", str(CLINIC))},
        ),
        (wants(tins=("987654321",)), {("99214", None)}),
        (
            wants(tins=(TIN,)),
            {("99213", None), ("99215", str(SURGEON)), ("99202", None)},
        ),
        (wants(SURGEON, tins=(OTHER_TIN,)), set()),
    ],
)
@pytest.mark.parametrize("groups_last", [False, True])
def test_rates_are_those_of_the_providers_asked_for(
    wanted: Wanted, expected: set[tuple[str, str | None]], *, groups_last: bool, tmp_path: Path
) -> None:
    found = read(tmp_path, *ITEMS, groups=GROUPS, wanted=wanted, groups_last=groups_last)
    assert set(shown(found, "code", "provider")) == expected
    assert found.rates.height == len(expected)


def test_a_provider_that_is_nowhere_is_a_problem(tmp_path: Path) -> None:
    found = read(tmp_path, *ITEMS, groups=GROUPS, wanted=wants(2000000036, tins=("000000001",)))
    assert [str(each) for each in found.problems] == [
        "harbor.json: the NPI 2000000036 is in none of the groups that were read",
        "harbor.json: the tax id 000000001 is in none of the groups that were read",
    ]
    assert found.terms == ""


def test_groups_inside_the_rates_are_read_as_older_files_have_them(tmp_path: Path) -> None:
    inside = item("99213")
    inside["negotiated_rates"][0] = {
        "provider_groups": group(1, CLINIC)["provider_groups"],
        "negotiated_prices": [price()],
    }
    found = read(tmp_path, inside, ITEMS[1], groups=[], wanted=wants(CLINIC))
    assert shown(found, "code", "provider") == [("99213", None)]


def test_groups_at_an_address_are_not_fetched_and_said(tmp_path: Path) -> None:
    away = {"provider_group_id": 7, "location": "https://harbor.test/7.json"}
    items = [item("99213", refs=(7,)), item("99214", refs=(7, 1))]
    found = read(tmp_path, *items, groups=[away, group(1, CLINIC)], wanted=wants(CLINIC))
    assert shown(found, "code") == [("99214",)]
    (problem,) = found.problems
    assert "1 groups of providers are kept at addresses outside the file" in problem.what
    assert "1 elements of negotiated_rates refer to them and are left aside" in problem.what


def test_codes_are_filtered_wherever_the_code_stands(tmp_path: Path) -> None:
    late = item("99214")
    late = {"negotiated_rates": late.pop("negotiated_rates"), **late}
    late_too = {"negotiated_rates": item()["negotiated_rates"], **late, "billing_code": "27447"}
    asked = Prices(codes=Codes(("99202-99215",)))
    found = read(tmp_path, item("99213"), item("27447"), late, late_too, prices=asked)
    assert shown(found, "code") == [("99213",), ("99214",)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (price(91.63), (91_630_000, None, None)),
        (price(65.5, negotiated_type="percentage"), (None, 655_000, None)),
        (price(500, negotiated_type="per diem"), (500_000_000, None, "day")),
        (price(8.25, negotiated_type="fee schedule"), (8_250_000, None, None)),
    ],
)
def test_kinds_of_price(given: Json, expected: tuple[object, ...], tmp_path: Path) -> None:
    found = read(tmp_path, item("99213", given))
    assert shown(found, "rate_micros", "percent_millionths", "per") == [expected]


def test_a_derived_price_is_counted_unless_it_is_asked_for(tmp_path: Path) -> None:
    derived = item("99213", price(negotiated_type="derived"))
    assert read(tmp_path, derived).skipped == {"prices of the type derived": 1}
    assert read(tmp_path, derived, prices=Prices(types=(*TYPES, "derived"))).rates.height == 1


def test_class_and_day_filter_prices(tmp_path: Path) -> None:
    prices = [
        price(1, billing_class="institutional"),
        price(2, billing_class="both"),
        price(3, expiration_date="2025-12-31"),
        price(4, expiration_date="2026-01-01"),
    ]
    asked = Prices(billing_class="professional", on=dt.date(2026, 1, 1))
    items = [item(f"9921{n}", each) for n, each in enumerate(prices)]
    found = read(tmp_path, *items, prices=asked)
    assert set(shown(found, "code")) == {("99211",), ("99213",)}
    assert found.skipped == {"prices of the class institutional": 1, "prices that have expired": 1}


def test_days_modifiers_and_places_become_columns(tmp_path: Path) -> None:
    given = price(
        expiration_date="2026-12-31", service_code=["11", "22"], billing_code_modifier=["26"]
    )
    asked = Prices(effective_from=dt.date(2026, 1, 1))
    found = read(tmp_path, item("70450", given), prices=asked)
    names = ("modifier", "place_of_service", "effective_from", "effective_to")
    days = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert shown(found, *names) == [("26", "11", *days), ("26", "22", *days)]


@pytest.mark.parametrize("places", [["CSTM-00"], sorted(PLACES), []])
def test_all_places_stand_for_any(places: list[str], tmp_path: Path) -> None:
    found = read(tmp_path, item("99213", price(service_code=places, setting="both")))
    assert shown(found, "place_of_service") == [(None,)]


def test_several_modifiers_together_match_no_single_one(tmp_path: Path) -> None:
    found = read(tmp_path, item("70450", price(billing_code_modifier=["26", "50"])))
    assert shown(found, "modifier") == [("26:50",)]


def test_parts_become_tables_and_terms(tmp_path: Path) -> None:
    stay: Json = {"billing_class": "institutional", "setting": "inpatient", "service_code": []}
    both: Json = {**stay, "setting": "both"}
    day = price(5500, negotiated_type="per diem", **stay)
    found = read(
        tmp_path,
        item("99213"),
        item("470", price(20000, **stay), billing_code_type="MS-DRG"),
        item("200", day, billing_code_type="RC"),
        item("99285", price(2500, **{**stay, "setting": "outpatient"})),
        item("80053", price(45, **both)),
        item(
            "CSTM-00", price(60, negotiated_type="percentage", **both), billing_code_type="CSTM-ALL"
        ),
    )
    codes = {part: set(rates["code"]) for part, rates in found.tables.items()}
    assert codes == {
        "professional": {"99213"},
        "institutional-inpatient": {"470", "0200", "80053", "CSTM-00"},
        "institutional-outpatient": {"99285", "80053", "CSTM-00"},
    }
    terms = yaml.safe_load(found.terms)["terms"]
    assert Contract.model_validate({"contract": "harbor", "payer": "harbor", "terms": terms}).terms
    assert [(term["id"], term["price"]["method"]) for term in terms] == [
        ("institutional-inpatient-case-rate-470", "case_rate"),
        ("institutional-inpatient-beds", "per_diem"),
        ("professional-rates", "fee_schedule"),
        ("institutional-inpatient-rates", "fee_schedule"),
        ("institutional-outpatient-rates", "fee_schedule"),
        ("institutional-inpatient-rest", "percent_of_charges"),
        ("institutional-outpatient-rest", "percent_of_charges"),
    ]


@pytest.mark.parametrize(
    ("arrangement", "inside"), [("bundle", "bundled_codes"), ("capitation", "covered_services")]
)
def test_bundles_and_capitation_have_no_price(
    arrangement: str, inside: str, tmp_path: Path
) -> None:
    others: Json = {inside: [{"billing_code": "27446"}, {"billing_code": "27486"}]}
    found = read(tmp_path, item("27447", negotiation_arrangement=arrangement, **others))
    assert shown(found, "rate_micros", "status") == [
        (None, f"{arrangement}: 91.63 with 27446, 27486")
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"negotiated_rate": "free"}, "'free' is no amount"),
        ({"negotiated_rate": -1}, "'-1' is no amount"),
        ({"expiration_date": "someday"}, "'someday' is no day"),
    ],
)
def test_a_wrong_price_is_a_problem_with_its_place(wrong: Json, said: str, tmp_path: Path) -> None:
    found = read(tmp_path, item("99213"), item("99214", price(5), price(**wrong)))
    assert [str(each) for each in found.problems] == [
        f"harbor.json at in_network[1].negotiated_rates[0].negotiated_prices[1]: {said}"
    ]
    assert set(shown(found, "code")) == {("99213",), ("99214",)}


def test_items_without_a_code_and_rates_of_nothing_are_said(tmp_path: Path) -> None:
    nameless = item("99213")
    del nameless["billing_code"]
    found = read(tmp_path, nameless, item("99214", price(0)))
    assert [str(each) for each in found.problems] == [
        "harbor.json at in_network[0]: the item has no billing_code"
    ]
    assert found.skipped == {"rates of 0.00": 1}


def test_two_rates_for_one_thing_are_none(tmp_path: Path) -> None:
    found = read(tmp_path, item("99213", price(90), price(91)))
    assert shown(found, "rate_micros", "status") == [(None, "two rates: 90.00, 91.00")]
    assert len(found.problems) == 1


def test_a_packed_file_is_read_as_it_is(tmp_path: Path) -> None:
    plain = read(tmp_path, *ITEMS, groups=GROUPS)
    packed = tmp_path / "harbor.json.gz"
    packed.write_bytes(gzip.compress((tmp_path / "harbor.json").read_bytes()))
    assert read_in_network(packed, wanted=EVERYBODY).rates.equals(plain.rates)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"reporting_structure": []}', "a table of contents"),
        ('{"out_of_network": []}', "amounts allowed out of network"),
        ('{"standard_charge_information": []}', "a hospital's file"),
        ("{}", "without in_network"),
        ('{"in_network": [{"billing_code": "99213", ', r"harbor\.json at in_network\[0\]"),
        ("CPT,Fee", "{ was expected"),
    ],
)
def test_another_file_is_a_stop(content: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "harbor.json"
    path.write_text(content)
    with pytest.raises(ReclaimError, match=said) as caught:
        read_in_network(path, wanted=EVERYBODY)
    assert caught.value.code == "RATE-FILE"
