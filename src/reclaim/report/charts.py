"""The charts of the report: Vega-Lite definitions, drawn as SVG in the page's colours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import altair as alt
import polars as pl
import vl_convert

from reclaim.report.text import clean

WIDE, NARROW = 620, 330
"""Widths of the drawing area: beside its labels on a desk, under them on a phone."""


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
    return _svg(chart.properties(width=1000, height=40), describe, stretch=True)


def bars(rows: Sequence[Bar], describe: str, *, narrow: bool) -> str:
    """A bar a row: labels to the left, or, for a phone, above each bar."""
    if narrow:
        return _svg(_narrow(rows), describe)
    return _svg(_wide(rows), describe)


def _wide(rows: Sequence[Bar]) -> Any:  # noqa: ANN401 - altair has no one type for charts
    order = alt.Y(
        "row:O",
        axis=None,
        scale=alt.Scale(paddingInner=0.3, paddingOuter=0.1),
    )
    labels = _label_layer(rows).mark_text(align="right", dx=-12, limit=270, fontSize=14)
    figures = _label_layer(rows).mark_text(align="left", dx=8, fontSize=13)
    return alt.layer(
        _bar_layer(rows).encode(y=order),
        labels.encode(x=alt.datum(0), y=order, text="label:N"),
        figures.encode(x="end:Q", y=order, text="figure:N"),
    ).properties(width=WIDE, height=alt.Step(32))


def _narrow(rows: Sequence[Bar]) -> Any:  # noqa: ANN401 - as above
    order = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0.62, paddingOuter=0.62))
    words: dict[str, Any] = {"baseline": "bottom", "dy": -12, "fontSize": 14}
    labels = _label_layer(rows).mark_text(align="left", limit=215, **words)
    figures = _label_layer(rows).mark_text(align="right", **words)
    return alt.layer(
        _bar_layer(rows).encode(y=order),
        labels.encode(x=alt.datum(0), y=order, text="label:N"),
        figures.encode(x=alt.value(NARROW), y=order, text="figure:N"),
    ).properties(width=NARROW, height=alt.Step(46))


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


def _label_layer(rows: Sequence[Bar]) -> alt.Chart:
    labels = pl.DataFrame(
        {
            "row": range(len(rows)),
            "label": [clean(bar.label) for bar in rows],
            "figure": [bar.figure for bar in rows],
            "end": [sum(max(part.cents, 0) for part in bar.parts) for bar in rows],
        }
    )
    return alt.Chart(labels)


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
        font="inherit",
        background="transparent",
        padding=0 if stretch else 2,
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
    body = re.sub(r' (role|aria-[a-z]+)="[^"]*"', "", svg[svg.index(">") + 1 :])
    return head + body
