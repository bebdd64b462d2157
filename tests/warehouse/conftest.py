"""A built warehouse: the sample company after one nightly, once for all tests of this tier."""

import shutil
from pathlib import Path

import pytest
from nightly import Company, Ended


@pytest.fixture(scope="session")
def first_night(tmp_path_factory: pytest.TempPathFactory) -> tuple[Company, Ended]:
    company = Company.sample(tmp_path_factory.mktemp("company"))
    return company, company.run()


@pytest.fixture
def company(first_night: tuple[Company, Ended], tmp_path: Path) -> Company:
    """A copy of the company after its first night, to be changed by one test."""
    original, ended = first_night
    assert ended.code == 0, ended.told
    shutil.copytree(original.folder, tmp_path / "company", symlinks=True)
    return Company(tmp_path / "company")
