import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from workbook import Workbook

from pipelines.lib.audit import workbook as audit_workbook
from pipelines.lib.audit.sheets import Sheet
from pipelines.lib.audit.workbook import Filled, Row, write_workbook
from pipelines.lib.releases.release import ReleaseError

TEXTS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "{=1}", "0042", "http://x.y", "", "a"]
LINES = Sheet("lines", "Lines.", "")
SUMS = Sheet("sums", "Sums.", "", {"total": "SUM([lines.amount])"}, ("name",))


def written(path: Path, *filled: Filled) -> Workbook:
    write_workbook(path / "book.xlsx", "a book", filled)
    return Workbook(path / "book.xlsx")


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    book = written(tmp_path, Filled(LINES, ("name",), [(text,) for text in TEXTS]))

    assert book.formulas == []
    cells = [book.sheets["lines"].get(row["name"]) for row in book.rows("lines")]
    assert all(cell.is_text for cell in cells if cell and cell.value)
    shown = [str(cell.value) for cell in cells if cell and cell.value]
    assert [text.replace("_x000D_", "\r") for text in shown] == [each for each in TEXTS if each]


def test_a_sum_is_live_over_the_rows_that_it_is_of(tmp_path: Path) -> None:
    rows: list[Row] = [("a", Decimal("0.10")), ("a", Decimal("0.20")), ("b", Decimal("-5.00"))]
    lines = Filled(LINES, ("name", "amount"), rows)
    sums = Filled(SUMS, ("name", "total"), [("a", Decimal("0.30")), ("c", Decimal(0))])

    book = written(tmp_path, sums, lines)

    assert [(cell.formula, cell.value) for _, _, cell in book.formulas] == [
        ("SUM(lines!B4:B5)", 0.3),
        ("SUM(0)", 0.0),
    ]
    assert book.computed("sums", "B4") == pytest.approx(0.3)


def test_rows_that_do_not_lie_together_are_not_summed(tmp_path: Path) -> None:
    lines = Filled(LINES, ("name", "amount"), [("a", 1), ("b", 2), ("a", 3)])
    sums = Filled(SUMS, ("name", "total"), [("a", 4)])

    with pytest.raises(ReleaseError, match="rows of lines that are summed do not lie together"):
        written(tmp_path, sums, lines)


def test_days_instants_and_truths_are_what_they_are(tmp_path: Path) -> None:
    row = (dt.date(2026, 5, 31), dt.datetime(2026, 5, 31, 12), True, None)  # noqa: DTZ001
    book = written(tmp_path, Filled(LINES, ("day", "at", "is_so", "nothing"), [row, ("a",) * 4]))

    cells = book.sheets["lines"]
    assert [cells[place].value for place in ("A4", "B4", "C4")] == [46173.0, 46173.5, 1.0]
    assert "D4" not in cells


def test_more_rows_than_a_worksheet_holds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_workbook, "MOST_ROWS", 1)

    with pytest.raises(ReleaseError, match="lines: 2 rows; a worksheet holds 1"):
        written(tmp_path, Filled(LINES, ("name",), [("a",), ("b",)]))
