"""Which claims new files touch: those that share a number, a patient, or a name and charge.

Documents are kin when they share a token, and kin of kin are kin: a set closed in this way can be
judged alone, since nothing in it is matched with, netted against or proved by anything outside.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from reclaim.matching.forms import loose, mark, trimmed
from reclaim.pipeline.scan import Scan

AT = ("file_id", "segment_number")

NUMBER = pl.coalesce(loose("patient_control_number"), trimmed("patient_control_number"))
NAME = mark("patient_last_name", "patient_first_name")
NAME_AND_CHARGE = pl.concat_str(NAME, pl.col("charge_cents").abs(), separator="|")
NAME_AND_BIRTH = pl.concat_str(NAME, "patient_birth_date", separator="|")

TOKENS: Mapping[str, tuple[tuple[str, pl.Expr], ...]] = {
    "remit_claims": (
        ("provider's number", NUMBER),
        ("payer's number", trimmed("payer_control_number")),
        ("payer's number", trimmed("original_claim_number")),
        ("member", mark("patient_id")),
        ("member", mark("insured_id")),
        ("member", mark("corrected_id")),
        ("name and charge", NAME_AND_CHARGE),
    ),
    "claims": (
        ("provider's number", NUMBER),
        ("payer's number", trimmed("original_claim_number")),
        ("clearinghouse's number", trimmed("clearinghouse_number")),
        ("member", mark("subscriber_id")),
        ("name and charge", NAME_AND_CHARGE),
        ("name and birth", NAME_AND_BIRTH),
    ),
    "claim_statuses": (
        ("provider's number", pl.coalesce(loose("trace_number"), trimmed("trace_number"))),
        ("payer's number", trimmed("payer_control_number")),
        ("clearinghouse's number", trimmed("clearinghouse_number")),
        ("member", mark("patient_id")),
    ),
    "coverages": (
        ("member", mark("subscriber_id")),
        ("name and birth", NAME_AND_BIRTH),
    ),
}
"""What each kind of document is known by: all that matching and netting compare, or less."""

OF_A_CLAIM = {
    "remit_lines": "remit_claims",
    "adjustments": "remit_claims",
    "remarks": "remit_claims",
    "claim_lines": "claims",
    "other_payers": "claims",
}
"""The tables whose rows stand in a claim, with the table of that claim."""


@dataclass(frozen=True)
class Kin:
    """The documents of a closed set, by table: `file_id` and `segment_number`."""

    documents: Mapping[str, pl.DataFrame]

    @property
    def claim_ids(self) -> pl.DataFrame:
        """`claim_id` of the claims on remittances."""
        return self._ids("remit_claims", "claim_id")

    @property
    def from_ids(self) -> pl.DataFrame:
        """`from_id`: where the links of these claims start."""
        both = [self._ids(name, "from_id") for name in ("remit_claims", "claims")]
        return pl.concat(both)

    def within(self, scan: Scan) -> Scan:
        """Gives of each table the rows of these documents; what is about no claim, whole."""

        def narrowed(name: str) -> pl.LazyFrame:
            rows = scan(name)
            if name in self.documents:
                keys = self.documents[name].lazy()
                return rows.join(keys, on=list(AT), how="semi", maintain_order="left")
            if name in OF_A_CLAIM:
                above = self.documents[OF_A_CLAIM[name]].lazy()
                return rows.join(
                    above,
                    left_on=["file_id", "claim_segment"],
                    right_on=list(AT),
                    how="semi",
                    maintain_order="left",
                )
            return rows

        return narrowed

    def _ids(self, table: str, name: str) -> pl.DataFrame:
        at = pl.concat_str("file_id", "segment_number", separator="-")
        return self.documents[table].select(at.alias(name))


def kin(scan: Scan, new_files: pl.DataFrame) -> Kin:
    """The documents of some files, and all that hang together with them.

    Args:
        scan: gives the tables of TOKENS, `acknowledgements`, `groups`, `interchanges` and
            `other_payers`.
        new_files: `file_id`.
    """
    documents = {name: _documents(scan, name) for name in TOKENS}
    tokens = pl.concat([_tokens(scan, name, documents[name]) for name in TOKENS])
    starting = pl.concat([new_files.select("file_id"), _acknowledged(scan, new_files)]).unique()
    every = pl.concat(documents.values())
    seen = reached = every.join(starting, on="file_id", how="semi").select("document")
    while not reached.is_empty():
        held = tokens.join(reached, on="document", how="semi").select("token").unique()
        found = tokens.join(held, on="token", how="semi").select("document").unique()
        reached = found.join(seen, on="document", how="anti")
        seen = pl.concat([seen, reached])
    return Kin(
        {
            name: rows.join(seen, on="document", how="semi").select(AT)
            for name, rows in documents.items()
        }
    )


def everything(scan: Scan) -> Kin:
    """All documents."""
    return Kin({name: _documents(scan, name).select(AT) for name in TOKENS})


def _documents(scan: Scan, name: str) -> pl.DataFrame:
    """`document`, a number of its own, with its place."""
    rows = scan(name).select(AT).unique().collect().sort(AT)
    number = pl.concat_str(pl.lit(name), "file_id", "segment_number", separator="|").hash()
    return rows.with_columns(document=number)


def _tokens(scan: Scan, name: str, documents: pl.DataFrame) -> pl.DataFrame:
    """`document` and `token`, one row for each token it has."""
    at = documents.lazy()
    kinds = [
        scan(name)
        .select(
            *AT,
            token=pl.concat_str(pl.lit(kind), text, separator="|").hash(),
            known=text.is_not_null(),
        )
        .filter("known")
        .select(*AT, "token")
        for kind, text in TOKENS[name]
    ]
    if name == "claims":
        kinds.append(_numbers_of_other_payers(scan))
    return pl.concat(kinds).join(at, on=list(AT)).select("document", "token").unique().collect()


def _numbers_of_other_payers(scan: Scan) -> pl.LazyFrame:
    """What the other payers of a claim as sent call it."""
    text = trimmed("claim_number")
    return (
        scan("other_payers")
        .filter(text.is_not_null())
        .select(
            "file_id",
            segment_number="claim_segment",
            token=pl.concat_str(pl.lit("payer's number"), text, separator="|").hash(),
        )
    )


def _acknowledged(scan: Scan, new_files: pl.DataFrame) -> pl.DataFrame:
    """`file_id` of the files that acknowledgements in the new files answer."""
    answers = (
        scan("acknowledgements").join(new_files.lazy(), on="file_id", how="semi").collect().lazy()
    )
    by_group = scan("groups").join(
        answers,
        left_on=trimmed("control_number"),
        right_on=trimmed("group_control_number"),
        how="semi",
    )
    by_interchange = scan("interchanges").join(
        answers,
        left_on=trimmed("control_number"),
        right_on=trimmed("interchange_control_number"),
        how="semi",
    )
    return pl.concat([by_group.select("file_id"), by_interchange.select("file_id")]).collect()
