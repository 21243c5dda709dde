"""On which days of a contract its tables have rates."""

import datetime as dt
from pathlib import Path

import pytest

from reclaim.contracts.coverage import covered
from reclaim.contracts.read import read_contracts

HEAD = "contract: c\npayer: harbor\n{days}\nterms:\n  - {{id: a, clause: A, price: {price}}}\n"
PRICE = "{method: fee_schedule, schedule: fees.csv}"
DAYS = "effective_from: 2026-01-01\neffective_to: 2026-12-31"


def gaps(tmp_path: Path, *spans: str, days: str = DAYS) -> list[tuple[str, str]]:
    """Gaps of a table with rows of these spans."""
    rows = [f"9921{at},{span},5" for at, span in enumerate(spans)]
    (tmp_path / "fees.csv").write_text(
        "\n".join(["code,effective_from,effective_to,rate", *rows]) + "\n"
    )
    (tmp_path / "c.yaml").write_text(HEAD.format(days=days, price=PRICE))
    book = read_contracts(tmp_path)
    (table,) = covered(book.contracts[0], book)
    assert table.rows == len(spans)
    return [(str(first), str(last)) for first, last in table.gaps]


@pytest.mark.parametrize(
    ("spans", "left"),
    [
        ((",",), []),
        (("2026-01-01,2026-12-31",), []),
        (("2026-01-01,2026-12-30",), [("2026-12-31", "2026-12-31")]),
        (("2026-01-02,",), [("2026-01-01", "2026-01-01")]),
        (("2026-01-01,2026-06-30", "2026-07-01,"), []),
        (("2026-01-01,2026-06-29", "2026-07-01,"), [("2026-06-30", "2026-06-30")]),
        (("2027-01-01,",), [("2026-01-01", "2026-12-31")]),
        (("2025-01-01,2025-12-31",), [("2026-01-01", "2026-12-31")]),
        (("2026-01-01,2026-12-31", "2026-03-01,2026-03-31"), []),
        ((), [("2026-01-01", "2026-12-31")]),
    ],
)
def test_gaps_are_days_of_the_contract_without_a_row(
    tmp_path: Path, spans: tuple[str, ...], left: list[tuple[str, str]]
) -> None:
    assert gaps(tmp_path, *spans) == left


def test_a_contract_without_end_has_a_gap_without_end(tmp_path: Path) -> None:
    assert gaps(tmp_path, "2026-01-01,2026-12-31", days="") == [
        ("None", "2025-12-31"),
        ("2027-01-01", "None"),
    ]


def test_a_table_tells_its_days(tmp_path: Path) -> None:
    gaps(tmp_path, "2026-01-01,2026-06-30", "2026-03-01,2026-12-31")
    book = read_contracts(tmp_path)
    (table,) = covered(book.contracts[0], book)
    assert table.days == (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert (table.name, table.kind) == ("fees.csv", "rates")
