"""The payer map: which payer a remittance is of, and which of its group codes mean another."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from reclaim.audit.place import place
from reclaim.errors import ReclaimError
from reclaim.rules.payer_map import PayerMap, read_payer_map
from reclaim.rules.rulebook import Rulebook
from tests.frames import Claim, Line, tables

MAP = """
- payer: acme
  ids: [ACME1]
  names: ["ACME HEALTH*"]
  kind: commercial
  network:
    - {from: 2020-01-01, value: out}
    - {from: 2024-01-01, value: in}
  contract: acme-7
  treats:
    - {group: PI, carc: '45', as_group: CO, from: 2025-01-01, until: 2026-01-01, cite: manual p. 12}
- payer: harbor
  names: ["*HARBOR*"]
  network: in
"""


@pytest.fixture
def payers(tmp_path: Path) -> PayerMap:
    return _read(tmp_path, MAP)


def _read(folder: Path, text: str) -> PayerMap:
    path = folder / "payers.yaml"
    path.write_text(text)
    return read_payer_map(path)


@pytest.mark.parametrize(
    ("payer_id", "payer_name", "key"),
    [
        ("ACME1", "SOMEBODY ELSE", "acme"),
        ("acme1", None, "acme"),
        (None, "Acme Health of Ohio", "acme"),
        ("99", "THE HARBOR PLAN", "harbor"),
        ("99", "UNKNOWN", None),
        (None, None, None),
    ],
)
def test_a_payer_is_known_by_number_and_then_by_name(
    payers: PayerMap, payer_id: str | None, payer_name: str | None, key: str | None
) -> None:
    assert payers.key_of(payer_id, payer_name) == key


def _claims(*rows: tuple[str | None, dt.date | None, str | None]) -> pl.DataFrame:
    names = ("payer_id", "payment_date", "filing_indicator")
    frame = pl.DataFrame(rows, schema=names, orient="row")
    kinds = pl.Schema(zip(names, (pl.String(), pl.Date(), pl.String()), strict=True))
    return frame.cast(kinds).with_columns(payer_name=pl.lit(None, dtype=pl.String))


def test_the_network_is_that_of_the_day(payers: PayerMap) -> None:
    days = [dt.date(2019, 12, 31), dt.date(2020, 1, 1), dt.date(2023, 12, 31), dt.date(2024, 1, 1)]
    claims = _claims(*(("ACME1", day, None) for day in [*days, None]))
    assert payers.with_payer(claims)["network"].to_list() == [None, "out", "out", "in", "in"]


def test_a_kind_comes_from_the_map_and_else_from_the_claim(payers: PayerMap) -> None:
    claims = _claims(("ACME1", None, "MB"), ("OTHER", None, "MB"), ("OTHER", None, None))
    named = payers.with_payer(claims)
    assert named["payer_kind"].to_list() == ["commercial", "medicare", None]
    assert named["contract_on_file"].to_list() == [True, None, None]


@pytest.mark.parametrize(
    ("day", "category"),
    [
        (dt.date(2024, 12, 31), "payer_reduction/other"),
        (dt.date(2025, 1, 1), "contractual/unverified"),
        (dt.date(2025, 12, 31), "contractual/unverified"),
        (dt.date(2026, 1, 1), "payer_reduction/other"),
    ],
)
def test_pi_45_goes_by_the_payer_map(payers: PayerMap, day: dt.date, category: str) -> None:
    line = Line(10000, 6000, [("PI", "45", 4000)])
    claim = Claim(10000, 6000, [line], payment_date=day, payer_id="ACME1")
    row = place(tables([claim]), Rulebook(payers=payers)).row(1, named=True)
    assert row["category"] == category
    assert row["group_code"] == "PI", "what was sent stays"
    mapped = row["trace"].startswith("payer-map/acme/PI-45 > ")
    assert mapped == (category == "contractual/unverified")


def test_without_a_map_pi_45_has_no_contract_behind_it() -> None:
    claim = Claim(10000, 6000, [Line(10000, 6000, [("PI", "45", 4000)])])
    assert place(tables([claim]))["category"].to_list() == [
        "paid/insurer",
        "payer_reduction/other",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "- {payer: a, ids: [X]}\n- {payer: b, ids: [x]}",
            "the identifier X is given to two payers",
        ),
        ("- {payer: a}\n- {payer: a}", "a is given twice"),
        ("- {payer: a, kind: insurance}", "kind"),
        ("- {payer: a, colour: red}", "colour"),
    ],
)
def test_a_map_in_error_says_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ReclaimError) as stop:
        _read(tmp_path, text)
    assert says in str(stop.value)
