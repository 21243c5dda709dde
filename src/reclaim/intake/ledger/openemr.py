"""Reads the ledger in OpenEMR's own database, and writes nothing there."""

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any, Self

import polars as pl

from reclaim.errors import ReclaimError
from reclaim.intake.ledger import openemr_sql as sql
from reclaim.intake.ledger.openemr_entries import exported
from reclaim.intake.ledger.openemr_place import PASSWORD, Place

if TYPE_CHECKING:
    from pymysql.connections import Connection

ROWS_AT_ONCE = 50_000
WAIT_SECONDS = 3_600
"""So long the server waits while a piece that it sent is being written."""


class Database:
    """An open database, in one transaction that reads and sees the books as of its beginning.

    Args:
        where: the database.
        password: of its user.

    Raises:
        ReclaimError: OPENEMR-DRIVER, when the driver is not installed; OPENEMR-CONNECT, when the
            server is not there or refuses; OPENEMR-SCHEMA, when tables or columns are missing.
    """

    def __init__(self, where: Place, password: str) -> None:
        self._where = where
        self._connection = _connected(where, password)
        try:
            self._ask("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            self._ask(f"SET SESSION net_write_timeout = {WAIT_SECONDS}")
            self._ask("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
            self.found = self._found()
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def entries(self, rows_at_once: int = ROWS_AT_ONCE) -> Iterator[pl.DataFrame]:
        """The ledger's entries as text, with the columns of COLUMNS, so many rows at a time."""
        for statement in sql.statements(self.found):
            for rows in self._stream(statement, rows_at_once):
                entries = exported(rows)
                if entries.height:
                    yield entries

    def voided(self) -> int | None:
        """How many entries were voided, and are in no balance; null where OpenEMR keeps none."""
        statement = sql.voided(self.found)
        return int(self._ask(statement)[0][0]) if statement else None

    def _stream(self, statement: str, rows_at_once: int) -> Iterator[pl.DataFrame]:
        from pymysql.cursors import SSCursor  # noqa: PLC0415 - an optional dependency

        schema = dict.fromkeys(sql.ROW, pl.String())
        try:
            with closing(self._connection.cursor(SSCursor)) as cursor:
                cursor.execute(statement)
                while rows := cursor.fetchmany(rows_at_once):
                    yield pl.DataFrame(rows, schema=schema, orient="row")
        except _errors() as error:
            raise _refused(self._where, error) from None

    def _ask(self, statement: str) -> tuple[tuple[Any, ...], ...]:
        try:
            with closing(self._connection.cursor()) as cursor:
                cursor.execute(statement)
                return tuple(cursor.fetchall())
        except _errors() as error:
            raise _refused(self._where, error) from None

    def _found(self) -> sql.Found:
        rows = self._ask(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = DATABASE()"
        )
        found = sql.columns_of(rows)
        lacking = sql.missing(found)
        if lacking:
            raise ReclaimError(
                "OPENEMR-SCHEMA",
                where=self._where.shown(),
                what=f"{_listed(lacking)} cannot be read",
                why="The tables are not there, or the database user may not read them.",
                next_step="check the name of the database; grant what docs/ledger.md lists",
            )
        return found


def _connected(where: Place, password: str) -> "Connection[Any]":
    try:
        import pymysql  # noqa: PLC0415 - an optional dependency
        from pymysql.converters import conversions  # noqa: PLC0415
    except ImportError:
        raise ReclaimError(
            "OPENEMR-DRIVER",
            where=where.shown(),
            what="PyMySQL is not installed",
            why="It speaks to MariaDB and MySQL.",
            next_step="pip install 'reclaim[openemr]'",
        ) from None
    # Without decoders every value stays the text that the server sent: no float, no day 0.
    as_text: dict[Any, Any] = {
        key: value for key, value in conversions.items() if not isinstance(key, int)
    }
    try:
        connection: Connection[Any] = pymysql.connect(
            host=where.host,
            port=where.port,
            user=where.user,
            password=password,
            database=where.database,
            unix_socket=where.socket,
            charset="utf8mb4",
            conv=as_text,
            connect_timeout=15,
            ssl_ca=where.ca,
            ssl_verify_identity=bool(where.ca) or None,
        )
    except (pymysql.Error, OSError, RuntimeError) as error:
        raise _refused(where, error) from None
    return connection


def _errors() -> tuple[type[Exception], ...]:
    import pymysql  # noqa: PLC0415 - an optional dependency

    return pymysql.Error, OSError


def _refused(where: Place, error: Exception) -> ReclaimError:
    """The server's own words hold names of users and hosts, but nothing of a patient."""
    number = error.args[0] if error.args and isinstance(error.args[0], int) else None
    return ReclaimError(
        "OPENEMR-CONNECT",
        where=where.shown(),
        what=_REASONS.get(number or 0, "the database cannot be read")
        + (f" (error {number})" if number else ""),
        why=f"Nothing was read from it. The password is taken from {PASSWORD}, or asked for.",
        next_step="check host, port, user, password and database, and what the user may read",
    )


_REASONS = {
    1044: "the user may not use this database",
    1045: "the user or the password is wrong",
    1049: "there is no such database",
    1142: "the user may not read a table",
    1143: "the user may not read a column",
    2003: "no server answers there",
    2013: "the connection was lost",
}
"""Numbers of MariaDB's and MySQL's errors."""


def _listed(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
