"""Landing that is killed, doubled or asked again leaves whole deliveries only."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from builders import Exports, csv_of, time_entry

from sources.configuration import Files
from sources.errors import BusyError, ShrinkError

# Each stops the process dead, by the signal nobody can catch, just before the named step.
KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import sources.landing as landing
import sources.writing as writing
module = {{"landing": landing, "writing": writing}}[{module!r}]
setattr(module, {step!r}, lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL))
from builders import Exports
exports = Exports.__new__(Exports)
exports.landing = landing.Landing(Path({landing!r}))
from sources.configuration import SystemSettings
exports.system = SystemSettings.model_validate_json({system!r})
exports.pull()
"""


@pytest.mark.parametrize(
    ("module", "step"),
    [
        ("landing", "write_rows"),
        ("writing", "split_rows"),
        ("writing", "quarantine_rows"),
        ("landing", "greatest_cursor"),
        ("landing", "_publish"),
        ("landing", "sync"),
    ],
)
def test_a_killed_landing_is_landed_whole_by_the_next_run(
    tmp_path: Path, module: str, step: str
) -> None:
    exports = Exports(tmp_path)
    exports.deliver(csv_of(time_entry(1), time_entry(2, hours="x"), time_entry(3)))
    program = KILLED.format(
        tests=str(Path(__file__).parents[2]),
        module=module,
        step=step,
        landing=str(exports.landing.root),
        system=exports.system.model_dump_json(),
    )

    elsewhere = tmp_path / "tmp"
    elsewhere.mkdir()
    environment = {**os.environ, "TMPDIR": str(elsewhere)}
    killed = subprocess.run([sys.executable, "-c", program], check=False, env=environment)

    assert killed.returncode == -signal.SIGKILL
    assert not list(elsewhere.iterdir())
    assert exports.landing.deliveries("exports", "time_entries") == []
    (delivery,) = exports.pull()
    assert (delivery.sequence, delivery.landed.rows, delivery.quarantined.rows) == (1, 2, 1)
    left = [path.name for path in exports.landing.folder(delivery).parent.iterdir()]
    assert left == [Path(delivery.delivery_id).name]


def test_two_landings_of_one_table_do_not_run_at_once(tmp_path: Path) -> None:
    exports = Exports(tmp_path)
    exports.deliver(csv_of(time_entry()))

    with (
        exports.landing.connection("exports", "time_entries"),
        pytest.raises(BusyError, match=r"^exports\.time_entries: another run is landing this tab"),
    ):
        exports.pull()

    (delivery,) = exports.pull()
    assert delivery.landed.rows == 1


def test_rows_refused_for_their_format_land_once_the_format_is_told(tmp_path: Path) -> None:
    exports = Exports(tmp_path)
    exports.deliver(csv_of(time_entry(1, work_date="02.03.2026")))
    (before,) = exports.pull()
    delivery = exports.system.delivery
    assert isinstance(delivery, Files)
    told = Files.model_validate(
        {**delivery.model_dump(exclude={"formats"}), "formats": {"date_format": "%d.%m.%Y"}}
    )
    exports.system = exports.system.model_copy(update={"delivery": told})

    (after,) = exports.pull()

    assert (before.landed.rows, after.landed.rows) == (0, 1)
    assert exports.pull() == []


def test_a_row_from_the_future_does_not_hide_the_changes_until_then(tmp_path: Path) -> None:
    exports = Exports(tmp_path)
    exports.deliver(csv_of(time_entry(1, updated_at="2150-01-01T00:00:00Z")))

    (delivery,) = exports.pull()

    assert (delivery.cursor_after or "") < "2150"
    assert delivery.cursor_after == delivery.started_at.strftime("%Y-%m-%d %H:%M:%S.%f").rstrip("0")


def test_a_small_table_that_comes_back_empty_is_refused(tmp_path: Path) -> None:
    exports = Exports(tmp_path)
    exports.deliver(csv_of(time_entry(1)))
    exports.pull()
    exports.deliver(csv_of())

    with pytest.raises(ShrinkError, match=r"^exports\.time_entries: 0 rows now, 1 last time"):
        exports.pull()
