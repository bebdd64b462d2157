import hashlib
from pathlib import Path

import duckdb
import pytest
from nightly import Company
from workbook import Workbook

PERIOD = "2026-05"
CENT = 0.005


@pytest.fixture(scope="module")
def pack(generated: Company, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The audit pack of a closed period of the generated company."""
    folder = tmp_path_factory.mktemp("audit") / "pack"
    ended = generated.ask("audit", "pack", PERIOD, "--to", str(folder))
    assert ended.code == 0, ended.told
    return folder


@pytest.fixture(scope="module")
def workbook(pack: Path) -> Workbook:
    return Workbook(pack / "pack.xlsx")


def test_every_formula_comes_to_what_was_published(workbook: Workbook) -> None:
    wrong = {
        (sheet, place): (cell.formula, cell.value, computed)
        for sheet, place, cell in workbook.formulas
        if abs((computed := workbook.computed(sheet, place)) - float(cell.value or 0)) >= CENT
    }

    assert wrong == {}
    assert {sheet for sheet, _, _ in workbook.formulas} >= {
        "revenue",
        "contracts",
        "obligations",
        "roll_forward",
        "ledger",
        "controls",
        "cost",
    }


def test_what_is_claimed_is_the_release_to_the_cent(generated: Company, workbook: Workbook) -> None:
    published = dict(
        generated.query(
            "select entity_code, sum(revenue_functional_amount) from fct_revenue_month "
            f"where accounting_period = '{PERIOD}' group by 1"
        )
    )
    cells = workbook.sheets["revenue"]
    found = {
        cells[row["entity_code"]].value: workbook.computed(
            "revenue", row["posted_functional_amount"]
        )
        for row in workbook.rows("revenue")
    }

    assert found.keys() == published.keys()
    assert all(abs(found[entity] - float(amount)) < CENT for entity, amount in published.items())


def test_what_must_tie_ties(workbook: Workbook) -> None:
    for sheet in ("revenue", "contracts", "obligations", "roll_forward", "cost", "overhead"):
        for row in workbook.rows(sheet):
            for name, place in row.items():
                if name.endswith("difference"):
                    assert abs(workbook.computed(sheet, place)) < CENT, (sheet, row)


def test_every_file_has_its_checksum(pack: Path) -> None:
    lines = [line.split("  ", 1) for line in (pack / "SHA256SUMS").read_text().splitlines()]
    listed = {name: checksum for checksum, name in lines}
    files = {path.relative_to(pack).as_posix() for path in pack.rglob("*") if path.is_file()}

    assert files == listed.keys() | {"SHA256SUMS"}
    assert all(
        hashlib.sha256((pack / name).read_bytes()).hexdigest() == checksum
        for name, checksum in listed.items()
    )


def test_the_trail_ends_at_rows_that_landed_and_their_files(pack: Path) -> None:
    rows = pack / "parquet"
    with duckdb.connect() as connection:
        ((postings, trailed, silent),) = connection.execute(
            f"select (select count(*) from '{rows}/postings.parquet'), "
            "count(distinct revenue_event_key), "
            "count(*) filter (landed_row_number is null and not_shown = '') "
            f"from '{rows}/trail.parquet'"
        ).fetchall()
        ((unsigned,),) = connection.execute(
            f"select count(*) from '{rows}/trail.parquet' as t where landed_row is not null "
            f"and t.delivery_id not in (select delivery_id from '{rows}/deliveries.parquet' "
            "where length(file_sha256) = 64)"
        ).fetchall()

    assert postings == trailed > 0
    assert (silent, unsigned) == (0, 0)


def test_every_control_is_there_with_its_sql(pack: Path) -> None:
    with duckdb.connect() as connection:
        found = connection.execute(
            f"select distinct control_id from '{pack}/parquet/controls.parquet'"
        ).fetchall()
    page = (pack / "index.html").read_text("utf-8")

    for (control,) in found:
        sql = (pack / "controls" / f"int_control_{control.lower()}__measured.sql").read_text()
        assert "{{" not in sql
        assert f"{control}</a>" in page
    assert "Every check is reconciled" in page


def test_nothing_is_written_over_and_a_wrong_period_is_told(
    generated: Company, pack: Path, tmp_path: Path
) -> None:
    again = generated.ask("audit", "pack", PERIOD, "--to", str(pack))
    wrong = generated.ask("audit", "pack", "2031-13", "--to", str(tmp_path / "pack"))
    ahead = generated.ask("audit", "pack", "2031-12", "--to", str(tmp_path / "pack"))

    assert (again.code, wrong.code, ahead.code) == (1, 1, 1)
    assert "is there already" in again.told
    assert "has no accounting period '2031-13'; it has 20" in wrong.told
    assert "has no accounting period '2031-12'; it has 20" in ahead.told
    assert list(tmp_path.iterdir()) == []
