"""The sheets of the workbook that hold figures: each answers one question."""

import polars as pl

from reclaim.report import text, words
from reclaim.report.audited import Audited
from reclaim.report.figures import Figures
from reclaim.report.findings import HORIZONS
from reclaim.report.sheet import Column, Row, Sheet, ratio
from reclaim.report.standing import STANDINGS
from reclaim.report.troubles import trouble
from reclaim.report.worksheets import reason
from reclaim.wording import count

ROWS = 100_000
"""Payers and providers past this many are left out, smallest first; the Parquet has all."""

MEASURES = (
    Column("Open findings", 10, "count", "findings"),
    Column("At stake", 15, "money", "at_stake_cents"),
    Column("Worth if all are won", 15, "money", "worth_cents"),
    Column("Expected", 15, "money", "expected_cents"),
    Column("Expected, low", 15, "money", "expected_low_cents"),
    Column("Expected, high", 15, "money", "expected_high_cents"),
    Column("Deadline passed", 15, "money", "expired_cents"),
)


def summary(numbers: Figures, left_out: int) -> Sheet:
    """The first page: the charge, what was not collected of it, and what can be won back."""
    rows = [*_charge(numbers), *_won_back(numbers)]
    if left_out > 0:
        rows.append(_row(_left_out(left_out)))
    columns = (
        Column("What", 42, value="what"),
        Column("Amount", 18, "money", "cents"),
        Column("Findings", 12, "count", "findings"),
        Column("What it means", 90, value="meaning"),
    )
    return Sheet("Summary", columns, rows, strong=lambda row: not row["what"].startswith("  "))


def _row(
    what: str, cents: int | None = None, findings: int | None = None, meaning: str | None = None
) -> Row:
    return {"what": what, "cents": cents, "findings": findings, "meaning": meaning}


def _charge(numbers: Figures) -> list[Row]:
    """The charge, and what became of it; with the proof that nothing is left."""
    charged = numbers.summary["charged_cents"]
    standings = numbers.summary["estimate"]["standings"]
    claims = f"{count(numbers.summary['claims'], 'claim')} on the remittances"
    parts = [
        _row(f"  {place.label}", standings[name], meaning=place.meaning)
        for name, place in words.STANDINGS.items()
    ]
    left = charged - sum(standings[name] for name in STANDINGS)
    return [
        _row("Charged", charged, meaning=claims),
        *parts,
        _row("Charged less all of these", left, meaning="Always 0.00"),
        _row(
            "Not collected",
            numbers.summary["estimate"]["not_collected_cents"],
            meaning="Not yet verified + necessary + unnecessary + not yet decided",
        ),
    ]


def _won_back(numbers: Figures) -> list[Row]:
    """What the open findings come to, and every finding in its state."""
    told = numbers.summary["estimate"]
    product = "Worth × chance of each open finding, added up"
    states = [
        _row(
            f"  {state.label}",
            told["states"][name]["at_stake_cents"],
            told["states"][name]["findings"],
            state.meaning,
        )
        for name, state in words.STATES.items()
    ]
    bases = [
        _row(
            f"  {basis.label}",
            told["by_basis"][name]["at_stake_cents"],
            told["by_basis"][name]["findings"],
            basis.meaning,
        )
        for name, basis in words.BASES.items()
    ]
    return [
        _row("Recoverable, expected", told["expected_cents"], told["findings"], product),
        _row("  Low", told["expected_low_cents"], meaning="All chances at their low end"),
        _row("  High", told["expected_high_cents"], meaning="All chances at their high end"),
        _row("  Worth if all are won", told["worth_cents"], told["findings"]),
        _row("Findings", meaning="Every finding stands in one of the rows below"),
        *states,
        _row("Open findings", meaning="Each stands in one of the rows below"),
        *bases,
    ]


def deadlines(numbers: Figures) -> Sheet:
    """A row a day on which open findings expire."""
    columns = (
        Column("Last day", 12, "date", "deadline"),
        Column("Days left", 10, "count", "days_left"),
        Column("Band", 16, value=lambda row: _band(row["days_left"])),
        *MEASURES[:-1],
    )
    return Sheet("Deadlines", columns, numbers.days.iter_rows(named=True))


def _band(days: int | None) -> str:
    if days is None:
        return "Not known"
    ends = [f"Within {ahead} days" for ahead in HORIZONS if days <= ahead]
    return ends[0] if ends else "Later"


def causes(numbers: Figures) -> Sheet:
    """A row a reason, with the running share of what was lost."""
    lost = pl.col("lost_cents")
    rows = numbers.why.reasons.with_columns(running=lost.cum_sum(), whole=lost.sum())
    columns = (
        Column("Place", 20, value=lambda row: words.place_label(row["place"])),
        Column("Cause", 30, value=lambda row: words.category_label(row["category"])),
        Column("Reason", 10, value=reason),
        Column("What the reason says", 46, value="label"),
        Column("Claims", 10, "count", "claims"),
        Column("Necessary", 15, "money", "necessary"),
        Column("Unnecessary", 15, "money", "unnecessary"),
        Column("Not decided", 15, "money", "undecided"),
        Column("Unnecessary and not decided", 15, "money", "lost_cents"),
        Column("Running share", 10, "share", lambda row: ratio(row["running"], row["whole"])),
        *MEASURES,
        Column("Usual next step", 26, value=_usual_step),
        Column("Placed by", 26, value="rule_id"),
    )
    return Sheet("Causes", columns, rows.iter_rows(named=True))


def _usual_step(row: Row) -> str | None:
    return words.action_label(row["next_action"]) or None


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
    """`frame` is told apart by its first column."""
    columns = (
        Column(head, width, value=frame.columns[0]),
        Column("Claims", 10, "count", "claims"),
        Column("Charged", 16, "money", "charge_cents"),
        *(Column(words.STANDINGS[standing].label, 16, "money", standing) for standing in STANDINGS),
        Column(
            "Unnecessary, of charge",
            12,
            "share",
            lambda row: ratio(row["unnecessary"], row["charge_cents"]),
        ),
        *MEASURES,
    )
    return Sheet(name, columns, frame.head(ROWS).iter_rows(named=True))


def prevention(numbers: Figures) -> Sheet:
    """A row a check that would have caught something, and what to train."""
    columns = (
        Column("Check before the claim is sent", 60, value=lambda row: words.check(row["edit"])),
        Column("Stage", 20, value=_stage_of_check),
        Column("Causes", 40, value=_causes_caught),
        Column("Reasons", 30, value=_reasons_caught),
        Column("Claims", 10, "count", "claims"),
        Column("Unnecessary and not decided", 16, "money", "lost_cents"),
        Column("Training", 70, value="training"),
    )
    return Sheet("Prevention", columns, numbers.why.prevention.iter_rows(named=True))


def _stage_of_check(row: Row) -> str | None:
    return words.stage_label(row["edit_stage"]) if row["edit"] else None


def _causes_caught(row: Row) -> str:
    return ", ".join(words.category_label(category) for category in row["categories"])


def _reasons_caught(row: Row) -> str:
    return ", ".join(text.shown_reason(reason) for reason in row["reasons"])


def habits(numbers: Figures) -> Sheet:
    """A row a habit of a payer."""
    columns = (
        Column("Payer", 36, value="payer"),
        Column("Habit", 36, value=lambda row: words.habit_label(row["habit"])),
        Column("Reason", 10, value=reason),
        Column("Seen on claims", 12, "count", "claims"),
        Column("Of claims", 12, "count", "of_claims"),
        Column("Share", 10, "share", lambda row: ratio(row["claims"], row["of_claims"] or 0)),
        Column("Amount", 16, "money", "amount_cents"),
        Column("What is usual", 60, value="usual"),
        Column("Examples", 50, value="examples"),
    )
    return Sheet("Payer habits", columns, numbers.habits.iter_rows(named=True))


def missing_inputs(numbers: Figures) -> Sheet:
    """A row an input; a finding that lacks several stands in several rows."""
    columns = (
        Column("Input that would settle it", 40, value="input"),
        Column("Open findings", 14, "count", "findings"),
        Column("At stake", 16, "money", "at_stake_cents"),
        Column("Expected as it is", 16, "money", "expected_cents"),
    )
    return Sheet("Missing inputs", columns, numbers.missing.iter_rows(named=True))


def places(numbers: Figures) -> Sheet:
    """Where every charged dollar went, by place and category; the rows add up to the charge."""
    columns = (
        Column("Place", 30, value=lambda row: words.place_label(row["place"])),
        Column("Category", 44, value=lambda row: words.category_label(row["category"])),
        Column("Amount", 18, "money", "amount_cents"),
    )
    return Sheet("Places", columns, numbers.places.iter_rows(named=True))


def problems(numbers: Figures) -> Sheet:
    """A row a problem with the input."""
    rows = (
        row | {"words": trouble(row["code"], row["file"], row["patient_control_number"])}
        for row in numbers.problems.iter_rows(named=True)
    )
    columns = (
        Column("Code", 26, value="code"),
        Column("Severity", 10, value="severity"),
        Column("Problem", 46, value=lambda row: row["words"].title),
        Column("Cases", 10, "count", "count"),
        Column("Files", 10, "count", "files"),
        Column("Unexplained", 16, "money", "unexplained_cents"),
        Column("What to do, on the first case", 90, value=lambda row: "".join(row["words"].steps)),
    )
    return Sheet("Problems", columns, rows)


def read_me(audited: Audited, left_out: int) -> Sheet:
    """What each sheet answers, and how to check it."""
    lines = [
        f"Made by Reclaim {audited.version}, as of {audited.as_of.isoformat()}. US dollars.",
        "Summary: what became of the charge, and what can be won back of it.",
        "Worklist: the open findings, best first: by the expected amount, which counts four times",
        "when the last day is within 14 days, and twice within 30.",
        "Underpaid, Underpaid lines: what payers allowed less than a contract says; by claim, then",
        "by line with each step of the price. Inferred: from past payments, which proves nothing.",
        "Deadlines: a row a last day. The rows add up to the open findings.",
        "Causes: why, by the payer’s reason codes, the most lost first; without agreed price cuts.",
        "Payers, Providers, Months: the same dollars; each column adds up to the Summary.",
        "Months are those of the payment (BPR16), not of the service.",
        "Prevention: the check that would have caught each reason, and what to train.",
        "Payer habits: what a payer does again and again.",
        "Missing inputs: which file would settle open findings. Its rows overlap.",
        "Places: where every charged cent went. The rows add up to the charge.",
        "Price cuts: how much of them a contract allows. Contract terms, Contract codes: the lines",
        "held against contracts. Unpriced: lines without a price, and what would settle them.",
        "Overpaid: lines allowed above the contract. Nothing to win: a refund may be due.",
        "Other findings: deadline passed, waiting, closed, only books, nothing to win.",
        "At stake: what the payer took away. Each dollar is at stake in one finding only.",
        "Worth: what winning would bring in, estimated. Expected: worth × chance.",
        "Chance: from your own outcomes, or a prior from published sources; column Chance is.",
        "Amounts are net of reversals: a claim that a payer took back, or repeats, is not listed.",
        "Explain: the command that prints a finding’s arithmetic, rules and source segments.",
        "All findings, whole: tables/findings.parquet; their proof: tables/evidence.parquet.",
        "All lines held against contracts: tables/expected_lines.parquet.",
        "There are claim numbers here, but no patient names and no member ids.",
    ]
    if left_out > 0:
        lines.insert(3, _left_out(left_out))
    column = Column("Read me", 120, value="line")
    return Sheet("Read me", (column,), [{"line": line} for line in lines])


def _left_out(rows: int) -> str:
    return f"{count(rows, 'open finding')} more, worth less: tables/findings.parquet"
