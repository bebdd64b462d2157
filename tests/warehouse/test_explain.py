"""Every published figure is the sum of its declared parts, and a person can ask how."""

from collections.abc import Iterator

import pytest
from changed_night import Changed
from nightly import Company, Ended

from pipelines.lib.composition_of_revenue import COMPOSITION
from pipelines.lib.readable import Readable, readable
from pipelines.lib.release import named_release
from pipelines.lib.walk import Walk
from sources.settings import load_settings

pytestmark = pytest.mark.warehouse
MEASURES = [(table, measure) for table, measures in COMPOSITION.items() for measure in measures]
# What states a price or a total so far, and is no sum of parts.
STATED = {
    "portfolio_project": {"budget_hours"},
    "fct_revenue_event": {"allocated_amount", "revenue_before_amount", "revenue_to_date_amount"},
}


def opened(company: Company) -> Iterator[Readable]:
    settings = load_settings(company.folder / "evenkeel.toml")
    release = named_release(company.releases, "current")
    with readable(settings, release, ("finance", "people")) as tables:
        yield tables


@pytest.fixture(scope="module")
def before(first_night: tuple[Company, Ended]) -> Iterator[Readable]:
    """All tables of the sample company after its first night."""
    yield from opened(first_night[0])


@pytest.fixture(scope="module")
def after(changed: Changed) -> Iterator[Readable]:
    """All tables after a night that adjusts closed months."""
    yield from opened(changed.company)


@pytest.mark.parametrize(("table", "measure"), MEASURES)
@pytest.mark.parametrize("night", ["before", "after"])
def test_the_parts_of_every_row_add_up_to_it(
    request: pytest.FixtureRequest, night: str, table: str, measure: str
) -> None:
    tables: Readable = request.getfixturevalue(night)

    level = Walk(tables, examples=5, deepest=1).start(table, measure, None)

    assert level.rows > 0
    assert level.differing == ()
    assert level.checked_rows == level.rows or not COMPOSITION[table][measure].parts
