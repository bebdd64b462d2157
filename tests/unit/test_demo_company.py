import hashlib
from pathlib import Path

import pytest

from sources.demo.generate import made_company, write_exports, write_truth
from sources.demo.plan import Plan
from sources.errors import ConfigurationError
from sources.odcs import load_contract
from sources.system import SYSTEMS


def checksums(folder: Path, plan: Plan, threads: int = 2) -> dict[str, str]:
    """Make a company; return the checksum of every file it is written to."""
    folder.mkdir()
    contract = load_contract(SYSTEMS / "canonical" / "contract.yml")
    with made_company(plan, folder, threads=threads) as company:
        write_exports(company, contract, folder / "exports")
        write_truth(company, folder / "truth")
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.csv"))
    }


def test_one_seed_makes_the_same_bytes_whatever_the_number_of_threads(tmp_path: Path) -> None:
    plan = Plan(people=60, years=2, seed=11)

    assert checksums(tmp_path / "one", plan, 1) == checksums(tmp_path / "two", plan, 2)


def test_another_seed_makes_another_company(tmp_path: Path) -> None:
    one = checksums(tmp_path / "one", Plan(people=10, years=1, seed=1))
    other = checksums(tmp_path / "other", Plan(people=10, years=1, seed=2))

    assert one["exports/time_entries.csv"] != other["exports/time_entries.csv"]


@pytest.mark.parametrize(("people", "years", "told"), [(0, 3, "--people"), (5, 0, "--years")])
def test_an_impossible_company_is_refused_with_the_reason(
    people: int, years: int, told: str
) -> None:
    with pytest.raises(ConfigurationError, match=f"{told}: found 0, expected 1 to"):
        Plan(people=people, years=years)
