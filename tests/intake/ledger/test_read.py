"""A ledger file becomes entries; what is wrong with a row is named, and nothing is lost."""

import codecs
import gzip
from pathlib import Path

import polars as pl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reclaim.errors import ReclaimError, UsageError
from reclaim.intake.ledger import csv_rows
from reclaim.intake.ledger.mapping import Mapping
from reclaim.intake.ledger.read import read_ledger

HEADER = "Acct,Posted,Code,Amount"
SRC = Path(__file__).resolve().parents[3] / "src" / "reclaim" / "data"
PROBLEMS = yaml.safe_load((SRC / "ledger_problems.yaml").read_text("utf-8"))
OF_FILES = {"LEDGER-COLUMN", "LEDGER-TWICE"}
CODES = {
    "CHG": {"kind": "charge"},
    "PMT": {"kind": "payment"},
    "CON": {"kind": "write_off", "category": "contractual"},
    "TRF": {"kind": "transfer"},
    "STM": {"kind": "statement"},
}


def mapping(**more: object) -> Mapping:
    columns = {
        "account": "Acct",
        "posted_date": "Posted",
        "local_code": "Code",
        "amount": "Amount",
    }
    given = {"system": "clinic", "columns": columns, "signs": "by_kind", "codes": CODES}
    return Mapping.model_validate(given | more)


def read(
    folder: Path, text: str | bytes, use: Mapping | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    path = folder / "ledger.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    batches = list(read_ledger([path], [use or mapping()]))
    return (
        pl.concat([batch.transactions for batch in batches]),
        pl.concat([batch.problems for batch in batches]),
    )


@pytest.mark.parametrize("code", sorted(set(PROBLEMS) - OF_FILES))
def test_every_problem_is_found_by_its_example_and_other_rows_count(
    tmp_path: Path, code: str
) -> None:
    row = PROBLEMS[code]["example"].encode().decode("utf-8").encode("latin-1")
    good = b"A1,2025-01-02,CHG,10.00"
    entries, problems = read(tmp_path, b"\n".join([HEADER.encode(), good, row, good, b""]))
    assert [(p["code"], p["row"], p["severity"]) for p in problems.to_dicts()] == [
        (code, 3, PROBLEMS[code]["severity"])
    ]
    assert {2, 4} <= set(entries["row"])
    assert (3 in entries["row"]) == (PROBLEMS[code]["severity"] == "warning")


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("10", 1000),
        ("1,234.50", 123450),
        ("1,234,567.89", 123456789),
        ("$12.5", 1250),
        ("(12.50)", -1250),
        ("12.50-", -1250),
        ("-$12.50", -1250),
        ("\u221212.50", -1250),
        ("12.50 CR", -1250),
        ("12.50 DR", 1250),
        (".5", 50),
        ("12.500", 1250),
        ("12.505", None),
        ("1,23.50", None),
        ("12,50", None),
        ("1e3", None),
        ("", None),
    ],
)
def test_amounts_as_people_write_them(tmp_path: Path, written: str, cents: int | None) -> None:
    entries, problems = read(tmp_path, f'{HEADER}\nA1,2025-01-02,CHG,"{written}"\n')
    assert entries["amount_cents"].to_list() == ([] if cents is None else [cents])
    assert problems.height == (cents is None)


def test_amounts_with_a_decimal_comma(tmp_path: Path) -> None:
    text = "Acct;Posted;Code;Amount\nA1;2025-01-02;CHG;1.234,50\n"
    entries, _ = read(tmp_path, text, mapping(decimal=","))
    assert entries["amount_cents"].to_list() == [123450]


def test_what_an_entry_does_to_the_balance(tmp_path: Path) -> None:
    rows = ["CHG,100", "PMT,60", "CON,30", "TRF,10", "STM,", "CON,-30", "XXX,5"]
    text = "\n".join([HEADER, *(f"A1,2025-01-02,{row}" for row in rows)])
    entries, _ = read(tmp_path, text)
    assert entries["effect_cents"].to_list() == [10000, -6000, -3000, 0, 0, 3000, None]
    assert entries["moved_cents"].to_list() == [0, 0, 0, 1000, 0, 0, 0]
    assert entries["kind"].to_list()[-1] == "unknown"


@pytest.mark.parametrize(
    ("signs", "charge", "payment"), [("effect", "100", "-60"), ("negated", "-100", "60")]
)
def test_signs_that_are_the_balances_own(
    tmp_path: Path, signs: str, charge: str, payment: str
) -> None:
    text = f"{HEADER}\nA1,2025-01-02,CHG,{charge}\nA1,2025-01-02,PMT,{payment}\n"
    entries, _ = read(tmp_path, text, mapping(signs=signs))
    assert entries["effect_cents"].to_list() == [10000, -6000]


def test_debits_and_credits(tmp_path: Path) -> None:
    columns = {"account": "Acct", "posted_date": "Posted", "local_code": "Code"}
    use = mapping(signs="debit_credit", columns=columns | {"debit": "Dr", "credit": "Cr"})
    text = "Acct,Posted,Code,Dr,Cr\nA1,2025-01-02,CHG,100,\nA1,2025-01-02,PMT,,60\n"
    entries, _ = read(tmp_path, text, use)
    assert entries["effect_cents"].to_list() == [10000, -6000]


def test_rows_of_several_amounts(tmp_path: Path) -> None:
    parts = [
        {"amount": "Paid", "kind": "payment", "party": "insurer"},
        {"amount": "Adj", "kind": "write_off", "category": "contractual"},
    ]
    columns = {"account": "Acct", "posted_date": "Posted"}
    use = mapping(columns=columns, entries=parts, codes={})
    entries, problems = read(
        tmp_path, "Acct,Posted,Paid,Adj\nA1,2025-01-02,60,0\nA1,2025-01-02,,30\n", use
    )
    assert entries.select("row", "kind", "effect_cents", "category").rows() == [
        (2, "payment", -6000, None),
        (3, "write_off", -3000, "contractual"),
    ]
    assert problems.is_empty()


def test_days_in_several_forms_the_first_that_reads_wins(tmp_path: Path) -> None:
    days = ["01/02/2025", "2025-01-02", "13/01/2025", "01/02/2025 10:30:00"]
    text = "\n".join([HEADER, *(f"A1,{day},STM," for day in days)])
    entries, _ = read(tmp_path, text, mapping(dates=["%m/%d/%Y", "%Y-%m-%d", "%d/%m/%Y"]))
    found = [day.isoformat() for day in entries["posted_date"]]
    assert found == ["2025-01-02", "2025-01-02", "2025-01-13", "2025-01-02"]


GOOD = f"{HEADER}\nA1,2025-01-02,CHG,10.00\nA2,2025-01-03,CHG,20.00\n"


@pytest.mark.parametrize(
    "written",
    [
        GOOD.encode(),
        codecs.BOM_UTF8 + GOOD.encode(),
        GOOD.encode("utf-16"),
        codecs.BOM_UTF16_BE + GOOD.encode("utf-16-be"),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace(",", "\t").encode(),
        GOOD.replace(",", ";").encode(),
        GOOD.replace(",", "|").encode(),
        f"Ledger of the clinic\n\n{GOOD}".encode(),
        GOOD.rstrip().encode(),
        gzip.compress(GOOD.encode()),
    ],
)
def test_files_as_programs_write_them(tmp_path: Path, written: bytes) -> None:
    entries, problems = read(tmp_path, written)
    assert entries.select("account", "amount_cents").rows() == [("A1", 1000), ("A2", 2000)]
    assert problems.is_empty()


def test_line_ends_within_quotes_keep_the_numbers_of_rows(tmp_path: Path) -> None:
    text = f'{HEADER}\n"A\n1",2025-01-02,CHG,1\nA2,2025-01-02,CHG\n\nA3,2025-01-02,CHG,3\n'
    entries, problems = read(tmp_path, text)
    assert entries.select("account", "row").rows() == [("A\n1", 2), ("A3", 5)]
    assert problems.select("code", "row").rows() == [("LEDGER-SHIFTED", 3)]


def test_a_column_less_is_told_and_the_rest_read(tmp_path: Path) -> None:
    use = mapping(columns={**mapping().columns, "user": "User"})
    entries, problems = read(tmp_path, GOOD, use)
    assert entries.height == 2
    assert problems.select("code", "column").rows() == [("LEDGER-COLUMN", "User")]


def test_a_column_that_is_needed_stops_by_name(tmp_path: Path) -> None:
    with pytest.raises(ReclaimError, match="it lacks: Amount") as stop:
        read(tmp_path, GOOD.replace("Amount", "Sum"))
    assert "Row 1 has: Acct, Posted, Code, Sum." in str(stop.value)


def test_the_same_file_counts_once(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(GOOD, "utf-8")
    batches = list(read_ledger([tmp_path / "a.csv", tmp_path / "b.csv"], [mapping()]))
    assert [batch.transactions.height for batch in batches] == [2, 0]
    assert batches[1].problems["code"].to_list() == ["LEDGER-TWICE"]


@pytest.mark.parametrize("name", ["none.csv", "ledger.xls"])
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "ledger.xls").write_bytes(b"x")
    with pytest.raises(UsageError):
        list(read_ledger([tmp_path / name], [mapping()]))


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["A1", "A2", ""]),
        st.sampled_from(["2025-01-02", "2025-02-30", ""]),
        st.sampled_from(sorted(CODES)),
        st.sampled_from(["1.00", "x", "", "-2", '"1,000"']),
    ),
    min_size=1,
    max_size=30,
)


@given(ROWS, st.integers(40, 400))
def test_every_row_is_an_entry_or_a_problem(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]], block: int
) -> None:
    text = "\n".join([HEADER, *(",".join(row) for row in rows)])
    before, csv_rows.BLOCK_BYTES = csv_rows.BLOCK_BYTES, block
    try:
        entries, problems = read(tmp_path_factory.mktemp("ledger"), text)
    finally:
        csv_rows.BLOCK_BYTES = before
    found = sorted([*entries["row"], *problems["row"]])
    assert found == list(range(2, len(rows) + 2))
    assert entries["entry"].to_list() == list(range(1, entries.height + 1))
