"""The models from delivered time entries to people's weeks, labour, projects' days and list prices.

Every night after the first is built anew and following on the one before, and both must come to
the same rows.
"""

from dataclasses import dataclass
from typing import ClassVar

from time_chain import TimeChain


@dataclass(frozen=True, repr=False)
class WorkChain(TimeChain):
    """What follows from time entries by person, week, period, project and day."""

    models: ClassVar = (
        "int_time_entries__delivered",
        "int_time_entries__unioned",
        "int_time_entries__affected",
        "int_time_entries__valued",
        "int_time_entries__classed",
        "int_work__changed",
        "int_person_terms__dated",
        "int_holidays__placed",
        "int_recording__started",
        "int_person_weeks__changed",
        "int_person_days__recorded",
        "int_capacity__counted",
        "int_absences__spread",
        "int_person_weeks__summed",
        "fct_resource_utilization_week",
        "portfolio_person_week",
        "int_payroll__paid",
        "int_labour__changed",
        "int_labour__grouped",
        "int_project_days__changed",
        "int_project_days__worked",
        "int_bill_rates__changed",
        "int_bill_rates__assigned",
    )
    inputs: ClassVar = (
        "stg_canonical__time_entries",
        "int_harvest_time_entries__conformed",
        "int_toggl_time_entries__conformed",
        "int_tryton_time_entries__conformed",
        "int_projects__unioned",
        "int_people__unioned",
        "int_people__employed",
        "int_employments__unioned",
        "int_absences__unioned",
        "int_holidays__unioned",
        "int_payroll_costs__unioned",
        "int_purchases__valued",
        "int_identities__matched",
        "int_cost_rates__assigned",
        "int_bill_rates__dated",
        "int_fx_rates__dated",
        "int_period_locks__dated",
        "stg_evenkeel__systems",
        "stg_evenkeel__entities",
        "stg_evenkeel__fiscal_periods",
        "stg_evenkeel__run",
    )
