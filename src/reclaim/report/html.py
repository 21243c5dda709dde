"""The report as one self-contained page: no network, no script, for screen and paper."""

from collections.abc import Iterable
from typing import Any

import polars as pl
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from reclaim.codes import rarcs
from reclaim.money import format_cents
from reclaim.report import charts, text, words
from reclaim.report.audited import Audited
from reclaim.report.charts import Bar, Part
from reclaim.report.figures import PAYERS, REASONS_PER_CAUSE, Figures, figures
from reclaim.report.findings import IS_OPEN, LOSS_PLACES, OPEN_PLACES
from reclaim.report.troubles import trouble
from reclaim.wording import clean, count

PAYERS_DRAWN = 8
CAUSES_DRAWN = 10

PAYER_PARTS = ("insurer_paid", "patient_responsibility", "contractual")
"""Places that the table by payer shows one by one; the rest stands in sums."""

ELSEWHERE = ("prior_payer", "pending")

Row = dict[str, Any]


def render_html(audited: Audited, numbers: Figures | None = None) -> str:
    """The report as HTML that is also well-formed XML. No patient names, no member ids.

    `numbers` saves aggregating again when the workbook is made from the same audit.
    """
    numbers = numbers or figures(audited)
    template = _environment().get_template("report.html.j2")
    causes = _causes(numbers)
    payers = _payers(numbers.payers)
    return template.render(
        numbers=numbers,
        summary=numbers.summary,
        as_of=audited.as_of.isoformat(),
        reduced_cents=sum(numbers.summary["places"][place] for place in LOSS_PLACES),
        places=_places(numbers),
        causes=causes,
        payers=payers,
        payer_total=_payer_total(payers),
        largest=_losses(numbers.largest),
        hidden=_losses(numbers.hidden),
        hidden_cents=numbers.summary["categories"].get("denial/hidden_in_45", 0),
        unknown=_losses(numbers.unknown),
        unknown_categories=_of_place(numbers, "unknown"),
        problems=_problems(numbers.problems),
        files=[_plain(row) for row in numbers.files.iter_rows(named=True)],
        where_chart=_where_chart(numbers),
        cause_charts=_cause_charts(causes),
        payer_charts=_payer_charts(payers),
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reclaim.report"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        cents=format_cents,
        clean=clean,
        dollars=text.dollars,
        anchor=text.anchor,
    )
    environment.globals.update(share=text.share, count=count)
    return environment


def _places(numbers: Figures) -> list[Row]:
    cents = numbers.summary["places"]
    return [
        {"slug": slug, "label": place.label, "meaning": place.meaning, "cents": cents[slug]}
        for slug, place in words.PLACES.items()
    ]


def _of_place(numbers: Figures, place: str) -> list[Row]:
    return [
        {"label": words.category_label(category), "cents": cents}
        for category, cents in numbers.summary["categories"].items()
        if category.startswith(f"{place}/") and cents
    ]


def _causes(numbers: Figures) -> list[Row]:
    """The causes, each with its largest reasons; what is left of a cause stands in one row."""
    causes = []
    for cause in numbers.causes.sort(IS_OPEN, maintain_order=True).iter_rows(named=True):
        of_cause = numbers.reasons.filter(
            place=cause["place"], category=cause["category"]
        ).with_columns(pl.col("label").fill_null(""))
        shown = [_reason(row) for row in of_cause.head(REASONS_PER_CAUSE).iter_rows(named=True)]
        rest = of_cause.slice(REASONS_PER_CAUSE)
        causes.append(
            cause
            | {
                "label": words.category_label(cause["category"]),
                "open": cause["place"] in OPEN_PLACES,
                "first_look": words.first_look(cause["category"]),
                "place_label": words.place_label(cause["place"]),
                "reasons": shown,
                "rest_count": rest.height,
                "rest_cents": int(rest["amount_cents"].sum()),
            }
        )
    return causes


def _reason(row: Row) -> Row:
    return _plain(row) | {
        "code": text.reason_code(row["group_code"], row["carc"]),
        "next": words.next_step(row["category"], row["next_action"], row["recoverable"]),
        "first_look": words.first_look(row["category"]),
        "chance": words.RECOVERABLE.get(row["recoverable"], row["recoverable"]),
        "avoidable": words.AVOIDABLE[row["necessary"]].lower(),
    }


def _losses(rows: pl.DataFrame) -> list[Row]:
    remarks = dict(rarcs().select("code", "label").iter_rows())
    return [
        _reason(row)
        | {
            "cause": words.category_label(row["category"]),
            "remarks": [
                (text.shown_code(code), remarks.get(code) or "")
                for code in (row["rarcs"] or "").split()
            ],
            "command": text.show_command(row["file"], row["patient_control_number"]),
        }
        for row in rows.iter_rows(named=True)
    ]


def _payers(frame: pl.DataFrame) -> list[Row]:
    """The largest payers, and the others in one row so that the columns still add up."""
    rows = [_payer(row) for row in frame.head(PAYERS).iter_rows(named=True)]
    others = frame.slice(PAYERS)
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


def _payer_total(rows: Iterable[Row]) -> Row:
    rows = list(rows)
    keys = [key for key in _payer({"payer": "", "claims": 0, "charge_cents": 0}) if key != "payer"]
    return {"payer": "All payers"} | {key: sum(row[key] for row in rows) for key in keys}


def _problems(frame: pl.DataFrame) -> list[Row]:
    rows = []
    for row in frame.iter_rows(named=True):
        words_of = trouble(row["code"], row["file"], row["patient_control_number"])
        rows.append(_plain(row) | {"title": words_of.title, "steps": words_of.steps})
    return rows


def _plain(row: Row) -> Row:
    return {key: clean(value) if isinstance(value, str) else value for key, value in row.items()}


# -------------------------------------------------------------------------------------------------
# Charts


def _where_chart(numbers: Figures) -> Markup:
    cents = numbers.summary["places"]
    parts = [Part(cents[place], f"--{place}", f"--{place}") for place in words.PLACES]
    return Markup(charts.whole_bar(parts, "The charge by place; the table below has the figures"))  # noqa: S704 - drawn by vl-convert, which escapes text


def _cause_charts(causes: list[Row]) -> dict[str, Markup]:
    rows = [
        Bar(
            cause["label"],
            text.dollars(cause["amount_cents"]),
            (
                Part(cause["likely_cents"], "--likely", "--likely"),
                Part(cause["possible_cents"], "--possible", "--likely"),
                Part(
                    cause["amount_cents"] - cause["likely_cents"] - cause["possible_cents"],
                    "--rest",
                    "--rest-line",
                ),
            ),
        )
        for cause in causes
        if cause["amount_cents"] > 0 and not cause["open"]
    ]
    return _both(rows[:CAUSES_DRAWN], "Causes by amount; the table below has the figures")


def _payer_charts(payers: list[Row]) -> dict[str, Markup]:
    rows = [
        Bar(
            payer["payer"],
            f"{text.share(payer['reduced'], payer['charge_cents'])} denied or reduced",
            [
                Part(_ten_thousandths(payer[key], payer["charge_cents"]), colour, colour)
                for key, colour in PAYER_COLOURS.items()
            ],
        )
        for payer in payers[:PAYERS_DRAWN]
        if payer["charge_cents"] > 0
    ]
    return _both(rows, "Each payer's charges by place; the table below has the figures")


PAYER_COLOURS = {
    "insurer_paid": "--insurer_paid",
    "patient_responsibility": "--patient_responsibility",
    "elsewhere": "--prior_payer",
    "contractual": "--contractual",
    "reduced": "--denial",
    "unknown": "--unknown",
}


def _ten_thousandths(part: int, whole: int) -> int:
    return part * 10_000 // whole


def _both(rows: list[Bar], describe: str) -> dict[str, Markup]:
    """The same chart for desk and phone; empty when there is nothing to draw."""
    if not rows:
        return {}
    return {
        name: Markup(charts.bars(rows, describe, narrow=narrow))  # noqa: S704 - drawn by vl-convert, which escapes text
        for name, narrow in (("wide", False), ("narrow", True))
    }
