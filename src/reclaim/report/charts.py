"""The charts of the report: Vega-Lite definitions, drawn as SVG in the page's colours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import altair as alt
import polars as pl
import vl_convert

from reclaim.wording import clean

WIDE, NARROW = 600, 354
"""Widths of the drawing area in pixels: beside its labels on a desk, under them on a phone."""

LABEL_ROOM, FIGURE_ROOM = 290, 166
"""Pixels to the left and right of the drawing area on a desk."""

ROW, TALL_ROW = 32, 46
FONT_SIZE = 14


@dataclass(frozen=True)
class Part:
    """A stretch of a bar: whole cents, and the CSS variables that paint it."""

    cents: int
    fill: str
    stroke: str


@dataclass(frozen=True)
class Bar:
    """A labelled bar, its parts from left to right, and the figure written at its end."""

    label: str
    figure: str
    parts: Sequence[Part]


def whole_bar(parts: Sequence[Part], describe: str) -> str:
    """One bar that stretches over the page's width; its words stand in the table below it."""
    bars = alt.Chart(_stretches([Bar("", "", parts)])).mark_bar(
        height=40, stroke="var(--paper)", strokeWidth=2
    )
    chart = bars.encode(
        x=alt.X("start:Q", axis=None, scale=alt.Scale(nice=False, domainMin=0)),
        x2="end:Q",
        fill=alt.Fill("fill:N", scale=None),
    )
    return _svg(chart.properties(width=1000, height=40, padding=0), describe, stretch=True)


def bars(rows: Sequence[Bar], describe: str, *, narrow: bool) -> str:
    """A bar a row: labels to the left, or, for a phone, above each bar."""
    if narrow:
        return _svg(_narrow(rows), describe)
    return _svg(_wide(rows), describe)


def _wide(rows: Sequence[Bar]) -> Any:  # noqa: ANN401 - altair has no one type for charts
    order = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.1))
    text = _text_layer([_fitted(bar.label, LABEL_ROOM - 15) for bar in rows], rows)
    labels = text.mark_text(align="right", dx=-12, fontSize=FONT_SIZE)
    figures = text.mark_text(align="left", dx=8, fontSize=FONT_SIZE - 1)
    return alt.layer(
        _bar_layer(rows).encode(y=order),
        labels.encode(x=alt.datum(0), y=order, text="label:N"),
        figures.encode(x="end:Q", y=order, text="figure:N"),
    ).properties(
        width=WIDE,
        height=ROW * len(rows),
        padding={"left": LABEL_ROOM, "right": FIGURE_ROOM, "top": 2, "bottom": 2},
    )


def _narrow(rows: Sequence[Bar]) -> Any:  # noqa: ANN401 - as above
    order = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0.62, paddingOuter=0.62))
    room = [NARROW - _pixels(bar.figure) - 12 for bar in rows]
    text = _text_layer([_fitted(bar.label, at) for bar, at in zip(rows, room, strict=True)], rows)
    labels = text.mark_text(align="left", baseline="bottom", dy=-12, fontSize=FONT_SIZE)
    figures = text.mark_text(align="right", baseline="bottom", dy=-12, fontSize=FONT_SIZE)
    return alt.layer(
        _bar_layer(rows).encode(y=order),
        labels.encode(x=alt.datum(0), y=order, text="label:N"),
        figures.encode(x=alt.value(NARROW), y=order, text="figure:N"),
    ).properties(
        width=NARROW,
        height=TALL_ROW * len(rows),
        padding={"left": 1, "right": 1, "top": 2, "bottom": 2},
    )


def _bar_layer(rows: Sequence[Bar]) -> Any:  # noqa: ANN401 - as above
    return (
        alt.Chart(_stretches(rows))
        .mark_bar(strokeWidth=1)
        .encode(
            x=alt.X("start:Q", axis=None, scale=alt.Scale(nice=False, domainMin=0)),
            x2="end:Q",
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
        )
    )


def _text_layer(labels: Sequence[str], rows: Sequence[Bar]) -> alt.Chart:
    words = pl.DataFrame(
        {
            "row": range(len(rows)),
            "label": labels,
            "figure": [bar.figure for bar in rows],
            "end": [sum(max(part.cents, 0) for part in bar.parts) for bar in rows],
        }
    )
    return alt.Chart(words)


def _fitted(label: str, room: int) -> str:
    """`label` cut to about `room` pixels. Vega cannot: it knows no font, and guesses too wide."""
    label = clean(label)
    if _pixels(label) <= room:
        return label
    while label and _pixels(label) > room - 12:
        label = label[:-1]
    return label.rstrip() + "…"


def _pixels(text: str) -> int:
    """About how wide a text is, capitals being wide and other letters narrow."""
    ems = sum(66 if letter.isupper() else 53 if letter.isalnum() else 36 for letter in text)
    return ems * FONT_SIZE // 100


def _stretches(rows: Sequence[Bar]) -> pl.DataFrame:
    """A row a part: from where to where. Sums below zero have no length; their table shows them."""
    stretches = []
    for number, bar in enumerate(rows):
        drawn = [part for part in bar.parts if part.cents > 0]
        ends = list(accumulate(part.cents for part in drawn))
        for part, end in zip(drawn, ends, strict=True):
            stretches.append(
                {
                    "row": number,
                    "start": end - part.cents,
                    "end": end,
                    "fill": f"var({part.fill})",
                    "stroke": f"var({part.stroke})",
                }
            )
    schema = {
        "row": pl.Int64,
        "start": pl.Int64,
        "end": pl.Int64,
        "fill": pl.String,
        "stroke": pl.String,
    }
    return pl.DataFrame(stretches, schema=schema)


def _svg(chart: Any, describe: str, *, stretch: bool = False) -> str:  # noqa: ANN401 - as above
    """The chart as an SVG that scales with the page; `describe` is a plain text of ours."""
    drawn = chart.configure(
        font="Arial",
        background="transparent",
        autosize=alt.AutoSizeParams(type="none"),
        aria=False,
        text=alt.MarkConfig(fill="var(--ink)"),
        view=alt.ViewConfig(stroke=None),
    )
    svg: str = vl_convert.vegalite_to_svg(drawn.to_dict())
    size = re.search(r'viewBox="([^"]*)"', svg)
    ratio = ' preserveAspectRatio="none"' if stretch else ""
    box = size.group(1) if size else "0 0 0 0"
    width = "" if stretch else f' style="max-width:{box.split()[2]}px"'
    head = f'<svg viewBox="{box}" role="img" aria-label="{describe}"{ratio}{width}>'
    # One image with one description: Vega's own roles inside it would be read out mark by mark.
    # Arial only measures; the text takes the font of the page.
    body = re.sub(r' (role|aria-[a-z]+|font-family)="[^"]*"', "", svg[svg.index(">") + 1 :])
    return head + body
