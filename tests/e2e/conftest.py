"""A company after its first night, once for all tests of this tier, and what readers may see."""

import shutil
from pathlib import Path

import pytest
from nightly import Company


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Company:
    company = Company.sample(tmp_path_factory.mktemp("first") / "company")
    ended = company.run()
    assert ended.code == 0, ended.told
    return company


@pytest.fixture
def company(first: Company, tmp_path: Path) -> Company:
    """A copy of the company after its first night, to be changed by one test."""
    shutil.copytree(first.folder, tmp_path / "company", symlinks=True)
    return Company(tmp_path / "company")
