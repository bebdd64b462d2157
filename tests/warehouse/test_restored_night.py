import shutil
from pathlib import Path

import pytest
from changed_night import edited
from nightly import Company

pytestmark = [pytest.mark.warehouse, pytest.mark.slow, pytest.mark.timeout(2400)]


def test_the_night_after_a_restore_equals_that_of_a_company_that_was_never_lost(
    company: Company, tmp_path: Path
) -> None:
    backed_up = company.ask("backup", str(tmp_path / "backups"))
    restored = Company(tmp_path / "restored")
    put_back = company.ask("restore", str(tmp_path / "backups"), str(restored.folder))
    shutil.copytree(company.folder / "exports", restored.folder / "exports")
    for each in (company, restored):
        each.edit("time_entries", edited)

    nights = [each.run() for each in (company, restored)]

    assert (backed_up.code, put_back.code) == (0, 0), backed_up.told + put_back.told
    assert [night.code for night in nights] == [0, 0], [night.told for night in nights]
    assert restored.content() == company.content()
