"""What every table is made of."""

from pipelines.lib.provenance.composition.balance import balance_tables
from pipelines.lib.provenance.composition.cost import cost_tables
from pipelines.lib.provenance.composition.forecasts import forecast_tables
from pipelines.lib.provenance.composition.months import month_tables
from pipelines.lib.provenance.composition.people import people_tables
from pipelines.lib.provenance.composition.products import product_tables
from pipelines.lib.provenance.composition.projects import project_tables
from pipelines.lib.provenance.composition.realisation import realisation_tables
from pipelines.lib.provenance.composition.revenue import revenue_tables
from pipelines.lib.provenance.composition.words import Measures

_MONTHS, _PROJECTS = month_tables(), project_tables()

COMPOSITION: dict[str, Measures] = {
    **{table: {**_MONTHS.get(table, {}), **of} for table, of in _PROJECTS.items()},
    **{table: of for table, of in _MONTHS.items() if table not in _PROJECTS},
    **people_tables(),
    **cost_tables(),
    **forecast_tables(),
    **revenue_tables(),
    **realisation_tables(),
    **product_tables(),
    **balance_tables(),
}
