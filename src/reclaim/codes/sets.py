"""The code sets that ship with Reclaim, each loaded once and checked when loaded."""

from functools import cache

import polars as pl

from reclaim.codes.table import CodeFile, Column, Field, load

STAGES = frozenset(("registration", "clinical", "coding", "submission", "payer", "patient"))
DEGREES = frozenset(("yes", "no", "maybe"))
PLACES = frozenset(
    (
        "insurer_paid",
        "patient_responsibility",
        "contractual",
        "underpayment",
        "payer_reduction",
        "denial",
        "prior_payer",
        "pending",
        "write_off",
        "unknown",
    )
)
CATEGORY_FILE = CodeFile(
    "category.csv",
    {
        "category": Column(required=True),
        "place": Column(required=True, allowed=PLACES),
        "label": Column(Field.LABEL, required=True),
    },
)
GROUP_FILE = CodeFile(
    "group.csv",
    {
        "code": Column(required=True),
        "label": Column(Field.LABEL, required=True),
        "bill_patient": Column(required=True, allowed=frozenset(("yes", "no"))),
        "start": Column(Field.DATE),
        "stop": Column(Field.DATE),
    },
)
ALLOWED_FILE = CodeFile(
    "allowed.csv",
    {
        "code": Column(required=True),
        "role": Column(required=True, allowed=frozenset(("price_cut", "after_allowed"))),
    },
)
WRITE_OFF_FILE = CodeFile(
    "write_off.csv",
    {
        "category": Column(required=True),
        "label": Column(Field.LABEL, required=True),
        "party": Column(allowed=frozenset(("insurer", "patient"))),
        "backed_by": Column(),
        "ncr": Column(required=True, allowed=frozenset(("true", "false"))),
        "necessary": Column(allowed=frozenset(("true", "false"))),
    },
)
PLB_FILE = CodeFile(
    "plb.csv",
    {
        "code": Column(required=True),
        "label": Column(Field.LABEL, required=True),
        "kind": Column(required=True),
        "usual_sign": Column(required=True, allowed=frozenset(("+", "-", "either"))),
        "avoidable": Column(required=True, allowed=DEGREES),
        "next_action": Column(required=True),
    },
)


@cache
def categories() -> pl.DataFrame:
    """Every category of a disposition, its place and our label. The key is `category`."""
    return load(CATEGORY_FILE)


@cache
def groups() -> pl.DataFrame:
    """Every claim adjustment group code (CAS01); `stop` is null while it is in force."""
    return load(GROUP_FILE)


@cache
def write_off_categories() -> pl.DataFrame:
    """Every category that a practice may post a write-off under. The key is `category`.

    `party`: whose balance it lowers; null: either's. `backed_by`: the categories of dispositions,
    or their first parts, that bear it out, with spaces between; null: none can. `ncr`: whether it
    leaves the denominator of the net collection rate (true, false). `necessary`: true, false, or
    null where that depends.
    """
    return load(WRITE_OFF_FILE)


@cache
def allowed_roles() -> pl.DataFrame:
    """What a reason (`code`) has to do with the allowed amount; all others: nothing.

    price_cut: the step from the charge down to it. after_allowed: taken from it before payment,
    such as sequestration and withholds. Source: X12 claim adjustment reason codes.
    """
    return load(ALLOWED_FILE)


@cache
def plbs() -> pl.DataFrame:
    """Every provider-level adjustment reason (PLB) with its usual sign: + lowers the payment."""
    return load(PLB_FILE)


def carc_file() -> CodeFile:
    """What `carc.csv` must hold."""
    known_groups = frozenset(groups()["code"])
    return CodeFile(
        "carc.csv",
        {
            "code": Column(required=True),
            "start": Column(Field.DATE, required=True),
            "last_modified": Column(Field.DATE),
            "stop": Column(Field.DATE),
            "label": Column(Field.LABEL, required=True),
            "usual_group": Column(required=True, allowed=known_groups),
            "category": Column(required=True, allowed=frozenset(categories()["category"])),
            "stage": Column(required=True, allowed=STAGES),
            "avoidable": Column(required=True, allowed=DEGREES),
            "recoverable": Column(required=True, allowed=DEGREES),
            "next_action": Column(required=True),
            "groups_allowed": Column(Field.WORDS, allowed=known_groups),
            "remark_required": Column(Field.FLAG, required=True),
            "replaced_by": Column(Field.WORDS),
        },
    )


def rarc_file() -> CodeFile:
    """What `rarc.csv` must hold."""
    return CodeFile(
        "rarc.csv",
        {
            "code": Column(required=True),
            "kind": Column(required=True, allowed=frozenset(("alert", "supplemental"))),
            "start": Column(Field.DATE, required=True),
            "last_modified": Column(Field.DATE),
            "stop": Column(Field.DATE),
            "label": Column(Field.LABEL),
            "category": Column(allowed=frozenset(categories()["category"])),
            "stage": Column(allowed=STAGES),
            "recoverable": Column(allowed=DEGREES),
            "next_action": Column(),
            "qmb": Column(Field.FLAG, required=True),
            "retired": Column(Field.FLAG, required=True),
        },
    )


@cache
def carcs() -> pl.DataFrame:
    """Every claim adjustment reason code, stopped ones too, with the defaults of its use.

    `groups_allowed` is empty when the code list restricts nothing. `category`, `stage`,
    `avoidable`, `recoverable` and `next_action` are defaults: the group code, remarks and
    evidence override them.
    """
    return load(carc_file())


@cache
def rarcs() -> pl.DataFrame:
    """Every remittance advice remark code. `label` and what follows it are null for the rare ones.

    `qmb` marks the remarks that free a Qualified Medicare Beneficiary from cost sharing.
    `retired` is true for stopped codes, also for those whose stop date is not known.
    """
    return load(rarc_file())
