"""The questions put to OpenEMR's database, as far as its version has the columns.

Source: openemr/openemr on GitHub: sql/database.sql and its upgrades (the tables and what their
columns mean), src/Billing/InvoiceSummary.php (what counts towards a balance), src/Billing/SLEOB.php
(payers by level, claim numbers), interface/billing/sl_eob_process.php (what posting a remittance
writes), library/payment.inc.php and interface/forms/fee_sheet/new.php (what people write).
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

TABLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "billing": (
            "id", "date", "code_type", "code", "pid", "encounter", "user", "provider_id",
            "activity", "fee",
        ),
        "ar_activity": (
            "pid", "encounter", "sequence_no", "code", "payer_type", "post_time", "post_user",
            "session_id", "memo", "pay_amount", "adj_amount", "account_code",
        ),
        "ar_session": ("session_id", "payer_id", "reference"),
        "form_encounter": (
            "id", "pid", "encounter", "date", "facility", "provider_id", "last_stmt_date",
            "stmt_count",
        ),
        "insurance_companies": ("id", "name"),
        "insurance_data": ("pid", "type", "provider", "date"),
    }
)  # fmt: skip
"""What is read. Nothing in it names a patient: a patient is a number (`pid`)."""

OPTIONAL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ar_activity": ("deleted", "post_date", "follow_up_note", "reason_code"),
        "users": ("id", "username", "fname", "lname"),
        "drug_sales": ("sale_id", "sale_date", "pid", "encounter", "user", "fee"),
    }
)
"""What later versions have, or what a database user may be kept from; read where it is there."""

ROW = (
    "source", "number", "pid", "encounter", "code_type", "code", "payer_type", "account_code",
    "memo", "charge", "paid", "adjusted", "service_day", "posted_day", "payer", "has_next_payer",
    "provider", "place", "user", "reference", "note", "statements",
)  # fmt: skip
"""The columns of every answer, all of them text."""

_ENCOUNTER = (
    "LEFT JOIN (SELECT pid, encounter, MAX(id) AS id FROM form_encounter GROUP BY pid, encounter) n"
    " ON n.pid = {t}.pid AND n.encounter = {t}.encounter"
    " LEFT JOIN form_encounter e ON e.id = n.id"
)
"""OpenEMR takes the newest where an encounter stands twice; a plain join would count it twice."""

_PAYER = (
    "(SELECT c.name FROM insurance_companies c WHERE c.id ="
    " (SELECT d.provider FROM insurance_data d WHERE d.pid = {t}.pid AND d.type = 'primary'"
    " AND d.date <= DATE(e.date) ORDER BY d.date DESC LIMIT 1))"
)
_NEXT_PAYER = (
    "EXISTS (SELECT 1 FROM insurance_data d WHERE d.pid = {t}.pid AND d.type = 'secondary'"
    " AND d.provider <> '' AND d.date <= DATE(e.date))"
)

Found = Mapping[str, frozenset[str]]
"""Tables by name, each with those of its columns that may be read."""


def missing(found: Found) -> list[str]:
    """The tables and columns without which the ledger cannot be read, as `table.column`."""
    return [
        f"{table}.{column}"
        for table, columns in TABLES.items()
        for column in columns
        if column not in found.get(table, frozenset())
    ]


def statements(found: Found) -> tuple[str, ...]:
    """The questions, in the order in which they are put; each answers with the columns of ROW."""
    asked = [_charges(found), _activity(found), _statements()]
    if _has(found, "drug_sales"):
        asked.insert(1, _sales(found))
    return tuple(asked)


def voided(found: Found) -> str | None:
    """The question how many entries were taken back; None where a version deletes them."""
    if "deleted" not in found.get("ar_activity", ()):
        return None
    return "SELECT COUNT(*) FROM ar_activity WHERE deleted IS NOT NULL"


def grants(database: str, user: str) -> tuple[str, ...]:
    """What an administrator types so that `user` can read what is needed and nothing else."""
    wanted = {table: (*columns, *OPTIONAL.get(table, ())) for table, columns in TABLES.items()}
    wanted |= {table: columns for table, columns in OPTIONAL.items() if table not in TABLES}
    return tuple(
        f"GRANT SELECT ({', '.join(columns)}) ON `{database}`.`{table}` TO {user};"
        for table, columns in wanted.items()
    )


def _charges(found: Found) -> str:
    """`fee` is the whole line's, price times units; a copay of old versions is a fee below zero."""
    return _select(
        {
            "source": "'billing'",
            "number": "t.id",
            "pid": "t.pid",
            "encounter": "t.encounter",
            "code_type": "t.code_type",
            "code": "t.code",
            "charge": "t.fee",
            "service_day": "DATE(e.date)",
            "posted_day": "DATE(t.date)",
            "payer": _PAYER.format(t="t"),
            "provider": _name(found, "p"),
            "place": "e.facility",
            "user": _user(found, "u"),
        },
        f"billing t {_ENCOUNTER.format(t='t')}"
        + _users(found, u="t.user", p="IF(t.provider_id > 0, t.provider_id, e.provider_id)"),
        "t.activity = 1 AND t.fee <> 0",
    )


def _sales(found: Found) -> str:
    return _select(
        {
            "source": "'drug_sales'",
            "number": "t.sale_id",
            "pid": "t.pid",
            "encounter": "t.encounter",
            "code_type": "'PROD'",
            "charge": "t.fee",
            "service_day": "DATE(e.date)",
            "posted_day": "t.sale_date",
            "payer": _PAYER.format(t="t"),
            "provider": _name(found, "p"),
            "place": "e.facility",
            "user": "t.user",
        },
        f"drug_sales t {_ENCOUNTER.format(t='t')}" + _users(found, p="e.provider_id"),
        "t.fee <> 0 AND t.pid > 0",
    )


def _activity(found: Found) -> str:
    """Payments, adjustments, and the notes of an adjustment of 0 that say what a patient owes."""
    has = found["ar_activity"]
    note = [name for name in ("follow_up_note", "reason_code") if name in has]
    return _select(
        {
            "source": "'ar_activity'",
            "number": "CONCAT(t.pid, '-', t.encounter, '-', t.sequence_no)",
            "pid": "t.pid",
            "encounter": "t.encounter",
            "code": "t.code",
            "payer_type": "t.payer_type",
            "account_code": "t.account_code",
            "memo": "t.memo",
            "paid": "t.pay_amount",
            "adjusted": "t.adj_amount",
            "service_day": "DATE(e.date)",
            "posted_day": (
                "COALESCE(t.post_date, DATE(t.post_time))"
                if "post_date" in has
                else "DATE(t.post_time)"
            ),
            "payer": "i.name",
            "has_next_payer": _NEXT_PAYER.format(t="t"),
            "provider": _name(found, "p"),
            "place": "e.facility",
            "user": _user(found, "u"),
            "reference": "s.reference",
            "note": f"COALESCE({', '.join(f't.{n}' for n in note)})" if note else "NULL",
        },
        f"ar_activity t {_ENCOUNTER.format(t='t')}"
        " LEFT JOIN ar_session s ON s.session_id = t.session_id"
        " LEFT JOIN insurance_companies i ON i.id = s.payer_id AND s.payer_id > 0"
        + _users(found, u="t.post_user", p="e.provider_id"),
        "t.deleted IS NULL" if "deleted" in has else "TRUE",
    )


def _statements() -> str:
    return _select(
        {
            "source": "'form_encounter'",
            "number": "e.id",
            "pid": "e.pid",
            "encounter": "e.encounter",
            "service_day": "DATE(e.date)",
            "posted_day": "e.last_stmt_date",
            "place": "e.facility",
            "statements": "e.stmt_count",
        },
        "form_encounter e",
        "e.stmt_count > 0 AND e.last_stmt_date IS NOT NULL",
    )


def _select(columns: Mapping[str, str], source: str, where: str) -> str:
    fields = ", ".join(f"{columns.get(name, 'NULL')} AS `{name}`" for name in ROW)
    return f"SELECT {fields} FROM {source} WHERE {where}"  # noqa: S608 - no part of it is a user's


def _has(found: Found, table: str) -> bool:
    return set(OPTIONAL[table]) <= found.get(table, frozenset())


def _users(found: Found, **joins: str) -> str:
    if not _has(found, "users"):
        return ""
    return "".join(f" LEFT JOIN users {name} ON {name}.id = {on}" for name, on in joins.items())


def _user(found: Found, name: str) -> str:
    return f"NULLIF({name}.username, '')" if _has(found, "users") else "NULL"


def _name(found: Found, name: str) -> str:
    """Of who rendered the service: a user of OpenEMR, never a patient."""
    if not _has(found, "users"):
        return "NULL"
    return f"NULLIF(CONCAT_WS(', ', NULLIF({name}.lname, ''), NULLIF({name}.fname, '')), '')"


def columns_of(rows: Sequence[Sequence[object]]) -> dict[str, frozenset[str]]:
    """Tables with their columns, from (table, column) pairs of `information_schema.columns`."""
    found: dict[str, set[str]] = {}
    for table, column in rows:
        found.setdefault(str(table).lower(), set()).add(str(column).lower())
    return {table: frozenset(columns) for table, columns in found.items()}
