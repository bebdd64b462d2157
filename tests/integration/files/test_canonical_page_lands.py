import csv
import io
from pathlib import Path

import pytest
from builders import Exports, canonical

PAGE = Path(__file__).parents[3] / "docs" / "canonical.md"


def example_file(table: str) -> str:
    """Return what the page says of a table as a file: its columns and one row of its examples."""
    section = PAGE.read_text("utf-8").split(f"## `{table}`")[1].split("\n## ")[0]
    rows = [line.split("|") for line in section.splitlines() if line.startswith("| `")]
    columns, examples = ([row[cell].strip(" `") for row in rows] for cell in (1, 5))
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([columns, examples])
    return text.getvalue()


@pytest.mark.parametrize("table", [table.name for table in canonical().tables])
def test_a_file_written_as_the_page_says_lands_whole(tmp_path: Path, table: str) -> None:
    exports = Exports(tmp_path)
    exports.deliver(example_file(table), f"{table}.csv")

    (delivery,) = exports.pull(table)

    assert (delivery.landed.rows, delivery.quarantined.rows) == (1, 0)
    assert delivery.new_columns == ()
