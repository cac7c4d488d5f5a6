"""The positions of the bars of a chart, in user units, for the template that draws them as SVG."""

from __future__ import annotations

from dataclasses import dataclass

from mandates.rendering.answer import Chart
from mandates.rendering.text import cut, plain

WIDTH = 720
_LABELS_WIDTH = 250  # to the left of the bars
_LABEL_LENGTH = 32  # the maximum length of a label, in characters
_TOTALS_WIDTH = 60  # to the right of the bars
_ROW_HEIGHT = 28
_BAR_HEIGHT = 18
_LEGEND_HEIGHT = 30
#: Parts narrower than this show no number; the table below the chart has it.
_NUMBER_WIDTH = 16


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar. `style` is the index of the part in the chart, from 0, and selects the pattern."""

    x: float
    width: float
    count: int
    style: int
    numbered: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label as shown and in full, the y of its middle, its parts, its total, and the x of the total."""

    label: str
    full: str
    y: float
    parts: tuple[Part, ...]
    total: int
    end: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart ready to draw."""

    title: str
    description: str
    height: int
    legend: tuple[tuple[float, int, str], ...]
    bars: tuple[Bar, ...]
    width: int = WIDTH
    labels: int = _LABELS_WIDTH
    bar: int = _BAR_HEIGHT


def draw(chart: Chart) -> Drawing:
    """Return the geometry of `chart`: its bars to one scale, in their order in the chart."""
    largest_total = max((sum(counts) for _, counts in chart.bars), default=0) or 1
    scale = (WIDTH - _LABELS_WIDTH - _TOTALS_WIDTH) / largest_total
    bars = []
    for number, (label, counts) in enumerate(chart.bars):
        x = float(_LABELS_WIDTH)
        parts = []
        for style, count in enumerate(counts):
            if count:
                parts.append(Part(round(x, 1), round(count * scale, 1), count, style, count * scale >= _NUMBER_WIDTH))
            x += count * scale
        y = _LEGEND_HEIGHT + number * _ROW_HEIGHT + _ROW_HEIGHT / 2
        bars.append(Bar(cut(plain(label), _LABEL_LENGTH), plain(label), y, tuple(parts), sum(counts), round(x + 6, 1)))
    legend, x = [], float(_LABELS_WIDTH)
    for style, name in enumerate(chart.parts):
        legend.append((x, style, name))
        x += 50 + 8 * len(name)
    return Drawing(
        title=chart.title,
        description=describe(chart),
        height=_LEGEND_HEIGHT + len(bars) * _ROW_HEIGHT + 8,
        legend=tuple(legend) if len(legend) > 1 else (),
        bars=tuple(bars),
    )


def describe(chart: Chart) -> str:
    """Return the content of a chart in words: ``report: 3 done, 1 open, 2 late. ...``."""
    return " ".join(
        f"{plain(label)}: "
        + ", ".join(f"{count} {name.lower()}" for name, count in zip(chart.parts, counts, strict=True) if count)
        + "."
        for label, counts in chart.bars
        if sum(counts)
    )
