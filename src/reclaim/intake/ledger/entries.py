"""Makes entries of an account from the rows of an export, by its mapping; bad rows are named."""

from collections.abc import Mapping as Map
from dataclasses import dataclass

import polars as pl

from reclaim.intake.ledger.mapping import Entry, Mapping, Meaning, plain
from reclaim.intake.ledger.values import cents, counts, days
from reclaim.schema import TABLES

ENTRIES = TABLES["account_transactions"].polars_schema
PROBLEMS = TABLES["ledger_problems"].polars_schema

TEXTS = (
    "transaction_id", "account", "patient_control_number", "local_code", "local_name", "payer",
    "procedure_code", "provider", "location", "user", "reference", "reverses", "reason",
    "approved_by", "document",
)  # fmt: skip
SIGN = {"charge": 1, "payment": -1, "write_off": -1, "refund": 1, "correction": 1, "opening": 1}
"""Which way a positive amount of a kind goes, where the mapping does not say."""

WITHOUT_MONEY = ("statement", "call", "agency")
EARLIEST, LATEST = pl.date(1980, 1, 1), pl.date(2100, 1, 1)
"""A day outside is a slip of the pen, or a number that is no day."""


@dataclass(frozen=True)
class Form:
    """How a file's rows are read: its mapping, and which column holds which header."""

    mapping: Mapping
    columns: Map[str, str]

    def text(self, field: str) -> pl.Expr:
        """The text of a field: of the first of its headers that is filled, else its constant."""
        named = self.mapping.columns.get(field, ())
        found = [pl.col(self.columns[plain(name)]) for name in named if plain(name) in self.columns]
        constant = self.mapping.constants.get(field)
        return pl.coalesce(*found, pl.lit(constant, pl.String))

    def header(self, field: str) -> str | None:
        """The header of a field, for messages."""
        named = self.mapping.columns.get(field, ())
        return next((name for name in named if plain(name) in self.columns), None)

    def column(self, header: str) -> pl.Expr:
        """The text under a header; null when there is no such column."""
        name = self.columns.get(plain(header))
        return pl.col(name) if name else pl.lit(None, pl.String)


def entries_of(rows: pl.DataFrame, form: Form, file_id: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`account_transactions` (numbered later) and `ledger_problems` of some rows.

    A row without an account, a day, or an amount where one is needed is set aside: it is a problem,
    with its amount where that could be read, and no entry.
    """
    read = pl.concat([_read(rows, form, entry) for entry in form.mapping.entries or (None,)])
    named = _meant(read, form.mapping).with_columns(file_id=pl.lit(file_id))
    marked = named.with_columns(wrong=_wrong())
    good = marked.filter(pl.col("wrong").is_null()).sort("row", maintain_order=True)
    problems = _problems(marked.filter(pl.col("wrong").is_not_null()), form)
    return _with_effect(good, form.mapping).select(ENTRIES.names()), problems


def _read(rows: pl.DataFrame, form: Form, entry: Entry | None) -> pl.DataFrame:
    """The fields of every row as they are written, and what could be read of them."""
    mapping = form.mapping
    decimal = mapping.decimal
    amount = form.column(entry.amount) if entry else form.text("amount")
    money = cents(amount, decimal)
    if mapping.signs == "debit_credit" and entry is None:
        debit, credit = form.text("debit"), form.text("credit")
        money = cents(debit, decimal).fill_null(0) - cents(credit, decimal).fill_null(0)
        unread = (debit.is_not_null() & cents(debit, decimal).is_null()) | (
            credit.is_not_null() & cents(credit, decimal).is_null()
        )
        money = pl.when(~unread & (debit.is_not_null() | credit.is_not_null())).then(money)
        amount = pl.coalesce(debit, credit)
    posted = form.column(entry.posted_date) if entry and entry.posted_date else None
    posted = posted if posted is not None else form.text("posted_date")
    served = form.text("service_date")
    has_posted = form.header("posted_date") or (entry and entry.posted_date)
    read = rows.select(
        "row",
        *(form.text(name).alias(name) for name in TEXTS),
        given_kind=form.text("kind"),
        given_party=form.text("party").str.to_lowercase(),
        given_amount=amount,
        given_day=posted if has_posted else served,
        line_number=counts(form.text("line_number")),
        amount_cents=money,
        service_date=days(served, mapping.dates),
        posted_date=days(posted if has_posted else served, mapping.dates),
    )
    if entry is None:
        return read.with_columns(
            entry_kind=pl.lit(None, pl.String),
            entry_party=pl.lit(None, pl.String),
            entry_category=pl.lit(None, pl.String),
        )
    some = (pl.col("amount_cents") != 0).fill_null(pl.col("given_amount").is_not_null())
    code = pl.coalesce(pl.lit(entry.local_code, pl.String), "local_code")
    return read.filter(some).with_columns(
        local_code=code,
        entry_kind=pl.lit(entry.kind),
        entry_party=pl.lit(entry.party, pl.String),
        entry_category=pl.lit(entry.category, pl.String),
    )


def _meant(read: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    """What each row is: by its code, else by its kind, else by the entry's own."""
    pairs = read.select("local_code", "given_kind", "entry_kind").unique()
    codes = {plain(code): meaning for code, meaning in mapping.codes.items()}
    kinds = {plain(kind): meaning for kind, meaning in mapping.kinds.items()}
    found = [
        _one_meaning(codes.get(plain(code or "")), kinds.get(plain(kind or "")), kind, own)
        for code, kind, own in pairs.iter_rows()
    ]
    schema = {
        "kind": pl.String,
        "category": pl.String,
        "meant_party": pl.String,
        "meant_name": pl.String,
        "effect": pl.Int64,
    }
    meant = pairs.hstack(pl.DataFrame(found, schema=schema, orient="row"))
    on = ["local_code", "given_kind", "entry_kind"]
    party = pl.col("given_party")
    return read.join(
        meant, on=on, how="left", nulls_equal=True, maintain_order="left"
    ).with_columns(
        category=pl.coalesce("category", "entry_category"),
        local_name=pl.coalesce("local_name", "meant_name"),
        party=pl.coalesce(
            pl.when(party.is_in(["insurer", "patient"])).then(party), "meant_party", "entry_party"
        ),
        account=pl.coalesce("account", "patient_control_number"),
    )


def _one_meaning(
    code: Meaning | None, kind: Meaning | None, given: str | None, own: str | None
) -> tuple[str, str | None, str | None, str | None, int | None]:
    meaning = code or kind
    if meaning is None:
        known = plain(given or "").replace(" ", "_")
        stands = known if known in {*SIGN, *WITHOUT_MONEY, "transfer"} else None
        return (own or stands or "unknown", None, None, None, None)
    effect = None if meaning.effect is None else int(meaning.effect)
    return (meaning.kind, meaning.category, meaning.party, meaning.name, effect)


def _wrong() -> pl.Expr:
    """The code of what is wrong with a row; null when it is taken. The first that holds."""
    money = ~pl.col("kind").is_in(WITHOUT_MONEY)
    day = pl.col("posted_date")
    total = pl.concat_str(
        "transaction_id", "account", "local_code", "local_name", separator=" ", ignore_nulls=True
    ).str.contains(r"(?i)\btotals?\b")
    nobody = pl.col("account").is_null()
    return (
        pl.when(total & day.is_null())
        .then(pl.lit("LEDGER-TOTAL"))
        .when(nobody)
        .then(pl.lit("LEDGER-ACCOUNT"))
        .when(pl.col("given_day").is_null())
        .then(pl.lit("LEDGER-NO-DATE"))
        .when(day.is_null())
        .then(pl.lit("LEDGER-DATE"))
        .when((day < EARLIEST) | (day > LATEST))
        .then(pl.lit("LEDGER-DATE-ABSURD"))
        .when(pl.col("given_amount").is_not_null() & pl.col("amount_cents").is_null())
        .then(pl.lit("LEDGER-AMOUNT"))
        .when(money & pl.col("amount_cents").is_null())
        .then(pl.lit("LEDGER-NO-AMOUNT"))
    )


def _with_effect(read: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    """What each entry does to the balance, and what it moves from insurer to patient."""
    kind, amount = pl.col("kind"), pl.col("amount_cents")
    sign = pl.col("effect").fill_null(
        kind.replace_strict(SIGN, default=None, return_dtype=pl.Int64)
    )
    change = {"by_kind": amount * sign, "negated": -amount}.get(mapping.signs, amount)
    to_patient = amount if mapping.signs == "by_kind" else change
    of_patient = (pl.col("party") == "patient").fill_null(value=True)
    return read.with_columns(
        entry=pl.lit(0, pl.Int64),
        effect_cents=pl.when(kind.is_in([*WITHOUT_MONEY, "transfer"]))
        .then(0)
        .when(kind != "unknown")
        .then(change),
        moved_cents=pl.when(kind == "transfer")
        .then(pl.when(of_patient).then(to_patient).otherwise(0))
        .otherwise(0),
    )


def _problems(bad: pl.DataFrame, form: Form) -> pl.DataFrame:
    """A row for each row that was set aside, with the header of the field that is wrong."""
    field = {
        "LEDGER-ACCOUNT": form.header("account"),
        "LEDGER-NO-DATE": form.header("posted_date"),
        "LEDGER-DATE": form.header("posted_date") or form.header("service_date"),
        "LEDGER-DATE-ABSURD": form.header("posted_date") or form.header("service_date"),
        "LEDGER-AMOUNT": form.header("amount") or form.header("debit"),
        "LEDGER-NO-AMOUNT": form.header("amount") or form.header("debit"),
    }
    code = pl.col("wrong")
    value = (
        pl.when(code.is_in(["LEDGER-DATE", "LEDGER-DATE-ABSURD"]))
        .then("given_day")
        .when(code == "LEDGER-AMOUNT")
        .then("given_amount")
    )
    return bad.select(
        code=code,
        severity=pl.when(code == "LEDGER-TOTAL").then(pl.lit("note")).otherwise(pl.lit("error")),
        file_id="file_id",
        row="row",
        column=code.replace_strict(field, default=None, return_dtype=pl.String),
        cell=pl.lit(None, pl.String),
        value=value,
        amount_cents="amount_cents",
        detail=pl.lit(None, pl.String),
    ).select(PROBLEMS.names())
