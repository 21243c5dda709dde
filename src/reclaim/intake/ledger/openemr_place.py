"""Where OpenEMR's database is, who asks, and where the password comes from."""

import os
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from reclaim.errors import UsageError

PASSWORD = "RECLAIM_OPENEMR_PASSWORD"  # noqa: S105 - the name of a variable
SCHEMES = ("mysql", "mariadb")
PORT = 3306


@dataclass(frozen=True)
class Place:
    """Where a database is, and who asks. The password is kept apart from it."""

    host: str
    port: int
    database: str
    user: str
    socket: str | None = None
    ca: str | None = None

    def shown(self) -> str:
        """As messages name it."""
        return f"{self.user}@{self.socket or f'{self.host}:{self.port}'}/{self.database}"


def place(url: str) -> Place:
    """Where `mysql://USER@HOST:PORT/DATABASE` points.

    `?socket=PATH` names a socket of this machine; `?ca=FILE` the certificate that the server's is
    checked against.

    Raises:
        UsageError: OPENEMR-URL, when a part is missing, or a password stands in it, which every
            user of the machine could see.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or PORT
    except ValueError:
        raise _bad_url("its port is no number") from None
    if parts.password is not None:
        raise _bad_url("it holds a password, which lists of processes and histories would show")
    database = unquote(parts.path.strip("/"))
    if parts.scheme not in SCHEMES or not parts.username or not database:
        raise _bad_url("it is not of the form mysql://USER@HOST:PORT/DATABASE")
    options = parse_qs(parts.query)
    unknown = sorted(set(options) - {"socket", "ca"})
    if unknown:
        raise _bad_url(f"{unknown[0]} is no option; there are socket and ca")
    return Place(
        host=parts.hostname or "localhost",
        port=port,
        database=database,
        user=unquote(parts.username),
        socket=options.get("socket", [None])[0],
        ca=options.get("ca", [None])[0],
    )


def password_given() -> str | None:
    """The password in the environment; null where none is."""
    return os.environ.get(PASSWORD)


def _bad_url(what: str) -> UsageError:
    return UsageError(
        "OPENEMR-URL",
        where="the URL",
        what=what,
        why="It says where OpenEMR's database is, and who asks.",
        next_step=f"give mysql://USER@HOST:PORT/DATABASE, and the password in {PASSWORD}",
    )
