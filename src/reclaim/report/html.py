"""The report as one self-contained page: no network, no script, for screen and paper."""

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from reclaim.money import format_cents
from reclaim.report import drawings, rows, text, words
from reclaim.report.audited import Audited
from reclaim.report.figures import HIDDEN, Figures, figures
from reclaim.report.held_rows import held_rows
from reclaim.report.rows import Row
from reclaim.report.troubles import trouble
from reclaim.wording import clean, count


def render_html(audited: Audited, numbers: Figures | None = None) -> str:
    """The report as HTML that is also well-formed XML. No patient names, no member ids.

    `numbers` saves aggregating again when the workbook is made from the same audit.
    """
    numbers = numbers or figures(audited)
    template = _environment().get_template("report.html.j2")
    return template.render(
        numbers=numbers,
        summary=numbers.summary,
        estimate=numbers.summary["estimate"],
        as_of=audited.as_of.isoformat(),
        words=words,
        **_findings(audited, numbers),
        **_told_apart(numbers),
        **_why(numbers),
        **_held(numbers),
        places=_places(numbers),
        hidden_cents=numbers.summary["categories"].get(HIDDEN, 0),
        unknown_categories=_of_place(numbers, "unknown"),
        problems=_problems(numbers),
        files=[rows.plain(row) for row in numbers.files.iter_rows(named=True)],
        where_chart=drawings.where_chart(numbers.summary["places"]),
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
    environment.globals.update(share=text.share, count=count, counted=text.counted)
    return environment


def _findings(audited: Audited, numbers: Figures) -> dict[str, list[Row]]:
    steps = audited.steps()
    return {
        name: rows.finding_rows(getattr(numbers, name), steps)
        for name in ("worklist", "soonest", "books", "hidden", "unknown")
    }


def _told_apart(numbers: Figures) -> Row:
    """The tables by payer, provider and month."""
    split = numbers.breakdowns
    by_place = rows.payer_rows(split.places)
    months = rows.month_rows(split.months)
    return {
        "payers": by_place,
        "payer_total": rows.payer_total(by_place),
        "payer_charts": drawings.payer_charts(by_place),
        "payers_won": rows.split_rows(split.payers, "payer"),
        "providers": rows.split_rows(split.providers, "provider"),
        "months": months,
        "month_charts": drawings.month_charts(months),
        "split_total": rows.total,
        "missing": [rows.plain(row) for row in numbers.missing.iter_rows(named=True)],
        "habits": rows.habit_rows(numbers.habits),
    }


def _why(numbers: Figures) -> Row:
    """The tables of causes, of what would prevent them, and of who could have."""
    causes = rows.cause_rows(numbers.why.causes, numbers.why.reasons)
    return {
        "causes": causes,
        "cause_total": rows.cause_total,
        "cause_charts": drawings.cause_charts(causes),
        "categories": rows.category_rows(numbers.categories),
        "stages": rows.stage_rows(numbers.why.stages),
        "prevention": rows.prevention_rows(numbers.why.prevention),
    }


def _held(numbers: Figures) -> Row:
    """What the contracts say of the payments."""
    told = held_rows(numbers.held, numbers.underpaid, numbers.inferred, numbers.overpaid)
    return {"held": told, "cut_charts": drawings.cut_charts(told["cuts"])}


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


def _problems(numbers: Figures) -> list[Row]:
    told = []
    for row in numbers.problems.iter_rows(named=True):
        words_of = trouble(row["code"], row["file"], row["patient_control_number"])
        told.append(rows.plain(row) | {"title": words_of.title, "steps": words_of.steps})
    return told
