"""OpenEMR's books in a real MariaDB: what is read, and that nothing can be written."""

import os
import secrets
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import polars as pl
import pymysql
import pytest

from reclaim.errors import ReclaimError
from reclaim.intake.ledger import openemr_sql as sql
from reclaim.intake.ledger.openemr import Database
from reclaim.intake.ledger.openemr_place import Place, place
from tests.intake.ledger.openemr_books import BALANCES, statements

HOST = os.environ.get("RECLAIM_TEST_MARIADB_HOST", "127.0.0.1")
PORT = int(os.environ.get("RECLAIM_TEST_MARIADB_PORT", "3306"))
ROOT = os.environ.get("RECLAIM_TEST_MARIADB_USER", "root")
ROOT_PASSWORD = os.environ.get("RECLAIM_TEST_MARIADB_PASSWORD", "")
PASSWORD = secrets.token_hex(12)


def asked(*questions: str) -> None:
    with closing(
        pymysql.connect(host=HOST, port=PORT, user=ROOT, password=ROOT_PASSWORD, autocommit=True)
    ) as connection:
        for question in questions:
            connection.cursor().execute(question)


@pytest.fixture(scope="module")
def books() -> Iterator[Place]:
    """A database of these tests, and a user who may read what the documentation grants."""
    name = f"reclaim_test_{secrets.token_hex(4)}"
    user = f"'{name}'@'%'"
    try:
        asked(
            f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4",
            "SET SESSION sql_mode = ''",
            *statements(name),
            f"CREATE USER {user} IDENTIFIED BY '{PASSWORD}'",
            *sql.grants(name, user),
        )
        yield place(f"mysql://{name}@{HOST}:{PORT}/{name}")
    finally:
        asked(f"DROP DATABASE IF EXISTS `{name}`", f"DROP USER IF EXISTS {user}")


def entries(books: Place, rows_at_once: int = 50_000) -> pl.DataFrame:
    with Database(books, PASSWORD) as database:
        return pl.concat(database.entries(rows_at_once))


def test_the_balances_are_those_that_openemr_shows(books: Place) -> None:
    money = entries(books).filter(~pl.col("Kind").is_in(["transfer", "statement"]))
    sums = money.group_by("Account").agg(pl.col("Amount").cast(pl.Decimal(18, 2)).sum())
    assert {account: str(cents) for account, cents in sums.iter_rows()} == BALANCES


def test_what_is_read_is_what_was_posted(books: Place) -> None:
    of_one = entries(books).filter(pl.col("Claim") == "11-501").sort("Transaction")
    shown = of_one.select("Kind", "Code", "Party", "Payer", "Amount", "Posted", "Reference").rows()
    assert shown == [
        ("charge", "CPT4", None, "HARBOR MUTUAL HEALTH", "260.00", "2025-03-03", None),
        ("charge", "PROD", None, "HARBOR MUTUAL HEALTH", "12.50", "2025-03-03", None),
        ("statement", "Statement", "patient", None, None, "2025-05-20", None),
        ("statement", "Statement", "patient", None, None, "2025-05-20", None),
        ("adjustment", "Adjust code 45", "insurer", "HARBOR MUTUAL HEALTH", "-95.00",
         "2025-04-01", "ePay - EFT501"),
        ("adjustment", "Bad debt", "patient", None, "-25.00", "2025-06-20", None),
        ("payment", "Insurance payment", "insurer", "HARBOR MUTUAL HEALTH", "-120.00",
         "2025-04-02", "ePay - EFT501"),
        ("payment", "PP", "patient", None, "-20.00", "2025-04-20", "CASH"),
        ("transfer", "Patient share", "patient", None, "45.00", "2025-04-02", "ePay - EFT501"),
    ]  # fmt: skip


def test_a_share_that_another_insurer_may_pay_is_not_the_patients(books: Place) -> None:
    assert entries(books).filter(Claim="12-502", Kind="transfer").is_empty()


def test_a_copay_is_a_payment_wherever_it_stands(books: Place) -> None:
    paid = entries(books).filter(Account="13", Kind="payment").sort("Amount")
    assert paid.select("Code", "Party", "Amount").rows() == [
        ("PCP", "patient", "-120.00"),
        ("COPAY", "patient", "-30.00"),
    ]


def test_what_is_inactive_or_voided_is_left_out_and_counted(books: Place) -> None:
    with Database(books, PASSWORD) as database:
        assert database.voided() == 1
        assert "999.00" not in pl.concat(database.entries())["Amount"].to_list()


def test_the_rows_do_not_depend_on_how_many_come_at_once(books: Place) -> None:
    assert entries(books, 1).sort("Transaction").equals(entries(books).sort("Transaction"))


def test_no_table_can_be_written(books: Place) -> None:
    root = place(f"mysql://{ROOT}@{HOST}:{PORT}/{books.database}")
    with Database(root, ROOT_PASSWORD) as database:
        with pytest.raises(ReclaimError, match="OPENEMR-CONNECT"):
            database._ask("DELETE FROM billing")
        assert int(database._ask("SELECT COUNT(*) FROM billing")[0][0]) == 6


def test_the_grants_keep_patients_and_passwords_out_of_reach(books: Place) -> None:
    with Database(books, PASSWORD) as database:
        for question in ("SELECT lname FROM patient_data", "SELECT password FROM users"):
            with pytest.raises(ReclaimError, match="OPENEMR-CONNECT"):
                database._ask(question)


def test_a_version_without_voided_entries_is_read_too(books: Place) -> None:
    table = f"`{books.database}`.ar_activity"
    asked(
        f"CREATE TABLE {table}_new LIKE {table}",
        f"INSERT {table}_new SELECT * FROM {table}",  # noqa: S608 - the name is ours
        f"DELETE FROM {table} WHERE deleted IS NOT NULL",  # noqa: S608
        f"ALTER TABLE {table} DROP deleted, DROP post_date, DROP reason_code",
    )
    try:
        root = place(f"mysql://{ROOT}@{HOST}:{PORT}/{books.database}")
        with Database(root, ROOT_PASSWORD) as database:
            assert database.voided() is None
            assert pl.concat(database.entries()).filter(Kind="adjustment").height == 3
    finally:
        asked(f"DROP TABLE {table}", f"RENAME TABLE {table}_new TO {table}")


def test_a_database_that_is_no_openemr_says_what_it_lacks() -> None:
    other = place(f"mysql://{ROOT}@{HOST}:{PORT}/mysql")
    with pytest.raises(ReclaimError, match=r"billing\.id, billing\.date") as stopped:
        Database(other, ROOT_PASSWORD)
    assert stopped.value.code == "OPENEMR-SCHEMA"


def test_a_wrong_password_is_said_without_the_password(books: Place) -> None:
    with pytest.raises(ReclaimError, match="the user or the password is wrong") as stopped:
        Database(books, "not-this-one")
    assert "not-this-one" not in str(stopped.value)


def test_a_socket_of_this_machine_serves_too(books: Place) -> None:
    socket = Path("/run/mysqld/mysqld.sock")
    if socket.exists():
        there = place(f"mysql://{ROOT}@localhost/{books.database}?socket={socket}")
        with Database(there, ROOT_PASSWORD) as database:
            assert database.found["billing"] >= {"fee", "pid"}
