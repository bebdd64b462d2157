import re
from pathlib import Path

import pytest

from pipelines.lib.ingest.corrections import CORRECTION_COLUMNS, read_corrections
from sources.configuration import Settings
from sources.errors import ConfigurationError
from sources.settings import load_settings

SAMPLE = Path(__file__).parents[1] / "sample" / "evenkeel.toml"
RIGHT = "client,exports,C01,exports,C02,one house,m,2026-06-30"


def settings_of(folder: Path, *rows: str, bom: bool = False) -> Settings:
    """Return the sample's settings with a file of corrections."""
    path = folder / "evenkeel.toml"
    named = '\n[crosswalk]\ncorrections = "corrections.csv"\n'
    path.write_text(SAMPLE.read_text("utf-8") + named, "utf-8")
    text = "\n".join((",".join(CORRECTION_COLUMNS), *rows, ""))
    (folder / "corrections.csv").write_text(text, "utf-8-sig" if bom else "utf-8")
    return load_settings(path)


def test_a_row_is_another_or_stands_alone_also_as_a_spreadsheet_writes_it(tmp_path: Path) -> None:
    alone = "person, exports ,P01,,,a namesake,m,"

    rows = read_corrections(settings_of(tmp_path, RIGHT, alone, bom=True))

    assert rows == [
        ("client", "exports", "C01", "exports", "C02", "one house", "m", "2026-06-30"),
        ("person", "exports", "P01", None, None, "a namesake", "m", None),
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("clinet" + RIGHT[6:], "row 2, entity_type: found 'clinet', expected one of client, "),
        ("client,export,C01,,,x,m,", "row 2, system_name: found 'export', expected one of exports"),
        ("client,exports,,,,x,m,", "row 2, source_id: found '', expected a value"),
        ("client,exports,C01,old,C02,x,m,", "row 2, same_as_system_name: found 'old', expected"),
        ("client,exports,C01,exports,,x,m,", "row 2, same_as_source_id: found '', expected"),
        ("client,exports,C01,,C02,x,m,", "row 2, same_as_system_name: found '', expected a value"),
        ("client,exports,C01,,,x,m,June", "row 2, corrected_on: found 'June', expected a day"),
        ("client,exports,C01", "row 2: found 3 values, expected 8"),
        (f"{RIGHT}\n{RIGHT}", "row 3: found a correction that is there already, expected it once"),
    ],
)
def test_a_row_that_says_nothing_is_refused_by_its_place(
    tmp_path: Path, row: str, told: str
) -> None:
    settings = settings_of(tmp_path, row)

    with pytest.raises(ConfigurationError, match=re.escape(told)):
        read_corrections(settings)
