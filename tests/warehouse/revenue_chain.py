"""The models from contracts to postings."""

from dataclasses import dataclass
from typing import Any

from model_chain import Chain


@dataclass(frozen=True, repr=False)
class RevenueChain(Chain):
    """The models from contracts to postings, and what they read."""

    models = (
        "int_contract_versions__dated",
        "int_price_days__listed",
        "int_price_judgements__dated",
        "int_contract_prices__dated",
        "int_obligations__dated",
        "int_purchases__valued",
        "int_project_days__worked",
        "int_obligation_work__cumulated",
        "int_estimates__dated",
        "int_obligation_estimates__dated",
        "int_recognition_points__listed",
        "int_progress__counted",
        "int_progress__measured",
        "int_price_shares__weighed",
        "int_obligation_prices__shared",
        "int_price_changes__shared",
        "int_obligation_prices__allocated",
        "int_time_prices__judged",
        "int_revenue__accumulated",
        "int_contract_problems__listed",
        "int_revenue__posted",
    )
    inputs = (
        "int_contract_versions__unioned",
        "int_performance_obligations__unioned",
        "int_price_components__unioned",
        "int_milestones__unioned",
        "int_estimates__unioned",
        "int_baselines__unioned",
        "int_planned_periods__unioned",
        "int_expenses__unioned",
        "int_vendor_bills__unioned",
        "int_contracts__unioned",
        "int_identities__matched",
        "int_time_entries__valued",
        "int_fx_rates__dated",
        "int_fx_rates__averaged",
        "stg_evenkeel__systems",
        "stg_evenkeel__entities",
        "stg_evenkeel__fiscal_periods",
        "stg_evenkeel__run",
        "int_projects__unioned",
        "int_people__unioned",
        "cost_categories",
    )

    def postings(self, contract: str) -> list[tuple[Any, ...]]:
        """Return the period, obligation, cause and amount of all postings of a contract."""
        return [
            row[1:]
            for row in self.rows(
                "int_revenue__posted",
                "contract_id, period_code, performance_obligation_id, posting_reason, "
                "revenue_amount",
                "contract_id, known_on, measured_on, performance_obligation_id",
            )
            if row[0] == contract
        ]
