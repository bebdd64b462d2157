import json

import duckdb
import pytest
from nightly import Company

pytestmark = pytest.mark.warehouse


def test_a_release_that_was_altered_is_named_by_table(company: Company) -> None:
    before = company.ask("doctor", "--json")
    with duckdb.connect(str(company.releases / "current" / "portfolio.duckdb")) as connection:
        connection.execute("update portfolio_month set hours = hours + 1")

    after = company.ask("doctor", "--json")

    assert before.code == 0, json.dumps(before.outcome)
    assert after.code == 1
    (ill,) = [each for each in after.outcome["checks"] if each["state"] == "ill"]
    assert "portfolio_month in portfolio.duckdb is not what was published" in ill["found"]
