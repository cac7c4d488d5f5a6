"""Where the bars of a chart stand: plain geometry for the template that draws them as SVG, in user units."""

from __future__ import annotations

from dataclasses import dataclass

from mandates.rendering.answer import Chart
from mandates.rendering.text import cut, plain

WIDTH = 720
_LABELS = 250  # left of the bars
_LETTERS = 32  # of a label that find room there
_ENDS = 60  # right of them, for the total
_ROW = 28
_BAR = 18
_LEGEND = 30
#: Narrower parts hold no number of their own; the table under the chart has it.
_NUMBER = 16


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar. `style` counts the chart's parts from 0 and chooses the pattern."""

    x: float
    width: float
    count: int
    style: int
    numbered: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label as shown and in full, its middle line, its parts, and where the total stands."""

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
    labels: int = _LABELS
    bar: int = _BAR


def draw(chart: Chart) -> Drawing:
    """Return the geometry of `chart`: bars to one scale, in the order given."""
    most = max((sum(counts) for _, counts in chart.bars), default=0) or 1
    scale = (WIDTH - _LABELS - _ENDS) / most
    bars = []
    for number, (label, counts) in enumerate(chart.bars):
        x = float(_LABELS)
        parts = []
        for style, count in enumerate(counts):
            if count:
                parts.append(Part(round(x, 1), round(count * scale, 1), count, style, count * scale >= _NUMBER))
            x += count * scale
        y = _LEGEND + number * _ROW + _ROW / 2
        bars.append(Bar(cut(plain(label), _LETTERS), plain(label), y, tuple(parts), sum(counts), round(x + 6, 1)))
    legend, x = [], float(_LABELS)
    for style, name in enumerate(chart.parts):
        legend.append((x, style, name))
        x += 50 + 8 * len(name)
    return Drawing(
        title=chart.title,
        description=describe(chart),
        height=_LEGEND + len(bars) * _ROW + 8,
        legend=tuple(legend) if len(legend) > 1 else (),
        bars=tuple(bars),
    )


def describe(chart: Chart) -> str:
    """Return what a chart shows in words: ``report: 3 done, 1 open, 2 late. ...``."""
    return " ".join(
        f"{plain(label)}: "
        + ", ".join(f"{count} {name.lower()}" for name, count in zip(chart.parts, counts, strict=True) if count)
        + "."
        for label, counts in chart.bars
        if sum(counts)
    )
