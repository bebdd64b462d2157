"""Whatever a file is called, it is that file which is read, and nothing outside of its folder."""

from pathlib import Path

import pytest
from builders import Exports, csv_of, time_entry

from sources.connectors.store import Entry, find


@pytest.mark.parametrize(
    "name", ["time_entries*", "time_entries[1]", "time_entries?", "time_entries'; drop table x; --"]
)
def test_a_file_is_read_by_its_name_and_not_as_a_pattern(tmp_path: Path, name: str) -> None:
    exports = Exports(tmp_path)
    exports.deliver(csv_of(time_entry(1)), "time_entriesA.csv")
    exports.deliver(csv_of(time_entry(2)), f"{name}.csv")

    (delivery,) = exports.pull()

    assert (delivery.landed.rows, delivery.quarantined.rows) == (2, 0)
    assert Path(delivery.source_files[0].name).name in {"time_entriesA.csv", f"{name}.csv"}


class _Lying:
    """A store whose listing names a file so that it would be written somewhere else."""

    root = "/exports"

    def __init__(self, name: str) -> None:
        self._name = name

    def entries(self, folder: str) -> list[Entry]:
        return [Entry(f"{folder}/{self._name}", size=4, modified=None, is_folder=False)]

    def fetch(self, path: str, spool: Path) -> Path:
        raise AssertionError(f"{path} was fetched to {spool}")

    def close(self) -> None:
        pass


@pytest.mark.parametrize(
    "name", ["../time_entries.csv", "time_entries/../../etc/x.csv", "..", "time_entries.csv/.."]
)
def test_a_listing_can_not_lead_out_of_its_folder(name: str) -> None:
    assert find(_Lying(name), _Lying.root, "time_entries*") == []
