"""The models from plans, tasks and cost to earned value."""

from dataclasses import dataclass
from typing import ClassVar

from model_chain import Chain


@dataclass(frozen=True, repr=False)
class ValueChain(Chain):
    """The models from what was planned, delivered and posted to earned value and its control."""

    models: ClassVar = (
        "int_period_ends__listed",
        "int_project_books__assigned",
        "int_baselines__dated",
        "int_planned_periods__cumulated",
        "int_costs__grouped",
        "fct_cost_month",
        "int_project_periods__listed",
        "int_project_plans__valued",
        "int_work_packages__known",
        "int_work_packages__earned",
        "int_estimates__dated",
        "int_project_costs__cumulated",
        "int_work_packages__costed",
        "int_project_value__earned",
        "fct_project_baseline",
        "fct_project_evm_period",
        "int_control_c20__measured",
    )
    inputs: ClassVar = (
        "stg_evenkeel__run",
        "stg_evenkeel__systems",
        "stg_evenkeel__entities",
        "stg_evenkeel__fiscal_periods",
        "int_identities__matched",
        "int_projects__unioned",
        "int_baselines__unioned",
        "int_planned_periods__unioned",
        "int_estimates__unioned",
        "int_time_entries__unioned",
        "int_fx_rates__dated",
        "int_period_locks__dated",
        "stg_canonical__tasks",
        "fct_project_cost",
        "fct_milestone_status",
        "fct_labour_cost_allocation",
        "int_labour__grouped",
        "fct_overhead_pool",
        "dim_project",
    )
