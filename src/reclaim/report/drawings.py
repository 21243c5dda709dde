"""Which figures become which charts of the page."""

from markupsafe import Markup

from reclaim.report import charts, text, words
from reclaim.report.charts import Bar, Part
from reclaim.report.rows import Row

PAYERS_DRAWN = 8
CAUSES_DRAWN = 10
MONTHS_DRAWN = 12

PAYER_COLOURS = {
    "insurer_paid": "--insurer_paid",
    "patient_responsibility": "--patient_responsibility",
    "elsewhere": "--prior_payer",
    "contractual": "--contractual",
    "reduced": "--denial",
    "unknown": "--unknown",
}

CUT_COLOURS = {
    "verified": ("--contractual", "--contractual"),
    "within_tolerance": ("--contractual", "--contractual"),
    "underpaid": ("--underpayment", "--underpayment"),
    "underpaid_inferred": ("--inferred", "--underpayment"),
    "unverified": ("--rest", "--rest-line"),
}
"""Fill and outline of a price cut, by what a contract says of it."""

Drawing = dict[str, Markup]
"""A chart for a desk (`wide`) and for a phone (`narrow`); empty when there is nothing to draw."""


def where_chart(places: dict[str, int]) -> Markup:
    """One bar: the charge by place."""
    parts = [Part(places[place], f"--{place}", f"--{place}") for place in words.PLACES]
    return Markup(charts.whole_bar(parts, "The charge by place; the table below has the figures"))  # noqa: S704 - drawn by vl-convert, which escapes text


def cause_charts(causes: list[Row]) -> Drawing:
    """The Pareto chart: the largest causes, what can be won back of each, and the running share."""
    lost = [cause for cause in causes if cause["lost_cents"] > 0 and not cause["open"]]
    whole = sum(cause["lost_cents"] for cause in lost)
    rows = [
        Bar(
            cause["label"],
            f"{text.dollars(cause['lost_cents'])} · {text.share(cause['running_cents'], whole)}",
            _won_back(cause, cause["lost_cents"]),
        )
        for cause in lost[:CAUSES_DRAWN]
    ]
    return _both(rows, "Causes by amount; the table below has the figures")


def _won_back(row: Row, whole: int) -> tuple[Part, ...]:
    """Expected, the rest of what is at stake, and the rest of the whole: never past its end."""
    expected = min(row["expected_cents"], whole)
    at_stake = min(max(row["at_stake_cents"], expected), whole)
    return (
        Part(expected, "--likely", "--likely"),
        Part(at_stake - expected, "--possible", "--likely"),
        Part(whole - at_stake, "--rest", "--rest-line"),
    )


def month_charts(months: list[Row]) -> Drawing:
    """Unnecessary and undecided dollars of the latest months, in the order of time."""
    dated = [month for month in months if month.get("month") and month["charge_cents"] > 0]
    if len(dated) < 2:
        return {}
    rows = [
        Bar(
            month["month"],
            f"{text.share(month['unnecessary'], month['charge_cents'])} unnecessary",
            (
                Part(month["unnecessary"], "--denial", "--denial"),
                Part(month["undecided"], "--pending", "--pending"),
            ),
        )
        for month in reversed(dated[:MONTHS_DRAWN])
    ]
    return _both(rows, "Unnecessary and undecided dollars by month; the table has the figures")


def payer_charts(payers: list[Row]) -> Drawing:
    """Each payer's charges by place, all bars of one length."""
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


def cut_charts(payers: list[Row]) -> Drawing:
    """Each payer's price cuts by what a contract says of them, in dollars."""
    rows = [
        Bar(
            payer["payer"],
            f"{text.dollars(payer['cents'])} · {payer['confirmed']}",
            [Part(payer[name], *colours) for name, colours in CUT_COLOURS.items()],
        )
        for payer in payers[:PAYERS_DRAWN]
        if payer["cents"] > 0
    ]
    return _both(rows, "Each payer's price cuts by verdict; the table below has the figures")


def _ten_thousandths(part: int, whole: int) -> int:
    return part * 10_000 // whole


def _both(rows: list[Bar], describe: str) -> Drawing:
    if not rows:
        return {}
    return {
        name: Markup(charts.bars(rows, describe, narrow=narrow))  # noqa: S704 - drawn by vl-convert, which escapes text
        for name, narrow in (("wide", False), ("narrow", True))
    }
