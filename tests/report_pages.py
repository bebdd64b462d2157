"""Read the pages of a report as a program does: links, anchors and the exact values of tables."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path


@dataclass
class Read(HTMLParser):
    """What stands in one page; the rows of its tables by the ids of what is around them."""

    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    rows: dict[str, list[list[str]]] = field(default_factory=dict)
    _box: str = ""
    _cell: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    @classmethod
    def of(cls, path: Path) -> "Read":
        """Read a page."""
        page = cls()
        page.feed(path.read_text("utf-8"))
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what begins."""
        found = dict(attrs)
        if name := found.get("id"):
            self.ids.add(name)
            if found.get("class") == "tablebox":
                self._box = name
        if link := found.get("href") or found.get("src"):
            self.links.append(link)
        if tag == "tr":
            self.rows.setdefault(self._box, []).append([])
        elif tag in ("td", "th") and self._box in self.rows:
            self.rows[self._box][-1].append("")
            self._cell = True
        elif tag == "data":
            self.values.append(found["value"] or "")
            if self._cell:
                self.rows[self._box][-1][-1] = found["value"] or ""
                self._cell = False

    def handle_endtag(self, tag: str) -> None:
        """Leave a cell."""
        if tag in ("td", "th"):
            self._cell = False

    def handle_data(self, data: str) -> None:
        """Take the text of a cell that has no exact value."""
        if self._cell:
            self.rows[self._box][-1][-1] += data.strip()


def pages_of(folder: Path) -> dict[Path, Read]:
    """Read every page below a folder."""
    return {path: Read.of(path) for path in sorted(folder.rglob("*.html"))}
