"""What a page is made of: figures with their definition, charts and tables, in sections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """A column of a table: how it is written and, where it is not `source`'s own, what defines it.

    `link` names the row's column that holds where the cell leads to.
    """

    name: str
    label: str
    kind: str = "text"
    of: str = ""
    link: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it is aligned by its digits."""
        return self.kind not in ("text", "words", "day", "state", "code", "long")


@dataclass(frozen=True)
class Evidence:
    """By which command a row is walked back: the table that explains it and the columns it asks.

    A row that `sums` others is shown with them, and each of those is explained by its own key. Only
    rows have it whose column `where` says so.
    """

    table: str
    keys: tuple[str, ...]
    sums: bool = False
    where: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of a published table, or of what is summed of it, with the way to their definitions.

    `source` defines the columns, where they are not the page's own; a link finds a row by the value
    of `anchor`. One that `stacks` is a list on a phone;
    one that is `folded` opens by what that says.
    """

    name: str
    caption: str
    source: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    evidence: Evidence | None = None
    facets: tuple[str, ...] = ()
    anchor: str = ""
    stacks: bool = False
    folded: str = ""
    empty: str = "There is none."


@dataclass(frozen=True)
class Fact:
    """One figure that a page begins with."""

    label: str
    value: Any
    kind: str
    source: str = ""
    column: str = ""
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Key:
    """How one measure is drawn."""

    label: str
    colour: str
    is_line: bool = False
    is_dashed: bool = False


@dataclass(frozen=True)
class Drawing:
    """A chart in the two widths that pages have, with what it says and the figures behind it."""

    title: str
    says: str
    wide: str
    narrow: str
    legend: tuple[Key, ...] = ()
    figures: Table | None = None


@dataclass(frozen=True)
class Section:
    """A part of a page: charts as wide as it is, small ones side by side, tables."""

    title: str
    text: str = ""
    drawings: tuple[Drawing, ...] = ()
    panels: tuple[Drawing, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """A page: where it is below its audience's folder and under which other page, what is on it."""

    path: str
    title: str
    lead: str
    facts: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict[str, Any])
    under: str = ""
