"""The rows of the page's tables: values of the figures, with their words."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from reclaim.codes.words import rarc_labels
from reclaim.report import text, words
from reclaim.report.findings import MEASURE_NAMES
from reclaim.report.standing import LOSS_PLACES, NO_MONTH, NOT_COLLECTED, OPEN_PLACES, STANDINGS
from reclaim.wording import clean

Row = dict[str, Any]
Steps = Mapping[str, str]

REASONS_PER_CAUSE = 6
ROWS_SHOWN = 20
CODES = 8
FEW_LINES = 4
FEW_LABELS = 5

PAYER_PARTS = ("insurer_paid", "patient_responsibility", "contractual")
"""Places that the table by payer shows one by one; the rest stands in sums."""

ELSEWHERE = ("prior_payer", "pending")

SUMMED = ("claims", "charge_cents", *STANDINGS, *MEASURE_NAMES)


def finding_rows(frame: pl.DataFrame, steps: Steps) -> list[Row]:
    """Findings as people read them: why, what to do, until when, and what for."""
    return [_finding(row, steps) for row in frame.iter_rows(named=True)]


def _finding(row: Row, steps: Steps) -> Row:
    remarks = rarc_labels()
    return plain(row) | {
        "cause": words.category_label(row["category"]),
        "code": text.reason_code(row["group_code"], row["carc"]),
        "why": clean(words.why(row)),
        "next": clean(words.step(row["signal_id"], row["action"], steps)),
        "left": words.days_left(row["days_left"]),
        "chance": text.percent(row["chance_bp"]),
        "range": text.span(row["chance_low_bp"], row["chance_high_bp"]),
        "source": words.chance_source(row["chance_basis"]),
        "remarks": [
            (text.shown_code(code), remarks.get(code) or "") for code in sorted(row["rarcs"] or [])
        ],
        "line_list": _lines(row["lines"] or []),
        "command": f"reclaim why {clean(row['finding_id'])}",
    }


def _lines(numbers: list[int]) -> str:
    """`line 1, 2`; many lines only by their number."""
    if len(numbers) > FEW_LINES:
        return f"{len(numbers)} lines"
    return f"line {', '.join(str(number) for number in numbers)}" if numbers else ""


def cause_rows(causes: pl.DataFrame, reasons: pl.DataFrame) -> list[Row]:
    """The causes, each with its largest reasons; what is left of a cause stands in one row."""
    return [_cause(cause, reasons) for cause in causes.iter_rows(named=True)]


def _cause(cause: Row, reasons: pl.DataFrame) -> Row:
    of_cause = reasons.filter(place=cause["place"], category=cause["category"])
    rest = of_cause.slice(REASONS_PER_CAUSE)
    shown = of_cause.head(REASONS_PER_CAUSE).iter_rows(named=True)
    return cause | {
        "label": words.category_label(cause["category"]),
        "place_label": words.place_label(cause["place"]),
        "open": cause["place"] in OPEN_PLACES,
        "reasons": [
            plain(row)
            | {
                "code": text.reason_code(row["group_code"], row["carc"]),
                "label": clean(row["label"]),
                "next": words.action_label(row["next_action"]),
            }
            for row in shown
        ],
        "rest_count": rest.height,
        "rest": rest.select(pl.selectors.numeric().sum()).row(0, named=True),
    }


def category_rows(categories: pl.DataFrame) -> list[Row]:
    """What was not collected, by category."""
    return [
        row
        | {
            "label": words.category_label(row["category"]),
            "place_label": words.place_label(row["place"]),
        }
        for row in categories.iter_rows(named=True)
        if row["amount_cents"]
    ]


def stage_rows(stages: pl.DataFrame) -> list[Row]:
    """Unnecessary dollars by stage of the work."""
    return [
        row
        | {
            "label": words.stage_label(row["stage"]),
            "who": words.sentence(row["preventable_by"] or "nobody"),
        }
        for row in stages.iter_rows(named=True)
    ]


def split_rows(frame: pl.DataFrame, key: str) -> list[Row]:
    """A breakdown's largest rows, and the others in one so that the columns still add up."""
    rows = frame.head(ROWS_SHOWN).with_columns(label=key).iter_rows(named=True)
    shown = [plain(row) for row in rows]
    others = frame.slice(ROWS_SHOWN)
    if others.height:
        label = f"{others.height:,} other {key}s"
        shown.append({"label": label} | others.select(pl.col(SUMMED).sum()).row(0, named=True))
    return shown


def month_rows(months: pl.DataFrame) -> list[Row]:
    """The latest months first; payments without a date, then what is older, in one row each."""
    dated = months.filter(pl.col("month") != NO_MONTH).sort("month", descending=True)
    return split_rows(pl.concat([dated, months.filter(month=NO_MONTH)]), "month")


def total(rows: Iterable[Row], label: str, names: Iterable[str] = SUMMED) -> Row:
    """The sums of some rows."""
    rows = list(rows)
    return {"label": label} | {name: sum(row[name] for row in rows) for name in names}


def cause_total(rows: Iterable[Row], label: str) -> Row:
    """The sums of some causes."""
    return total(rows, label, (*NOT_COLLECTED, "lost_cents", *MEASURE_NAMES))


def habit_rows(habits: pl.DataFrame) -> list[Row]:
    """What payers do again and again."""
    return [
        plain(row)
        | {
            "label": words.habit_label(row["habit"]),
            "code": text.reason_code(row["group_code"], row["carc"]),
        }
        for row in habits.iter_rows(named=True)
    ]


def prevention_rows(prevention: pl.DataFrame) -> list[Row]:
    """The checks that would have caught the losses."""
    return [
        plain(row)
        | {
            "edit": words.check(row["edit"]),
            "stage": words.stage_label(row["edit_stage"]) if row["edit"] else "",
            "training": row["training"] or "",
            "causes": _few([words.category_label(category) for category in row["categories"]]),
            "codes": ", ".join(text.shown_reason(reason) for reason in row["reasons"][:CODES]),
            "more_codes": max(len(row["reasons"]) - CODES, 0),
        }
        for row in prevention.iter_rows(named=True)
    ]


def _few(labels: list[str]) -> str:
    """The first labels, and how many more there are."""
    more = len(labels) - FEW_LABELS
    return ", ".join(labels[:FEW_LABELS]) + (f" and {more} more" if more > 0 else "")


def payer_rows(frame: pl.DataFrame) -> list[Row]:
    """The largest payers with the charge by place, and the others in one row."""
    rows = [_payer(row) for row in frame.head(ROWS_SHOWN).iter_rows(named=True)]
    others = frame.slice(ROWS_SHOWN)
    if others.height:
        sums = others.select(pl.exclude("payer").sum()).row(0, named=True)
        rows.append(_payer(sums | {"payer": f"{others.height:,} other payers"}))
    return rows


def _payer(row: Row) -> Row:
    return {
        "payer": clean(row["payer"]),
        "claims": row["claims"],
        "charge_cents": row["charge_cents"],
        **{place: row.get(place, 0) for place in (*PAYER_PARTS, "unknown")},
        "reduced": sum(row.get(place, 0) for place in LOSS_PLACES),
        "elsewhere": sum(row.get(place, 0) for place in ELSEWHERE),
    }


def payer_total(rows: Iterable[Row]) -> Row:
    """The sums over all payers."""
    keys = [key for key in _payer({"payer": "", "claims": 0, "charge_cents": 0}) if key != "payer"]
    sums = total(rows, "All payers", keys)
    return sums | {"payer": sums["label"]}


def plain(row: Row) -> Row:
    """The row with its texts harmless for page and terminal."""
    return {key: clean(value) if isinstance(value, str) else value for key, value in row.items()}
