import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from sample.write import CONFIGURATION

from pipelines.lib.ingest.explanations import EXPLANATION_COLUMNS, read_explanations
from sources.configuration import Settings
from sources.errors import ConfigurationError
from sources.settings import load_settings

RIGHT = "C08,open = ledger,HV-DE,,exports,-12.50,a credit,Ada,2026-06-30,2026-07-31"


def settings_of(folder: Path, *rows: str, columns: str = ",".join(EXPLANATION_COLUMNS)) -> Settings:
    """Return the settings of a company that has explanations."""
    (folder / "explanations.csv").write_text("\n".join([columns, *rows, ""]), "utf-8")
    section = '[reconciliation]\nexplanations = "explanations.csv"\n'
    path = folder / "evenkeel.toml"
    path.write_text(f"{section}{CONFIGURATION.read_text('utf-8')}", "utf-8")
    return load_settings(path)


def test_an_explanation_is_read_exactly(tmp_path: Path) -> None:
    (row,) = read_explanations(settings_of(tmp_path, RIGHT))

    assert row == (
        *("C08", "open = ledger", "HV-DE", None, "exports", Decimal("-12.50")),
        *("a credit", "Ada", dt.date(2026, 6, 30), dt.date(2026, 7, 31)),
    )


def test_no_file_is_read_where_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "evenkeel.toml"
    path.write_text(CONFIGURATION.read_text("utf-8"), "utf-8")

    assert read_explanations(load_settings(path)) == []


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("C08", "C99", "row 3, control_id: found 'C99', expected one of C01, "),
        ("HV-DE", "HV-FR", "row 3, entity: found 'HV-FR', expected one of HV-DE"),
        ("-12.50", "12,50", "row 3: found 11 values, expected 10"),
        ("-12.50", "much", "row 3, amount: found 'much', expected a number such as -12.50"),
        ("-12.50", "NaN", "row 3, amount: found 'NaN', expected a number of at most 29 digits"),
        ("-12.50", "1E-10", "row 3, amount: found '1E-10', expected a number of at most"),
        ("a credit", " ", "row 3, explanation: found ' ', expected a value"),
        ("Ada", "", "row 3, explained_by: found '', expected a value"),
        ("2026-06-30", "30.06.2026", "row 3, explained_on: found '30.06.2026', expected a day"),
        ("2026-06-30", "", "row 3, explained_on: found '', expected a value"),
        ("2026-07-31", "2026-06-01", "row 3, expires_on: found '2026-06-01', expected 2026-06-30"),
        (",2026-07-31", "", "row 3: found 9 values, expected 10"),
        ("C08", RIGHT[:3], "row 3: found a row that is there already"),
    ],
)
def test_a_row_that_is_wrong_is_told_by_file_row_and_column(
    tmp_path: Path, right: str, wrong: str, told: str
) -> None:
    settings = settings_of(tmp_path, RIGHT, RIGHT.replace(right, wrong, 1))

    with pytest.raises(ConfigurationError) as raised:
        read_explanations(settings)

    assert "explanations.csv" in str(raised.value)
    assert told in str(raised.value)


def test_other_columns_are_told_with_those_expected(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, columns="control,amount")

    with pytest.raises(
        ConfigurationError, match=r"has columns control, amount; expected control_id"
    ):
        read_explanations(settings)


def test_an_absent_file_is_told(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, RIGHT)
    (tmp_path / "explanations.csv").unlink()

    with pytest.raises(ConfigurationError, match=r"reconciliation\.explanations: no file .*\.csv"):
        read_explanations(settings)
