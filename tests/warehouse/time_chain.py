"""The models from delivered time entries to their value and list price, and what they look up.

The inputs are what systems deliver and what other models make of it; every night after the first is
built anew and following on the one before, and both must come to the same rows.
"""

from dataclasses import dataclass
from typing import ClassVar

from model_chain import Chain
from time_history import Deliveries


@dataclass(frozen=True, repr=False)
class TimeChain(Chain):
    """Time entries, and everything that their value depends on."""

    models: ClassVar = (
        "int_time_entries__delivered",
        "int_time_entries__unioned",
        "int_time_entries__affected",
        "int_time_entries__valued",
        "int_billable_time__affected",
        "int_billable_time__rated",
        "fct_time_entry",
    )
    inputs: ClassVar = (
        "stg_canonical__time_entries",
        "int_harvest_time_entries__conformed",
        "int_toggl_time_entries__conformed",
        "int_tryton_time_entries__conformed",
        "int_projects__unioned",
        "int_people__unioned",
        "int_identities__matched",
        "int_cost_rates__assigned",
        "int_fx_rates__dated",
        "int_bill_rates__assigned",
        "int_project_terms__gathered",
        "int_invoice_lines__converted",
        "stg_evenkeel__systems",
        "stg_evenkeel__entities",
        "stg_evenkeel__fiscal_periods",
        "stg_evenkeel__run",
    )

    def night(self, company: Deliveries) -> None:
        """Build what the company's systems have delivered until now."""
        self.run(company.tables(), as_of=company.day)
        self.connection.execute(
            "create or replace table built.loads as "
            f"select distinct delivery_id from {self.places['stg_canonical__time_entries']}"
        )
