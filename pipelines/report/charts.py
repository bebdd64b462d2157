"""Draw charts with Altair as SVG in the colours of the page, which change with its theme."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import altair as alt
import vl_convert
from altair.utils.schemapi import debug_mode

from pipelines.report.numerals import Numerals
from pipelines.report.page import Drawing, Key, Row, Table

WIDE, NARROW, PANEL = 900, 300, 300
ACCENT, QUIET, FAINT, TEXT = "var(--accent)", "var(--mark)", "var(--faint)", "var(--text)"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"
AXIS = {
    "domain": False,
    "ticks": False,
    "grid": False,
    "labelColor": "var(--quiet)",
    "labelFont": FONT,
    "labelFontSize": 12,
    "labelPadding": 6,
    "title": None,
}
LONGEST_LABEL = 26
# An axis of amounts; its 0 has no unit.
SCALED: dict[str, Any] = {
    "grid": True,
    "gridColor": "var(--line)",
    "labelExpr": "datum.value === 0 ? '0' : datum.label",
}
LABELLED = {"wide": 8, "narrow": 3, "panel": 3}


@dataclass
class Charts:
    """Makes the drawings of a report; each gets names of its own for what it clips."""

    numerals: Numerals
    drawn: int = field(default=0)

    def drawing(
        self,
        title: str,
        says: str,
        make: "Maker",
        figures: Table | None = None,
        *,
        panel: bool = False,
    ) -> Drawing:
        """Return a chart in both widths, or in the one of a panel."""
        wide = self._svg(make, *((PANEL, "panel") if panel else (WIDE, "wide")))
        narrow = "" if panel else self._svg(make, NARROW, "narrow")
        return Drawing(title, says, wide, narrow, make.legend(), figures)

    def _svg(self, make: "Maker", width: int, size: str) -> str:
        self.drawn += 1
        # Altair would compare each part with its schema, which takes half of the time.
        with debug_mode(arg=False):
            chart = make.chart(width, LABELLED[size]).configure(
                background="transparent",
                font=FONT,
                view=alt.ViewConfig(stroke=None),
                axis=alt.AxisConfig(**AXIS),
                text=alt.MarkConfig(fill="var(--text)", fontSize=12, font=FONT),
            )
            drawn = chart.to_dict(validate=False)
        svg = vl_convert.vegalite_to_svg(drawn, format_locale=self.numerals.for_charts())
        svg = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", svg)
        svg = re.sub(r"\b(clip|gradient)(\w*\d+)", rf"c{self.drawn}-\1\2", svg)
        return svg.replace("<svg ", '<svg aria-hidden="true" ', 1)


class Maker:
    """A kind of chart over rows."""

    def chart(self, width: int, labels: int) -> alt.TopLevelMixin:
        """Return the chart in a width, with at most so many labels along it."""
        raise NotImplementedError

    def legend(self) -> tuple[Key, ...]:
        """Return how its measures are drawn, nothing where there is only one."""
        return ()


@dataclass(frozen=True)
class Series:
    """One measure of the rows, how it is called and coloured."""

    column: str
    label: str
    colour: str = ACCENT
    dash: tuple[int, ...] = ()


@dataclass(frozen=True)
class Over(Maker):
    """Measures over periods: bars that stand on each other, lines, or a line over bars.

    The axis of bars begins at 0; that of lines where `zero` says.
    """

    rows: Sequence[Row]
    x: str
    bars: tuple[Series, ...] = ()
    lines: tuple[Series, ...] = ()
    band: tuple[str, str] | None = None
    form: str = "~s"
    height: int = 190
    zero: bool = True

    def chart(self, width: int, labels: int) -> alt.TopLevelMixin:
        """Return the layers of the chart."""
        codes = [str(row[self.x]) for row in self.rows]
        x = alt.X(
            "x:O",
            sort=None,
            axis=alt.Axis(values=_some(codes, labels), labelAngle=0, labelAlign="center"),
        )
        layers: list[Any] = []
        if self.band:
            layers.append(self._band(x))
        if self.bars:
            layers.append(self._bars(x))
        layers += [self._line(series, x) for series in self.lines]
        return alt.layer(*layers).properties(width=width, height=self.height)

    def legend(self) -> tuple[Key, ...]:
        """Return bars from the lowest to the highest, then lines."""
        keys = [Key(each.label, each.colour) for each in self.bars]
        keys += [
            Key(each.label, each.colour, is_line=True, is_dashed=bool(each.dash))
            for each in self.lines
        ]
        return tuple(keys) if len(keys) > 1 else ()

    def _y(self, field_name: str = "y:Q", **more: Any) -> alt.Y:  # noqa: ANN401 - Altair's own
        axis = alt.Axis(format=self.form, tickCount=4, **SCALED)
        return alt.Y(field_name, axis=axis, scale=alt.Scale(zero=self.zero, nice=True), **more)

    def _bars(self, x: alt.X) -> alt.Chart:
        data = [
            {"x": str(row[self.x]), "y": _number(row[series.column]), "s": series.label, "o": place}
            for row in self.rows
            for place, series in enumerate(self.bars)
        ]
        colours = alt.Scale(
            domain=[series.label for series in self.bars],
            range=[series.colour for series in self.bars],
        )
        return (
            alt.Chart(alt.InlineData(values=data))
            .mark_bar(binSpacing=0)
            .encode(
                x=x, y=self._y(), color=alt.Color("s:N", scale=colours, legend=None), order="o:Q"
            )
        )

    def _line(self, series: Series, x: alt.X) -> alt.Chart:
        data = [{"x": str(row[self.x]), "y": _number(row[series.column])} for row in self.rows]
        dash = list(series.dash) or alt.Undefined
        return (
            alt.Chart(alt.InlineData(values=data))
            .mark_line(stroke=series.colour, strokeWidth=2, strokeDash=dash)
            .encode(x=x, y=self._y())
        )

    def _band(self, x: alt.X) -> alt.Chart:
        low, high = self.band or ("", "")
        data = [
            {"x": str(row[self.x]), "y": _number(row[low]), "y2": _number(row[high])}
            for row in self.rows
        ]
        return (
            alt.Chart(alt.InlineData(values=data))
            .mark_area(fill="var(--faint)")
            .encode(x=x, y=self._y(), y2="y2:Q")
        )


@dataclass(frozen=True)
class Ranked(Maker):
    """One bar a row, in the rows' order, with its figure at its end.

    With `low` and `high` it is a dot between the ends of an interval. `longest` is the room for the
    labels; the bars of several charts compare where `most` is what all of them end at.
    """

    rows: Sequence[Row]
    label: str
    column: str
    form: str = "~s"
    low: str = ""
    high: str = ""
    longest: int = 150
    most: Decimal | None = None

    def chart(self, width: int, labels: int) -> alt.TopLevelMixin:
        """Return bars or intervals."""
        del labels
        names = [_shortened(str(row[self.label])) for row in self.rows]
        data = alt.InlineData(
            values=[
                {"n": name, "v": _number(row[self.column])}
                | ({"l": _number(row[self.low]), "h": _number(row[self.high])} if self.low else {})
                for name, row in zip(names, self.rows, strict=True)
            ]
        )
        y = alt.Y("n:N", sort=None, axis=alt.Axis(labelLimit=170, labelColor="var(--text)"))
        base = alt.Chart(data).encode(y=y)
        if self.low:
            x = alt.Axis(format=self.form, tickCount=3, **SCALED)
            layers = [
                base.mark_rule(strokeWidth=6, stroke="var(--faint)", strokeCap="round").encode(
                    x=alt.X("l:Q", axis=x), x2="h:Q"
                ),
                base.mark_point(filled=True, size=70, fill=ACCENT, opacity=1).encode(x="v:Q"),
            ]
        else:
            layers = [
                base.mark_bar(fill=ACCENT, size=14).encode(
                    x=alt.X("v:Q", axis=None, scale=self._scale())
                ),
                base.mark_text(align="left", dx=5).encode(
                    x="v:Q", text=alt.Text("v:Q", format=self.form)
                ),
            ]
        room = min(width - self.longest, 420)
        return alt.layer(*layers).properties(width=room, height=alt.Step(26))

    def _scale(self) -> alt.Scale:
        return alt.Scale() if self.most is None else alt.Scale(domain=[0, _number(self.most)])


def _shortened(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 2] + "…"


def _number(value: Decimal | float | None) -> float | None:
    return None if value is None else float(value)


def _some(codes: list[str], labels: int) -> list[str]:
    """Return some of the codes, evenly apart, the last always."""
    step = max(1, -(-len(codes) // labels))
    return list(dict.fromkeys(codes[::-1][::step]))[::-1]
