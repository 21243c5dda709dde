"""The sheets of the workbook that hold figures: each answers one question."""

from typing import Any

import polars as pl

from reclaim.report import text, words
from reclaim.report.audited import Audited
from reclaim.report.figures import Figures
from reclaim.report.findings import HORIZONS
from reclaim.report.sheet import Column, Sheet, dollars, ratio
from reclaim.report.standing import NOT_COLLECTED, STANDINGS
from reclaim.report.troubles import trouble
from reclaim.wording import count

ROWS = 100_000
"""Payers and providers past this many are left out, smallest first; the Parquet has all."""

MEASURE_COLUMNS = (
    Column("Open findings", 10, "count"),
    Column("At stake", 15, "money"),
    Column("Worth if all are won", 15, "money"),
    Column("Expected", 15, "money"),
    Column("Expected, low", 15, "money"),
    Column("Expected, high", 15, "money"),
    Column("Deadline passed", 15, "money"),
)


def _measures(row: dict[str, Any]) -> list[Any]:
    cents = ("at_stake", "worth", "expected", "expected_low", "expected_high", "expired")
    return [row["findings"], *(dollars(row[f"{name}_cents"]) for name in cents)]


def summary(numbers: Figures, left_out: int) -> Sheet:
    """The first page: the charge, what was not collected of it, and what can be won back."""
    told = numbers.summary
    estimate = told["estimate"]
    rows: list[list[Any]] = [["Charged", dollars(told["charged_cents"]), None, _claims(numbers)]]
    rows += [
        [f"  {place.label}", dollars(estimate["standings"][name]), None, place.meaning]
        for name, place in words.STANDINGS.items()
    ]
    proof = told["charged_cents"] - sum(estimate["standings"][name] for name in STANDINGS)
    rows += [
        ["Charged less all of these", dollars(proof), None, "Always 0.00"],
        [
            "Not collected",
            dollars(estimate["not_collected_cents"]),
            None,
            "Not yet verified + necessary + unnecessary + not yet decided",
        ],
        _expected(numbers),
        ["  Low", dollars(estimate["expected_low_cents"]), None, "All chances at their low end"],
        ["  High", dollars(estimate["expected_high_cents"]), None, "All chances at their high end"],
        ["  Worth if all are won", dollars(estimate["worth_cents"]), estimate["findings"], None],
        ["Findings", None, None, "Every finding stands in one of the rows below"],
    ]
    rows += [
        [
            f"  {state.label}",
            dollars(estimate["states"][name]["at_stake_cents"]),
            estimate["states"][name]["findings"],
            state.meaning,
        ]
        for name, state in words.STATES.items()
    ]
    if left_out > 0:
        rows.append([_left_out(left_out), None, None, None])
    columns = (
        Column("What", 42),
        Column("Amount", 18, "money"),
        Column("Findings", 12, "count"),
        Column("What it means", 90),
    )
    return Sheet("Summary", columns, rows, strong=lambda row: not row[0].startswith("  "))


def _claims(numbers: Figures) -> str:
    return f"{count(numbers.summary['claims'], 'claim')} on the remittances"


def _expected(numbers: Figures) -> list[Any]:
    estimate = numbers.summary["estimate"]
    meaning = "Worth × chance of each open finding, added up"
    return [
        "Recoverable, expected",
        dollars(estimate["expected_cents"]),
        estimate["findings"],
        meaning,
    ]


def deadlines(numbers: Figures) -> Sheet:
    """A row a day on which open findings expire."""
    rows = [
        [row["deadline"], row["days_left"], _band(row["days_left"]), *_measures(row)[:-1]]
        for row in numbers.days.iter_rows(named=True)
    ]
    columns = (
        Column("Last day", 12, "date"),
        Column("Days left", 10, "count"),
        Column("Band", 16),
        *MEASURE_COLUMNS[:-1],
    )
    return Sheet("Deadlines", columns, rows)


def _band(days: int | None) -> str:
    if days is None:
        return "Not known"
    ends = [f"Within {ahead} days" for ahead in HORIZONS if days <= ahead]
    return ends[0] if ends else "Later"


def causes(numbers: Figures) -> Sheet:
    """A row a reason, with the running share of what was lost."""
    whole = int(numbers.why.reasons["lost_cents"].sum())
    running = numbers.why.reasons["lost_cents"].cum_sum()
    rows = [
        [
            words.place_label(row["place"]),
            words.category_label(row["category"]),
            text.reason_code(row["group_code"], row["carc"]) or None,
            row["label"],
            row["claims"],
            *(dollars(row[name]) for name in NOT_COLLECTED[1:]),
            dollars(row["lost_cents"]),
            ratio(so_far, whole),
            *_measures(row),
            words.action_label(row["next_action"]) or None,
            row["rule_id"],
        ]
        for row, so_far in zip(numbers.why.reasons.iter_rows(named=True), running, strict=True)
    ]
    columns = (
        Column("Place", 20),
        Column("Cause", 30),
        Column("Reason", 10),
        Column("What the reason says", 46),
        Column("Claims", 10, "count"),
        Column("Necessary", 15, "money"),
        Column("Unnecessary", 15, "money"),
        Column("Not decided", 15, "money"),
        Column("Unnecessary and not decided", 15, "money"),
        Column("Running share", 10, "share"),
        *MEASURE_COLUMNS,
        Column("Usual next step", 26),
        Column("Placed by", 26),
    )
    return Sheet("Causes", columns, rows)


def payers(numbers: Figures) -> Sheet:
    """A row a payer."""
    return _split("Payers", "Payer", numbers.breakdowns.payers, 36)


def providers(numbers: Figures) -> Sheet:
    """A row a provider."""
    return _split("Providers", "Provider", numbers.breakdowns.providers, 22)


def months(numbers: Figures) -> Sheet:
    """A row a month of payment."""
    return _split("Months", "Month of payment", numbers.breakdowns.months, 18)


def _split(name: str, head: str, frame: pl.DataFrame, width: int) -> Sheet:
    rows = [
        [
            *row_head,
            dollars(row["charge_cents"]),
            *(dollars(row[standing]) for standing in STANDINGS),
            ratio(row["unnecessary"], row["charge_cents"]),
            *_measures(row),
        ]
        for row in frame.head(ROWS).iter_rows(named=True)
        for row_head in [(row[frame.columns[0]], row["claims"])]
    ]
    columns = (
        Column(head, width),
        Column("Claims", 10, "count"),
        Column("Charged", 16, "money"),
        *(Column(words.STANDINGS[standing].label, 16, "money") for standing in STANDINGS),
        Column("Unnecessary, of charge", 12, "share"),
        *MEASURE_COLUMNS,
    )
    return Sheet(name, columns, rows)


def prevention(numbers: Figures) -> Sheet:
    """A row a check that would have caught something, and what to train."""
    rows = [
        [
            words.check(row["edit"]),
            words.stage_label(row["edit_stage"]) if row["edit"] else None,
            ", ".join(words.category_label(category) for category in row["categories"]),
            ", ".join(text.shown_reason(reason) for reason in row["reasons"]),
            row["claims"],
            dollars(row["lost_cents"]),
            row["training"],
        ]
        for row in numbers.why.prevention.iter_rows(named=True)
    ]
    columns = (
        Column("Check before the claim is sent", 60),
        Column("Stage", 20),
        Column("Causes", 40),
        Column("Reasons", 30),
        Column("Claims", 10, "count"),
        Column("Unnecessary and not decided", 16, "money"),
        Column("Training", 70),
    )
    return Sheet("Prevention", columns, rows)


def habits(numbers: Figures) -> Sheet:
    """A row a habit of a payer."""
    rows = [
        [
            row["payer"],
            words.habit_label(row["habit"]),
            text.reason_code(row["group_code"], row["carc"]) or None,
            row["claims"],
            row["of_claims"],
            ratio(row["claims"], row["of_claims"] or 0),
            dollars(row["amount_cents"]),
            row["usual"],
            row["examples"],
        ]
        for row in numbers.habits.iter_rows(named=True)
    ]
    columns = (
        Column("Payer", 36),
        Column("Habit", 36),
        Column("Reason", 10),
        Column("Seen on claims", 12, "count"),
        Column("Of claims", 12, "count"),
        Column("Share", 10, "share"),
        Column("Amount", 16, "money"),
        Column("What is usual", 60),
        Column("Examples", 50),
    )
    return Sheet("Payer habits", columns, rows)


def missing_inputs(numbers: Figures) -> Sheet:
    """A row an input; a finding that lacks several stands in several rows."""
    rows = [
        [
            row["input"],
            row["findings"],
            dollars(row["at_stake_cents"]),
            dollars(row["expected_cents"]),
        ]
        for row in numbers.missing.iter_rows(named=True)
    ]
    columns = (
        Column("Input that would settle it", 40),
        Column("Open findings", 14, "count"),
        Column("At stake", 16, "money"),
        Column("Expected as it is", 16, "money"),
    )
    return Sheet("Missing inputs", columns, rows)


def places(numbers: Figures) -> Sheet:
    """Where every charged dollar went, by place and category; the rows add up to the charge."""
    rows = [
        [words.place_label(place), words.category_label(category), dollars(cents)]
        for place, category, cents in numbers.places.iter_rows()
    ]
    columns = (Column("Place", 30), Column("Category", 44), Column("Amount", 18, "money"))
    return Sheet("Places", columns, rows)


def problems(numbers: Figures) -> Sheet:
    """A row a problem with the input."""
    rows = []
    for row in numbers.problems.iter_rows(named=True):
        words_of = trouble(row["code"], row["file"], row["patient_control_number"])
        rows.append(
            [
                row["code"],
                row["severity"],
                words_of.title,
                row["count"],
                row["files"],
                dollars(row["unexplained_cents"]),
                "".join(words_of.steps),
            ]
        )
    columns = (
        Column("Code", 26),
        Column("Severity", 10),
        Column("Problem", 46),
        Column("Cases", 10, "count"),
        Column("Files", 10, "count"),
        Column("Unexplained", 16, "money"),
        Column("What to do, on the first case", 90),
    )
    return Sheet("Problems", columns, rows)


def read_me(audited: Audited, left_out: int) -> Sheet:
    """What each sheet answers, and how to check it."""
    lines = [
        f"Made by Reclaim {audited.version}, as of {audited.as_of.isoformat()}. US dollars.",
        "Summary: what became of the charge, and what can be won back of it.",
        "Worklist: the open findings, best first: by the expected amount, which counts four times",
        "when the last day is within 14 days, and twice within 30.",
        "Deadlines: a row a last day. The rows add up to the open findings.",
        "Causes: why, by the payer’s reason codes, the most lost first; without agreed price cuts.",
        "Payers, Providers, Months: the same dollars; each column adds up to the Summary.",
        "Months are those of the payment (BPR16), not of the service.",
        "Prevention: the check that would have caught each reason, and what to train.",
        "Payer habits: what a payer does again and again.",
        "Missing inputs: which file would settle open findings. Its rows overlap.",
        "Places: where every charged cent went. The rows add up to the charge.",
        "Other findings: deadline passed, waiting, closed, only books, nothing to win.",
        "At stake: what the payer took away. Each dollar is at stake in one finding only.",
        "Worth: what winning would bring in, estimated. Expected: worth × chance.",
        "Chance: from your own outcomes, or a prior from published sources; column Chance is.",
        "Amounts are net of reversals: a claim that a payer took back, or repeats, is not listed.",
        "Explain: the command that prints a finding’s arithmetic, rules and source segments.",
        "All findings, whole: tables/findings.parquet; their proof: tables/evidence.parquet.",
        "There are claim numbers here, but no patient names and no member ids.",
    ]
    if left_out > 0:
        lines.insert(3, _left_out(left_out))
    return Sheet("Read me", (Column("Read me", 120),), [[line] for line in lines])


def _left_out(rows: int) -> str:
    return f"{count(rows, 'open finding')} more, worth less: tables/findings.parquet"
