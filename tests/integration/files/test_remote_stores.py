import os
import subprocess
import sys
import traceback
import uuid
from pathlib import Path

import pytest
from builders import Exports, csv_of, time_entry
from cut_line import cut_line
from remote_stores import Remote, free_port, known_hosts_line, make_key

from sources.errors import ConfigurationError, ReadError
from sources.pull import PullOptions, pull

OLD = 1_700_000_000
LONG = csv_of(*(time_entry(number, note="x" * 40) for number in range(30_000)))


class RemoteExports(Exports):
    """Exports that lie in a store's own folder."""

    def __init__(
        self, remote: Remote, folder: Path, environment: pytest.MonkeyPatch, **delivery: object
    ) -> None:
        """Make an empty folder in the store, and set the variables that its options name."""
        names = {key: f"EVENKEEL_TEST_{key.upper()}" for key in remote.options}
        for key, value in remote.options.items():
            environment.setenv(names[key], value)
        name = f"in-{uuid.uuid4().hex}"
        settings = {"url": remote.url(name), "options_env": names, **delivery}
        super().__init__(folder, **settings)
        self.folder = remote.served / name
        self.folder.mkdir()

    def error(self) -> str:
        """Return the whole text of the error that a pull ends in, its causes with it."""
        with pytest.raises(ReadError) as raised:
            self.pull()
        return "".join(traceback.format_exception(raised.value))


@pytest.fixture(params=["sftp", "s3"])
def remote(request: pytest.FixtureRequest) -> Remote:
    return request.getfixturevalue(request.param)


@pytest.fixture
def exports(remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RemoteExports:
    return RemoteExports(remote, tmp_path, monkeypatch)


def test_a_file_lands_as_it_does_from_a_local_folder(
    exports: RemoteExports, remote: Remote, tmp_path: Path
) -> None:
    (tmp_path / "near").mkdir()
    local = Exports(tmp_path / "near")
    for each in (exports, local):
        each.deliver(csv_of(time_entry(1, note="M\u00fcller"), time_entry(2, hours="99")))

    (far,), (near,) = exports.pull(), local.pull()

    assert exports.rows(far) == local.rows(near)
    assert exports.refused(far, "row_number, reason") == [(3, "maximum")]
    assert [file.sha256 for file in far.files] == [file.sha256 for file in near.files]
    assert far.source_files[0].sha256 == near.source_files[0].sha256
    record = (exports.landing.folder(far) / "delivery.json").read_text("utf-8")
    assert [secret for secret in remote.secrets if secret in record] == []


@pytest.mark.parametrize("mode", ["full", "incremental"])
def test_the_same_file_again_is_not_delivered_twice(
    remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    exports = RemoteExports(remote, tmp_path, monkeypatch, mode=mode)
    exports.deliver(csv_of(time_entry(1)))
    exports.pull()

    again = exports.pull()

    assert again == []


def test_files_in_several_folders_are_all_found(
    remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = RemoteExports(remote, tmp_path, monkeypatch, pattern="20*/{table}*")
    for number, folder in enumerate(("2025", "2026", "old"), start=1):
        (exports.folder / folder).mkdir()
        exports.deliver(csv_of(time_entry(number)), f"{folder}/time_entries.csv")

    (delivery,) = exports.pull()

    assert exports.rows(delivery, "time_entry_id") == [("1",), ("2",)]


def test_a_file_is_left_alone_until_its_manifest_is_there(
    remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = RemoteExports(remote, tmp_path, monkeypatch, ready="manifest")
    exports.deliver(csv_of(time_entry(1)))

    with pytest.raises(ReadError, match=r"time_entries\.csv may still be being written; expected"):
        exports.pull()
    exports.deliver("", "time_entries.csv.done")
    (delivery,) = exports.pull()

    assert delivery.landed.rows == 1


def test_a_file_is_left_alone_until_the_store_says_it_stood_still(
    remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = RemoteExports(remote, tmp_path, monkeypatch, settle_seconds=86_400)
    exports.deliver(csv_of(time_entry(1)))

    with pytest.raises(ReadError, match="may still be being written; expected no change for"):
        exports.pull()
    os.utime(exports.folder / "time_entries.csv", (OLD, OLD))
    (delivery,) = exports.pull()

    assert delivery.landed.rows == 1


WRONG = "Wrong-Secret/of+someone=else"
REFUSALS = {
    "secret_access_key": "SignatureDoesNotMatch",
    "passphrase": "cannot be read: Invalid key; expected .* a private key that passphrase opens",
    "password": "refuses: Authentication failed.*; expected a user name with a password or key",
}


@pytest.mark.parametrize(
    ("store", "option", "dropped"),
    [
        ("s3", "secret_access_key", ()),
        ("sftp", "passphrase", ()),
        ("sftp", "password", ("key_filename", "passphrase")),
    ],
)
def test_a_wrong_secret_is_refused_and_not_repeated(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    store: str,
    option: str,
    dropped: tuple[str, ...],
) -> None:
    remote: Remote = request.getfixturevalue(store)
    for name in dropped:
        monkeypatch.delitem(remote.options, name)
    monkeypatch.setitem(remote.options, option, WRONG)
    exports = RemoteExports(remote, tmp_path, monkeypatch)
    exports.deliver(csv_of(time_entry(1)))

    with pytest.raises(ReadError, match=rf"^exports\.time_entries: .*{REFUSALS[option]}"):
        exports.pull()

    assert WRONG not in exports.error()
    assert exports.landing.deliveries("exports", "time_entries") == []


def test_a_key_that_the_server_does_not_know_is_refused(
    sftp: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sftp.options, "key_filename", str(make_key(tmp_path / "other")))
    exports = RemoteExports(sftp, tmp_path, monkeypatch)

    with pytest.raises(ReadError, match=r"^exports\.time_entries: sftp://127.0.0.1:\d+ refuses: A"):
        exports.pull()


def test_a_folder_that_is_not_there_is_named(
    sftp: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = RemoteExports(sftp, tmp_path, monkeypatch, url=sftp.url("nowhere"))

    with pytest.raises(ReadError, match=r"^exports\.time_entries: no folder /.*/nowhere; expected"):
        exports.pull()


def test_a_bucket_that_is_not_there_is_named(
    s3: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = RemoteExports(s3, tmp_path, monkeypatch, url="s3://nowhere/in")

    with pytest.raises(ReadError, match=r"^exports\.time_entries: s3://nowhere/in .* NoSuchBucket"):
        exports.pull()


def test_a_server_that_is_not_reached_is_named(
    remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    exports = RemoteExports(remote.through(port), tmp_path, monkeypatch)

    error = exports.error()

    assert "exports.time_entries: " in error
    assert f"127.0.0.1:{port}" in error
    assert [secret for secret in remote.secrets if secret in error] == []


# paramiko asks for the pieces of a file in a thread, which ends in an error of its own.
@pytest.mark.filterwarnings("ignore:Exception in thread .*_prefetch_thread")
def test_a_line_that_breaks_for_good_lands_nothing(
    remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cut_line(remote.port, allowed=1_000_000, for_good=True) as line:
        exports = RemoteExports(remote.through(line.port), tmp_path, monkeypatch)
        exports.deliver(LONG)

        error = exports.error()

        assert line.broke
    assert "exports.time_entries: " in error
    assert "cannot be read: " in error
    assert [secret for secret in remote.secrets if secret in error] == []
    assert exports.landing.deliveries("exports", "time_entries") == []


def test_a_line_to_an_object_store_that_breaks_once_is_taken_up_again(
    s3: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cut_line(s3.port, allowed=1_000_000, for_good=False) as line:
        exports = RemoteExports(s3.through(line.port), tmp_path, monkeypatch)
        exports.deliver(LONG)

        (delivery,) = exports.pull()

        assert line.broke
    assert delivery.landed.rows == 30_000


@pytest.mark.parametrize("scheme", ["sftp", "ssh"])
def test_a_host_whose_key_is_not_known_is_not_talked_to(
    sftp: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    known = tmp_path / "known_hosts"
    known.touch()
    monkeypatch.setitem(sftp.options, "known_hosts", str(known))
    url = sftp.url("any").replace("sftp", scheme, 1)
    exports = RemoteExports(sftp, tmp_path, monkeypatch, url=url)

    with pytest.raises(ReadError, match=r"not found in known_hosts"):
        exports.pull()


def test_a_host_that_shows_another_key_than_the_known_one_is_not_talked_to(
    sftp: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_key(tmp_path / "other")
    known = tmp_path / "known_hosts"
    known.write_text(known_hosts_line(sftp.port, other.with_suffix(".pub")), "utf-8")
    monkeypatch.setitem(sftp.options, "known_hosts", str(known))
    exports = RemoteExports(sftp, tmp_path, monkeypatch)

    with pytest.raises(ReadError, match="shows a host key that is not the known one; expected the"):
        exports.pull()


def test_no_option_lets_an_unknown_host_in(
    sftp: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sftp.options, "host_key_policy", "auto_add")
    exports = RemoteExports(sftp, tmp_path, monkeypatch)

    with pytest.raises(ConfigurationError, match="sftp has no option host_key_policy; allowed: us"):
        exports.pull()


def test_a_link_on_the_server_is_read_as_what_it_leads_to(
    sftp: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports = RemoteExports(sftp, tmp_path, monkeypatch)
    exports.deliver(csv_of(time_entry(1)), "march.csv")
    (exports.folder / "time_entries.csv").symlink_to("march.csv")

    (delivery,) = exports.pull()

    assert delivery.landed.rows == 1


def test_a_folder_that_is_gone_is_not_taken_for_an_optional_table_without_files(
    tmp_path: Path,
) -> None:
    exports = Exports(tmp_path)
    exports.folder.rmdir()

    with pytest.raises(ReadError, match=r"^exports\.products: no folder .*/exports; expected the"):
        pull(exports.system, "products", exports.landing, PullOptions())


def test_a_local_folder_imports_no_library_of_another_store() -> None:
    program = (
        "import sys, sources.connectors.files; "
        "print(sorted({'paramiko', 'obstore'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert done.stdout.decode().strip() == "[]"
