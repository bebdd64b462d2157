"""The models from contracts to loss provisions and capitalised cost."""

from dataclasses import dataclass
from typing import ClassVar

from revenue_chain import RevenueChain


@dataclass(frozen=True, repr=False)
class LossChain(RevenueChain):
    """The models from contracts to what is provided for, on books that hold nothing."""

    models: ClassVar = (
        *RevenueChain.models,
        "int_usage__valued",
        "int_invoice_lines__used",
        "int_invoice_lines__placed",
        "int_revenue__recognised",
        "fct_revenue_event",
        "fct_revenue_po_month",
        "int_contract_work__estimated",
        "fct_loss_provision",
        "int_contract_costs__amortised",
        "fct_contract_cost_asset",
    )
    inputs: ClassVar = (
        *RevenueChain.inputs,
        "int_invoice_lines__converted",
        "int_usage_records__unioned",
        "int_products__unioned",
        "int_service_lines__spread",
        "int_revenue__adjusted",
        "int_period_locks__dated",
        "stg_evenkeel__book_pages",
        "stg_evenkeel__booked_revenue",
        "stg_evenkeel__booked_provisions",
        "stg_evenkeel__booked_contract_costs",
        "int_contract_costs__unioned",
    )
