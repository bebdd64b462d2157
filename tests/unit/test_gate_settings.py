import datetime as dt
from pathlib import Path

import pytest

from expectations.overrides import read_overrides
from expectations.thresholds import FILE, ThresholdError, read_thresholds, thresholds

TODAY = dt.date(2026, 8, 1)
EXPECTED = {("portfolio.portfolio_month", "margin is revenue less cost")}
OVERRIDE = """
[[override]]
table = "portfolio.portfolio_month"
expectation = "margin is revenue less cost"
person = "Ada Lovelace"
reason = "Corrected tomorrow."
expires = 2026-08-01
"""


def test_every_threshold_has_an_owner_and_a_reason() -> None:
    limit = thresholds().limit("rows_lost")

    assert (limit.limit, limit.owner) == ("0.5", "data engineering")
    assert limit.reason


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("limit = 0.5", "", "thresholds.toml.rows_lost.limit: needed, and missing"),
        ("limit = 0.5", "limit = -1", "thresholds.toml.rows_lost.limit: Input should be greater"),
        ("limit = 0.5", "limit = 'half'", "found 'half'"),
        ('owner = "PMO"', 'owner = ""', "category_share_moved.owner: needed, and empty"),
        ("[rows_lost]", "[rows_missing]", "thresholds.toml.rows_missing: no such key"),
        ("[rows_lost]", "[rows_lost", "thresholds.toml: can not be read"),
    ],
)
def test_a_wrong_threshold_is_named(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    path = tmp_path / FILE.name
    path.write_text(FILE.read_text("utf-8").replace(right, wrong, 1), "utf-8")

    with pytest.raises(ThresholdError) as raised:
        read_thresholds(path)

    assert told in str(raised.value)


def test_an_override_is_in_force_on_its_last_day(tmp_path: Path) -> None:
    path = tmp_path / "gate-overrides.toml"
    path.write_text(OVERRIDE, "utf-8")

    (override,), refused = read_overrides(path, TODAY, EXPECTED)

    assert override.expires == TODAY
    assert refused == ()


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('person = "Ada Lovelace"', "", "override 1.person: needed, and missing"),
        ('person = "Ada Lovelace"', 'person = " "', "override 1.person: needed, and empty"),
        ('reason = "Corrected tomorrow."', "", "override 1.reason: needed, and missing"),
        ("expires = 2026-08-01", "", "override 1.expires: needed, and missing"),
        ("expires = 2026-08-01", "expires = 'soon'", "found 'soon'"),
        ("expires = 2026-08-01", "expires = 2026-07-31", "override 1: expired on 2026-07-31"),
        ("expires = 2026-08-01", "expires = 2026-09-02", "expected 2026-09-01 at the latest"),
        ("portfolio_month", "portfolio_year", "no table 'portfolio.portfolio_year'"),
        ("margin is", "profit is", "has no expectation 'profit is revenue less cost'"),
        ("[[override]]", "[override]", "expected [[override]]"),
        ("[[override]]", "[[overide]]", "overide: no such key"),
        ("[[override]]", "[[override", "not TOML"),
    ],
)
def test_an_override_that_is_not_whole_has_no_effect_and_says_why(
    tmp_path: Path, right: str, wrong: str, told: str
) -> None:
    path = tmp_path / "gate-overrides.toml"
    path.write_text(OVERRIDE.replace(right, wrong, 1), "utf-8")

    in_force, refused = read_overrides(path, TODAY, EXPECTED)

    assert in_force == ()
    assert told in "\n".join(refused)


def test_without_a_file_nothing_is_overridden(tmp_path: Path) -> None:
    assert read_overrides(tmp_path / "gate-overrides.toml", TODAY, EXPECTED) == ((), ())
