import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sources.errors import ContractError, HungError
from sources.patience import within

HUNG = """
import sys
from pathlib import Path
from sources.configuration import Sql, SystemSettings
from sources.errors import HungError
from sources.landing import Landing
from sources.pull import PullOptions, pull
from sources.upkeep_settings import Pulling

system = SystemSettings(
    name="erp", kind="canonical", domains=("time",), entity="E", pull=Pulling(timeout_minutes=0.01),
    delivery=Sql(connector="sql", url_env="ERP_URL"),
)
try:
    pull(system, "time_entries", Landing(Path(sys.argv[1])), PullOptions())
except HungError as error:
    print(error)
"""


def test_what_is_done_in_time_is_returned() -> None:
    assert within(60, lambda: 7, "seven") == 7


def test_what_fails_in_time_fails_as_it_does() -> None:
    def fails() -> None:
        raise ContractError("found this")

    with pytest.raises(ContractError, match="found this"):
        within(60, fails, "nothing")


def test_what_hangs_is_left_behind() -> None:
    with pytest.raises(HungError, match=r"no end within 0\.01 s"):
        within(0.01, lambda: time.sleep(1), "sleep")


def test_a_database_that_never_answers_ends_neither_the_night_nor_the_process(
    tmp_path: Path,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://reader:secret@127.0.0.1:{silent.getsockname()[1]}/erp"
        done = subprocess.run(
            [sys.executable, "-c", HUNG, str(tmp_path)],
            env={"ERP_URL": url},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "erp.time_entries: no end within 0.6 s; what hangs was left behind\n"
