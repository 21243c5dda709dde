"""What a practice knows beside its X12: enrolments, authorizations, code lists, documents."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from reclaim.intake.csv_file import Column, CsvFile, Field, read_csv_file

DAY = Column(Field.DATE)
ANY_DAY = Column(Field.DATE, filled=False)
IN_EFFECT = {"effective_from": ANY_DAY, "effective_to": ANY_DAY}
EFFECTIVE = (("effective_from", "effective_to"),)

ENROLMENTS = CsvFile(
    "roster/enrolments.csv",
    {"npi": Column(), "payer": Column(), "enrolled_from": DAY, "enrolled_to": ANY_DAY},
    periods=(("enrolled_from", "enrolled_to"),),
)
"""Who is enrolled with whom; `payer` is its key in the payer map, `enrolled_to` the last day."""

AUTHORIZATIONS = CsvFile(
    "roster/authorizations.csv",
    {
        "patient_control_number": Column(),
        "authorization_number": Column(),
        "procedure_code": Column(filled=False),
        "valid_from": ANY_DAY,
        "valid_to": ANY_DAY,
    },
    periods=(("valid_from", "valid_to"),),
)
"""What payers authorized; a row without a code is for all services of the claim."""

CODE_PAIRS = CsvFile(
    "reference/code_pairs.csv",
    {
        "column_1": Column(),
        "column_2": Column(),
        "modifier_allowed": Column(allowed=("0", "1", "9")),
        **IN_EFFECT,
    },
    periods=EFFECTIVE,
)
"""Codes that are not paid beside each other. `modifier_allowed`: 0 never, 1 with a modifier, 9 not
in use. The columns are those of the procedure-to-procedure edits that CMS publishes (NCCI)."""

UNIT_LIMITS = CsvFile(
    "reference/unit_limits.csv",
    {
        "procedure_code": Column(),
        "units": Column(Field.COUNT),
        "mai": Column(allowed=("1", "2", "3")),
        **IN_EFFECT,
    },
    periods=EFFECTIVE,
)
"""Most units of a code on a day. `mai`: 1 by line, 2 by day and absolute, 3 by day and reviewable,
as CMS publishes it with the medically unlikely edits (MUE)."""

DOCUMENTS = CsvFile(
    "documents.csv",
    {"patient_control_number": Column(), "document": Column(), "date": ANY_DAY},
)
"""What lies in the practice's own files for a claim: abn, record, authorization_letter ..."""

VARIANCES = CsvFile(
    "contracts/variances.csv",
    {
        "patient_control_number": Column(),
        "line_number": Column(Field.COUNT, filled=False),
        "contract": Column(),
        "code": Column(filled=False),
        "expected": Column(Field.DOLLARS),
        "allowed": Column(Field.DOLLARS),
        "marked": Column(allowed=("invalid",)),
        "because": Column(),
        "on": DAY,
        "by": Column(filled=False),
    },
)
"""Differences of expected and allowed that a person looked at, and where the payer was right.

A row without a line number is about the whole claim. It holds for these two amounts alone, and no
longer once the contract expects, or the payer allows, another one."""


@dataclass(frozen=True)
class Practice:
    """The files of a practice, each null when it keeps none: then its question is not answered.

    Each frame has the columns of its file, and `row`, the line in it.
    """

    enrolments: pl.DataFrame | None = None
    authorizations: pl.DataFrame | None = None
    code_pairs: pl.DataFrame | None = None
    unit_limits: pl.DataFrame | None = None
    documents: pl.DataFrame | None = None
    variances: pl.DataFrame | None = None


def practice_facts(folder: Path | None) -> Practice:
    """What the practice's folder holds; nothing at all when there is no folder.

    Raises:
        ReclaimError: PRACTICE-FILE, for a file that cannot be understood.
    """
    if folder is None:
        return Practice()
    return Practice(
        enrolments=read_csv_file(ENROLMENTS, folder),
        authorizations=read_csv_file(AUTHORIZATIONS, folder),
        code_pairs=read_csv_file(CODE_PAIRS, folder),
        unit_limits=read_csv_file(UNIT_LIMITS, folder),
        documents=read_csv_file(DOCUMENTS, folder),
        variances=read_csv_file(VARIANCES, folder),
    )
